/**
 * An argument that takes functions, handed over in another way: without a specialisation for each function, with one for each, or in a FunctionWrapper.
 * For the last, methods that take the argument get one that takes a wrapper, and a new one in front of it wraps whatever comes; the types must be said,
 * since a wrapper promises one signature. Arguments without a name and functors are refused: there is nothing to write a call with.
 */
import type { Change } from '../../../shared/what-if'
import { has, HEAD } from '../../julia/syntax/build'
import { exprText } from '../../julia/syntax/print-expr'
import { Expr, symbolName, symbolOf, type JuliaValue } from '../../julia/values/value'
import { type ChangedProject, FUNCTION_WRAPPERS, type ProjectPackage, refuse } from './project'
import { callOf, type Definition, expressionsIn, type JuliaSource, namesIn, readExpression } from './source'

type Wrap = Extract<Change, { readonly kind: 'wrap' }>

interface Place {
  readonly own: ProjectPackage
  readonly sources: readonly JuliaSource[]
  readonly source: JuliaSource
  readonly definition: Definition
  readonly argument: JuliaValue
}

export function wrapArgument(project: ChangedProject, change: Wrap): void {
  const { how, argument, function: name } = change
  const bare = name.split('.').at(-1) ?? name
  const packages = change.package === undefined ? project.packages() : [project.package(change.package)]
  const definitions = packages.flatMap((own) => {
    const sources = project.sources(own)
    return sources.flatMap((source) => source.definitions().filter(({ path }) => path.at(-1) === bare).map((definition) => ({ own, sources, source, definition })))
  })
  if (definitions.length === 0) refuse(`No definition of ${name} was found.`)
  const places = definitions.flatMap((one): Place[] => {
    const found = argumentsOf(one.definition).find((given) => nameOf(given) === argument)
    return found === undefined ? [] : [{ ...one, argument: found }]
  })
  if (places.length === 0) refuse(`${name} has no argument ${argument}; its arguments are ${[...new Set(definitions.flatMap(({ definition }) => argumentsOf(definition).flatMap((one) => nameOf(one) ?? [])))].join(', ') || 'without names'}.`)
  const wrapper = how === 'function-wrapper' ? wrapperType(change) : undefined
  for (const place of places) {
    const { source, definition: { signature } } = place
    const range = source.rangeOfExpr(signature)
    if (range === undefined) refuse(`The signature of ${name} in ${source.path} was not found.`)
    const lines = source.slice(range).split('\n').length - 1
    const made = wrapper === undefined ? (how === 'specialize' ? specialized(place) : unspecialized(place)) : { signature: withArgument(signature, place.argument, wrapped(argument, wrapper)), behind: forwarding(place, argument, wrapper) }
    source.replace(range, exprText(made.signature) + '\n'.repeat(lines))
    if (made.behind !== undefined) {
      const statement = place.definition.statement.range ?? refuse(`The definition of ${name} shares its line with others.`)
      source.replace({ start: statement.end, end: statement.end }, `; ${made.behind}`)
    }
  }
  for (const { own, sources } of new Map(places.map((one) => [one.own.entry, one])).values()) {
    const entry = sources.find(({ path }) => path === own.entry)
    if (wrapper !== undefined) {
      if (entry?.root === undefined) refuse(`${own.entry} has no module.`)
      entry.prependTo(entry.root, 'import FunctionWrappers')
    }
    project.keep(sources)
    if (wrapper !== undefined) project.addDependency(own, FUNCTION_WRAPPERS)
  }
}

/** Positional ones. */
function argumentsOf({ signature }: Definition): readonly JuliaValue[] {
  return (callOf(signature)?.args.slice(1) ?? []).filter((one) => !has(one, HEAD.parameters))
}

function nameOf(argument: JuliaValue): string | undefined {
  if (typeof argument === 'symbol') return symbolName(argument)
  if (has(argument, HEAD.kw) || has(argument, HEAD.splat) || (has(argument, HEAD.typed) && argument.args.length === 2)) return nameOf(argument.args[0] ?? false)
  return has(argument, HEAD.macrocall) ? nameOf(argument.args.at(-1) ?? false) : undefined
}

/** What was said of its type; undefined if nothing was. */
function typeOf(argument: JuliaValue): JuliaValue | undefined {
  if (has(argument, HEAD.kw)) return typeOf(argument.args[0] ?? false)
  if (has(argument, HEAD.macrocall)) return typeOf(argument.args.at(-1) ?? false)
  return has(argument, HEAD.typed) ? argument.args.at(-1) : undefined
}

/** The signature with another argument in place of this one; a value that it has if it is left out stays. */
function withArgument(signature: Expr, argument: JuliaValue, made: JuliaValue): Expr {
  const put = has(argument, HEAD.kw) ? new Expr(HEAD.kw, [made, ...argument.args.slice(1)]) : made
  const walk = (value: JuliaValue): JuliaValue => {
    if (!(value instanceof Expr)) return value
    if (value.head === HEAD.call) return new Expr(HEAD.call, value.args.map((one) => (one === argument ? put : one)))
    return new Expr(value.head, [walk(value.args[0] ?? false), ...value.args.slice(1)])
  }
  return walk(signature) as Expr
}

function typed(name: string, type: JuliaValue | undefined): JuliaValue {
  return type === undefined ? symbolOf(name) : new Expr(HEAD.typed, [symbolOf(name), type])
}

/** Variables of all `where`s. */
function variablesOf(signature: Expr): JuliaValue[] {
  const found: JuliaValue[] = []
  for (let at: JuliaValue | undefined = signature; has(at, HEAD.where); at = at.args[0]) found.push(...at.args.slice(1))
  return found
}

function variableName(value: JuliaValue): string {
  return typeof value === 'symbol' ? symbolName(value) : value instanceof Expr ? variableName(value.args[0] ?? false) : ''
}

function specialized({ definition: { signature }, argument }: Place): { readonly signature: Expr, readonly behind?: string } {
  const type = typeOf(argument)
  const name = nameOf(argument) ?? ''
  const variables = variablesOf(signature)
  if (typeof type === 'symbol' && variables.some((one) => variableName(one) === symbolName(type))) refuse(`${exprText(signature)} is compiled for each function already.`)
  const taken = namesIn(signature)
  const variable = ['F', ...Array.from({ length: taken.size + 1 }, (_, at) => `F${at + 1}`)].find((one) => !taken.has(one)) ?? 'F'
  const bound: JuliaValue = type === undefined ? symbolOf(variable) : new Expr(symbolOf('<:'), [symbolOf(variable), type])
  return { signature: new Expr(HEAD.where, [withArgument(signature, argument, typed(name, symbolOf(variable))), bound]) }
}

function unspecialized({ definition: { signature, form }, argument }: Place): { readonly signature: Expr, readonly behind?: string } {
  const name = nameOf(argument) ?? ''
  const type = typeOf(argument)
  const variable = typeof type === 'symbol' ? variablesOf(signature).find((one) => variableName(one) === symbolName(type)) : undefined
  const call = callOf(signature)
  if (has(argument, HEAD.macrocall) || has(argument, HEAD.kw) && has(argument.args[0], HEAD.macrocall)) refuse(`${exprText(signature)} says @nospecialize already.`)
  const mark = (given: JuliaValue | undefined): Expr => new Expr(HEAD.macrocall, [symbolOf('@nospecialize'), NO_LINE, typed(name, given)])
  if (variable === undefined || typeof type !== 'symbol') return { signature: withArgument(signature, argument, mark(type)) }
  // A variable that stands for the function's type keeps the method specialised: it has to go.
  const uses = [...expressionsIn(call)].reduce((sum, { args }) => sum + args.filter((one) => one === type).length, 0)
  const inBody = form.args.slice(1).some((one) => namesIn(one).has(symbolName(type)))
  const inBounds = variablesOf(signature).some((one) => one !== variable && namesIn(one).has(symbolName(type)))
  if (uses > 1 || inBody || inBounds) refuse(`${exprText(signature)} uses ${symbolName(type)} for more than ${name}, so that it has to know the type of the function.`)
  const bound = variable instanceof Expr && variable.head === symbolOf('<:') ? variable.args[1] : undefined
  const walk = (value: JuliaValue): JuliaValue => {
    if (!has(value, HEAD.where)) return value
    const rest = value.args.slice(1).filter((one) => one !== variable)
    const inner = walk(value.args[0] ?? false)
    return rest.length === 0 ? inner : new Expr(HEAD.where, [inner, ...rest])
  }
  return { signature: walk(withArgument(signature, argument, mark(bound))) as Expr }
}

/** The place of a macro call's line, which is not printed. */
const NO_LINE = Symbol.for('nothing')

/** `Float64(Float64, Int)` is `FunctionWrappers.FunctionWrapper{Float64,Tuple{Float64,Int}}`. */
function wrapperType({ type, function: name }: Wrap): Expr {
  const expected = 'expected the type that it returns and those of its arguments: Float64(Float64, Int)'
  if (type === undefined) return refuse(`What the functions that ${name} takes return is not said: ${expected}.`)
  const read = readExpression(type)
  if ('problem' in read) return refuse(`"${type}" cannot be read: ${read.problem}; ${expected}.`)
  const call = read.value
  if (!has(call, HEAD.call)) return refuse(`"${type}" is no signature: ${expected}.`)
  const [result, ...args] = call.args
  const tuple = new Expr(HEAD.curly, [symbolOf('Tuple'), ...args])
  const wrapper = readExpression('FunctionWrappers.FunctionWrapper')
  return new Expr(HEAD.curly, ['value' in wrapper ? wrapper.value : false, result ?? false, tuple])
}

function wrapped(name: string, wrapper: Expr): JuliaValue {
  return typed(name, wrapper)
}

/** The method in front: the same arguments, and a call with the wrapped function. */
function forwarding({ definition: { signature, path } }: Place, argument: string, wrapper: Expr): string {
  const call = callOf(signature)
  const callee = call?.args[0]
  if (call === undefined || callee === undefined) return refuse(`${path.join('.')} cannot be called by name.`)
  const positional = call.args.slice(1).filter((one) => !has(one, HEAD.parameters))
  const handed = positional.map((one): JuliaValue => {
    const name = nameOf(one) ?? refuse(`${exprText(call)} has an argument without a name, which cannot be handed on.`)
    if (name === argument) return new Expr(HEAD.call, [wrapper, symbolOf(name)])
    return has(one, HEAD.splat) ? new Expr(HEAD.splat, [symbolOf(name)]) : symbolOf(name)
  })
  const hasKeywords = call.args.some((one) => has(one, HEAD.parameters))
  const keywords = hasKeywords ? [new Expr(HEAD.parameters, [new Expr(HEAD.splat, [symbolOf('keywords')])])] : []
  const front = (value: JuliaValue): JuliaValue => {
    if (value === call) return new Expr(HEAD.call, [callee, ...keywords, ...positional])
    return value instanceof Expr ? new Expr(value.head, [front(value.args[0] ?? false), ...value.args.slice(1)]) : value
  }
  return `${exprText(front(signature))} = ${exprText(new Expr(HEAD.call, [callee, ...keywords, ...handed]))}`
}
