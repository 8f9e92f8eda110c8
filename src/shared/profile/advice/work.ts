/**
 * The compiling that a run did, call by call: each instance that inference was entered for, or that native code was made for, with the package whose
 * cache could have held it. Of inference trees the roots count (what they contain was inferred with them), of flat lists each instance by its
 * own time; native code is of the instance that it was made for. Where only `--trace-compile` was run, its statements stand in. A time that
 * is not known is NaN.
 */
import { isTimingRoot, rowsByBlock } from '../block-rows'
import { frameOwner, isPackage, moduleKind, signatureTypes, type FrameOwner, type SignatureTypes } from '../frame-owner'
import { findFrame } from '../links'
import { inferenceTotals } from '../phases'
import { SCHEMA } from '../schema'
import type { Profile } from '../tables'
import { textAt } from '../tables'
import { formatTime } from '../../units'
import type { Evidence } from './rule'
import { ascending, counted, shortFrame } from './words'

const TRACE = SCHEMA.precompile.kind.oneOf.indexOf('trace')
const AGAIN = SCHEMA.precompile.recompile.oneOf.indexOf('yes')

export interface Work {
  readonly frame: number
  /** NaN if it is not known. */
  readonly inference: number
  readonly codegen: number
  /** Together, of what is known; NaN if nothing is. */
  readonly nanoseconds: number
  /** Virtual or measured start; NaN if it is not known. */
  readonly start: number
  readonly part: Evidence['part']
  readonly row: number
  /** The statement as it can be written into a file; '' if none is printed. */
  readonly statement: string
  /** Compiled before, and thrown away. */
  readonly again: boolean
  readonly owner: FrameOwner
  readonly types: SignatureTypes
  /** The package whose cache could hold it: it owns the method, or a type of the signature; '' if there is none. */
  readonly package: string
  /** Row of `triggers`, -1 if none is known. */
  readonly trigger: number
}

/** Packages that look at sessions: nobody waits for them but who measures. */
export const TOOLS = new Set(['MethodAnalysis', 'SnoopCompile', 'SnoopCompileCore', 'Test', 'InteractiveUtils', 'Cthulhu', 'JET', 'BenchmarkTools', 'ProfileView', 'AbstractTrees', 'FlameGraphs'])

const known = new WeakMap<Profile, readonly Work[]>()

/** Made once for a profile; the most expensive first. What tools that look at sessions do is left out. */
export function compileWork(profile: Profile): readonly Work[] {
  let work = known.get(profile)
  if (!work) known.set(profile, (work = makeWork(profile)))
  return work
}

/** Sum of what is known; NaN if nothing is. */
export function totalWork(work: readonly Work[]): number {
  const timed = work.filter(({ nanoseconds }) => !Number.isNaN(nanoseconds))
  return timed.length === 0 ? Number.NaN : timed.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0)
}

interface Found {
  readonly frame: number
  readonly inference: number
  readonly start: number
  readonly part: Evidence['part']
  readonly row: number
}

/** What inference was entered for, of the run with the most of it. */
function inferred(profile: Profile): Found[] {
  const { inference } = profile
  const [longest] = [...inferenceTotals(profile)].sort((a, b) => b.inference - a.inference)
  if (!longest || longest.group.block?.shape === 'grouped') return []
  const flat = longest.group.block?.shape === 'list'
  return longest.group.rows.flatMap((row): Found[] => {
    const parent = inference.parent[row] ?? -1
    if (isTimingRoot(profile, row) || (parent >= 0 && !isTimingRoot(profile, parent))) return []
    const time = (flat ? inference.exclusive[row] : inference.inclusive[row]) ?? Number.NaN
    return [{ frame: inference.frame[row] ?? -1, inference: time, start: inference.start[row] ?? Number.NaN, part: 'inference', row }]
  })
}

function makeWork(profile: Profile): Work[] {
  const { codegen, precompile, triggers } = profile
  const byFrame = new Map<number, Found & { readonly codegen: number, readonly whole: number }>()
  for (const found of inferred(profile)) if (!byFrame.has(found.frame)) byFrame.set(found.frame, { ...found, codegen: Number.NaN, whole: Number.NaN })
  const [generated] = rowsByBlock(profile, 'codegen')
  for (const row of generated?.rows ?? []) {
    const frame = codegen.frame[row] ?? -1
    const time = codegen.time[row] ?? Number.NaN
    const before = byFrame.get(frame)
    byFrame.set(frame, before ? { ...before, codegen: time } : { frame, inference: Number.NaN, start: Number.NaN, part: 'codegen', row, codegen: time, whole: Number.NaN })
  }
  const statements = new Map<number, number>()
  for (let row = 0; row < precompile.length; row++) if (precompile.kind[row] === TRACE && (precompile.frame[row] ?? -1) >= 0) statements.set(precompile.frame[row] ?? -1, row)
  if (byFrame.size === 0) {
    for (const [frame, row] of statements) byFrame.set(frame, { frame, inference: Number.NaN, codegen: Number.NaN, whole: precompile.time[row] ?? Number.NaN, start: Number.NaN, part: 'precompile', row })
  }
  const stale = new Set(profile.stale.frame)
  const triggerOf = triggersByFrame(profile)
  return [...byFrame.values()].flatMap((found): Work[] => {
    const { frame, inference, codegen: native, whole } = found
    const owner = frameOwner(profile, frame)
    if (frame < 0 || TOOLS.has(owner.name)) return []
    const statement = statements.get(frame) ?? -1
    const types = signatureTypes(textAt(profile, profile.frames.signature[frame]))
    const parts = [inference, native, whole].filter((time) => !Number.isNaN(time))
    return [{
      frame, inference, codegen: native, nanoseconds: parts.length === 0 ? Number.NaN : parts.reduce((sum, time) => sum + time, 0), start: found.start, part: found.part, row: found.row,
      statement: textAt(profile, precompile.statement[statement]), again: stale.has(frame) || precompile.recompile[statement] === AGAIN, owner, types,
      package: packageFor(owner, types), trigger: triggerOf.get(frame) ?? triggerFor(profile, triggers.length, frame),
    }]
  }).sort((a, b) => (b.nanoseconds || 0) - (a.nanoseconds || 0) || a.row - b.row)
}

function triggersByFrame({ triggers }: Profile): Map<number, number> {
  const rows = new Map<number, number>()
  for (let row = 0; row < triggers.length; row++) if (!rows.has(triggers.callee[row] ?? -1)) rows.set(triggers.callee[row] ?? -1, row)
  rows.delete(-1)
  return rows
}

/** The same instance, printed in other words. */
function triggerFor(profile: Profile, count: number, frame: number): number {
  if (count === 0) return -1
  const rows = findFrame(profile, frame).find(({ part, by }) => part === 'triggers' && by === 'instance')?.rows ?? []
  const { callee } = profile.triggers
  const isSame = (row: number): boolean => textAt(profile, profile.frames.name[callee[row] ?? -1]) === textAt(profile, profile.frames.name[frame])
  return [...rows].find(isSame) ?? -1
}

/** e.4: from 1.9 on a package owns what has one of its types; the method's own package always may keep it. */
function packageFor(owner: FrameOwner, { modules }: SignatureTypes): string {
  if (isPackage(owner)) return owner.name
  if (owner.kind === 'session') return ''
  return [...modules].find((name) => moduleKind(name) === 'package') ?? ''
}

const MOST_EVIDENCE = 4

/** The most expensive by name, the others together. */
export function workEvidence(profile: Profile, work: readonly Work[]): Evidence[] {
  const first = work.slice(0, MOST_EVIDENCE).map((one): Evidence => ({
    text: `${shortFrame(profile, one.frame)}${Number.isNaN(one.nanoseconds) ? ' was compiled when it was called' : `: ${formatTime(one.nanoseconds)}`}`, part: one.part, rows: [one.row],
  }))
  const parts = [...new Set(work.slice(MOST_EVIDENCE).map(({ part }) => part))]
  return [...first, ...parts.map((part): Evidence => {
    const rest = work.slice(MOST_EVIDENCE).filter((one) => one.part === part)
    return { text: `${counted(rest.length, 'other instance')}: ${formatTime(totalWork(rest))}`, part, rows: ascending(rest.map(({ row }) => row)) }
  })]
}
