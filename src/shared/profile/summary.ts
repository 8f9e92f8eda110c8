/**
 * A profile in numbers: for each part what the tool itself would say, how much time it is, and the heaviest rows. Times
 * that contain one another are never added: where there is no honest total, `seconds` is null and a note says why. The
 * result is plain data, which `summary --json` prints as it is.
 */
import type { BlockRows } from './block-rows'
import { isTimingRoot, rowsByBlock } from './block-rows'
import { IMAGE_SUMMARIZERS } from './image-summary'
import { broughtInBy, importBlame, type PackageBlame } from './import-blame'
import { imageWaste, type ImageWaste } from './image-waste'
import type { Phases } from './phases'
import { computePhaseBars, importTotals, inferenceTotals } from './phases'
import { rejectionGroups } from './rejections'
import type { PartName } from './schema'
import { PARTS, SCHEMA } from './schema'
import type { Profile, Provenance, TimeMeaning } from './tables'
import { textAt } from './tables'
import { formatTime } from '../units'

export interface TopRow {
  /** As printed. */
  readonly name: string
  /** Exclusive where known, else inclusive; null where no time is known. */
  readonly seconds: number | null
  /** What ranks a row that has no time: children of an invalidation, callers of a trigger. */
  readonly count?: number
  /** What ranks rows of images. */
  readonly bytes?: number
  /** Row of the part; the heaviest of several with this name. */
  readonly row: number
}

/** Further counts that a part may have beside its `count`; those that are zero are left out, but for `children`. */
export const FURTHER_COUNTS = [
  'extensions', 'inits', 'trees', 'listed', 'grouped', 'suggestions', 'children', 'unique', 'reported', 'blockers', 'blocking', 'recompiled',
  'modules', 'failed', 'methods', 'loaded', 'merged', 'invalidated', 'rejected', 'fresh', 'stale', 'entryPoints', 'causes', 'places',
] as const

export type PartSummary = PartTotals & { readonly [Count in (typeof FURTHER_COUNTS)[number]]?: number }

interface PartTotals {
  /** What the tool counts: see `summarize`. */
  readonly count: number
  readonly seconds: number | null
  /** Of images and what is in them. */
  readonly bytes?: number
  /** The ten heaviest. */
  readonly top: readonly TopRow[]
  /** Why there is no total, or what `count` leaves out. */
  readonly notes: readonly string[]
}

export interface BlockSummary {
  readonly part: PartName
  readonly title: string
  readonly tool: string
  readonly kind: Provenance['kind']
  /** Versions of Julia that print this; '' if not known. */
  readonly julia: string
  readonly error: string
  readonly times: TimeMeaning
  readonly rows: number
  readonly source: string
  /** First and last line in the source; null where it has no lines. */
  readonly lines: readonly [first: number, last: number] | null
  readonly notes: readonly string[]
}

export interface Summary {
  readonly title: string
  readonly julia: string
  readonly sources: readonly { readonly name: string; readonly format: string; readonly bytes: number }[]
  readonly parts: Readonly<Partial<Record<PartName, PartSummary>>>
  readonly provenance: readonly BlockSummary[]
  /** Lines that no importer could read. */
  readonly unparsed: readonly { readonly source: string; readonly line: number; readonly text: string }[]
  /** All of them, also those that were too many to keep. */
  readonly unparsedCount: number
  readonly messages: readonly { readonly level: string; readonly text: string; readonly where: string; readonly source: string; readonly line: number }[]
  readonly phases: readonly Phases[]
  /** What images carried in vain, as others had brought it before; null where nothing was merged. The heaviest rows of each list. */
  readonly waste: ImageWaste | null
}

const TOP = 10
const SECOND = 1e9

function seconds(nanoseconds: number | undefined): number | null {
  return nanoseconds === undefined || Number.isNaN(nanoseconds) ? null : Number((nanoseconds / SECOND).toPrecision(12))
}

function sum(rows: readonly number[], of: ArrayLike<number>): number {
  return rows.reduce((total, row) => total + (of[row] || 0), 0)
}

function known(rows: readonly number[], of: ArrayLike<number>): boolean {
  return rows.some((row) => !Number.isNaN(of[row] ?? Number.NaN))
}

/**
 * Rows of one block with the same name are one entry: its times are added, which exclusive times allow. Blocks are not:
 * they may be runs of their own, or the same run twice, so the block in which a name is heaviest counts.
 */
function heaviest(rows: readonly number[], block: ArrayLike<number>, name: (row: number) => string, ...times: readonly ArrayLike<number>[]): TopRow[] {
  // Exclusive times are given first; a list that has none is ranked by the next.
  const [usable] = times.filter((of) => known(rows, of))
  if (!usable) return []
  const sums = new Map<string, { name: string; time: number; row: number }>()
  for (const row of rows) {
    const time = usable[row] ?? Number.NaN
    if (Number.isNaN(time)) continue
    const key = `${block[row] ?? -1} ${name(row)}`
    const entry = sums.get(key)
    if (!entry) sums.set(key, { name: name(row), time, row })
    else {
      entry.time += time
      if (time > (usable[entry.row] ?? Number.NaN)) entry.row = row
    }
  }
  const top = new Map<string, TopRow>()
  for (const entry of [...sums.values()].sort((a, b) => b.time - a.time)) {
    if (top.size === TOP) break
    if (!top.has(entry.name)) top.set(entry.name, { name: entry.name, seconds: seconds(entry.time), row: entry.row })
  }
  return [...top.values()]
}

function mostCounted(rows: readonly number[], name: (row: number) => string, counts: ArrayLike<number>, times?: ArrayLike<number>): TopRow[] {
  return [...rows]
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))
    .slice(0, TOP)
    .map((row) => ({ name: name(row), seconds: seconds(times?.[row]), count: Math.max(0, counts[row] ?? 0), row }))
}

function frameName(profile: Profile, frames: ArrayLike<number>): (row: number) => string {
  return (row) => textAt(profile, profile.frames.signature[frames[row] ?? -1])
}

function rowsOf(groups: readonly BlockRows[]): readonly number[] {
  return groups.flatMap(({ rows }) => rows)
}

function ofShape(groups: readonly BlockRows[], ...shapes: readonly string[]): BlockRows[] {
  return groups.filter(({ block }) => shapes.includes(block?.shape ?? 'list'))
}

/** Leaves out what is zero. */
function counted(counts: Further): Further {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}

type Further = Omit<PartSummary, keyof PartTotals>

/** How one part is summed up. */
export type Summarizer = (profile: Profile, groups: readonly BlockRows[]) => Omit<PartSummary, 'notes'> & Partial<PartSummary>

function imports(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const table = profile.imports
  const [, extension, init] = SCHEMA.imports.kind.oneOf.map((_, position) => position)
  const rows = rowsOf(groups)
  const loads = rows.filter((row) => table.kind[row] !== init)
  const totals = importTotals(profile)
  const notes = totals.length > 1 ? ['The same package is loaded in several lists: these are different sessions, which are not added.'] : []
  const further = { extensions: loads.filter((row) => table.kind[row] === extension).length, inits: rows.length - loads.length }
  return {
    count: loads.length,
    seconds: totals.length === 1 ? seconds(totals[0]) : null,
    top: heaviest(loads, table.block, (row) => textAt(profile, table.name[row]), table.exclusive, table.inclusive),
    notes,
    ...counted(further),
  }
}

function inference(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const table = profile.inference
  const trees = ofShape(groups, 'tree')
  const lists = ofShape(groups, 'list')
  const grouped = ofShape(groups, 'grouped')
  const [shown = []] = [trees, lists, grouped].filter((some) => some.length > 0)
  const totals = inferenceTotals(profile)
  const rows = rowsOf(shown)
  const notes: string[] = []
  if (totals.length > 1) notes.push(`${totals.length} runs are here, which are not added.`)
  if (shown !== lists && lists.length > 0) notes.push('Flat lists are not counted: the trees hold the same.')
  const own = rows.filter((row) => !isTimingRoot(profile, row))
  return {
    count: rows.length,
    seconds: totals.length === 1 ? seconds(totals[0]?.inference) : null,
    top: heaviest(own, table.block, frameName(profile, table.frame), table.exclusive, table.inclusive),
    notes,
    ...counted({
      trees: trees.length,
      listed: shown === lists ? 0 : rowsOf(lists).length,
      grouped: shown === grouped ? 0 : rowsOf(grouped).length,
    }),
  }
}

function stacks(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const table = profile.stacks
  const timed = groups.filter(({ block }) => block?.unit === 'nanoseconds')
  const notes: string[] = []
  if (timed.length > 1) notes.push(`${timed.length} profiles are here, which are not added.`)
  if (timed.length < groups.length) notes.push('Some stacks count samples or bytes, not time.')
  const [only] = timed
  const total = timed.length === 1 && only ? sum(only.rows, table.exclusive) : Number.NaN
  return {
    count: rowsOf(groups).length,
    seconds: seconds(total),
    top: heaviest(rowsOf(timed), table.block, frameName(profile, table.frame), table.exclusive, table.inclusive),
    notes,
  }
}

function codegen(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const { frame, time } = profile.codegen
  const rows = rowsOf(groups)
  const notes = groups.length > 1 ? [`${groups.length} lists are here, which are not added.`] : []
  return {
    count: rows.length,
    seconds: groups.length === 1 && known(rows, time) ? seconds(sum(rows, time)) : null,
    top: heaviest(rows, profile.codegen.block, frameName(profile, frame), time),
    notes,
  }
}

function triggers(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const table = profile.triggers
  const suggestions = groups.filter(({ block }) => block?.format === 'trigger-suggestions')
  const others = groups.filter((group) => !suggestions.includes(group))
  const grouped = ofShape(others, 'grouped')
  const [shown = []] = [ofShape(others, 'list'), ofShape(others, 'tree'), suggestions, grouped].filter((some) => some.length > 0)
  const rows = rowsOf(shown)
  const name = frameName(profile, table.callee)
  const callees = new Map<string, { count: number; row: number }>()
  for (const row of rows) {
    const known = callees.get(name(row))
    callees.set(name(row), { count: (known?.count ?? 0) + Math.max(1, table.callees[row] ?? 1), row: known?.row ?? row })
  }
  const top = [...callees].filter(([callee]) => callee !== '').sort(([, a], [, b]) => b.count - a.count).slice(0, TOP)
  return {
    count: rows.length,
    seconds: null,
    top: top.map(([callee, { count, row }]) => ({ name: callee, seconds: null, count, row })),
    ...counted({
      suggestions: shown === suggestions ? 0 : rowsOf(suggestions).length,
      grouped: shown === grouped ? 0 : rowsOf(grouped).length,
    }),
  }
}

function invalidations(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const table = profile.invalidations
  const kinds = SCHEMA.invalidations.kind.oneOf
  const ofKind = (some: readonly BlockRows[], kind: (typeof kinds)[number]): number[] =>
    rowsOf(some).filter((row) => table.kind[row] === kinds.indexOf(kind))
  const blockers = groups.filter(({ block }) => block?.format === 'precompile-blockers')
  const trees = ofShape(groups, 'tree').filter((group) => !blockers.includes(group))
  const reports = ofShape(groups, 'grouped')
  // A report, or the blockers alone, stand in for the trees.
  const [shown = []] = [trees, reports, blockers].filter((some) => ofKind(some, 'cause').length > 0)
  const causes = ofKind(shown, 'cause')
  const notes = ['Children count the instances below each tree; an instance that several methods invalidate counts in each.']
  const cost = [...causes, ...ofKind(blockers, 'cause')]
  return {
    count: causes.length,
    seconds: null,
    top: mostCounted(causes, frameName(profile, table.frame), table.children, table.seconds),
    notes: known(cost, table.seconds) ? [...notes, 'The cost of causes is not added: the same instance may be below several.'] : notes,
    children: sum(causes, Float64Array.from(table.children, (count) => Math.max(0, count))),
    ...counted({
      unique: ofKind(groups, 'unique').length,
      reported: shown === reports ? 0 : ofKind(reports, 'cause').length,
      blockers: ofKind(blockers, 'cause').length,
    }),
  }
}

function counts(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const table = profile.counts
  const rows = rowsOf(groups)
  const name = (row: number): string => [table.name, table.version, table.label].map((column) => textAt(profile, column[row])).filter(Boolean).join(', ')
  return { count: rows.length, seconds: null, top: mostCounted(rows, name, table.count) }
}

function stale(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const table = profile.stale
  const blockers = groups.filter(({ block }) => block?.format === 'precompile-blockers')
  const lists = groups.filter((group) => !blockers.includes(group))
  const shown = lists.length > 0 ? lists : blockers
  const rows = rowsOf(shown)
  const notes = ['Exclusive times are added; inclusive ones contain one another.']
  if (shown.length > 1) notes.push(`${shown.length} lists are here, which are not added.`)
  return {
    count: rows.length,
    seconds: shown.length === 1 && known(rows, table.exclusive) ? seconds(sum(rows, table.exclusive)) : null,
    top: heaviest(rows, table.block, frameName(profile, table.frame), table.exclusive, table.inclusive),
    notes,
    ...counted({ blocking: shown === blockers ? 0 : rowsOf(blockers).length }),
  }
}

function precompile(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const table = profile.precompile
  const all = rowsOf(groups)
  // The report of SnoopCompile.write has rows that stand for whole modules: neither a statement nor an instance.
  const rows = all.filter((row) => (table.statement[row] ?? -1) >= 0 || (table.frame[row] ?? -1) >= 0)
  const again = rows.filter((row) => table.recompile[row] === SCHEMA.precompile.recompile.oneOf.indexOf('yes'))
  const signature = frameName(profile, table.frame)
  // What parcel lists are roots of inference, which do not overlap.
  const parcels = groups.every(({ block }) => block?.format === 'snoopcompile-parcel')
  return {
    count: rows.length,
    seconds: parcels ? seconds(sum(rows, table.time)) : null,
    top: heaviest(rows, table.block, (row) => textAt(profile, table.statement[row]) || signature(row), table.time),
    notes: known(rows, table.time) && !parcels ? ['Times are not added: the time of a statement may contain that of others.'] : [],
    ...counted({ recompiled: again.length, modules: all.length - rows.length }),
  }
}

function builds(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const table = profile.builds
  const rows = rowsOf(groups)
  const failed = rows.filter((row) => table.status[row] === SCHEMA.builds.status.oneOf.indexOf('failed'))
  const name = (row: number): string => {
    const owner = textAt(profile, table.owner[row])
    return `${owner ? `${owner} → ` : ''}${textAt(profile, table.name[row])}`
  }
  return {
    count: rows.length,
    seconds: null,
    top: heaviest(rows, table.block, name, table.time),
    notes: known(rows, table.time) ? ['Times are not added: packages are built side by side, and the sum is work, not waiting.'] : [],
    ...counted({ failed: failed.length }),
  }
}

/** By reason, the most frequent first. */
function unsaved(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const table = profile.unsaved
  const rows = rowsOf(groups)
  const reasons = new Map<string, { count: number, readonly row: number }>()
  for (const row of rows) {
    const reason = textAt(profile, table.reason[row])
    const known = reasons.get(reason)
    if (known === undefined) reasons.set(reason, { count: 1, row })
    else known.count++
  }
  return {
    count: rows.length,
    seconds: null,
    top: [...reasons].sort(([, a], [, b]) => b.count - a.count).slice(0, TOP).map(([reason, { count, row }]) => ({ name: reason, seconds: null, count, row })),
    notes: [],
  }
}

/** Entry points; causes with the most places first. */
function reach(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const { kind, reason, sites } = profile.reach
  const rows = rowsOf(groups)
  const of = (name: (typeof SCHEMA.reach.kind.oneOf)[number]) => rows.filter((row) => kind[row] === SCHEMA.reach.kind.oneOf.indexOf(name))
  const causes = of('cause')
  return {
    count: of('entry').length,
    seconds: null,
    causes: causes.length,
    places: of('site').length,
    top: [...causes].sort((a, b) => (sites[b] ?? 0) - (sites[a] ?? 0)).slice(0, TOP).map((row) => ({ name: textAt(profile, reason[row]), seconds: null, count: sites[row] ?? 0, row })),
    notes: of('entry').map((row) => `${textAt(profile, profile.frames.signature[profile.reach.frame[row] ?? -1])}: ${textAt(profile, reason[row])}`),
  }
}

/** By reason, those of most packages first. */
function rejections(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const rows = rowsOf(groups)
  const found = rejectionGroups(profile, rows)
  return {
    count: rows.length,
    seconds: null,
    top: found.slice(0, TOP).map(({ title, about, rows: [row = -1, ...more] }) => ({
      name: `${title}${about.length > 0 ? `: ${about.slice(0, 3).join(', ')}${about.length > 3 ? ', …' : ''}` : ''}`, seconds: null, count: 1 + more.length, row,
    })),
    notes: found.slice(0, TOP).map(({ title, fix }) => `${title}: ${fix}`),
  }
}

/** What leaving a package out would save; where no load was timed, packages by how many they bring in. */
function packages(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const rows = rowsOf(groups)
  const { packages: blamed, explained, unexplained } = importBlame(profile)
  const found = rows.flatMap((row) => blamed[row] ?? [])
  const timed = found.filter(({ saves }) => saves > 0).sort((a, b) => b.saves - a.saves)
  const name = (one: PackageBlame): string => `${textAt(profile, profile.packages.name[one.package])}, ${one.asked === 'yes' ? 'asked for' : `brought in by ${broughtInBy(profile, one)}`}`
  return {
    // A project and its manifest name the same packages.
    count: new Set(rows.map((row) => profile.packages.name[row])).size,
    seconds: null,
    top: timed.slice(0, TOP).map((one) => ({ name: name(one), seconds: seconds(one.saves), row: one.package })),
    notes: timed.length === 0 ? [] : [
      `Times are what loading would save without the package: its own and that of all that only it brings in. They contain one another.`,
      ...(unexplained > 0 ? [`${formatTime(unexplained)} of ${formatTime(explained + unexplained)} was spent on packages that are not in the manifest.`] : []),
    ],
  }
}

function timings(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const table = profile.timings
  const rows = rowsOf(groups)
  const name = (row: number): string => textAt(profile, table.label[row]) || textAt(profile, table.expression[row]) || `line ${table.line[row] ?? -1}`
  return {
    count: rows.length,
    seconds: rows.length === 1 ? seconds(table.elapsed[rows[0] ?? -1]) : null,
    top: [...rows]
      .sort((a, b) => (table.elapsed[b] || 0) - (table.elapsed[a] || 0))
      .slice(0, TOP)
      .map((row) => ({ name: name(row), seconds: seconds(table.elapsed[row]), row })),
    notes: rows.length > 1 ? ['Times are not added: one may contain another.'] : [],
  }
}

function timeline(profile: Profile, groups: readonly BlockRows[]): ReturnType<Summarizer> {
  const { phase, duration } = profile.timeline
  const rows = rowsOf(groups)
  return {
    count: rows.length,
    seconds: groups.length === 1 ? seconds(sum(rows, duration)) : null,
    top: heaviest(rows, profile.timeline.block, (row) => SCHEMA.timeline.phase.oneOf[phase[row] ?? 0] ?? '', duration),
    notes: groups.length > 1 ? [`${groups.length} runs are here, which are not added.`] : [],
  }
}

const SUMMARIZERS: Readonly<Record<PartName, Summarizer>> = {
  imports, inference, stacks, codegen, triggers, invalidations, counts, stale, precompile, builds, unsaved, rejections, ...IMAGE_SUMMARIZERS, reach, packages, timings, timeline,
}

function sourceName(profile: Profile, source: number | undefined): string {
  return profile.sources[source ?? -1]?.name ?? ''
}

/**
 * Sums up a profile. `count` is: packages and extensions (`__init__` rows apart, as `inits`); nodes of inference trees,
 * or rows of flat lists where there is no tree; triggers; stale instances; methods that invalidated (with `children`,
 * and `unique` where the list is there); precompile statements (`recompiled` apart); instances and functions in images
 * (`methods` apart); entry points of near-static reports (`causes`, `places` apart); rows of everything else. Parts of
 * which nothing was read are left out.
 */
export function summarize(profile: Profile): Summary {
  const parts: Partial<Record<PartName, PartSummary>> = {}
  for (const part of PARTS) {
    const groups = rowsByBlock(profile, part)
    // An empty list is an answer, too: no instance was stale.
    const empty = profile.blocks.find((block) => block.part === part)
    if (groups.length > 0) parts[part] = { notes: [], ...SUMMARIZERS[part](profile, groups) }
    else if (empty) parts[part] = { count: 0, seconds: empty.times === 'none' ? null : 0, top: [], notes: [] }
  }
  const rowsOfBlock = new Map(PARTS.flatMap((part) => rowsByBlock(profile, part).map(({ index, rows }) => [index, rows.length] as const)))
  const { unparsed, messages } = profile
  const waste = imageWaste(profile)
  return {
    title: profile.meta.title,
    julia: profile.meta.julia,
    sources: profile.sources,
    parts,
    provenance: profile.blocks.map((block, index) => ({
      part: block.part,
      title: block.title,
      tool: block.provenance.tool,
      kind: block.provenance.kind,
      julia: block.provenance.julia,
      error: block.provenance.error,
      times: block.times,
      rows: rowsOfBlock.get(index) ?? 0,
      source: sourceName(profile, block.source),
      lines: block.firstLine < 0 ? null : [block.firstLine, block.lastLine],
      notes: block.notes,
    })),
    unparsed: Array.from({ length: unparsed.length }, (_, row) => ({
      source: sourceName(profile, unparsed.source[row]),
      line: unparsed.line[row] ?? -1,
      text: textAt(profile, unparsed.text[row]),
    })),
    unparsedCount: unparsed.length + profile.meta.unparsedDropped,
    messages: Array.from({ length: messages.length }, (_, row) => ({
      level: SCHEMA.messages.level.oneOf[messages.level[row] ?? 0] ?? '',
      text: textAt(profile, messages.text[row]),
      where: textAt(profile, messages.where[row]),
      source: sourceName(profile, messages.source[row]),
      line: messages.line[row] ?? -1,
    })),
    phases: computePhaseBars(profile),
    waste: waste ? { total: waste.total, pairs: waste.pairs.slice(0, TOP), instances: waste.instances.slice(0, TOP), methods: waste.methods.slice(0, TOP) } : null,
  }
}
