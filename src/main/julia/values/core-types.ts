/**
 * The types that the runtime itself handles: what Julia makes in C before it reads a line of Base. All other types are
 * declared by Julia source. Fields are those of Julia 1.5 (boot.jl, jltypes.c).
 */
import { applyType, where } from '../types/instantiate'
import type { DataType, Parameter, TypeKind, TypeName, TypeVar, UnionAll, Value } from '../types/type'
import { TypeUniverse } from '../types/universe'
import { ArrayValue, Bits, Expr, IntrinsicFunction, SimpleVector, StructValue, type JuliaValue } from './value'

/** Widths of the primitive types, in bits. */
const PRIMITIVES = {
  Bool: 8, Char: 32,
  Int8: 8, Int16: 16, Int32: 32, Int64: 64, Int128: 128,
  UInt8: 8, UInt16: 16, UInt32: 32, UInt64: 64, UInt128: 128,
  Float16: 16, Float32: 32, Float64: 64,
} as const
export type PrimitiveName = keyof typeof PRIMITIVES

const ABOVE: Readonly<Record<PrimitiveName, string>> = {
  Bool: 'Integer', Char: 'AbstractChar',
  Int8: 'Signed', Int16: 'Signed', Int32: 'Signed', Int64: 'Signed', Int128: 'Signed',
  UInt8: 'Unsigned', UInt16: 'Unsigned', UInt32: 'Unsigned', UInt64: 'Unsigned', UInt128: 'Unsigned',
  Float16: 'AbstractFloat', Float32: 'AbstractFloat', Float64: 'AbstractFloat',
}

const ABSTRACT: readonly (readonly [name: string, above: string])[] = [
  ['Number', 'Any'], ['Real', 'Number'], ['AbstractFloat', 'Real'], ['Integer', 'Real'], ['Signed', 'Integer'], ['Unsigned', 'Integer'],
  ['AbstractString', 'Any'], ['AbstractChar', 'Any'], ['Exception', 'Any'], ['Builtin', 'Function'],
]

type FieldRow = readonly [name: string, type: string]

/** Name, supertype, kind, fields. */
const STRUCTS: readonly (readonly [name: string, above: string, kind: TypeKind, fields: readonly FieldRow[], initialized?: number])[] = [
  ['Nothing', 'Any', 'struct', []],
  ['Symbol', 'Any', 'mutable', []],
  ['String', 'AbstractString', 'mutable', []],
  ['SimpleVector', 'Any', 'mutable', []],
  ['Module', 'Any', 'mutable', []],
  ['IntrinsicFunction', 'Builtin', 'struct', []],
  ['TypeVar', 'Any', 'struct', [['name', 'Symbol'], ['lb', 'Any'], ['ub', 'Any']]],
  ['Expr', 'Any', 'mutable', [['head', 'Symbol'], ['args', 'Vector{Any}']]],
  ['QuoteNode', 'Any', 'struct', [['value', 'Any']]],
  ['LineNumberNode', 'Any', 'struct', [['line', 'Int64'], ['file', 'Any']]],
  ['GlobalRef', 'Any', 'struct', [['mod', 'Module'], ['name', 'Symbol']]],
  ['SSAValue', 'Any', 'struct', [['id', 'Int64']]],
  ['SlotNumber', 'Any', 'struct', [['id', 'Int64']]],
  ['Method', 'Any', 'mutable', []],
  ['MethodInstance', 'Any', 'mutable', []],
  ['CodeInstance', 'Any', 'mutable', []],
  ['CodeInfo', 'Any', 'mutable', []],
  ['MethodTable', 'Any', 'mutable', []],
  ['TypeName', 'Any', 'mutable', []],
  ['Box', 'Any', 'mutable', [['contents', 'Any']], 0],
  ['ErrorException', 'Exception', 'struct', [['msg', 'AbstractString']]],
  ['ArgumentError', 'Exception', 'struct', [['msg', 'AbstractString']]],
  ['OverflowError', 'Exception', 'struct', [['msg', 'AbstractString']]],
  ['AssertionError', 'Exception', 'struct', [['msg', 'AbstractString']]],
  ['BoundsError', 'Exception', 'struct', [['a', 'Any'], ['i', 'Any']], 0],
  ['UndefVarError', 'Exception', 'struct', [['var', 'Symbol']]],
  ['UndefKeywordError', 'Exception', 'struct', [['var', 'Symbol']]],
  ['UndefRefError', 'Exception', 'struct', []],
  ['DivideError', 'Exception', 'struct', []],
  ['InexactError', 'Exception', 'struct', [['func', 'Symbol'], ['T', 'Any'], ['val', 'Any']]],
  ['DomainError', 'Exception', 'struct', [['val', 'Any'], ['msg', 'AbstractString']]],
  ['TypeError', 'Exception', 'struct', [['func', 'Symbol'], ['context', 'AbstractString'], ['expected', 'Any'], ['got', 'Any']]],
  ['MethodError', 'Exception', 'struct', [['f', 'Any'], ['args', 'Any'], ['world', 'UInt64']], 2],
  ['LoadError', 'Exception', 'struct', [['file', 'AbstractString'], ['line', 'Int64'], ['error', 'Any']]],
  ['StackOverflowError', 'Exception', 'struct', []],
  ['OutOfMemoryError', 'Exception', 'struct', []],
  ['InterruptException', 'Exception', 'struct', []],
]

/** The types of one universe by name, and the values that exist once in it. */
export class CoreTypes {
  readonly int64: DataType
  readonly float64: DataType
  readonly bool: DataType
  readonly string: DataType
  readonly symbol: DataType
  /** `Array{T,N} where N where T`. */
  readonly array: UnionAll
  readonly arrayName: TypeName
  readonly nothingType: DataType
  readonly nothing: StructValue
  readonly emptyTuple: StructValue

  /** The values of parameters whose text does not say all (parameter.ts). */
  readonly parameterValues = new Map<Value, JuliaValue>()

  private readonly named = new Map<string, Parameter>()
  private readonly singletons = new WeakMap<DataType, StructValue>()

  constructor(readonly universe: TypeUniverse) {
    const { any, function: functionType } = universe
    this.named.set('Any', any).set('Function', functionType).set('Tuple', universe.tuple).set('Type', universe.type).set('Vararg', universe.vararg)
    this.named.set('NamedTuple', universe.namedTuple).set('DataType', universe.dataTypeKind).set('Union', universe.unionKind)
    this.named.set('UnionAll', universe.unionAllKind).set('TypeofBottom', universe.typeofBottom)
    for (const [name, above] of ABSTRACT) this.declare(name, 'abstract', above)
    for (const name of Object.keys(PRIMITIVES) as PrimitiveName[]) this.declare(name, 'primitive', ABOVE[name]).bits = PRIMITIVES[name]
    this.declareArrays()
    for (const [name, above, kind, fields, initialized = fields.length] of STRUCTS) {
      const made = this.declare(name, kind, above, fields)
      made.initialized = initialized
    }
    this.int64 = this.type('Int64')
    this.float64 = this.type('Float64')
    this.bool = this.type('Bool')
    this.string = this.type('String')
    this.symbol = this.type('Symbol')
    this.array = this.named.get('Array') as UnionAll
    this.arrayName = ((this.array.body as UnionAll).body as DataType).name
    this.nothingType = this.type('Nothing')
    this.nothing = this.instance(this.nothingType)
    this.emptyTuple = this.instance(universe.emptyTuple)
  }

  private declare(name: string, kind: TypeKind, above: string, fields: readonly FieldRow[] = []): TypeName {
    const made = this.universe.declare({
      name,
      module: 'Core',
      kind,
      supertype: () => this.type(above),
      fields: () => fields.map(([field, type]) => ({ name: field, type: type === 'Vector{Any}' ? this.arrayOf(this.universe.any, 1) : this.type(type) })),
    })
    this.named.set(name, made.wrapper)
    return made
  }

  private declareArrays(): void {
    const { universe } = this
    const twoVariables = () => [universe.variable('T'), universe.variable('N')]
    const above = (wrapper: DataType | UnionAll) => (variables: readonly TypeVar[]) => applyType(universe, wrapper, variables) as DataType
    const abstractArray = universe.declare({ name: 'AbstractArray', module: 'Core', kind: 'abstract', variables: twoVariables })
    const dense = universe.declare({ name: 'DenseArray', module: 'Core', kind: 'abstract', variables: twoVariables, supertype: above(abstractArray.wrapper) })
    const array = universe.declare({ name: 'Array', module: 'Core', kind: 'mutable', variables: twoVariables, supertype: above(dense.wrapper) })
    const ref = universe.declare({ name: 'Ref', module: 'Core', kind: 'abstract', variables: () => [universe.variable('T')] })
    const pointer = universe.declare({ name: 'Ptr', module: 'Core', kind: 'primitive', variables: () => [universe.variable('T')], supertype: above(ref.wrapper) })
    pointer.bits = 64
    for (const name of [abstractArray, dense, array, ref, pointer]) this.named.set(name.name, name.wrapper)
    const element = universe.variable('T')
    universe.declareAlias('Vector', where(universe, element, applyType(universe, array.wrapper, [element, universe.integer(1)])))
    const other = universe.variable('T')
    universe.declareAlias('Matrix', where(universe, other, applyType(universe, array.wrapper, [other, universe.integer(2)])))
  }

  /** A type of Core by name, without parameters. Throws a plain error: a name that is not there is a bug. */
  type(name: string): DataType {
    const found = this.named.get(name)
    if (found?.kind !== 'datatype') throw new Error(`Core has no type ${name} without parameters`)
    return found
  }

  /** A type of Core by name, parametric ones as their `UnionAll`. */
  wrapper(name: string): Parameter | undefined {
    return this.named.get(name)
  }

  names(): IterableIterator<[string, Parameter]> {
    return this.named.entries()
  }

  arrayOf(element: Parameter, dimensions: number): DataType {
    return applyType(this.universe, this.named.get('Array') ?? this.universe.any, [element, this.universe.integer(dimensions)]) as DataType
  }

  /** The only instance of a type without content: `nothing`, `()`, a function. */
  instance(type: DataType): StructValue {
    let made = this.singletons.get(type)
    if (made === undefined) {
      made = new StructValue(type, [])
      this.singletons.set(type, made)
    }
    return made
  }

  /** `typeof(value)`. */
  typeOf(value: JuliaValue): DataType {
    switch (typeof value) {
      case 'bigint':
        return this.int64
      case 'number':
        return this.float64
      case 'boolean':
        return this.bool
      case 'string':
        return this.string
      case 'symbol':
        return this.symbol
      default:
        return this.typeOfObject(value)
    }
  }

  private typeOfObject(value: Exclude<JuliaValue, bigint | number | boolean | string | symbol>): DataType {
    if (value instanceof StructValue || value instanceof Bits || value instanceof ArrayValue) return value.type
    if (value instanceof SimpleVector) return this.type('SimpleVector')
    if (value instanceof Expr) return this.type('Expr')
    if (value instanceof IntrinsicFunction) return this.type('IntrinsicFunction')
    if ('juliaType' in value) return this.type(value.juliaType)
    switch (value.kind) {
      case 'datatype':
        return this.universe.dataTypeKind
      case 'union':
        return this.universe.unionKind
      case 'unionall':
        return this.universe.unionAllKind
      case 'bottom':
        return this.universe.typeofBottom
      case 'var':
        return this.type('TypeVar')
    }
  }
}
