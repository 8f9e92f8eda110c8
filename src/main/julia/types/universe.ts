/**
 * One world of types: declares named ones, makes and interns all others, and carries the budget that questions about
 * them may spend. The types that the algorithms treat by their own rules (`Any`, `Tuple`, `Type`, ...) are there from
 * the start. There is no module state: two universes share nothing but `Union{}`.
 */
import { Budget } from './budget'
import { substituteOne } from './instantiate'
import { Bottom, DataType, TypeName, TypeVar, UnionAll, UnionType, Value, type Field, type Parameter, type Role, type TypeKind } from './type'

export const BOTTOM = new Bottom()

export interface Declaration {
  readonly name: string
  /** Dotted path; sorts the members of unions. */
  readonly module?: string
  readonly kind: TypeKind
  /** Makes the parameters' variables; later bounds may mention earlier ones. */
  readonly variables?: (universe: TypeUniverse) => readonly TypeVar[]
  /** In terms of the variables; `Any` if left out. */
  readonly supertype?: (variables: readonly TypeVar[]) => DataType
  readonly fields?: (variables: readonly TypeVar[]) => readonly Field[]
}

export class TypeUniverse {
  readonly budget = new Budget()
  readonly any: DataType
  readonly vararg: UnionAll
  /** `Tuple`, that is `Tuple{Vararg{Any}}`. */
  readonly tuple: DataType
  readonly emptyTuple: DataType
  /** `Type`, that is `Type{T} where T`. */
  readonly type: UnionAll
  readonly dataTypeKind: DataType
  readonly unionKind: DataType
  readonly unionAllKind: DataType
  readonly typeofBottom: DataType
  readonly namedTuple: UnionAll
  readonly function: DataType

  private readonly names = new Map<string, TypeName>()
  private readonly aliases = new Map<string, Parameter>()
  private readonly unions = new Map<string, UnionType>()
  private readonly unionAlls = new Map<string, UnionAll>()
  private readonly values = new Map<string, Value>()
  private readonly functionTypes = new Map<string, DataType>()
  private readonly functionNames = new WeakMap<DataType, string>()
  private nextId = 1

  constructor() {
    const any = new TypeName('Any', 'Core', 'abstract', 'any')
    this.any = new DataType(this.id(), any, [])
    any.primary = any.wrapper = any.supertype = this.any
    any.instances.set('', this.any)
    this.names.set('Any', any)
    this.vararg = this.builtIn('Vararg', 'abstract', 'vararg', ['T', 'N']) as UnionAll
    this.type = this.builtIn('Type', 'abstract', 'type', ['T']) as UnionAll
    const typeBody = this.type.body as DataType
    const tuple = this.builtIn('Tuple', 'struct', 'tuple', []) as DataType
    this.emptyTuple = tuple
    this.tuple = this.dataType(tuple.name, [this.varargOf(this.any)])
    tuple.name.wrapper = this.tuple
    this.dataTypeKind = this.builtIn('DataType', 'mutable', 'kind', [], typeBody) as DataType
    this.unionKind = this.builtIn('Union', 'struct', 'kind', [], typeBody) as DataType
    this.unionAllKind = this.builtIn('UnionAll', 'struct', 'kind', [], typeBody) as DataType
    this.typeofBottom = this.builtIn('TypeofBottom', 'struct', 'typeofbottom', [], this.dataType(typeBody.name, [BOTTOM])) as DataType
    this.namedTuple = this.declare({
      name: 'NamedTuple',
      module: 'Core',
      kind: 'struct',
      variables: (universe) => [universe.variable('names'), universe.variable('T', BOTTOM, this.tuple)],
    }, 'namedtuple').wrapper as UnionAll
    this.function = this.builtIn('Function', 'abstract', 'plain', []) as DataType
  }

  private id(): number {
    return this.nextId++
  }

  private builtIn(name: string, kind: TypeKind, role: Role, variables: readonly string[], supertype = this.any): DataType | UnionAll {
    return this.declare({
      name,
      module: 'Core',
      kind,
      variables: () => variables.map((variable) => this.variable(variable)),
      supertype: () => supertype,
    }, role).wrapper
  }

  /** A new named type. Declaring a name again replaces what the name means from then on; old types stay what they are. */
  declare({ name, module = 'Main', kind, variables, supertype, fields }: Declaration, role: Role = 'plain'): TypeName {
    const made = new TypeName(name, module, kind, role)
    made.variables = variables?.(this) ?? []
    made.primary = new DataType(this.id(), made, made.variables)
    made.wrapper = made.variables.reduceRight<DataType | UnionAll>((body, variable) => this.unionAll(variable, body), made.primary)
    if (made.variables.length === 0) made.instances.set('', made.primary)
    this.names.set(name, made)
    made.supertype = supertype?.(made.variables) ?? this.any
    if (fields !== undefined) {
      let memo: readonly Field[] | undefined
      made.fields = () => (memo ??= fields(made.variables))
    }
    return made
  }

  /** A type out of an image: gets its variables, and with them what others know it by. Supertype and fields may come later. */
  adopt(made: TypeName, variables: readonly TypeVar[], functionName: string | undefined): void {
    made.variables = variables
    made.primary = new DataType(this.id(), made, variables)
    made.wrapper = variables.reduceRight<DataType | UnionAll>((body, variable) => this.unionAll(variable, body), made.primary)
    if (variables.length === 0) made.instances.set('', made.primary)
    made.supertype = this.any
    if (functionName === undefined) {
      this.names.set(made.name, made)
      return
    }
    this.functionTypes.set(functionName, made.primary)
    this.functionNames.set(made.primary, functionName)
  }

  /** Lets a name mean an earlier type of this name again: a declaration that repeats one makes no new type. */
  restore(name: TypeName): void {
    this.names.set(name.name, name)
  }

  /** A name for a type that has none of its own, such as `Vector` for `Array{T,1} where T`. */
  declareAlias(name: string, type: Parameter): void {
    this.aliases.set(name, type)
  }

  /** What a name means: the wrapper of a declared type or an alias. */
  named(name: string): Parameter | undefined {
    return this.names.get(name)?.wrapper ?? this.aliases.get(name)
  }

  isDeclared(name: string): boolean {
    return this.names.has(name)
  }

  aliasNames(): IterableIterator<[string, Parameter]> {
    return this.aliases.entries()
  }

  typeNames(): IterableIterator<TypeName> {
    return this.names.values()
  }

  /** `typeof(f)`, the type whose only instance is the function of this name: the last that was made, or a new one. */
  functionType(name: string): DataType {
    return this.functionTypes.get(name) ?? this.newFunctionType(name)
  }

  /** The type of a function that has been made, by the type's own name, `#f`. */
  typeOfFunction(typeName: string): DataType | undefined {
    return typeName.startsWith('#') ? this.functionTypes.get(typeName.slice(1)) : undefined
  }

  /** The type of a function that is none of those before, even of one with the same name. */
  newFunctionType(name: string, module = 'Main', supertype = this.function): DataType {
    const made = new TypeName(`#${name}`, module, 'struct', 'plain')
    made.primary = new DataType(this.id(), made, [])
    made.wrapper = made.primary
    made.supertype = supertype
    made.instances.set('', made.primary)
    this.functionTypes.set(name, made.primary)
    this.functionNames.set(made.primary, name)
    return made.primary
  }

  /** The name of the function whose type this is. */
  functionName(type: DataType): string | undefined {
    return this.functionNames.get(type)
  }

  variable(name: string, lower: Parameter = BOTTOM, upper: Parameter = this.any): TypeVar {
    return new TypeVar(this.id(), name, lower, upper)
  }

  integer(value: bigint | number, typeName = 'Int64'): Value {
    const integer = BigInt(value)
    if (typeName === 'Bool') return this.value(typeName, integer === 0n ? 'false' : 'true', integer)
    if (typeName.startsWith('UInt')) {
      const digits = { UInt8: 2, UInt16: 4, UInt32: 8, UInt64: 16, UInt128: 32 }[typeName] ?? 16
      return this.value(typeName, `0x${integer.toString(16).padStart(digits, '0')}`, integer)
    }
    return this.value(typeName, typeName === 'Int64' ? String(integer) : `${typeName}(${integer.toString()})`, integer)
  }

  /** `text` is what Julia prints and, with the type, the identity. */
  value(typeName: string, text: string, integer?: bigint, elements?: readonly Parameter[]): Value {
    const key = elements === undefined ? `${typeName}\0${text}` : `(${elements.map(idOf).join()}`
    let made = this.values.get(key)
    if (made === undefined) {
      made = new Value(this.id(), typeName, text, integer, elements)
      this.values.set(key, made)
    }
    return made
  }

  /** The instance with exactly these parameters: no normalisation, no check (instantiate.ts has those). */
  dataType(name: TypeName, parameters: readonly Parameter[]): DataType {
    if (parameters.some((parameter) => parameter.open || parameter.loose)) return new DataType(this.id(), name, parameters)
    const key = parameters.map(idOf).join()
    let made = name.instances.get(key)
    if (made === undefined) {
      made = new DataType(this.id(), name, parameters)
      name.instances.set(key, made)
    }
    return made
  }

  /** A `Union` of exactly two, not normalised (union.ts does that). */
  union(a: Parameter, b: Parameter): UnionType {
    if (a.open || b.open || a.loose || b.loose) return new UnionType(this.id(), a, b)
    const key = `${idOf(a)} ${idOf(b)}`
    let made = this.unions.get(key)
    if (made === undefined) {
      made = new UnionType(this.id(), a, b)
      this.unions.set(key, made)
    }
    return made
  }

  /** `body where variable`, not normalised. */
  unionAll(variable: TypeVar, body: Parameter): UnionAll {
    if (variable.loose || body.loose || isOpenUnder(variable, body)) return this.unbound(variable, body)
    const key = `${variable.name}${boundsText(variable, new Map())}${structure(body, new Map([[variable, 0]]))}`
    let made = this.unionAlls.get(key)
    if (made === undefined) {
      made = new UnionAll(this.id(), variable, body, false, false)
      this.unionAlls.set(key, made)
    }
    return made
  }

  /** Like `unionAll`, but with this very variable: an interned twin may have another. Loose if closed. */
  unbound(variable: TypeVar, body: Parameter): UnionAll {
    const open = isOpenUnder(variable, body)
    return new UnionAll(this.id(), variable, body, open, !open || variable.loose || body.loose)
  }

  /** The interned type that a loose one stands for. */
  intern<P extends Parameter>(type: P): P
  intern(type: Parameter): Parameter {
    if (!type.loose) return type
    switch (type.kind) {
      case 'union':
        return this.union(this.intern(type.a), this.intern(type.b))
      case 'datatype':
        return this.dataType(type.name, type.parameters.map((parameter) => this.intern(parameter)))
      case 'unionall': {
        const { variable, body } = type
        if (!variable.loose) return this.unionAll(variable, this.intern(body))
        const own = this.variable(variable.name, this.intern(variable.lower), this.intern(variable.upper))
        return this.unionAll(own, this.intern(substituteOne(this, body, variable, own)))
      }
      default:
        return type
    }
  }

  /** `Vararg{element}` or, with a count, `Vararg{element,count}`. */
  varargOf(element: Parameter, count?: Parameter): DataType | UnionAll {
    const { name } = this.vararg.body.kind === 'unionall' ? (this.vararg.body.body as DataType) : (this.vararg.body as DataType)
    if (count !== undefined) return this.dataType(name, [element, count])
    const variable = this.variable('N')
    return this.unionAll(variable, this.dataType(name, [element, variable]))
  }

  /** The instance with exactly these closed parameters if it was made already. */
  existing(name: TypeName, parameters: readonly Parameter[]): DataType | undefined {
    return name.instances.get(parameters.map(idOf).join())
  }

  /**
   * The instance with these closed parameters, or one whose parameters are equal to them: Julia keeps the first that was
   * made. `same` decides whether two parameters that are not identical are equal.
   */
  instanceLike(name: TypeName, parameters: readonly Parameter[], same: (a: Parameter, b: Parameter) => boolean): DataType {
    if (parameters.every((parameter) => parameter.kind === 'value' || (parameter.kind === 'datatype' && parameter.concrete))) return this.dataType(name, parameters)
    const shape = `${parameters.every(isHashed)} ${parameters.map(coarseShape).join()}`
    const alike = name.alike.get(shape) ?? []
    const found = alike.find((other) => parameters.every((parameter, at) => {
      const own = other.parameters[at]
      return own === parameter || (own !== undefined && same(own, parameter))
    }))
    if (found !== undefined) return found
    const made = this.dataType(name, parameters)
    name.alike.set(shape, [...alike, made])
    return made
  }
}

/** Julia looks for equal instances only among those that have a hash, or only among those that have none. */
function isHashed(type: Parameter): boolean {
  switch (type.kind) {
    case 'bottom':
    case 'value':
      return true
    case 'unionall':
      return isHashed(type.body)
    case 'datatype': {
      const { role } = type.name
      return type.concrete || (!type.open && role !== 'tuple' && role !== 'type') || type.parameters.every(isHashed)
    }
    default:
      return false
  }
}

/** Equal for equal types; order and nesting of unions, names and lower bounds of variables do not count. */
function coarseShape(type: Parameter): string {
  switch (type.kind) {
    case 'unionall':
      return coarseShape(type.body)
    case 'var':
      return coarseShape(type.upper)
    case 'union':
      return [type.a, type.b].map(coarseShape).flatMap((shape) => shape.split('|')).sort().join('|')
    case 'datatype':
      return type.parameters.length === 0 || type.concrete ? String(type.id) : `${type.name.primary.id}{${type.parameters.map(coarseShape).map((shape) => shape.replaceAll('|', '/')).join()}}`
    default:
      return String(idOf(type))
  }
}

function idOf(parameter: Parameter): number {
  return parameter.kind === 'bottom' ? 0 : parameter.id
}

function isOpenUnder(variable: TypeVar, body: Parameter): boolean {
  return variable.lower.open || variable.upper.open || hasOtherVariables(body, [variable])
}

function hasOtherVariables(type: Parameter, bound: readonly TypeVar[]): boolean {
  if (!type.open) return false
  switch (type.kind) {
    case 'var':
      return !bound.includes(type)
    case 'union':
      return hasOtherVariables(type.a, bound) || hasOtherVariables(type.b, bound)
    case 'unionall':
      return hasOtherVariables(type.variable.lower, bound) || hasOtherVariables(type.variable.upper, bound)
        || hasOtherVariables(type.body, [...bound, type.variable])
    case 'datatype':
      return type.parameters.some((parameter) => hasOtherVariables(parameter, bound))
    default:
      return false
  }
}

function boundsText({ lower, upper }: TypeVar, depth: ReadonlyMap<TypeVar, number>): string {
  return `>${structure(lower, depth)}<${structure(upper, depth)};`
}

/** The type as text in which bound variables are numbers: equal texts mean the same type. */
function structure(type: Parameter, depth: ReadonlyMap<TypeVar, number>): string {
  if (!type.open) return String(idOf(type))
  switch (type.kind) {
    case 'var': {
      const level = depth.get(type)
      return level === undefined ? `?${type.id}` : `^${level}`
    }
    case 'unionall':
      return `@${type.variable.name}${boundsText(type.variable, depth)}${structure(type.body, new Map(depth).set(type.variable, depth.size))}`
    case 'union':
      return `(${structure(type.a, depth)}|${structure(type.b, depth)})`
    case 'datatype':
      return `${type.name.primary.id}{${type.parameters.map((parameter) => structure(parameter, depth)).join()}}`
    default:
      return String(idOf(type))
  }
}
