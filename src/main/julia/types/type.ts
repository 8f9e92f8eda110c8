/**
 * What a Julia type is: the shapes that every other file here works on. `DataType` covers abstract, primitive and struct
 * types, tuples, `Type{T}`, `NamedTuple` and, as in Julia up to 1.6, `Vararg{T,N}`. Types are made by a `TypeUniverse`
 * only, which interns closed ones: two closed types are the same in the sense of `===` exactly if they are the same
 * object (variable names count, as they do in Julia). Types that mention a variable bound further out are never interned.
 * While an intersection is being computed, closed types can be *loose*: they hold a `where` that is not interned, because
 * which variable object it binds still matters. No loose type leaves the universe's algorithms.
 * Layout is left out, but for what the order of a `Union` needs (`isBits`, `isSingleton` in query.ts).
 */

export type TypeKind = 'abstract' | 'primitive' | 'struct' | 'mutable'

/** `Union{}`. Not a `UnionType`: it has no members. */
export class Bottom {
  readonly kind = 'bottom'
  readonly open = false
  readonly loose = false
}

/** A bound variable. Identity is the object; the name is for readers. */
export class TypeVar {
  readonly kind = 'var'
  readonly open = true
  readonly loose: boolean

  constructor(
    readonly id: number,
    readonly name: string,
    readonly lower: Parameter,
    readonly upper: Parameter,
  ) {
    this.loose = lower.loose || upper.loose
  }
}

/** `Union` of two; longer ones nest to the right, in normalised order (union.ts). */
export class UnionType {
  readonly kind = 'union'
  readonly open: boolean
  readonly loose: boolean

  constructor(
    readonly id: number,
    readonly a: Parameter,
    readonly b: Parameter,
  ) {
    this.open = a.open || b.open
    this.loose = a.loose || b.loose
  }
}

/** `body where variable`. */
export class UnionAll {
  readonly kind = 'unionall'

  constructor(
    readonly id: number,
    readonly variable: TypeVar,
    readonly body: Parameter,
    /** Whether some variable bound further out occurs. */
    readonly open: boolean,
    readonly loose: boolean,
  ) {}
}

/** A value as a parameter: `1`, `true`, `:a`, `(:a, :b)`. Interned by `text` and type. */
export class Value {
  readonly kind = 'value'
  readonly open = false
  readonly loose = false

  constructor(
    readonly id: number,
    /** The type's name (`Int64`, `Symbol`); of a tuple `Tuple`. */
    readonly typeName: string,
    /** As Julia prints it. */
    readonly text: string,
    /** Numbers, `Bool` as 0 or 1; undefined for what is no number. */
    readonly integer: bigint | undefined,
    /** The elements of a tuple. */
    readonly elements: readonly Parameter[] | undefined,
  ) {}

  /** The number if this is an `Int64`, the only kind that counts a `Vararg`. */
  get count(): number | undefined {
    return this.typeName === 'Int64' && this.integer !== undefined ? Number(this.integer) : undefined
  }
}

export class DataType {
  readonly kind = 'datatype'
  readonly open: boolean
  readonly loose: boolean
  /** Can have direct instances. `Tuple{Union{}}` counts, as in Julia 1.5. */
  readonly concrete: boolean
  /** A tuple type that a call with known argument types can have: concrete elements or `Type{X}`. */
  readonly dispatchTuple: boolean
  /** Filled by `TypeUniverse.supertype`. */
  superMemo: DataType | undefined
  /** Filled by `isSingleton` (query.ts). */
  singletonMemo: boolean | undefined
  /** Filled by `isBits`. */
  bitsMemo: boolean | undefined

  constructor(
    readonly id: number,
    readonly name: TypeName,
    readonly parameters: readonly Parameter[],
  ) {
    const { role } = name
    const tuple = role === 'tuple'
    this.open = parameters.some((parameter) => parameter.open)
    this.loose = parameters.some((parameter) => parameter.loose)
    this.concrete = name.typeKind !== 'abstract' && !this.open
      && (!tuple || parameters.every((parameter) => parameter.kind === 'bottom' || (parameter.kind === 'datatype' && parameter.concrete)))
    this.dispatchTuple = tuple && parameters.every((parameter) => parameter.kind === 'datatype'
      && ((parameter.concrete && parameter.name.role !== 'kind') || (parameter.name.role === 'type' && !parameter.open)))
  }
}

export type Type = Bottom | UnionType | UnionAll | DataType
/** What can stand between the braces, and what every algorithm takes: a type, a variable or a value. */
export type Parameter = Type | TypeVar | Value

/**
 * What the algorithms treat by its own rules: tuples are covariant, `Vararg` lives in them, `Type{T}` knows its only
 * instance, and the *kinds* are the types that types themselves have.
 */
export type Role = 'plain' | 'any' | 'tuple' | 'vararg' | 'type' | 'namedtuple' | 'kind' | 'typeofbottom'

export interface Field {
  readonly name: string
  readonly type: Parameter
}

/** What all instances of a parametric type share. */
export type FieldAttribute = 'const' | 'atomic'

export class TypeName {
  /** Programs hold it as a value: `T.name`. */
  readonly juliaType = 'TypeName'
  /** The parameters that the declaration binds, in order. */
  variables: readonly TypeVar[] = []
  /** The type with its own variables as parameters. */
  primary!: DataType
  /** `primary` under all of its variables. */
  wrapper!: DataType | UnionAll
  /** In terms of `variables`. */
  supertype!: DataType
  /** In terms of `variables`; evaluated when first asked for, as a field may name a later type. */
  fields: () => readonly Field[] = () => []
  /** Of a primitive type: its width. */
  bits = 0
  /** Declared, but its fields are not known yet. */
  incomplete = false
  /** How many fields every constructor sets; the rest may be unset. */
  initialized = Infinity
  /** Of a mutable struct: fields that are declared `const`, or may only be written atomically; by their index from 0 (julia#37847, julia#43305). */
  fieldAttributes: ReadonlyMap<number, FieldAttribute> = new Map()
  /** Of a function's type: `@max_methods` of the function; 0 for what holds where it is called (julia#44426). */
  maxMethods = 0
  readonly instances = new Map<string, DataType>()
  /** Instances that may equal others, by the coarse shape of their parameters. */
  readonly alike = new Map<string, DataType[]>()

  constructor(
    readonly name: string,
    /** Dotted path. */
    readonly module: string,
    readonly typeKind: TypeKind,
    readonly role: Role,
  ) {}

  /** The name by which Julia sorts: of the module only its own name. */
  get sortKey(): string {
    return `${this.module.slice(this.module.lastIndexOf('.') + 1)}\0${this.name}`
  }
}

export function isType(parameter: Parameter): parameter is Type {
  return parameter.kind !== 'value' && parameter.kind !== 'var'
}

type WithRole<R extends Role> = DataType & { readonly name: { readonly role: R } }
export type VarargType = WithRole<'vararg'> | (UnionAll & { readonly body: DataType | UnionAll })

/** `Type{X}` or `Type{T}` with a variable, not `Type` itself, which is a `UnionAll`. */
export function isTypeType(parameter: Parameter): parameter is WithRole<'type'> {
  return parameter.kind === 'datatype' && parameter.name.role === 'type'
}

export function isTuple(parameter: Parameter): parameter is WithRole<'tuple'> {
  return parameter.kind === 'datatype' && parameter.name.role === 'tuple'
}

/** The types of types: `DataType`, `Union`, `UnionAll`, `typeof(Union{})`. */
export function isKind(parameter: Parameter): parameter is WithRole<'kind' | 'typeofbottom'> {
  return parameter.kind === 'datatype' && (parameter.name.role === 'kind' || parameter.name.role === 'typeofbottom')
}

export function isAny(parameter: Parameter): parameter is WithRole<'any'> {
  return parameter.kind === 'datatype' && parameter.name.role === 'any'
}

export function unwrapUnionAll(parameter: Parameter): Parameter {
  let body = parameter
  while (body.kind === 'unionall') body = body.body
  return body
}

/** `Vararg{T,N}` or `Vararg{T,N} where N`. */
export function isVararg(parameter: Parameter): parameter is VarargType {
  const body = unwrapUnionAll(parameter)
  return body.kind === 'datatype' && body.name.role === 'vararg'
}
