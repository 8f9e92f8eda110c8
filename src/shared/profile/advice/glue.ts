/**
 * Glue between packages that Requires evaluates in every session: its code is in no cache, so it is parsed, inferred and compiled whenever both packages
 * are loaded (e.7). Evidence is that Requires was loaded; where a run has steps with their times, what `using` took beyond loading is the glue.
 */
import { SCHEMA } from '../schema'
import type { Profile } from '../tables'
import { textAt } from '../tables'
import { formatTime } from '../../units'
import { UNKNOWN_SAVING, type Advice, type Evidence } from './rule'
import { compileWork, totalWork, type Work } from './work'
import { ascending, counted, estimated, listed, runTotal, shortFrame } from './words'

const NEEDS = SCHEMA.dependencies.kind.oneOf.indexOf('needs')
const USING = /^(?:using|import)\b/
const FACES = 'that an extension loads the same code out of a cache of its own in a small part of that time'

/** Rows of `imports` of Requires itself. */
function requiresRows({ imports, strings }: Profile): number[] {
  return Array.from(imports.name.keys()).filter((row) => textAt({ strings }, imports.name[row]) === 'Requires')
}

/** Stretches of a run in which `using` was waited for; empty where steps have no times. */
function usingSteps(profile: Profile): { readonly from: number, readonly to: number }[] {
  const { timings, timeline } = profile
  if (timeline.length === 0) return []
  let at = 0
  return Array.from(timings.elapsed.keys()).flatMap((row) => {
    const from = at
    at += timings.elapsed[row] || 0
    return USING.test(textAt(profile, timings.label[row])) ? [{ from, to: at }] : []
  })
}

interface Glue {
  readonly rows: readonly number[]
  readonly work: readonly Work[]
}

const known = new WeakMap<Profile, Glue>()

/** Where Requires was loaded: what was compiled while packages were loaded, its own functions included. */
export function glueWork(profile: Profile): Glue {
  const before = known.get(profile)
  if (before) return before
  const rows = requiresRows(profile)
  const steps = rows.length > 0 ? usingSteps(profile) : []
  const within = ({ start }: Work): boolean => steps.some(({ from, to }) => start >= from && start < to)
  const found = { rows, work: rows.length === 0 ? [] : compileWork(profile).filter((work) => !work.again && (work.owner.name === 'Requires' || within(work) || isClosureOf(profile, work))) }
  known.set(profile, found)
  return found
}

/** Closures that `@require` puts into the package that uses it are defined in a file of Requires. */
function isClosureOf(profile: Profile, { frame }: Work): boolean {
  return /[\\/]Requires[\\/](?:[^\\/]+[\\/])?src[\\/]/.test(textAt(profile, profile.frames.file[frame]))
}

/** Packages that need Requires, by the manifest; else those that Requires was loaded for. */
function users(profile: Profile, rows: readonly number[]): string[] {
  const { dependencies, packages, imports } = profile
  const name = (row: number | undefined): string => textAt(profile, packages.name[row ?? -1])
  const needing = Array.from(dependencies.kind.keys()).filter((row) => dependencies.kind[row] === NEEDS && name(dependencies.on[row]) === 'Requires').map((row) => name(dependencies.package[row]))
  const above = rows.map((row) => textAt(profile, imports.name[imports.parent[row] ?? -1])).filter((parent) => parent !== '')
  return [...new Set(needing.length > 0 ? needing : above)]
}

export function requiresAdvice(profile: Profile): Advice[] {
  const { rows, work } = glueWork(profile)
  if (rows.length === 0) return []
  const who = users(profile, rows)
  const total = totalWork(work)
  const whose = who.length === 0 ? '' : ` of ${listed(who.slice(0, 3))}`
  const compiled = work.slice(0, 3).map((one): Evidence => ({ text: `${shortFrame(profile, one.frame)}: ${formatTime(one.nanoseconds)}, compiled while packages were loaded`, part: one.part, rows: [one.row] }))
  return [{
    id: 'requires', kind: 'requires', title: `Turn the @require blocks${whose} into package extensions`,
    evidence: [
      { text: `Requires was loaded${who.length > 0 ? ` for ${listed(who.slice(0, 3))}` : ''}: glue in its blocks is evaluated in each session, and is in no cache`, part: 'imports', rows: ascending(rows) },
      ...compiled, ...(work.length > 3 ? [{ text: `${counted(work.length - 3, 'more instance')} while packages were loaded`, part: work[3]?.part ?? 'inference', rows: ascending(work.slice(3).filter(({ part }) => part === work[3]?.part).map(({ row }) => row)) }] : []),
    ],
    saving: Number.isNaN(total) ? UNKNOWN_SAVING : estimated(total, FACES, runTotal(profile)), sure: Number.isNaN(total) ? 'possible' : 'certain',
    fix: {
      text: 'From Julia 1.9 on, move each block into an extension: a module in ext/ that is precompiled by itself and loaded when its trigger is. For older versions keep Requires for them alone, or load the other package always if it is light.',
      code: '# Project.toml\n[weakdeps]\nOther = "the uuid that @require names"\n\n[extensions]\nOtherExt = "Other"\n\n# ext/OtherExt.jl\nmodule OtherExt\nusing ThisPackage, Other\n# what stood in the @require block\nend\n\n# src/ThisPackage.jl, for Julia before 1.9\nif !isdefined(Base, :get_extension)\n    using Requires\n    function __init__()\n        @require Other = "…" include("../ext/OtherExt.jl")\n    end\nend',
    },
  }]
}
