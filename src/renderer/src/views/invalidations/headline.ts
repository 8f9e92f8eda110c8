/** The answer of the view in a sentence, for each of its tabs. */
import { causesOf } from '../../../../shared/profile/causes'
import { invalidationLinks } from '../../../../shared/profile/invalidation-links'
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'
import { shortSignature } from '../../../../shared/signature/short'
import { formatCount, formatPercent, formatTime } from '../../../../shared/units'
import { countOf } from '../../components/count-of'
import { byPackageHeadline } from './by-package'
import type { CountsTable } from './counts'
import type { Tab } from './outputs'
import { moduleOf } from './outputs'
import { kindOf, reasonOf, rowText } from './wording'

const LONGEST = 72

/** `convert(::Type{T}, N::Union{…}) in Static`: what did it, short. */
function causeText(profile: Profile, row: number): string {
  const module = moduleOf(profile, row)
  const frame = profile.invalidations.frame[row] ?? -1
  const file = textAt(profile, profile.frames.file[frame]).split(/[/\\]/).at(-1) ?? ''
  const place = module ? `in ${module}` : file ? `at ${file}:${profile.frames.line[frame] ?? -1}` : ''
  return [shortSignature(rowText(profile, row), { maxLength: LONGEST }), place].filter(Boolean).join(' ')
}

interface Worst {
  readonly row: number
  readonly children: number
  /** Of all causes of its output. */
  readonly total: number
  readonly causes: number
}

/** The cause with the most children of all outputs shown. */
function worstOf(profile: Profile, blocks: readonly number[]): Worst | undefined {
  const found = blocks.flatMap((block) => {
    const causes = causesOf(profile, block)
    const last = causes.at(-1)
    return last ? [{ ...last, total: causes.reduce((sum, cause) => sum + cause.children, 0), causes: causes.length }] : []
  })
  const { below } = invalidationLinks(profile)
  return found.sort((a, b) => b.children - a.children || (below[b.row] ?? 0) - (below[a.row] ?? 0))[0]
}

/** Lines are missing from the output, so that its counts are the least that there was. */
function isCut(profile: Profile, row: number): boolean {
  return profile.blocks[profile.invalidations.block[row] ?? -1]?.notes.some((note) => note.startsWith('The list is incomplete')) ?? false
}

function trees(profile: Profile, blocks: readonly number[]): string {
  const worst = worstOf(profile, blocks)
  if (!worst) return blocks.length > 0 ? 'Instances that were invalidated; what invalidated them is not here' : 'Nothing was invalidated'
  const did = reasonOf(profile, worst.row) === 'deleting' ? ', deleted, invalidated' : ' invalidated'
  const cause = causeText(profile, worst.row)
  const least = isCut(profile, worst.row) ? ' at least' : ''
  if (worst.total === 0) {
    const roots = invalidationLinks(profile).below[worst.row] ?? 0
    return `${cause}${did}${least} ${countOf(roots, 'instances')}${roots > 0 ? ', from which nothing else was compiled' : ''}`
  }
  const of = worst.causes > 1 ? ` of ${formatCount(worst.total)}` : ''
  const where = blocks.length > 1 ? `, the most in ${blocks.length} outputs` : ''
  return `${cause}${did}${least} ${formatCount(worst.children)}${of} instances${where}`
}

function blockers(profile: Profile, rows: Int32Array): string {
  const { cost } = invalidationLinks(profile)
  const causes = [...rows].filter((row) => kindOf(profile, row) === 'cause')
  const worst = causes.sort((a, b) => (cost[b] || 0) - (cost[a] || 0))[0]
  if (worst === undefined) return 'No invalidation made inference run again'
  const others = causes.length > 1 ? `, the most of ${countOf(causes.length, 'methods')}` : ''
  return `${causeText(profile, worst)} made ${formatTime(cost[worst] ?? Number.NaN)} of inference run again${others}`
}

function report(profile: Profile, rows: Int32Array): string {
  const { children, share } = profile.invalidations
  const worst = [...rows].sort((a, b) => (children[b] ?? 0) - (children[a] ?? 0))[0]
  if (worst === undefined) return 'A report without its table: how many instances were invalidated stands in the note'
  const part = Number.isNaN(share[worst]) || rows.length === 1 ? '' : `, ${formatPercent(share[worst] ?? Number.NaN)} of what ${countOf(rows.length, 'methods')} did`
  return `${causeText(profile, worst)} invalidated ${formatCount(children[worst] ?? 0)} instances${part}`
}

function list(rows: Int32Array): string {
  return `${countOf(rows.length, 'instances')} ${rows.length === 1 ? 'was' : 'were'} invalidated, each counted once`
}

/** From the first to the last column of a table of counts, over the names that have both. */
function counts(table: CountsTable): string {
  const { names, labels } = table
  const first = 0
  const last = labels.length - 1
  const both = names.map((_, name) => [table.at(name, first), table.at(name, last)] as const).filter(([from, to]) => !Number.isNaN(from) && !Number.isNaN(to))
  const sum = (side: 0 | 1): number => both.reduce((total, pair) => total + pair[side], 0)
  if (labels.length < 2) return `${countOf(names.length, 'packages')} with ${formatCount(sum(0))} invalidations together`
  return `Invalidations of ${countOf(both.length, 'packages')}: ${formatCount(sum(0))} on ${labels[first] ?? ''}, ${formatCount(sum(1))} on ${labels[last] ?? ''}`
}

/** `rows` and `blocks` are what is shown under `tab`. */
export function headlineOf(profile: Profile, tab: Tab, rows: Int32Array, blocks: readonly number[], table: CountsTable): string {
  switch (tab) {
    case 'trees':
      return trees(profile, blocks)
    case 'packages':
      return byPackageHeadline(profile)
    case 'blockers':
      return blockers(profile, rows)
    case 'report':
      return report(profile, rows)
    case 'list':
      return list(rows)
    case 'counts':
      return counts(table)
  }
}
