/**
 * The types that the runtime itself handles: what Julia makes in C before it reads a line of Base. All other types are
 * declared by Julia source. Fields are those of Julia 1.5 (boot.jl, jltypes.c).
 */
import { applyType, where } from '../types/instantiate'
import type { DataType, Field, Parameter, TypeKind, TypeName, TypeVar, UnionAll, Value } from '../types/type'
import { fieldTypes } from '../types/query'
import { TypeUniverse } from '../types/universe'
import { unionOf } from '../types/union'
import type { ElementCodec } from './array-storage'
import type { Layout } from './layout'
import { ArrayValue, Bits, Expr, IntrinsicFunction, SimpleVector, StructValue, type JuliaValue, type Reflected } from './value'

/** Widths of the primitive types, in bits. */
const PRIMITIVES = {
  Bool: 8, Char: 32,
  Int8: 8, Int16: 16, Int32: 32, Int64: 64, Int128: 128,
  UInt8: 8, UInt16: 16, UInt32: 32, UInt64: 64, UInt128: 128,
  Float16: 16, Float32: 32, Float64: 64,
} as const
type PrimitiveName = keyof typeof PRIMITIVES

const ABOVE: Readonly<Record<PrimitiveName, string>> = {
  Bool: 'Integer', Char: 'AbstractChar',
  Int8: 'Signed', Int16: 'Signed', Int32: 'Signed', Int64: 'Signed', Int128: 'Signed',
  UInt8: 'Unsigned', UInt16: 'Unsigned', UInt32: 'Unsigned', UInt64: 'Unsigned', UInt128: 'Unsigned',
  Float16: 'AbstractFloat', Float32: 'AbstractFloat', Float64: 'AbstractFloat',
}

const ABSTRACT: readonly (readonly [name: string, above: string])[] = [
  ['Number', 'Any'], ['Real', 'Number'], ['AbstractFloat', 'Real'], ['Integer', 'Real'], ['Signed', 'Integer'], ['Unsigned', 'Integer'],
  ['AbstractString', 'Any'], ['AbstractChar', 'Any'], ['Exception', 'Any'], ['WrappedException', 'Exception'], ['Builtin', 'Function'],
]

/** Alternatives of a union are divided by `|`. */
type FieldRow = readonly [name: string, type: string]

/** Fields of the types of types, which the universe makes itself. */
const KIND_FIELDS: Readonly<Record<'DataType' | 'UnionAll' | 'Union', readonly FieldRow[]>> = {
  DataType: [
    ['name', 'TypeName'], ['super', 'DataType'], ['parameters', 'SimpleVector'], ['types', 'SimpleVector'], ['names', 'SimpleVector'], ['instance', 'Any'], ['layout', 'Any'],
    ['size', 'Int32'], ['ninitialized', 'Int32'], ['hash', 'Int32'], ['abstract', 'Bool'], ['mutable', 'Bool'], ['hasfreetypevars', 'Bool'], ['isconcretetype', 'Bool'],
    ['isdispatchtuple', 'Bool'], ['isbitstype', 'Bool'], ['zeroinit', 'Bool'], ['isinlinealloc', 'Bool'], ['has_concrete_subtype', 'Bool'],
  ],
  UnionAll: [['var', 'TypeVar'], ['body', 'Any']],
  Union: [['a', 'Any'], ['b', 'Any']],
}

/** Name, supertype, kind, fields; how many of them are always set. */
const STRUCTS: readonly (readonly [name: string, above: string, kind: TypeKind, fields: readonly FieldRow[], initialized?: number])[] = [
  ['Nothing', 'Any', 'struct', []],
  ['Symbol', 'Any', 'mutable', []],
  ['String', 'AbstractString', 'mutable', []],
  ['SimpleVector', 'Any', 'mutable', []],
  ['Module', 'Any', 'mutable', [['name', 'Symbol'], ['parent', 'Any']]],
  ['IntrinsicFunction', 'Builtin', 'struct', []],
  ['TypeVar', 'Any', 'mutable', [['name', 'Symbol'], ['lb', 'Any'], ['ub', 'Any']]],
  ['Expr', 'Any', 'mutable', [['head', 'Symbol'], ['args', 'Vector{Any}']]],
  ['QuoteNode', 'Any', 'struct', [['value', 'Any']]],
  ['LineNumberNode', 'Any', 'struct', [['line', 'Int64'], ['file', 'Any']]],
  ['GlobalRef', 'Any', 'struct', [['mod', 'Module'], ['name', 'Symbol']]],
  ['SSAValue', 'Any', 'struct', [['id', 'Int64']]],
  ['SlotNumber', 'Any', 'struct', [['id', 'Int64']]],
  ['Method', 'Any', 'mutable', [
    ['name', 'Symbol'], ['module', 'Module'], ['file', 'Symbol'], ['line', 'Int32'], ['primary_world', 'UInt64'], ['deleted_world', 'UInt64'], ['sig', 'Type'],
    ['ambig', 'Any'], ['resorted', 'Any'], ['specializations', 'SimpleVector'], ['speckeyset', 'Array'], ['slot_syms', 'String'], ['source', 'Any'],
    ['unspecialized', 'MethodInstance'], ['generator', 'Any'], ['roots', 'Vector{Any}'], ['ccallable', 'SimpleVector'], ['invokes', 'Any'], ['nargs', 'Int32'],
    ['called', 'Int32'], ['nospecialize', 'Int32'], ['nkw', 'Int32'], ['isva', 'Bool'], ['pure', 'Bool'],
  ], 12],
  ['MethodInstance', 'Any', 'mutable', [
    ['def', 'Method|Module'], ['specTypes', 'Any'], ['sparam_vals', 'SimpleVector'], ['uninferred', 'Any'], ['backedges', 'Any'], ['cache', 'CodeInstance'], ['inInference', 'Bool'],
  ], 3],
  ['CodeInstance', 'Any', 'mutable', [
    ['def', 'MethodInstance'], ['next', 'CodeInstance'], ['min_world', 'UInt64'], ['max_world', 'UInt64'], ['rettype', 'Any'], ['rettype_const', 'Any'], ['inferred', 'Any'],
  ], 1],
  ['CodeInfo', 'Any', 'mutable', [
    ['code', 'Vector{Any}'], ['slotnames', 'Vector{Any}'], ['min_world', 'UInt64'], ['max_world', 'UInt64'], ['inferred', 'Bool'], ['inlineable', 'Bool'], ['propagate_inbounds', 'Bool'], ['pure', 'Bool'],
  ]],
  ['MethodTable', 'Any', 'mutable', [
    ['name', 'Symbol'], ['defs', 'Any'], ['cache', 'Any'], ['max_args', 'Int64'], ['kwsorter', 'Any'], ['module', 'Module'], ['backedges', 'Vector{Any}'],
  ], 4],
  ['TypeName', 'Any', 'mutable', [
    ['name', 'Symbol'], ['module', 'Module'], ['names', 'SimpleVector'], ['wrapper', 'Type'], ['cache', 'SimpleVector'], ['linearcache', 'SimpleVector'], ['hash', 'Int64'], ['mt', 'Any'], ['partial', 'Any'],
  ], 2],
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
  ['TypeError', 'Exception', 'struct', [['func', 'Symbol'], ['context', 'AbstractString|Symbol'], ['expected', 'Type'], ['got', 'Any']]],
  ['MethodError', 'Exception', 'struct', [['f', 'Any'], ['args', 'Any'], ['world', 'UInt64']]],
  ['LoadError', 'WrappedException', 'struct', [['file', 'AbstractString'], ['line', 'Int64'], ['error', 'Any']]],
  ['InitError', 'WrappedException', 'struct', [['mod', 'Symbol'], ['error', 'Any']]],
  ['StackOverflowError', 'Exception', 'struct', []],
  ['ConcurrencyViolationError', 'Exception', 'struct', [['msg', 'AbstractString']]],
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

  /** Of every type whose fields were asked for (layout.ts). */
  readonly layouts = new WeakMap<DataType, Layout>()
  /** How arrays of each type keep their elements (array-storage.ts). */
  readonly codecs = new WeakMap<DataType, ElementCodec>()
  /** By a type, whether instances of another are its instances (isa.ts). */
  readonly instanceAnswers = new WeakMap<Parameter, Map<DataType, boolean>>()
  /** What programs see as `ex.args`: always the same array. */
  readonly exprArguments = new WeakMap<Expr, ArrayValue>()
  /** Names of the fields of types whose declaration is not complete yet. */
  readonly pendingFields = new WeakMap<TypeName, readonly symbol[]>()
  /** The module in which a type was declared, where it is known by more than its path. */
  readonly typeModules = new WeakMap<TypeName, Reflected>()
  /** The values of parameters whose text does not say all (parameter.ts). */
  readonly parameterValues = new Map<Value, JuliaValue>()

  private readonly named = new Map<string, Parameter>()
  private readonly placed = new Map<Reflected, Map<string, TypeName[]>>()
  /** Of modules out of an image: the types that they had before, and all that the image has, in order. */
  private readonly stored = new Map<Reflected, { readonly first: readonly TypeName[], readonly read: () => readonly TypeName[] }>()
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
    for (const [name, fields] of Object.entries(KIND_FIELDS)) {
      let memo: readonly Field[] | undefined
      this.type(name).name.fields = () => (memo ??= fields.map(([field, type]) => ({ name: field, type: this.fieldType(type) })))
    }
    // The others depend on what kind of type it is, or are computed when first needed.
    universe.dataTypeKind.name.initialized = 3
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
      fields: () => fields.map(([field, type]) => ({ name: field, type: this.fieldType(type) })),
    })
    this.named.set(name, made.wrapper)
    return made
  }

  private fieldType(text: string): Parameter {
    if (text === 'Vector{Any}') return this.arrayOf(this.universe.any, 1)
    return unionOf(this.universe, text.split('|').map((name) => this.named.get(name) ?? this.type(name)))
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

  /** A type was declared in a module. */
  placeType(name: TypeName, module: Reflected): void {
    this.typeModules.set(name, module)
    let types = this.placed.get(module)
    if (types === undefined) {
      types = new Map()
      this.placed.set(module, types)
    }
    const alike = types.get(name.name)
    if (alike === undefined) types.set(name.name, [name])
    else if (!alike.includes(name)) alike.push(name)
  }

  /** The types that an image has of a module: read when something asks for types by name; each is placed when it is read. */
  deferTypes(module: Reflected, read: () => readonly TypeName[]): void {
    this.stored.set(module, { first: this.typesIn(module), read })
  }

  private placeStored(module: Reflected): void {
    const stored = this.stored.get(module)
    if (stored === undefined) return
    this.stored.delete(module)
    const ofImage = new Set(stored.read())
    const first = stored.first.filter((name) => !ofImage.has(name))
    // Some were read by themselves before, and some the session declared since.
    const later = this.typesIn(module)
    this.placed.delete(module)
    for (const name of new Set([...first, ...ofImage, ...later])) this.placeType(name, module)
  }

  /** The types of one name that were declared in a module, the oldest first. */
  typesNamed(module: Reflected, name: string): readonly TypeName[] {
    this.placeStored(module)
    return this.placed.get(module)?.get(name) ?? []
  }

  /** Every type that was declared in a module. */
  typesIn(module: Reflected): readonly TypeName[] {
    this.placeStored(module)
    return [...this.placed.get(module)?.values() ?? []].flat()
  }

  names(): IterableIterator<[string, Parameter]> {
    return this.named.entries()
  }

  arrayOf(element: Parameter, dimensions: number): DataType {
    return applyType(this.universe, this.named.get('Array') ?? this.universe.any, [element, this.universe.integer(dimensions)]) as DataType
  }

  /** The only instance of a type without content: `nothing`, `()`, a function; or one whose fields have no content either. */
  instance(type: DataType): StructValue {
    let made = this.singletons.get(type)
    if (made === undefined) {
      made = new StructValue(type, fieldTypes(this.universe, type).map((field) => this.instance(field as DataType)))
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
