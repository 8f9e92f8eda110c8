/**
 * How much each kind of change takes, by the rules of what was recorded: a dependency its loads, its code and what its methods invalidated; a method what
 * was compiled again because of it; a call that is inferrable the subtree that dispatch entered; statements and workloads what a cache of that package
 * may keep; an image loads and code of its packages; a wrapper all but the longest of the instances that differ in functions alone.
 */
import { formatCount, formatTime } from '../../units'
import { parseSignature, type TypeNode } from '../../signature/parse'
import { splitSignature } from '../../signature/split'
import { signatureKey } from '../../signature/key'
import type { Change, ChangeKind } from '../../what-if'
import { methodPlaceText } from '../../what-if'
import { textAt } from '../tables'
import type { Finding, Taken } from './estimate'
import { causesOfMethod, causesOfPackages, invalidatedBy, itemsOf, itemsOfKey, nativeOf, neededFor, type Removal, removalOf, sameFile, subtree } from './find'
import type { Item, Ledger } from './ledger'
import { keeps } from './versions'

type Of<Kind extends ChangeKind> = Extract<Change, { readonly kind: Kind }>

const whole = (item: Item): Taken => ({ item, low: 1, likely: 1, high: 1 })
const possible = (item: Item): Taken => ({ item, low: 0, likely: 1, high: 1 })
const atMost = (item: Item): Taken => ({ item, low: 0, likely: 0, high: 1 })
const nothing = (missing: string, assumptions: readonly string[] = []): Finding => ({ taken: [], assumptions, missing })

/** Each once; what is said of an item first stays. */
function once(taken: readonly Taken[]): Taken[] {
  return [...new Map([...taken].reverse().map((one) => [one.item, one])).values()].reverse()
}

function names(list: Iterable<string>, most = 4): string {
  const all = [...list]
  const shown = all.slice(0, most)
  const rest = all.length - shown.length
  return rest > 0 ? `${shown.join(', ')} and ${formatCount(rest)} more` : shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`
}

const loadsOf = (ledger: Ledger, packages: ReadonlySet<string>): Item[] => ledger.items.filter((item) => item.part === 'imports' && packages.has(item.package))

/** What invalidations by methods of packages cost. */
function againBecauseOf(ledger: Ledger, packages: ReadonlySet<string>): { readonly items: readonly Item[], readonly assumption: readonly string[] } {
  const causes = causesOfPackages(ledger, packages)
  if (causes.length === 0) return { items: [], assumption: [] }
  const { items } = invalidatedBy(ledger, causes)
  const time = items.reduce((sum, { left }) => sum + left.likely, 0)
  return { items, assumption: time > 0 ? [`${formatTime(time)} of compiling again is what methods of ${names(packages)} invalidated.`] : [] }
}

/** What stands in the way of a number where a package is not loaded in this profile. */
function notLoaded(ledger: Ledger, name: string): Finding {
  return nothing(ledger.profile.imports.length === 0 ? 'No package loads are recorded: @time_imports lists them.' : `${name} is not among the packages that were loaded.`)
}

function removal(ledger: Ledger, name: string, from: string | undefined, isGone: boolean): Finding {
  const found = removalOf(ledger, name, from)
  if (found.neededBy.length > 0) return { taken: [], assumptions: [`${names(found.neededBy)} ${found.neededBy.length === 1 ? 'needs' : 'need'} ${name} too, so that it would be loaded all the same.`] }
  const loads = loadsOf(ledger, found.packages)
  if (loads.length === 0) return notLoaded(ledger, name)
  const again = againBecauseOf(ledger, found.packages)
  const code = isGone ? ledger.items.filter((item) => item.part !== 'imports' && item.frame >= 0 && found.packages.has(item.package)) : []
  const time = code.reduce((sum, { left }) => sum + left.likely, 0)
  return {
    taken: once([...loads.map(whole), ...again.items.map(possible), ...code.map(possible), ...(found.isKnown ? [] : loadedBefore(ledger, loads).map(atMost))]),
    assumptions: [
      brings(found, name),
      ...(time > 0 ? [`${formatTime(time)} of compiling is of its own methods, which nothing calls then.`] : []),
      ...again.assumption,
    ],
    missing: found.isKnown ? '' : 'A Manifest.toml opened with this profile would say what else only this package needs.',
  }
}

function brings({ packages, isKnown }: Removal, name: string): string {
  if (!isKnown) return `Only the load of ${name} itself is counted, as nothing here says what only it needs; at most all that was loaded before it would go too.`
  const others = [...packages].filter((one) => one !== name)
  return others.length === 0 ? `Nothing else would be left out: all that ${name} needs is needed by others too.` : `${names(others)} would not be loaded either, as nothing else needs ${others.length === 1 ? 'it' : 'them'}.`
}

/** `@time_imports` prints what a package needs before it. */
function loadedBefore(ledger: Ledger, loads: readonly Item[]): Item[] {
  const last = Math.max(...loads.map(({ row }) => row))
  const own = new Set(loads)
  return ledger.items.filter((item) => item.part === 'imports' && item.row < last && !own.has(item))
}

function dropMethod(ledger: Ledger, { method }: Of<'drop-method'>): Finding {
  const { profile } = ledger
  if (profile.invalidations.length === 0) return nothing('No invalidations are recorded: @snoopr (SnoopCompile) or @snoop_invalidations prints them.')
  const causes = causesOfMethod(ledger, method)
  if (causes.length === 0) return nothing(`${methodPlaceText(method)} is not among the methods that invalidated something.`)
  const { items, instances, printed } = invalidatedBy(ledger, causes)
  const what = `It invalidated ${formatCount(instances)} instance${instances === 1 ? '' : 's'}; saved is what this session compiled again of them.`
  if (items.length > 0) return { taken: once([...items, ...nativeOf(ledger, items)].map(possible)), assumptions: [what, 'Nothing else invalidates the same instances, and nothing needs the method.'] }
  const recompiling = ledger.items.filter(({ phase }) => phase === 'recompile')
  const known = recompiling.reduce((sum, { left }) => sum + left.likely, 0)
  if (!Number.isNaN(printed) && known > 0) {
    const part = Math.min(1, printed / known)
    return { taken: recompiling.map((item) => ({ item, low: 0, likely: part, high: part })), assumptions: [what, `${formatTime(printed)} is what the recorded inference of these instances took.`] }
  }
  if (ledger.inferenceItem.size > 0) return { taken: [], assumptions: [`It invalidated ${formatCount(instances)} instance${instances === 1 ? '' : 's'}, none of which this session compiled again.`] }
  return nothing(`It invalidated ${formatCount(instances)} instance${instances === 1 ? '' : 's'}, but no times are recorded: an inference tree of the same session (@snoopi_deep) says what compiling them again took.`)
}

function annotateCall(ledger: Ledger, { file, line, callee }: Of<'annotate-call'>): Finding {
  const { profile } = ledger
  const { triggers, frames } = profile
  if (triggers.length === 0) return nothing('No inference triggers are recorded: inference_triggers (SnoopCompile) lists them.')
  const name = splitSignature(callee).name
  const rows = [...triggers.callee.keys()].filter((row) => triggers.siteLine[row] === line && sameFile(textAt(profile, triggers.siteFile[row]), file)
    && splitSignature(textAt(profile, frames.signature[triggers.callee[row] ?? -1])).name === name)
  if (rows.length === 0) return nothing(`No dispatch of ${name} at ${file}:${line} led to inference.`)
  const roots = [...new Set(rows.flatMap((row) => itemsOf(ledger, triggers.callee[row] ?? -1).filter(({ part }) => part === 'inference')))]
  if (roots.length === 0) return nothing('The time of what was called is not recorded: an inference tree (@snoopi_deep) has it.')
  const below = [...new Set(roots.flatMap((item) => subtree(ledger, item)))]
  const callers = rows.map((row) => triggers.caller[row] ?? -1)
  const isNew = callers.some((frame) => frame >= 0 && itemsOf(ledger, frame).some(({ part }) => part === 'inference'))
  const elsewhere = new Set(below.filter((item) => itemsOf(ledger, item.frame).some((other) => other.part === 'inference' && !below.includes(other))))
  const native = keeps('nativeCode', ledger.julia)
  const code = nativeOf(ledger, below)
  return {
    taken: once([...below.map((item) => (isNew || elsewhere.has(item) ? atMost(item) : possible(item))), ...code.map((item) => (isNew || native !== true ? atMost(item) : possible(item)))]),
    assumptions: [
      isNew
        ? 'The caller was inferred in this session too, and would be inferred with what it calls: only a directive for the caller saves the time, so the likely saving is nothing.'
        : 'The caller comes out of a cache, which then holds what it calls too.',
      ...(elsewhere.size > 0 ? [`${formatCount(elsewhere.size)} of the instances below would be inferred elsewhere anyway.`] : []),
    ],
  }
}

/** What a package's cache may keep of these items, by the rules of the version. */
function kept(ledger: Ledger, items: readonly Item[], name: string): Finding {
  const foreign = keeps('foreignCode', ledger.julia)
  const native = keeps('nativeCode', ledger.julia)
  const own = (item: Item): boolean => item.package === name
  const code = nativeOf(ledger, items)
  const lost = items.filter((item) => !own(item))
  const version = ledger.julia === '' ? 'The version of Julia is not known' : `Julia ${ledger.julia}`
  return {
    taken: once([
      ...items.map((item) => (own(item) || foreign === true ? possible(item) : foreign === false ? { item, low: 0, likely: 0, high: 0 } : atMost(item))),
      ...code.map((item) => (native === true && (own(item) || foreign === true) ? possible(item) : native === undefined ? atMost(item) : { item, low: 0, likely: 0, high: 0 })),
    ]),
    assumptions: [
      ...(lost.length === 0 ? [] : [foreign === true
        ? `${version} keeps methods of other packages where a chain of calls leads back to ${name}.`
        : foreign === false ? `${version} keeps no code of other packages' methods: ${formatTime(lost.reduce((sum, { left }) => sum + left.likely, 0))} of them stays.` : `${version}: before 1.8 methods of other packages are not kept.`]),
      ...(code.length === 0 || native === true ? [] : [native === false ? `${version} keeps no native code, which is generated again.` : `${version}: before 1.9 native code is not kept.`]),
      'Loading the larger cache takes no time.',
    ],
  }
}

function addStatement(ledger: Ledger, { package: name, statement }: Of<'precompile'>): Finding {
  if (ledger.inferenceItem.size === 0 && ledger.profile.codegen.length === 0 && !ledger.items.some(({ part }) => part === 'precompile')) return nothing('No compile times are recorded: an inference tree (@snoopi_deep) or --trace-compile-timing has them.')
  const wanted = statement.split('\n').map((line) => line.trim()).filter((line) => line.startsWith('precompile'))
  const roots = wanted.flatMap((line) => itemsOfKey(ledger, statementKey(line)))
  if (roots.length === 0) return nothing('None of the instances that were compiled is the one that the statement names.')
  return kept(ledger, [...new Set(roots.flatMap((item) => subtree(ledger, item)))].filter(({ part }) => part !== 'codegen'), name)
}

/** The key of the instance that a directive asks for: `precompile(f, (Int,))` or `precompile(Tuple{typeof(f), Int})`. */
function statementKey(line: string): string {
  // People write the aliases, tools print what they stand for.
  const inner = line.replace(/^precompile\s*\(\s*/, '').replace(/\)\s*(?:#.*)?$/, '').replace(/(?<![\p{L}\p{N}_.])(U?Int)(?![\p{L}\p{N}_!.])/gu, (name) => `${name}64`)
  if (/^Tuple\s*\{/.test(inner)) return signatureKey(inner)
  const comma = inner.indexOf(',')
  const types = comma < 0 ? '' : inner.slice(comma + 1).trim().replace(/^\(/, '').replace(/,?\s*\)$/, '')
  return signatureKey(`Tuple{typeof(${inner.slice(0, comma < 0 ? undefined : comma).trim()})${types === '' ? '' : `, ${types}`}}`)
}

function addWorkload(ledger: Ledger, { package: name }: Of<'workload'>): Finding {
  const compiled = ledger.items.filter(({ part }) => part === 'inference' || part === 'precompile' || part === 'stale')
  const native = ledger.items.filter(({ part }) => part === 'codegen')
  if (compiled.length === 0 && native.length === 0) return nothing('No compile times are recorded: an inference tree (@snoopi_deep) or --trace-compile-timing has them.')
  const found = kept(ledger, compiled, name)
  return { ...found, taken: once([...found.taken, ...(keeps('nativeCode', ledger.julia) === true ? native.filter((item) => item.package === name || keeps('foreignCode', ledger.julia) === true).map(possible) : [])]), assumptions: ['The workload makes the calls that were recorded, with arguments of the same types.', ...found.assumptions] }
}

function putIntoImage(ledger: Ledger, { packages }: Of<'image'>): Finding {
  const { packages: all, isKnown } = neededFor(ledger, packages)
  const loads = loadsOf(ledger, all)
  const code = ledger.items.filter((item) => item.part !== 'imports' && item.part !== 'rest' && all.has(item.package))
  if (loads.length === 0 && code.length === 0) return notLoaded(ledger, names(packages))
  const missing = isKnown || loads.length === 0 ? '' : 'A Manifest.toml opened with this profile would say what the packages need, which the image holds too.'
  const again = againBecauseOf(ledger, all)
  return {
    taken: once([...loads.map(whole), ...code.map(possible), ...again.items.map(possible), ...(isKnown ? [] : loadedBefore(ledger, loads).map(atMost))]),
    assumptions: [
      'Packages of a system image are there when Julia starts, which takes no longer than before.',
      ...(code.length > 0 ? ['Their compiled code is in it if a script that runs the same calls is given when it is built.'] : []), ...again.assumption,
    ],
    missing,
  }
}

function useJulia(ledger: Ledger, { version }: Of<'julia'>): Finding {
  if (ledger.julia === '') return nothing('The profile does not say which Julia it is of.')
  const [before, after] = [ledger.julia, version].map((one) => ({ foreign: keeps('foreignCode', one), native: keeps('nativeCode', one) }))
  const speed = 'How fast the other version infers and generates code is not counted.'
  if (before?.foreign === after?.foreign && before?.native === after?.native) return nothing(`Julia ${ledger.julia} and ${version} keep the same kinds of code in caches; a recording with the other version would tell of the rest.`)
  if ((before?.foreign === true && after?.foreign === false) || (before?.native === true && after?.native === false)) return nothing(`Julia ${version} keeps less in caches; what would have to be compiled again was not compiled in this session, so no time of it is recorded.`)
  const { profile } = ledger
  const lost = new Set(Array.from(profile.unsaved.frame).filter((frame) => frame >= 0))
  const gained = [...lost].flatMap((frame) => itemsOf(ledger, frame))
  const fromCache = (item: Item): boolean => !itemsOf(ledger, item.frame).some(({ part }) => part === 'inference')
  const native = after?.native === true && before?.native === false && ledger.inferenceItem.size > 0 ? ledger.items.filter((item) => item.part === 'codegen' && fromCache(item)) : []
  const inferred = after?.foreign === true && before?.foreign === false ? gained.filter(({ part }) => part === 'inference') : []
  if (native.length === 0 && inferred.length === 0) return nothing('Nothing here says what was compiled for a cache and not kept: a recording with code generation beside inference would.')
  return {
    taken: once([...inferred, ...native, ...(after?.native === true ? nativeOf(ledger, inferred) : [])].map(possible)),
    assumptions: [
      ...(inferred.length > 0 ? [`From 1.8 on caches keep the ${formatCount(inferred.length)} instances of other packages' methods that were asked for and lost.`] : []),
      ...(native.length > 0 ? [`From 1.9 on caches keep native code: ${formatCount(native.length)} instances were not inferred, so that they came out of a cache, and only their native code was made.`] : []),
      speed,
    ],
  }
}

function wrapFunctions(ledger: Ledger, { function: name, how }: Of<'wrap'>): Finding {
  if (how === 'specialize') return nothing('More specialisation is compiled more often; what it gains is run time, which is not recorded by instance.')
  const bare = splitSignature(name).name.split('.').at(-1) ?? name
  const groups = new Map<string, Item[]>()
  for (const item of ledger.items) {
    if (item.frame < 0 || item.part === 'codegen' || (textAt(ledger.profile, ledger.profile.frames.name[item.frame]) !== bare)) continue
    const key = withoutFunctions(textAt(ledger.profile, ledger.profile.frames.signature[item.frame]))
    if (key !== undefined) groups.set(key, [...groups.get(key) ?? [], item])
  }
  const several = [...groups.values()].filter((items) => new Set(items.map(({ frame }) => frame)).size > 1)
  if (several.length === 0) return nothing(`${bare} was not compiled for several functions in this profile.`)
  const cost = (item: Item): number => subtree(ledger, item).reduce((sum, { left }) => sum + left.likely, 0)
  const doubles = several.flatMap((items) => [...items].sort((a, b) => cost(b) - cost(a)).slice(1))
  const own = new Set(doubles)
  const below = doubles.flatMap((item) => subtree(ledger, item)).filter((item) => !own.has(item))
  return {
    taken: once([...doubles.map(possible), ...below.map(atMost), ...nativeOf(ledger, doubles).map(possible)]),
    assumptions: [
      `${formatCount(doubles.length + several.length)} instances of ${bare} differ in the functions that they take alone; of each kind the longest stays.`,
      how === 'function-wrapper' ? 'The wrapper itself, which is small, is compiled for each function.' : 'What is called below is then found by dispatch at run time.',
      'What they call is counted at most, as the functions themselves have to be compiled in any case.',
    ],
  }
}

const FUNCTION = 'function'

/** The signature with one name for all types of functions; undefined if it has none. */
export function withoutFunctions(signature: string): string | undefined {
  const text = signature.replace(/^(?:MethodInstance|InferenceFrameInfo) for /, '')
  const parsed = parseSignature(text)
  const isFunction = (node: TypeNode | undefined): boolean => node?.kind === 'typeof' || (node?.kind === 'name' && node.name.includes('#')) || (node?.kind === 'apply' && isFunction(node.head))
  const parts = parsed.args.map(({ type }) => (isFunction(type) ? FUNCTION : JSON.stringify(type, (key, value: unknown) => (key === 'module' ? undefined : value))))
  return parts.includes(FUNCTION) ? parts.join() : undefined
}

function setMaxMethods(ledger: Ledger, { package: name, value }: Of<'max-methods'>): Finding {
  const own = ledger.items.filter((item) => item.part === 'inference' && item.package === name)
  if (own.length === 0) return nothing(`No inference of methods of ${name} is recorded.`)
  return { taken: own.map(atMost), boundsOnly: true, assumptions: [`With ${value === 1 ? 'one method' : `${value} methods`} to a call inference gives up earlier; how often it looked at more is not recorded, so that between nothing and all inference of ${name} may be saved, and calls that are not inferred are dispatched at run time.`] }
}

/** By kind of change. */
export const ESTIMATORS: { readonly [Kind in ChangeKind]: (ledger: Ledger, change: Change) => Finding } = {
  'remove-dependency': of('remove-dependency', (ledger, { package: name, from }) => removal(ledger, name, from, from === undefined)),
  'split-package': of('split-package', (ledger, { package: name, dependency }) => {
    const found = removal(ledger, dependency, name, false)
    return { ...found, assumptions: [...found.assumptions, `Nothing in the session loads ${dependency} for another reason, and what needs it can be moved.`] }
  }),
  'load-later': of('load-later', (ledger, { package: name }) => {
    const found = removal(ledger, name, undefined, false)
    return { ...found, assumptions: ['The time is moved behind the first call, not saved.', ...found.assumptions] }
  }),
  'load-order': () => nothing('What another order makes invalid is not recorded: it takes a recording, or a run, with that order.'),
  'drop-method': of('drop-method', dropMethod),
  'annotate-call': of('annotate-call', annotateCall),
  precompile: of('precompile', addStatement),
  workload: of('workload', addWorkload),
  wrap: of('wrap', wrapFunctions),
  image: of('image', putIntoImage),
  julia: of('julia', useJulia),
  'max-methods': of('max-methods', setMaxMethods),
}

/** An estimator for changes of one kind. */
function of<Kind extends ChangeKind>(kind: Kind, estimator: (ledger: Ledger, change: Of<Kind>) => Finding): (ledger: Ledger, change: Change) => Finding {
  return (ledger, change) => estimator(ledger, change as Of<typeof kind>)
}
