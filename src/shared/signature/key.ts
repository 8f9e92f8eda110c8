/**
 * One key for the same method instance, however a tool spelled it: `map(::Function, ::Vector{Int64})` of SnoopCompile and
 * `Tuple{typeof(Base.map), Function, Array{Int64, 1}}` of `--trace-compile` get the same. Modules are left out, because
 * one notation hides those that are visible in Main; aliases are written out; values put in by constant propagation are
 * dropped; type variables lose their names. Aliases that packages define are not known here, except a few common ones.
 *
 * Bounds of trailing parameters (`HSV{T} where T<:AbstractFloat` for `HSV`) are dropped, because `show` drops those that
 * repeat the type's own declaration and nothing in the text tells which do.
 */
import type { Signature, TypeNode, TypeVariable } from './parse'
import { parseSignature } from './parse'
import type { SplitSignature } from './split'
import { splitSignature } from './split'

/** `stable` drops the counters of gensyms (`#sum#828`), which differ from session to session. */
export type Gensyms = 'exact' | 'stable'

interface Variable {
  readonly id: number
  uses: number
  upper?: Node
  lower?: Node
  /** Its number in the key, by first appearance; 0 until it appears. */
  order: number
}

/** A type after names are resolved: no modules, no `where`, no aliases. */
type Node =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'variable'; readonly variable: Variable }
  | { readonly kind: 'apply'; readonly head: string; readonly args: readonly Node[] }
  | { readonly kind: 'bound'; readonly sign: string; readonly type: Node }
  | { readonly kind: 'function'; readonly of: Node }
  | { readonly kind: 'value'; readonly text: string }

type Scope = ReadonlyMap<string, Variable>

const name = (text: string): Node => ({ kind: 'name', name: text })
const value = (text: string): Node => ({ kind: 'value', text })
const apply = (head: string, ...args: Node[]): Node => ({ kind: 'apply', head, args })
const ANY = name('Any')

/** Aliases that `show` prints; each is given its parameters, of which any may be missing. */
const ALIASES: Readonly<Record<string, (args: readonly Node[]) => Node>> = {
  Vector: ([item = free()]) => apply('Array', item, value('1')),
  Matrix: ([item = free()]) => apply('Array', item, value('2')),
  VecOrMat: ([item = free()]) => apply('Union', apply('Array', item, value('1')), apply('Array', item, value('2'))),
  AbstractVector: ([item = free()]) => apply('AbstractArray', item, value('1')),
  AbstractMatrix: ([item = free()]) => apply('AbstractArray', item, value('2')),
  DenseVector: ([item = free()]) => apply('DenseArray', item, value('1')),
  DenseMatrix: ([item = free()]) => apply('DenseArray', item, value('2')),
  BitVector: () => apply('BitArray', value('1')),
  BitMatrix: () => apply('BitArray', value('2')),
  ComplexF16: () => apply('Complex', name('Float16')),
  ComplexF32: () => apply('Complex', name('Float32')),
  ComplexF64: () => apply('Complex', name('Float64')),
  Cvoid: () => name('Nothing'),
  GenericIOBuffer: () => name('IOBuffer'),
  SVector: ([size = free(), item = free()]) => apply('SArray', apply('Tuple', size), item, value('1'), size),
  MVector: ([size = free(), item = free()]) => apply('MArray', apply('Tuple', size), item, value('1'), size),
  SMatrix: ([rows = free(), columns = free(), item = free(), length = free()]) =>
    apply('SArray', apply('Tuple', rows, columns), item, value('2'), length),
  MMatrix: ([rows = free(), columns = free(), item = free(), length = free()]) =>
    apply('MArray', apply('Tuple', rows, columns), item, value('2'), length),
}

/** Tuples longer than this stay an `NTuple`. */
const WRITE_OUT = 32
/** `N0f8` and its kin of FixedPointNumbers: integer bits, `f`, fraction bits. */
const FIXED_POINT = /^([NQ])(\d{1,2})f(\d{1,2})$/

/** A parameter that may be anything. */
function free(): Node {
  return { kind: 'bound', sign: '<:', type: ANY }
}

/** `var"#1#2"` and `#1#2` are the same name. */
function bareName(text: string): string {
  return text.startsWith('var"') ? text.slice(4, text.endsWith('"') ? -1 : undefined) : text
}

class Canonical {
  private variables = 0
  private order = 0
  constructor(private readonly gensyms: Gensyms) {}

  private rename(text: string): string {
    const bare = bareName(text)
    return this.gensyms === 'stable' && bare.includes('#') ? bare.replace(/#\d+/g, '#') : bare
  }

  scope(outer: Scope, variables: readonly TypeVariable[]): Scope {
    if (variables.length === 0) return outer
    const inner = new Map(outer)
    const made = variables.map((variable): readonly [TypeVariable, Variable] => {
      const made: Variable = { id: ++this.variables, uses: 0, order: 0 }
      inner.set(variable.name, made)
      return [variable, made]
    })
    for (const [{ lower, upper }, target] of made) {
      if (lower) target.lower = this.resolve(lower, inner)
      if (upper) target.upper = this.resolve(upper, inner)
    }
    return inner
  }

  resolve(node: TypeNode, scope: Scope): Node {
    switch (node.kind) {
      case 'name': {
        const variable = node.module === '' ? scope.get(node.name) : undefined
        if (variable) {
          variable.uses++
          return { kind: 'variable', variable }
        }
        const bare = this.rename(node.name)
        // The type of a hidden function (`##sum#828` for `#sum#828`), as `--trace-compile` prints it.
        if (bare.startsWith('##')) return { kind: 'function', of: name(bare.slice(1)) }
        const type = this.aliased(bare, [])
        return type.kind === 'apply' && type.args.length === 0 ? name(type.head) : type
      }
      case 'apply': {
        const args = node.args.map((arg) => this.resolve(arg, scope))
        const head = node.head.kind === 'name' ? this.rename(node.head.name) : this.print(this.resolve(node.head, scope))
        if (head === '@NamedTuple' || head === '@Kwargs') {
          const fields = node.args.map((arg) => (arg.kind === 'field' ? `:${bareName(arg.name)}` : ''))
          const names = `(${fields.join(', ')}${fields.length === 1 ? ',' : ''})`
          const tuple = apply('NamedTuple', value(names), apply('Tuple', ...args))
          return head === '@Kwargs' ? apply('Pairs', tuple) : tuple
        }
        return this.aliased(head, args)
      }
      case 'field':
        return this.resolve(node.type, scope)
      case 'typeof':
        return { kind: 'function', of: this.resolve(node.of, scope) }
      case 'bound':
        return { kind: 'bound', sign: node.sign, type: this.resolve(node.type, scope) }
      case 'splat':
        return apply('Vararg', this.resolve(node.type, scope))
      case 'where':
        return this.resolve(node.body, this.scope(scope, node.variables))
      case 'value':
        return value(node.text.replace(/(?<=\d)_(?=\d)/g, ''))
    }
  }

  private aliased(head: string, args: readonly Node[]): Node {
    const fixed = FIXED_POINT.exec(head)
    if (fixed && args.length === 0) {
      const signed = fixed[1] === 'Q'
      const bits = Number(fixed[2]) + Number(fixed[3]) + (signed ? 1 : 0)
      return apply(signed ? 'Fixed' : 'Normed', name(`${signed ? 'Int' : 'UInt'}${bits}`), value(String(Number(fixed[3]))))
    }
    const alias = Object.hasOwn(ALIASES, head) ? ALIASES[head] : undefined
    if (alias) return alias(args)
    if (head === 'NTuple') {
      const [length, item = ANY] = args
      const size = length?.kind === 'value' ? Number(length.text) : Number.NaN
      if (size >= 0 && size <= WRITE_OUT) return apply('Tuple', ...Array.from({ length: size }, () => item))
      return Number.isNaN(size) ? apply('Tuple', apply('Vararg', item, length ?? free())) : apply('NTuple', value(String(size)), item)
    }
    if (head === 'Vararg') return apply('Vararg', ...(args.length === 0 ? [ANY] : args))
    if (head === 'Memory' && args.length === 1) return apply('GenericMemory', value(':not_atomic'), ...args)
    if (head === 'GenericMemory' && args.length === 3) return apply(head, ...args.slice(0, 2))
    // The other parameters of keyword arguments follow from the last, and `@Kwargs` prints only that.
    const last = args.at(-1)
    if (head === 'Pairs' && args.length === 4 && last) return apply('Pairs', last)
    // `Tuple{}` is not `Tuple`, nor `Union{}` `Union`: empty braces stay.
    return { kind: 'apply', head, args }
  }

  private isFree(node: Node): boolean {
    if (node.kind === 'bound') return true
    return node.kind === 'variable' && node.variable.uses === 1
  }

  /** In a tuple a type that may be any below its bound is the bound itself. */
  printArgument(node: Node): string {
    if (node.kind === 'bound' && node.sign === '<:') return this.print(node.type)
    if (node.kind === 'variable' && node.variable.uses === 1 && !node.variable.lower) return this.print(node.variable.upper ?? ANY)
    return this.print(node)
  }

  print(node: Node): string {
    switch (node.kind) {
      case 'name':
        return node.name
      case 'value':
        return node.text.replace(/\s+/g, '')
      case 'function':
        return `typeof(${this.print(node.of)})`
      case 'bound':
        return `${node.sign}${this.print(node.type)}`
      case 'variable':
        return this.printVariable(node.variable)
      case 'apply':
        return this.printApply(node.head, node.args)
    }
  }

  private printVariable(variable: Variable): string {
    if (variable.uses === 1) return variable.lower ? `>:${this.print(variable.lower)}` : `<:${this.print(variable.upper ?? ANY)}`
    if (variable.order > 0) return `$${variable.order}`
    variable.order = ++this.order
    const upper = variable.upper ? `<:${this.print(variable.upper)}` : ''
    return `$${variable.order}${upper === '<:Any' ? '' : upper}`
  }

  /** The parameters of a tuple or the arguments of a call; `Vararg{T, 2}` is written out. */
  printArguments(args: readonly Node[]): string[] {
    return args.flatMap((arg) => {
      const [item, length] = arg.kind === 'apply' && arg.head === 'Vararg' ? arg.args : []
      const size = length?.kind === 'value' ? Number(length.text) : Number.NaN
      if (item && size >= 0 && size <= WRITE_OUT) return Array.from({ length: size }, () => this.printArgument(item))
      return [this.printArgument(arg)]
    })
  }

  private printApply(head: string, args: readonly Node[]): string {
    if (head === 'Tuple') {
      const items = this.printArguments(args)
      const [first] = items
      const same = items.length > WRITE_OUT && items.every((item) => item === first)
      return same ? `NTuple{${items.length},${first ?? ''}}` : `Tuple{${items.join(',')}}`
    }
    if (head === 'Union') {
      const members = [...new Set(args.map((arg) => this.print(arg)))].sort()
      return members.length === 1 ? (members[0] ?? '') : `Union{${members.join(',')}}`
    }
    if (head === 'Vararg') {
      const [item = ANY, length] = args
      const counted = length && !this.isFree(length)
      return `Vararg{${this.printArgument(item)}${counted ? `,${this.print(length)}` : ''}}`
    }
    if (head === 'Type') {
      const inner = args.map((arg) => this.print(arg)).join(',')
      return inner === '<:Any' ? 'Type' : `Type{${inner}}`
    }
    let end = args.length
    while (end > 0 && args[end - 1] !== undefined && this.isFree(args[end - 1] as Node)) end--
    return end === 0 ? head : `${head}{${args.slice(0, end).map((arg) => this.print(arg)).join(',')}}`
  }
}

/** What is called: `f` for a function, `X{T}` for a constructor, `(::T)` for anything else. */
function headText(head: Node, callable: boolean, canonical: Canonical): string {
  if (!callable) return head.kind === 'function' ? `#${canonical.print(head.of)}` : canonical.print(head)
  if (head.kind === 'function') return canonical.print(head.of)
  if (head.kind === 'apply' && head.head === 'Type' && head.args.length === 1) return canonical.printArgument(head.args[0] ?? ANY)
  const text = canonical.print(head)
  // Keyword calls had a type of their own for each function up to Julia 1.8.
  return /^#.*##kw$/.test(text) ? 'kwcall' : `(::${text})`
}

function keyOf(signature: Signature, gensyms: Gensyms): string {
  const canonical = new Canonical(gensyms)
  const scope = canonical.scope(new Map(), signature.where)
  // A type's name is not an alias when it is called: `Vector{Int64}(…)` is `Type{Array{Int64, 1}}` all the same.
  const head = canonical.resolve(signature.head, scope)
  const args = signature.args.map(({ prefix, type }) => {
    const node = type ? canonical.resolve(type, scope) : ANY
    return prefix.endsWith('...') ? apply('Vararg', node) : node
  })
  const function_ = headText(head, signature.callable, canonical)
  return `${function_}(${canonical.printArguments(args).join(',')})`
}

/** Canonical text for the method instance that `text` names; two notations of one instance give the same. Never throws. */
export function signatureKey(text: string, gensyms: Gensyms = 'exact'): string {
  return keyOf(parseSignature(text), gensyms)
}

/** `#sum#828` is the body of `sum` with keywords, `##sum#828` its type, `#sum##kw` the type of its keyword calls. */
const HIDDEN = /^#+([^#\d][^#]*)#(?:\d+|#kw)$/

/** The name that a person wrote, where `name` is one that Julia made from it. */
export function writtenName(name: string): string {
  const bare = bareName(name)
  return HIDDEN.exec(bare)?.[1] ?? (bare.startsWith('##') ? bare.slice(1) : bare)
}

/**
 * Name of the function that a person wrote: of a keyword call, a keyword body or an inner function that of the function
 * itself, so that all of them meet. Module '' where none is printed.
 */
export function writtenFunction(text: string): SplitSignature {
  let split = splitSignature(text)
  if (split.name === 'kwcall') {
    const { args } = parseSignature(text)
    // `kwcall(keywords, f, …)`: the function is the second argument, `f::typeof(f)` or `::Type{T}`.
    const type = args[1]?.type
    if (type?.kind === 'typeof' && type.of.kind === 'name') split = type.of
    else if (type?.kind === 'apply' && type.head.kind === 'name' && type.head.name === 'Type') {
      const [inner] = type.args
      const called = inner?.kind === 'where' ? inner.body : inner
      const head = called?.kind === 'apply' ? called.head : called
      if (head?.kind === 'name') split = head
    }
  }
  return { name: writtenName(split.name), module: split.module }
}

/**
 * Key for the function that `text` is about, in the module printed or else in `module`: `Base.map`, or `map` where none
 * is known. All its methods and instances share it.
 */
export function methodKey(text: string, module = '', gensyms: Gensyms = 'exact'): string {
  const written = writtenFunction(text)
  const bare = gensyms === 'stable' ? written.name.replace(/#\d+/g, '#') : written.name
  const owner = written.module || module
  return owner ? `${owner}.${bare}` : bare
}
