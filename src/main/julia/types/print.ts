/**
 * Types as Julia prints them. `explicit` names every variable and no alias (`Array{T, 1} where T`): what it prints,
 * read.ts reads back as the same type. `alias` is how Julia prints from 1.6 on: `Vector{Int64}`, `Vector{<:Real}`, `Array` for a whole
 * parametric type, `Union{Nothing, Vector}`. `qualified` is how `--trace-compile` names types: explicit, with the modules of all that is not
 * in Core. A variable is renamed only where its name would hide another that is in use.
 */
import { outerVariables, typesEqual } from './subtype'
import { mentions } from './query'
import { isAny, isTuple, isVararg, unwrapUnionAll, type DataType, type Parameter, type TypeName, type TypeVar, type UnionAll } from './type'
import type { TypeUniverse } from './universe'
import { unionMembers } from './union'

export type TypeStyle = 'explicit' | 'alias' | 'qualified'

export function printType(universe: TypeUniverse, type: Parameter, style: TypeStyle = 'explicit'): string {
  return new Printer(universe, style).print(type, new Map())
}

type Names = ReadonlyMap<TypeVar, string>

class Printer {
  constructor(
    private readonly universe: TypeUniverse,
    private readonly style: TypeStyle,
  ) {}

  print(type: Parameter, names: Names): string {
    switch (type.kind) {
      case 'bottom':
        return 'Union{}'
      case 'var':
        return names.get(type) ?? type.name
      case 'value':
        return this.value(type)
      case 'union':
        return this.alias(type, names) ?? `Union{${unionMembers(type).map((member) => this.print(member, names)).join(', ')}}`
      case 'unionall':
        return this.alias(type, names) ?? this.unionAll(type, names)
      case 'datatype':
        return this.alias(type, names) ?? this.dataType(type, names)
    }
  }

  private value(value: Extract<Parameter, { kind: 'value' }>): string {
    const { elements } = value
    if (elements === undefined) return value.text
    const texts = elements.map((element) => this.print(element, new Map()))
    return `(${texts.join(', ')}${texts.length === 1 ? ',' : ''})`
  }

  private dataType(type: DataType, names: Names): string {
    const { name, parameters } = type
    const functionName = this.universe.functionName(type)
    // The object of a keyword sorter has no name of its own: its type has one.
    const isSorter = this.style === 'qualified' && functionName?.endsWith('##kw') === true
    if (functionName !== undefined && !isSorter) return `typeof(${this.qualified(functionName, name)})`
    if (type === this.universe.typeofBottom) return this.style === 'explicit' ? 'TypeofBottom' : 'Core.TypeofBottom'
    if (name.role === 'tuple' && parameters.length === 0) return 'Tuple{}'
    const own = /^[\p{L}_][\p{L}\p{N}_!]*$/u.test(name.name) ? name.name : `var${JSON.stringify(name.name)}`
    const shown = this.style === 'qualified' && name.module !== 'Core' ? `${name.module}.${own}` : own
    if (parameters.length === 0) return shown
    if (this.style === 'alias' && isTuple(type) && parameters.length > 3 && parameters.every((parameter) => parameter === parameters[0])) {
      return `NTuple{${parameters.length}, ${this.print(parameters[0] ?? type, names)}}`
    }
    return `${shown}{${parameters.map((parameter) => this.print(parameter, names)).join(', ')}}`
  }

  /** `Base.map`, `Base.:(+)`. */
  private qualified(functionName: string, { module }: TypeName): string {
    if (this.style !== 'qualified') return functionName
    return `${module}.${/^[\p{L}_][\p{L}\p{N}_!]*$/u.test(functionName) ? functionName : /^\P{L}+$/u.test(functionName) && !functionName.includes('#') ? `:(${functionName})` : `var${JSON.stringify(functionName)}`}`
  }

  private unionAll(type: UnionAll, names: Names): string {
    if (isVararg(type)) {
      const short = this.uncounted(type, names)
      if (short !== undefined) return short
    }
    const { variable, body } = type
    const name = this.nameFor(variable, body, names)
    return `${this.print(body, new Map(names).set(variable, name))} where ${this.constraint(variable, name, names)}`
  }

  /** `T`, `T<:U`, `T>:L` or `L<:T<:U`. */
  private constraint({ lower, upper }: TypeVar, name: string, names: Names): string {
    const bounds = [lower.kind === 'bottom' ? '' : this.bound(lower, names), isAny(upper) ? '' : this.bound(upper, names)]
    const [below = '', above = ''] = bounds
    return below !== '' && above === '' ? `${name}>:${below}` : `${below}${below && '<:'}${name}${above && '<:'}${above}`
  }

  /** `Vararg{T}` for `Vararg{T,N} where N`. */
  private uncounted({ variable, body }: UnionAll, names: Names): string | undefined {
    if (body.kind !== 'datatype' || body.parameters[1] !== variable) return undefined
    const [element] = body.parameters
    return element === undefined || mentions(element, variable) ? undefined : `Vararg{${this.print(element, names)}}`
  }

  private bound(type: Parameter, names: Names): string {
    const text = this.print(type, names)
    return type.kind === 'unionall' && text.includes(' where ') ? `(${text})` : text
  }

  private nameFor(variable: TypeVar, body: Parameter, names: Names): string {
    const base = variable.name.startsWith('#') ? 'T' : variable.name
    const inUse = new Set([...names].filter(([outer]) => mentions(body, outer)).map(([, name]) => name))
    let name = base
    for (let suffix = 1; inUse.has(name) || (name !== variable.name && this.universe.named(name) !== undefined); suffix++) name = `${base}${suffix}`
    return name
  }

  /** The shortest name from 1.6 on: of a whole parametric type, or of an alias with its parameters. */
  private alias(type: Parameter, names: Names): string | undefined {
    if (this.style !== 'alias') return undefined
    if (type === this.universe.tuple) return 'Tuple'
    const body = unwrapUnionAll(type)
    if (body.kind === 'datatype' && type.kind === 'unionall' && type === body.name.wrapper) return body.name.name
    if (body.kind === 'datatype' && (body.parameters.length === 0 || isTuple(body))) return undefined
    if (!type.open) {
      for (const [name, meaning] of this.universe.aliasNames()) {
        if (meaning.kind === type.kind && typesEqual(this.universe, meaning, type)) return name
      }
    }
    return body.kind === 'datatype' && !isVararg(type) ? this.applied(body, outerVariables(type), names) : undefined
  }

  /**
   * `Name{parameters...} where {variables...}`, with the variables left out that Julia leaves out: the last ones without
   * bounds (`Dict{String}`), and those that occur once and have one bound (`Vector{<:Real}`).
   */
  private applied(type: DataType, variables: readonly TypeVar[], names: Names): string {
    const { name, parameters } = this.aliasOf(type)
    const wheres = [...variables]
    const texts: (string | undefined)[] = parameters.map(() => undefined)
    let shown = parameters.length
    for (let at = parameters.length - 1; at >= 0; at--) {
      const variable = wheres.at(-1)
      if (variable === undefined || parameters[at] !== variable || parameters.some((other, where) => where !== at && mentions(other, variable))) continue
      const plain = variable.lower.kind === 'bottom'
      if (plain && isAny(variable.upper) && at === shown - 1) shown--
      else if (plain || isAny(variable.upper)) texts[at] = ''
      else continue
      wheres.pop()
    }
    let inner = names
    const constraints = wheres.map((variable) => {
      const text = this.constraint(variable, this.nameFor(variable, type, inner), inner)
      inner = new Map(inner).set(variable, this.nameFor(variable, type, inner))
      return text
    })
    const printed = parameters.slice(0, shown).map((parameter, at) =>
      texts[at] === '' && parameter.kind === 'var' ? this.constraint(parameter, '', inner) : this.print(parameter, inner))
    const suffix = constraints.length === 0 ? '' : ` where ${constraints.length === 1 ? constraints.join('') : `{${constraints.join(', ')}}`}`
    return `${name}${shown === 0 ? '' : `{${printed.join(', ')}}`}${suffix}`
  }

  /** The alias that this is an instance of and its parameters, or the type's own. */
  private aliasOf(type: DataType): { readonly name: string, readonly parameters: readonly Parameter[] } {
    for (const [name, meaning] of this.universe.aliasNames()) {
      const pattern = unwrapUnionAll(meaning)
      const variables = outerVariables(meaning)
      if (pattern.kind !== 'datatype' || variables.length === 0 || pattern.name !== type.name) continue
      const found = new Map<TypeVar, Parameter>()
      if (!matches(pattern, type, variables, found) || found.size < variables.length) continue
      return { name, parameters: variables.map((variable) => found.get(variable) ?? variable) }
    }
    return { name: type.name.name, parameters: type.parameters }
  }
}

/** Whether putting `found` in for the variables of `pattern` gives `type`. */
function matches(pattern: Parameter, type: Parameter, variables: readonly TypeVar[], found: Map<TypeVar, Parameter>): boolean {
  if (pattern.kind === 'var' && variables.includes(pattern)) {
    const before = found.get(pattern)
    if (before === undefined) found.set(pattern, type)
    return before === undefined || before === type
  }
  if (!pattern.open) return pattern === type
  if (pattern.kind !== 'datatype' || type.kind !== 'datatype' || pattern.name !== type.name || pattern.parameters.length !== type.parameters.length) return false
  return pattern.parameters.every((parameter, at) => {
    const other = type.parameters[at]
    return other !== undefined && matches(parameter, other, variables, found)
  })
}
