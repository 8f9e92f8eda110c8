/**
 * Changes that a profile suggests, each with its estimate, the greatest saving first: the heaviest loads, the methods that invalidated most, the sites that
 * led to inference, the calls that were compiled, the functions that were compiled for several functions, an image, a newer Julia, and whatever the
 * advice proposes. Each is estimated by itself: savings of different candidates may be the same seconds.
 */
import { splitSignature } from '../../signature/split'
import type { Change } from '../../what-if'
import { adviceOf } from '../advice/advice'
import { statementOf } from '../advice/precompile-code'
import { compileWork } from '../advice/work'
import { frameOwner } from '../frame-owner'
import { importBlame } from '../import-blame'
import { SCHEMA } from '../schema'
import type { Profile } from '../tables'
import { textAt } from '../tables'
import { estimateChanges, type Estimate } from './estimate'
import { withoutFunctions } from './estimators'
import { makeLedger, packageOfLoad } from './ledger'
import { keeps } from './versions'

export interface Candidate {
  readonly change: Change
  readonly estimate: Estimate
}

const CAUSE = SCHEMA.invalidations.kind.oneOf.indexOf('cause')
const PACKAGE = SCHEMA.imports.kind.oneOf.indexOf('package')
const TOPLEVEL = SCHEMA.triggers.relation.oneOf.indexOf('toplevel')
const METHOD = SCHEMA.frames.kind.oneOf.indexOf('method')
/** Of each kind. */
const MOST = 8
const NEWEST = '1.12'

const known = new WeakMap<Profile, readonly Candidate[]>()

/** Made once for a profile. */
export function candidatesOf(profile: Profile): readonly Candidate[] {
  const before = known.get(profile)
  if (before) return before
  const changes = [...loads(profile), ...methods(profile), ...calls(profile), ...statements(profile), ...wraps(profile), ...images(profile), ...versions(profile), ...adviceOf(profile).flatMap(({ change }) => change ?? [])]
  const different = [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()]
  const found = different.flatMap((change): Candidate[] => {
    const [estimate] = estimateChanges(profile, [change]).estimates
    return estimate === undefined || !(estimate.high > 0) ? [] : [{ change, estimate }]
  }).sort((a, b) => (b.estimate.nanoseconds || 0) - (a.estimate.nanoseconds || 0) || b.estimate.high - a.estimate.high)
  known.set(profile, found)
  return found
}

/** Nobody rewrites Julia's own code. */
function isJulias(profile: Profile, frame: number): boolean {
  const { kind } = frameOwner(profile, frame)
  return kind === 'Base' || kind === 'standard library'
}

/** The names with the greatest sums, the greatest first. */
function heaviest(sums: ReadonlyMap<string, number>): string[] {
  return [...sums].filter(([name, time]) => name !== '' && time > 0).sort((a, b) => b[1] - a[1]).slice(0, MOST).map(([name]) => name)
}

function loads(profile: Profile): Change[] {
  const { imports } = profile
  const sums = new Map<string, number>()
  for (let row = 0; row < imports.length; row++) {
    const name = packageOfLoad(profile, row)
    sums.set(name, (sums.get(name) ?? 0) + (imports.exclusive[row] || 0))
  }
  // What a package alone brings counts as its own.
  for (const one of importBlame(profile).packages) {
    const name = one === undefined ? '' : textAt(profile, profile.packages.name[one.package])
    if (one !== undefined && sums.has(name)) sums.set(name, Math.max(sums.get(name) ?? 0, one.saves || 0))
  }
  // Without what the session is about there would be no session.
  const asked = askedFor(profile)
  if (asked.length === 1) sums.delete(asked[0] ?? '')
  return heaviest(sums).map((name) => ({ kind: 'remove-dependency', package: name }))
}

function methods(profile: Profile): Change[] {
  const { invalidations, frames } = profile
  const rows = [...invalidations.kind.keys()].filter((row) => invalidations.kind[row] === CAUSE)
  const places = new Map<string, Change>()
  for (const row of rows) {
    const frame = invalidations.frame[row] ?? -1
    const [file, line, signature] = [textAt(profile, frames.file[frame]), frames.line[frame] ?? -1, textAt(profile, frames.signature[frame])]
    if (file === '' && signature === '') continue
    places.set(`${file}:${line} ${signature}`, { kind: 'drop-method', method: file !== '' && line > 0 ? { file, line } : { signature } })
  }
  return [...places.values()].slice(0, 10 * MOST)
}

function calls(profile: Profile): Change[] {
  const { triggers, frames } = profile
  const found = new Map<string, Change>()
  for (let row = 0; row < triggers.length && found.size < 10 * MOST; row++) {
    const [file, line] = [textAt(profile, triggers.siteFile[row]), triggers.siteLine[row] ?? -1]
    const callee = splitSignature(textAt(profile, frames.signature[triggers.callee[row] ?? -1])).name
    // A call of a step or a prompt has no place in a package: a statement or a workload is what helps it.
    if (triggers.relation[row] === TOPLEVEL || isJulias(profile, triggers.caller[row] ?? -1) || file === '' || line <= 0 || callee === '' || file.startsWith('REPL[') || file === 'none' || file === './none') continue
    found.set(`${file}:${line} ${callee}`, { kind: 'annotate-call', file, line, callee })
  }
  return [...found.values()]
}

function statements(profile: Profile): Change[] {
  const work = compileWork(profile).filter(({ package: name }) => name !== '')
  const each = work.flatMap((one): Extract<Change, { readonly kind: 'precompile' }>[] => {
    const statement = statementOf(one, textAt(profile, profile.frames.signature[one.frame]))
    return statement === undefined ? [] : [{ kind: 'precompile', package: one.package, statement }]
  }).slice(0, MOST)
  const [first] = each
  const own = each.filter((one) => one.package === first?.package)
  // All of the first package's at once, as a workload would.
  return [...each, ...(first !== undefined && own.length > 1 ? [{ ...first, statement: own.map(({ statement }) => statement).join('\n') }] : [])]
}

function wraps(profile: Profile): Change[] {
  const { frames } = profile
  const groups = new Map<string, Set<number>>()
  for (const { frame, part } of makeLedger(profile).items) {
    if (frame < 0 || part === 'codegen') continue
    const key = withoutFunctions(textAt(profile, frames.signature[frame]))
    const name = textAt(profile, frames.name[frame])
    if (key === undefined || name === '' || name.includes('#') || isJulias(profile, frame)) continue
    const id = `${name} ${key}`
    groups.set(id, (groups.get(id) ?? new Set()).add(frame))
  }
  const named = new Map([...groups.values()].filter((group) => group.size > 1).flatMap((group) => {
    const [frame = -1] = group
    const name = textAt(profile, frames.name[frame])
    return [[name, argumentName(profile, name)] as const]
  }))
  return [...named].slice(0, MOST).map(([name, argument]) => ({ kind: 'wrap', function: name, argument, how: 'nospecialize' }))
}

/** Of the first argument of a method of that name, where one is printed; `f` otherwise. */
function argumentName({ frames, strings }: Profile, name: string): string {
  for (let frame = 0; frame < frames.length; frame++) {
    if (frames.kind[frame] !== METHOD || textAt({ strings }, frames.name[frame]) !== name) continue
    const found = /\(([\p{L}_][\p{L}\p{N}_!]*)[,:)]/u.exec(textAt({ strings }, frames.signature[frame]))?.[1]
    if (found !== undefined) return found
  }
  return 'f'
}

/** Packages that were loaded because somebody asked for them: by the manifest; else the roots of trees, or of lists the last, for which the others were loaded. */
function askedFor(profile: Profile): string[] {
  const { imports, packages } = profile
  const loaded = new Set([...imports.kind.keys()].map((row) => packageOfLoad(profile, row)))
  const asked = importBlame(profile).packages.flatMap((one) => (one?.asked === 'yes' ? [textAt(profile, packages.name[one.package])] : [])).filter((name) => loaded.has(name))
  const tops = [...imports.kind.keys()].filter((row) => (imports.parent[row] ?? -1) < 0)
  const isTree = [...imports.kind.keys()].some((row) => (imports.parent[row] ?? -1) >= 0 && imports.kind[row] === PACKAGE)
  const roots = (isTree ? tops : tops.filter((row) => imports.block[row] !== imports.block[row + 1])).map((row) => packageOfLoad(profile, row))
  return [...new Set(asked.length > 0 ? asked : roots)].filter((name) => name !== '')
}

function images(profile: Profile): Change[] {
  const packages = askedFor(profile)
  return packages.length === 0 ? [] : [{ kind: 'image', packages }]
}

function versions(profile: Profile): Change[] {
  return keeps('nativeCode', makeLedger(profile).julia) === false ? [{ kind: 'julia', version: NEWEST }] : []
}
