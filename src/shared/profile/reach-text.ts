/**
 * A near-static report as text for a terminal: the verdict, the levels of runtime at which the entry point would run, then each cause with the places
 * that it is to blame for, and the calls that lead there, the innermost first, as `juliac --trim` prints them.
 */
import { counts, LEVELS, missingAt, NEED_TITLES, NEEDS, verdict, type Need, type ReachCause, type ReachFrame, type ReachReport, type ReachSite } from './reach'

export interface ReachTextOptions {
  /** Places of each cause whose calls are shown; the rest is counted. */
  readonly mostSites: number
  readonly needs?: readonly Need[]
}

export function reachText(report: ReachReport, { mostSites, needs = NEEDS }: ReachTextOptions): string {
  const width = Math.max(...LEVELS.map(({ title }) => title.length))
  const levels = LEVELS.map((level) => {
    const lacks = missingAt(report, level)
    return `  ${level.title.padEnd(width)}  ${lacks.length === 0 ? 'yes' : `no, needs ${lacks.map((need) => NEED_TITLES[need].toLowerCase()).join(', ')}`}`
  })
  const returns = report.returns === '' ? '' : `::${report.returns}`
  return [
    `${report.entry}${returns} is ${verdict(report)}`,
    `  ${count(report.instances, 'method instance', 'method instances')}, ${count(report.statements, 'statement', 'statements')}`,
    '', 'Runs', ...levels,
    ...needs.flatMap((need) => needText(need, report.causes.filter((cause) => cause.need === need), mostSites)),
  ].join('\n')
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}

function needText(need: Need, causes: readonly ReachCause[], mostSites: number): string[] {
  if (causes.length === 0) return []
  return ['', `${NEED_TITLES[need]}: ${count(causes.length, 'cause', 'causes')}`, ...causes.flatMap((cause) => causeText(cause, mostSites))]
}

function causeText({ need, reason, advice, file, line, sites }: ReachCause, mostSites: number): string[] {
  const real = sites.filter((site) => counts(need, site))
  const place = file === '' ? '' : ` (${file}${line >= 0 ? `:${line}` : ''})`
  const ofWhich = real.length === sites.length ? '' : real.length === 0 ? ', on the way to an exception only' : `, ${sites.length - real.length} of them on the way to an exception`
  const shown = (real.length > 0 ? real : sites).slice(0, mostSites)
  const hidden = sites.length - shown.length
  return [
    `- ${reason}${place}: ${count(sites.length, 'place', 'places')}${ofWhich}`,
    ...(advice === '' ? [] : [`    ${advice}`]),
    ...shown.flatMap(siteText),
    ...(hidden > 0 && mostSites > 0 ? [`    and ${count(hidden, 'more place', 'more places')}`] : []),
  ]
}

function siteText({ problem, detail, statement, chain }: ReachSite): string[] {
  return [`    ${problem} from statement ${statement}${detail === '' ? '' : ` (${detail})`}`, ...[...chain].reverse().map((frame, at) => `      [${at + 1}] ${frameText(frame)}`)]
}

function frameText({ signature, module, file, line, inlined }: ReachFrame): string {
  return `${signature} @ ${module === '' ? '' : `${module} `}${file}${line >= 0 ? `:${line}` : ''}${inlined ? ' [inlined]' : ''}`
}
