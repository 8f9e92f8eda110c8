/**
 * Caches and images: refused again and again, the same code in several, a build that one package dominates, a system image that would be worth its
 * price, and one that is not. A system image is the last step: it freezes versions and hides what the rest of the advice mends, so it is proposed
 * only where loading and compiling take a second or more, and stands behind all else (`advice.ts`).
 */
import { formatBytes, formatCount, formatTime } from '../../units'
import { imageWaste } from '../image-waste'
import { REJECTIONS, rejectionGroups, type RejectionReason } from '../rejections'
import { SCHEMA } from '../schema'
import type { Profile } from '../tables'
import { textAt } from '../tables'
import { rowsByBlock } from '../block-rows'
import { importTotals } from '../phases'
import { UNKNOWN_SAVING, type Advice, type Evidence } from './rule'
import { ascending, counted, estimated, listed, measured, shareText } from './words'

const STATE = SCHEMA.images.state.oneOf
const SYSIMAGE = SCHEMA.images.kind.oneOf.indexOf('sysimage')
const MERGED = SCHEMA.imageItems.state.oneOf.indexOf('merged')
const SECOND = 1e9
/** Nothing to mend, or nobody's fault. */
const FIRST_TIME: ReadonlySet<RejectionReason> = new Set(['no-cache', 'other-package', 'evicted'])
const FLAGS: ReadonlySet<RejectionReason> = new Set(['flags', 'requires-pkgimages', 'cpu-target', 'preferences', 'julia-version', 'syntax-version', 'uuid-mapping', 'dependency-not-found', 'other-source', 'depot-unresolved'])
/** A build that takes less is not worth a word. */
const LEAST_BUILD = 10 * SECOND
const MOST_NAMES = 4

/** Rows of builds of these packages, and the time they took. */
function buildsOf(profile: Profile, names: readonly string[]): { readonly rows: number[], readonly nanoseconds: number } {
  const { builds } = profile
  const rows = Array.from(builds.name.keys()).filter((row) => names.includes(textAt(profile, builds.name[row])))
  const times = rows.map((row) => builds.time[row] ?? Number.NaN).filter((time) => !Number.isNaN(time))
  return { rows, nanoseconds: times.length === 0 ? Number.NaN : times.reduce((sum, time) => sum + time, 0) }
}

function buildTotal(profile: Profile): { readonly nanoseconds: number, readonly text: string } {
  return { nanoseconds: profile.builds.time.reduce((sum, time) => sum + (time || 0), 0) || Number.NaN, text: 'precompiling' }
}

export function rejectionAdvice(profile: Profile): Advice[] {
  return rejectionGroups(profile).filter(({ code }) => !FIRST_TIME.has(code)).map(({ code, title, fix, rows, packages, about, times }): Advice => {
    const who = packages.length > 0 ? `${listed(packages.slice(0, MOST_NAMES))}${packages.length > MOST_NAMES ? ' and others' : ''}` : counted(rows.length, 'cache file')
    const { rows: built, nanoseconds } = buildsOf(profile, packages)
    const words = textAt(profile, profile.rejections.reason[rows[0] ?? -1])
    const evidence: Evidence[] = [{ text: `${title}${about.length > 0 ? ` (${listed(about.slice(0, 3))})` : ''}, ${times === 1 ? 'once' : `${formatCount(times)} times`}: “${words}”`, part: 'rejections', rows: ascending(rows) }]
    if (built.length > 0 && nanoseconds > 0) evidence.push({ text: `Precompiling ${built.length === 1 ? 'it' : 'them'} again took ${formatTime(nanoseconds)}`, part: 'builds', rows: ascending(built) })
    const stale = FLAGS.has(code)
    return {
      id: `rejected ${code}`, kind: stale ? 'stale-flags' : 'rejected-again', title: `${stale ? 'Keep options, preferences and manifest the same for' : 'See why Julia precompiles again:'} ${who}`,
      evidence, saving: nanoseconds > 0 ? measured(nanoseconds, buildTotal(profile)) : UNKNOWN_SAVING, sure: fix.startsWith('Nothing') ? 'possible' : 'likely',
      fix: { text: `${REJECTIONS[code].title}. ${fix}` },
    }
  })
}

export function duplicateAdvice(profile: Profile): Advice[] {
  const waste = imageWaste(profile)
  if (!waste) return []
  const { imageItems, frames } = profile
  const merged = Array.from(imageItems.state.keys()).filter((row) => imageItems.state[row] === MERGED)
  const byCore = new Map<string, number[]>()
  for (const row of merged) {
    const core = textAt(profile, imageItems.package[row])
    byCore.set(core, [...(byCore.get(core) ?? []), row])
  }
  return [...byCore].map(([core, rows]): Advice => {
    const signatures = [...new Set(rows.map((row) => textAt(profile, frames.signature[imageItems.frame[row] ?? -1])))]
    const carriers = [...new Set(waste.instances.filter(({ signature }) => signatures.includes(signature)).flatMap(({ carriers: names }) => names))]
    const nanoseconds = rows.reduce((sum, row) => sum + (imageItems.infer[row] || 0) + (imageItems.generate[row] || 0), 0)
    const foreign = core === 'Base' || core === 'Core'
    const calls = signatures.slice(0, 5).map((signature) => `# ${signature}`)
    return {
      id: `duplicates ${core}`, kind: 'duplicates', title: foreign ? `Let one package keep the ${counted(signatures.length, 'instance')} of ${core} that several carry` : `Precompile ${signatures[0] ?? ''}${signatures.length > 1 ? ` and ${counted(signatures.length - 1, 'other')}` : ''} in ${core}, for all that use it`,
      evidence: [{ text: `${listed(carriers)} each hold ${counted(signatures.length, 'instance')} of ${core}: ${counted(rows.length, 'copy', 'copies')} (${formatBytes(rowsBytes(profile, rows))}) were read and thrown away`, part: 'imageItems', rows: ascending(rows) }],
      saving: measured(nanoseconds, buildTotal(profile)), sure: 'certain',
      fix: {
        text: `Packages store the code that they were the first to need, each for itself; the first copy that is loaded is used. What ${foreign ? 'all of them depend on' : core} stores is in no other cache. The time is that of precompiling, not of a session: there it is the reading of ${formatBytes(rowsBytes(profile, rows))} in vain.`,
        code: `# at the end of module ${foreign ? 'TheCommonDependency' : core}\nusing PrecompileTools\n@compile_workload begin\n${calls.map((call) => `    ${call}`).join('\n')}\nend`,
      },
    }
  })
}

function rowsBytes({ imageItems: { lowered, inferred, native, data } }: Profile, rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + (lowered[row] || 0) + (inferred[row] || 0) + (native[row] || 0) + (data[row] || 0), 0)
}

export function buildAdvice(profile: Profile): Advice[] {
  const { builds } = profile
  return rowsByBlock(profile, 'builds').flatMap(({ index, rows }): Advice[] => {
    const total = rows.reduce((sum, row) => sum + (builds.time[row] || 0), 0)
    const [heaviest] = [...rows].sort((a, b) => (builds.time[b] || 0) - (builds.time[a] || 0))
    if (heaviest === undefined || rows.length < 3 || !(total >= LEAST_BUILD) || !((builds.time[heaviest] || 0) >= total / 2)) return []
    const time = builds.time[heaviest] ?? Number.NaN
    const name = textAt(profile, builds.name[heaviest])
    const phases = [['running its files', builds.include], ['compiling', builds.compile], ['loading what it depends on', builds.dependencies], ['writing native code', builds.image]] as const
    const [phase] = phases.map(([what, column]) => [what, column[heaviest] || 0] as const).sort((a, b) => b[1] - a[1])
    return [{
      id: `build ${index}`, kind: 'build-dominated', title: `Look at the workload of ${name}: it is half or more of precompiling`,
      evidence: [{ text: `${name} took ${formatTime(time)} of ${formatTime(total)}, ${shareText(time, total)}${phase && phase[1] > 0 ? `; most of it ${phase[0]} (${formatTime(phase[1])})` : ''}`, part: 'builds', rows: [heaviest] }],
      saving: UNKNOWN_SAVING, sure: 'possible',
      fix: {
        text: `A long chain of packages waits for ${name}. If it is yours, precompile only what users call first. Whoever develops with it can switch the workload off.`,
        code: `using Preferences, UUIDs\nset_preferences!(UUID("uuid of ${name}"), "precompile_workload" => false; force = true)`,
      },
    }]
  })
}

/** Phases of a run that a system image takes away: loading and compiling. */
const TAKEN = ['load', 'validate', 'recompile', 'inference', 'codegen', 'compile'] as const

export function imageAdvice(profile: Profile): Advice[] {
  const { images, timeline } = profile
  const [run, ...more] = rowsByBlock(profile, 'timeline')
  const sysimages = Array.from(images.kind.keys()).filter((row) => images.kind[row] === SYSIMAGE)
  const phaseRows = (phases: readonly string[]): number[] => (run?.rows ?? []).filter((row) => phases.includes(SCHEMA.timeline.phase.oneOf[timeline.phase[row] ?? 0] ?? ''))
  const sum = (rows: readonly number[]): number => rows.reduce((total, row) => total + (timeline.duration[row] || 0), 0)
  const total = { nanoseconds: sum(run?.rows ?? []), text: 'the run' }
  const found: Advice[] = []
  for (const row of sysimages) {
    const [state, name, reason] = [STATE[images.state[row] ?? 0], textAt(profile, images.name[row]), textAt(profile, images.reason[row])]
    if (state === 'stale' || state === 'rejected') {
      found.push({
        id: `image stale ${row}`, kind: 'image-not-worth', title: `Build ${name || 'the system image'} again, or do without it: it is ${state}`,
        evidence: [{ text: reason || `The image is ${state}`, part: 'images', rows: [row] }], saving: UNKNOWN_SAVING, sure: 'certain',
        fix: { text: 'A system image freezes what is in it: packages that were updated or edited since still run in their old version. If packages change often, precompiled packages and a Startup package follow by themselves.' },
      })
      continue
    }
    const compiling = phaseRows(['inference', 'codegen', 'recompile', 'compile'])
    if (more.length > 0 || state !== 'loaded' || !(sum(compiling) > total.nanoseconds / 2)) continue
    found.push({
      id: `image empty ${row}`, kind: 'image-not-worth', title: `Build ${name || 'the system image'} with the calls that you make: ${shareText(sum(compiling), total.nanoseconds)} of the run is still compiling`,
      evidence: [
        { text: `${name || 'The system image'} was loaded`, part: 'images', rows: [row] },
        { text: `${formatTime(sum(compiling))} of compiling, which it does not hold`, part: 'timeline', rows: ascending(compiling) },
      ],
      saving: estimated(sum(compiling), 'that the same calls are made in every session', total), sure: 'likely',
      fix: {
        text: 'Packages in a system image load at once, but code is in it only if something had it compiled: a workload of the packages, or a script that is run while the image is made. Without one, an image gains loading alone.',
        code: 'using PackageCompiler\ncreate_sysimage(["ThePackage"]; sysimage_path = "sys.so", precompile_execution_file = "calls.jl")',
      },
    })
  }
  if (sysimages.length > 0) return found
  const taken = phaseRows(TAKEN)
  const [loading, ...others] = importTotals(profile)
  const wait = run && more.length === 0 ? sum(taken) : (others.length === 0 ? (loading ?? 0) : 0)
  if (wait < SECOND) return found
  const names = ownNames(profile)
  const rows = run ? taken : Array.from(profile.imports.name.keys())
  found.push({
    id: 'image worth', kind: 'image-worth', title: `When the rest is done: put ${names.length > 0 ? listed(names.slice(0, 3)) : 'the packages'} into a system image`,
    evidence: [{ text: `${formatTime(wait)} of ${run ? 'loading and compiling' : 'loading'} before anything runs, in every session`, part: run ? 'timeline' : 'imports', rows: ascending(rows) }],
    saving: estimated(wait, 'that packages in an image load at once, and that their workloads are complete', run ? total : { nanoseconds: wait, text: 'loading' }), sure: 'likely',
    fix: {
      text: 'A system image holds packages with their native code, loaded and checked already. It takes minutes to build, freezes the versions in it, and has to be built again after every update; what no workload compiles is not in it.',
      code: `using PackageCompiler\ncreate_sysimage([${names.slice(0, 6).map((name) => JSON.stringify(name)).join(', ')}]; sysimage_path = "sys.so")\n# then: julia --sysimage sys.so`,
    },
    ...(names.length > 0 && { change: { kind: 'image', packages: names.slice(0, 6) } }),
  })
  return found
}

/** Packages that were asked for: the roots of lists. */
function ownNames(profile: Profile): string[] {
  const { imports } = profile
  const roots = Array.from(imports.name.keys()).filter((row) => imports.kind[row] === 0 && (imports.parent[row] ?? -1) < 0)
  const isTree = imports.parent.some((parent, row) => parent >= 0 && imports.kind[row] === 0)
  return isTree || roots.length <= 3 ? roots.map((row) => textAt(profile, imports.name[row])) : roots.slice(-1).map((row) => textAt(profile, imports.name[row]))
}
