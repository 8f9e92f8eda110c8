/**
 * Changes of single methods and calls: a definition taken out, the type of a call asserted, an argument that takes functions wrapped. Definitions are
 * found by their place or by what they say; what a macro or a loop defines together with others is not taken apart.
 */
import type { Change, MethodPlace } from '../../../shared/what-if'
import { methodPlaceText } from '../../../shared/what-if'
import { signatureKey } from '../../../shared/signature/key'
import { splitSignature } from '../../../shared/signature/split'
import { has, HEAD, isCallSignature } from '../../julia/syntax/build'
import { exprText } from '../../julia/syntax/print-expr'
import { Expr, symbolName, type JuliaValue } from '../../julia/values/value'
import { isAbsolutePath, normalizePath } from '../paths'
import { type ChangedProject, type ProjectPackage, refuse } from './project'
import { callOf, type Definition, expressionsIn, type JuliaSource, namePath, readExpression } from './source'

type Of<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>

interface Found extends Definition {
  readonly source: JuliaSource
}

interface PackageSources {
  readonly package: ProjectPackage
  readonly sources: readonly JuliaSource[]
}

function allSources(project: ChangedProject): PackageSources[] {
  return project.packages().map((one) => ({ package: one, sources: project.sources(one) }))
}

/** `src/A.jl` and `/p/A/src/A.jl` name the same file; a bare name any file of that name. */
function isFile(path: string, named: string): boolean {
  const wanted = isAbsolutePath(named) ? normalizePath(named) : normalizePath(`/${named}`)
  return path === wanted || path.endsWith(wanted) || (isAbsolutePath(named) && wanted.endsWith(path))
}

export function dropMethod(project: ChangedProject, { method }: Of<'drop-method'>): void {
  const packages = allSources(project)
  const { source, statement } = 'file' in method ? atPlace(packages, method) : bySignature(packages, method)
  if (statement.range === undefined) return refuse(`The definition shares its line with others: ${methodPlaceText(method)}.`)
  source.remove(statement.range)
  project.keep([source])
}

function atPlace(packages: readonly PackageSources[], { file, line }: Extract<MethodPlace, { readonly file: string }>): Found {
  const sources = packages.flatMap((one) => one.sources).filter(({ path }) => isFile(path, file))
  const [only, other] = sources
  if (only === undefined) return refuse(`No package of the project has a file ${file}.`)
  if (other !== undefined) refuse(`Several files are called ${file}: ${sources.map(({ path }) => path).join(', ')}.`)
  const found = only.definitions().find((one) => one.line === line)
  if (found !== undefined) return { ...found, source: only }
  const around = only.statements.find(({ range }) => range !== undefined && only.lineAt(range.start) <= line && line <= only.lineAt(range.end))
  return refuse(around === undefined
    ? `There is no definition at ${file}:${line}.`
    : `What stands at ${file}:${line} defines its methods in a loop, a macro or a block, so that one of them cannot be taken out.`)
}

/** `f(::A, ::B{T}) where T` of a definition, in the words that Julia prints. */
function signatureText({ signature, path }: Definition): string {
  const call = callOf(signature)
  const types = (call?.args.slice(1) ?? []).flatMap((argument) => (has(argument, HEAD.parameters) ? [] : [argumentType(argument)]))
  const wheres: string[] = []
  for (let at: JuliaValue | undefined = signature; has(at, HEAD.where); at = at.args[0]) wheres.unshift(...at.args.slice(1).map((one) => exprText(one).replaceAll(' <: ', '<:')))
  return `${path.at(-1) ?? ''}(${types.join(', ')})${wheres.length > 0 ? ` where {${wheres.join(', ')}}` : ''}`
}

function argumentType(argument: JuliaValue): string {
  if (has(argument, HEAD.kw)) return argumentType(argument.args[0] ?? argument)
  if (has(argument, HEAD.splat)) return `${argumentType(argument.args[0] ?? argument)}...`
  if (has(argument, HEAD.macrocall)) return argumentType(argument.args.at(-1) ?? argument)
  if (has(argument, HEAD.typed)) return `::${exprText(argument.args.at(-1) ?? argument)}`
  return '::Any'
}

function bySignature(packages: readonly PackageSources[], method: Extract<MethodPlace, { readonly signature: string }>): Found {
  // What Julia prints behind the signature: `in Static at …`, `@ Static …`.
  const bare = method.signature.replace(/\s+(?:in|@)\s+[\p{L}_][\p{L}\p{N}_!.]*(?:\s.*)?$/su, '')
  const { name } = splitSignature(bare)
  const key = signatureKey(bare, 'stable')
  const root = method.module?.replace(/^Main\./, '').split('.', 1)[0]
  const named = packages.filter((one) => root === undefined || one.package.id.name === root)
    .flatMap(({ sources }) => sources.flatMap((source) => source.definitions().flatMap((one): Found[] => (one.path.at(-1) === name ? [{ ...one, source }] : []))))
  const matching = named.filter((one) => signatureKey(signatureText(one), 'stable') === key)
  const [only, other] = matching
  if (only === undefined) {
    const there = named.map((one) => signatureText(one))
    return refuse(`No definition says ${bare}${there.length > 0 ? `; ${name} has ${there.slice(0, 5).join(', ')}${there.length > 5 ? ' …' : ''}` : ''}.`)
  }
  if (other !== undefined) refuse(`Several definitions say ${bare}: ${matching.map(({ source, line }) => `${source.path}:${line}`).join(', ')}.`)
  return only
}

/** Functions that forms of their own call. */
const FORMS: ReadonlyMap<string, symbol> = new Map([['getindex', HEAD.ref], ['getproperty', HEAD.dot]])

export function annotateCall(project: ChangedProject, { file, line, callee, type }: Of<'annotate-call'>): void {
  if (type === undefined) return refuse(`What ${callee} returns at ${file}:${line} is not said: expected a type.`)
  const read = readExpression(type)
  if ('problem' in read) return refuse(`"${type}" is no type: ${read.problem}.`)
  const sources = allSources(project).flatMap((one) => one.sources).filter(({ path }) => isFile(path, file))
  const [source, other] = sources
  if (source === undefined) return refuse(`No package of the project has a file ${file}.`)
  if (other !== undefined) refuse(`Several files are called ${file}: ${sources.map(({ path }) => path).join(', ')}.`)
  const name = splitSignature(callee).name
  const isDefined = signaturesIn(source)
  const calls = [...new Set(source.ranges.flatMap(({ value }) => (value instanceof Expr && !isDefined.has(value) && isCallOf(value, name) ? [value] : [])))]
  const found = calls.flatMap((value) => {
    const range = source.rangeOfExpr(value)
    return range !== undefined && source.lineAt(range.start) <= line && line <= source.lineAt(range.end) ? [{ ...range, isTight: isTight(value) }] : []
  })
  // Of calls over several lines those that begin here are meant.
  const here = found.filter(({ start }) => source.lineAt(start) === line)
  const chosen = here.length > 0 ? here : found
  if (chosen.length === 0) return refuse(`There is no call of ${name} at ${file}:${line}.`)
  for (const range of chosen) {
    source.replace({ start: range.start, end: range.start }, range.isTight ? '(' : '((')
    source.replace({ start: range.end, end: range.end }, `${range.isTight ? '' : ')'}::${bracketed(read.value)})`)
  }
  project.keep([source])
}

/** Whether `::` behind it is said of all of it: of `f(x)`, but not of `a + b`. */
function isTight(value: Expr): boolean {
  const path = has(value, HEAD.call) ? namePath(value.args[0])?.at(-1) : undefined
  return value.head === HEAD.ref || value.head === HEAD.dot || (path !== undefined && /^[\p{L}_]/u.test(path))
}

/** A type that stands behind `::`. */
function bracketed(value: JuliaValue): string {
  const text = exprText(value)
  return has(value, HEAD.where) || (has(value, HEAD.call) && typeof value.args[0] === 'symbol' && !/^[\p{L}_]/u.test(symbolName(value.args[0]))) ? `(${text})` : text
}

function isCallOf(value: Expr, name: string): boolean {
  if (value.head === FORMS.get(name)) return true
  const call = has(value, HEAD.do) ? value.args[0] : value
  return has(call, HEAD.call) && namePath(call.args[0])?.at(-1) === name
}

/** Calls that are the left side of a definition. */
function signaturesIn(source: JuliaSource): ReadonlySet<Expr> {
  const found = new Set<Expr>()
  for (const value of source.statements.flatMap((statement) => [...expressionsIn(statement.value)])) {
    const isDefinition = value.head === HEAD.function || value.head === HEAD.macro || (value.head === HEAD.assign && isCallSignature(value.args[0]))
    const call = isDefinition ? callOf(value.args[0] ?? false) : undefined
    if (call !== undefined) found.add(call)
  }
  return found
}
