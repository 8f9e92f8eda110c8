/**
 * Entries into inference by runtime dispatch out of compiled code: the call site, why its types are not known (SnoopCompile's categories), and the
 * rewrite. The rewrite is exact as far as the profile is: the place and type of an argument come from the advice of a simulated run or of
 * `suggest`, `::Function` in the caller's signature from the signature itself. A trigger from top level is work for a workload, not for a rewrite.
 * The saving is what the callee took to compile: once its type is known it is compiled with its caller, and kept with it.
 */
import { adviceFor, CATEGORY_ADVICE } from '../trigger-advice'
import { frameOwner, isPackage, signatureTypes } from '../frame-owner'
import { SCHEMA } from '../schema'
import { writtenFunction } from '../../signature/key'
import type { Profile } from '../tables'
import { textAt } from '../tables'
import { formatTime } from '../../units'
import { UNKNOWN_SAVING, type Advice, type Evidence } from './rule'
import { statementOf } from './precompile-code'
import { compileWork, TOOLS, totalWork, type Work } from './work'
import { glueWork } from './glue'
import { lostWork } from './ownership'
import { ascending, counted, estimated, runTotal, shortFrame, signatureOf } from './words'

type Category = (typeof SCHEMA)['triggers']['category']['oneOf'][number]

const TOPLEVEL = SCHEMA.triggers.relation.oneOf.indexOf('toplevel')
/** Nothing to do, says SnoopCompile, or nothing that a rewrite would change. */
const NOTHING_TO_DO: ReadonlySet<Category> = new Set(['ErrorPath', 'FromTestDirect', 'FromTestCallee', 'NoCaller', 'MaybeFromC'])
/** Inferred, but no code was there: a directive is the remedy. */
const PRECOMPILE: ReadonlySet<Category> = new Set(['Invoke', 'InvokedCalleeVararg', 'FromInvokeLatest', 'FromInvoke', 'NoCaller', 'MaybeFromC'])

interface Site {
  readonly key: string
  /** Rows of `triggers`, ascending. */
  readonly rows: number[]
  readonly work: Work[]
  readonly category: Category
  readonly advice: string
}

/** Triggers of one call site belong together: a rewrite mends all. */
function sitesOf(profile: Profile): Site[] {
  const { triggers, frames } = profile
  const workOf = new Map<number, Work>()
  for (const work of compileWork(profile)) if (work.trigger >= 0) workOf.set(work.trigger, work)
  const lost = lostWork(profile)
  const glue = new Set(glueWork(profile).work.map(({ trigger }) => trigger))
  const sites = new Map<string, Site>()
  for (let row = 0; row < triggers.length; row++) {
    const callee = triggers.callee[row] ?? -1
    if ((triggers.caller[row] ?? -1) < 0 && textAt(profile, triggers.siteFile[row]) === '') continue
    if (triggers.relation[row] === TOPLEVEL || glue.has(row) || (callee >= 0 && textAt(profile, frames.signature[callee]) === '')) continue
    const found = adviceFor(profile, row)
    const category = found?.category ?? 'none'
    if (NOTHING_TO_DO.has(category)) continue
    const work = workOf.get(row)
    if (work && (work.again || lost.has(work))) continue
    const owner = frameOwner(profile, triggers.caller[row] ?? -1)
    const file = textAt(profile, triggers.siteFile[row])
    // Nobody rewrites Julia's own code (whose files are printed as ./array.jl), the prompt or tools; functions of the session are new in each, whoever calls them.
    if (TOOLS.has(owner.name) || frameOwner(profile, callee).kind === 'session' || owner.kind === 'Base' || owner.kind === 'standard library' || /^(?:REPL\[|none$|In\[|\.[\\/])/.test(file)) continue
    const key = file === '' ? `caller ${triggers.caller[row] ?? -1}` : `${file}:${triggers.siteLine[row] ?? -1}`
    const site = sites.get(key)
    if (site) {
      site.rows.push(row)
      if (work) site.work.push(work)
    } else sites.set(key, { key, rows: [row], work: work ? [work] : [], category, advice: found?.advice ?? '' })
  }
  return [...sites.values()]
}

interface Rewrite {
  readonly text: string
  readonly code?: string
}

const ELEMENT = /comes out of a ((?:Vector|Matrix|Array|Dict|Set)\{.*?\}), which/

/** What to write at a site; `callee` and `caller` are frames. */
function rewriteOf(profile: Profile, { category, advice }: Site, callee: number, caller: number): Rewrite {
  const function_ = writtenFunction(signatureOf(profile, caller)).name
  const called = writtenFunction(signatureOf(profile, callee)).name
  const functions = caller < 0 ? [] : signatureTypes(signatureOf(profile, caller)).anyFunction
  const container = ELEMENT.exec(advice)?.[1]
  if (functions.length > 0 && (category === 'none' || category === 'CalleeVariable' || category === 'UnspecCall' || category === 'CalleeVararg')) {
    const places = functions.map((place) => `argument ${place}`).join(' and ')
    return {
      text: `${function_} was compiled for any Function at ${places}: Julia does not specialise on a function that is only handed on. Give the argument a type parameter.`,
      code: `# before\n${function_}(…, f::Function, …)\nfunction ${function_}(…, f, …)\n# after\n${function_}(…, f::F, …) where {F}`,
    }
  }
  if (container !== undefined) {
    return {
      text: `${advice} A container of one concrete type needs no dispatch; of a few types, a small Union is split by the compiler.`,
      code: `# before\nitems = ${container.includes('{Any') ? 'Any[…]' : `${container}(…)`}\n# after: a concrete element type\nitems = [convert(T, x) for x in items]        # T the type that is meant, or\nitems = Union{A,B}[…]                          # if there are two or three\n# or where an item is taken out\nitem = items[i]::T\n${called}(item)`,
    }
  }
  switch (category) {
    case 'HasCoreBox':
      return { text: CATEGORY_ADVICE.HasCoreBox.todo, code: '# before: x is assigned twice and captured, so it lives in a Core.Box\nx = 0\nf = () -> x + 1\nx = 2\n# after\nf = let x = x\n    () -> x + 1\nend' }
    case 'UnspecType':
      return { text: `${advice || CATEGORY_ADVICE.UnspecType.todo} A type that is only handed on is not specialised on.`, code: `# before\n${function_}(T, x) = T(x)\n# after\n${function_}(::Type{T}, x) where {T} = T(x)` }
    case 'CallerVararg':
      return { text: advice || CATEGORY_ADVICE.CallerVararg.todo, code: `# before\n${function_}(args...)\n# after\n${function_}(args::Vararg{Any,N}) where {N}` }
    case 'CalleeVararg':
      return { text: advice || CATEGORY_ADVICE.CalleeVararg.todo, code: `# before\n${called}(args...)\n# after\n${called}(args::Vararg{T,N}) where {T,N}` }
    case 'CalleeVariable':
      return { text: advice || CATEGORY_ADVICE.CalleeVariable.todo, code: `# before: an argument or a field of type Function\n${function_}(f, x) = f(x)\nstruct Solver; f::Function; end\n# after\n${function_}(f::F, x) where {F} = f(x)\nstruct Solver{F}; f::F; end` }
    case 'none':
      return { text: `The types of the arguments of ${called} are not known in ${function_}. Look at it with @code_warntype or ascend of Cthulhu: an abstract field, a container of abstract elements, or a variable that changes its type.`, code: `# an abstract field\nstruct Model; data::AbstractVector; end\n# becomes\nstruct Model{V<:AbstractVector}; data::V; end\n# or assert what it is\n${called}(value::T)` }
    default:
      return { text: advice || CATEGORY_ADVICE[category].todo, code: `# a field of an abstract type\nstruct Model; data::AbstractVector; end\n# becomes\nstruct Model{V<:AbstractVector}; data::V; end\n# a value of unknown type: say what it is before the call\n${called}(value::T)` }
  }
}

function siteAdvice(profile: Profile, site: Site): Advice[] {
  const { triggers } = profile
  const [first] = site.rows
  if (first === undefined) return []
  const [callee, caller] = [triggers.callee[first] ?? -1, triggers.caller[first] ?? -1]
  const file = textAt(profile, triggers.siteFile[first])
  const line = triggers.siteLine[first] ?? -1
  const place = file === '' ? shortFrame(profile, caller, 60) : `${file.split(/[\\/]/).at(-1) ?? file}${line >= 0 ? `:${line}` : ''}`
  const total = totalWork(site.work)
  const where = caller < 0 ? textAt(profile, triggers.siteName[first]) : shortFrame(profile, caller, 60)
  const callees = [...new Set(site.rows.map((row) => triggers.callee[row] ?? -1))].filter((frame) => frame >= 0)
  const precompile = PRECOMPILE.has(site.category)
  const rewrite = rewriteOf(profile, site, callee, caller)
  const statements = site.work.flatMap((work) => statementOf(work, signatureOf(profile, work.frame)) ?? [])
  const owner = frameOwner(profile, caller)
  const called = writtenFunction(signatureOf(profile, callee)).name
  const evidence: Evidence[] = [
    { text: `${where || 'Code'} calls ${callees.length > 0 ? shortFrame(profile, callees[0] ?? -1, 60) : 'a function'}${callees.length > 1 ? ` and ${counted(callees.length - 1, 'other instance')}` : ''} by runtime dispatch${file === '' ? '' : ` at ${file}${line >= 0 ? `:${line}` : ''}`}${site.category === 'none' ? '' : `: ${CATEGORY_ADVICE[site.category].title.toLowerCase()}`}`, part: 'triggers', rows: ascending(site.rows) },
    ...site.work.slice(0, 3).map((work): Evidence => ({ text: `${shortFrame(profile, work.frame, 60)}: ${formatTime(work.nanoseconds)} to compile`, part: work.part, rows: [work.row] })),
  ]
  return [{
    id: `trigger ${site.key}`, kind: 'inference-trigger', title: precompile ? `Precompile what ${place} calls` : `Make the call of ${called || 'the callee'} at ${place} inferrable`,
    evidence, saving: Number.isNaN(total) ? UNKNOWN_SAVING : estimated(total, 'that the callee is compiled with its caller then, and kept with it', runTotal(profile)),
    sure: precompile || site.category !== 'none' ? 'likely' : 'possible',
    fix: {
      text: precompile && site.category !== 'none' ? CATEGORY_ADVICE[site.category].todo : rewrite.text,
      ...(precompile ? (statements.length > 0 && { code: statements.join('\n') }) : (rewrite.code !== undefined && { code: rewrite.code })),
      ...(file !== '' && { file, line }),
    },
    ...(precompile
      ? (statements.length > 0 && isPackage(owner) && { change: { kind: 'precompile', package: owner.name, statement: statements.join('\n') } } as const)
      : file !== '' && line >= 0 && called !== '' && { change: { kind: 'annotate-call', file, line, callee: called } } as const),
  }]
}

export function inferenceAdvice(profile: Profile): Advice[] {
  return sitesOf(profile).flatMap((site) => siteAdvice(profile, site))
}
