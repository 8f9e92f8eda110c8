/**
 * What an entry point needs of Julia when it is compiled ahead of time: what is reachable from it by calls, grouped by root cause, and at which
 * level of runtime it would run. Analyses of the simulated Julia and what `juliac --trim` prints come in this form and become rows of the
 * table `reach`: an entry, below it the causes, below them the places, below them the frames that lead there.
 */
import type { ProfileBuilder } from './builder'
import type { SCHEMA } from './schema'

/** What a place needs. `foreign` are functions in C that are not Julia's own. */
export const NEEDS = ['dispatch', 'gc', 'exceptions', 'globals', 'types', 'io', 'tasks', 'foreign'] as const
export type Need = (typeof NEEDS)[number]

export const NEED_TITLES: Readonly<Record<Need, string>> = {
  dispatch: 'Runtime dispatch',
  gc: 'Garbage collection',
  exceptions: 'Exceptions',
  globals: 'Global data',
  types: 'Types and methods at run time',
  io: 'Input and output',
  tasks: 'Tasks',
  foreign: 'Functions in C',
}

/** One step of a chain of calls. */
export interface ReachFrame {
  /** `f(::Int64)`; of code that was put into its caller only the function's name is known. */
  readonly signature: string
  readonly module: string
  readonly file: string
  readonly line: number
  readonly inlined: boolean
}

/** One place that needs something. */
export interface ReachSite {
  /** In the words of `--trim`'s verifier where it has some: `unresolved call`. */
  readonly problem: string
  /** More of this place alone: how many methods match; '' if there is nothing to say. */
  readonly detail: string
  /** The statement, with the types of what it works on. */
  readonly statement: string
  /** It always throws: a build goes on. */
  readonly warning: boolean
  /** Every way to it ends in an exception. */
  readonly failing: boolean
  /** From the entry point to the statement, the outermost first. */
  readonly chain: readonly ReachFrame[]
}

/** Why places need something: the same for all of them. */
export interface ReachCause {
  readonly need: Need
  /** A clause: ``global `x` of Main is not constant``. */
  readonly reason: string
  /** What would help; '' if there is nothing to say. */
  readonly advice: string
  readonly file: string
  /** -1 if not known. */
  readonly line: number
  readonly sites: readonly ReachSite[]
}

export interface ReachReport {
  /** `f(::Int64)`. */
  readonly entry: string
  /** What it returns; '' if not known. */
  readonly returns: string
  readonly module: string
  readonly file: string
  readonly line: number
  /** Method instances and statements that were looked at; NaN if not known. */
  readonly instances: number
  readonly statements: number
  /** By need, then those with the most places first. */
  readonly causes: readonly ReachCause[]
}

/** A kind of runtime that code may be compiled for. */
export interface ReachLevel {
  readonly id: 'bare' | 'device' | 'libjulia'
  readonly title: string
  /** Who compiles for it. */
  readonly like: string
  readonly allows: readonly Need[]
  /** Code on the way to an exception is cut off: what it needs does not matter. */
  readonly traps: boolean
}

export const LEVELS: readonly ReachLevel[] = [
  { id: 'bare', title: 'without a runtime', like: 'a C library of its own', allows: ['foreign'], traps: true },
  { id: 'device', title: 'without allocation, exceptions end it', like: 'a GPU kernel, GPUCompiler', allows: ['foreign', 'exceptions'], traps: true },
  { id: 'libjulia', title: 'with Julia’s runtime, without its compiler', like: 'juliac --trim, StaticCompiler', allows: NEEDS.filter((need) => need !== 'dispatch'), traps: false },
]

/**
 * Whether a place counts as needing what its cause says: a call that always throws does not, nor does what is done only on the way to an
 * exception, as exceptions are a need of their own. Runtime dispatch there is one all the same.
 */
export function counts(need: Need, site: Pick<ReachSite, 'warning' | 'failing'>): boolean {
  return need === 'dispatch' ? !site.warning : !site.failing || need === 'exceptions'
}

/**
 * What has to be there for the entry point to run, in the order of `NEEDS`.
 * @param traps exceptions end the program: what is done on the way to one never runs.
 */
export function needsOf({ causes }: Pick<ReachReport, 'causes'>, traps = false): readonly Need[] {
  return NEEDS.filter((need) => causes.some((cause) => cause.need === need && cause.sites.some((site) => counts(need, site) && !(traps && need !== 'exceptions' && site.failing))))
}

/** What is needed at a level and not allowed there: empty if the entry point passes. */
export function missingAt(report: Pick<ReachReport, 'causes'>, { allows, traps }: Pick<ReachLevel, 'allows' | 'traps'>): readonly Need[] {
  return needsOf(report, traps).filter((need) => !allows.includes(need))
}

/** A sentence: `near static without a runtime`, `near static; needs garbage collection and exceptions`, `not near static: 3 unresolved calls`. */
export function verdict(report: Pick<ReachReport, 'causes'>): string {
  const needs = needsOf(report)
  if (needs.includes('dispatch')) {
    const blamed = report.causes.filter((cause) => cause.need === 'dispatch' && cause.sites.some((site) => counts('dispatch', site)))
    const sites = blamed.flatMap((cause) => cause.sites).filter((site) => counts('dispatch', site))
    const reasons = sites.length === 1 ? '' : blamed.length === 1 ? ' for one reason' : ` for ${blamed.length} reasons`
    const where = sites.every(({ failing }) => failing) ? `, ${sites.length === 1 ? '' : 'all '}on the way to an exception` : ''
    return `not near static: ${sites.length} unresolved ${sites.length === 1 ? 'call' : 'calls'}${reasons}${where}`
  }
  const runtime = needs.filter((need) => need !== 'foreign')
  if (runtime.length === 0) return 'near static: runs without Julia’s runtime'
  return `near static: needs ${listed(runtime.map((need) => NEED_WORDS[need]))}`
}

const NEED_WORDS: Readonly<Record<Need, string>> = {
  dispatch: 'runtime dispatch', gc: 'garbage collection', exceptions: 'exceptions', globals: 'global data', types: 'types and methods at run time',
  io: 'input and output', tasks: 'tasks', foreign: 'functions in C',
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}

type Severity = (typeof SCHEMA)['reach']['severity']['oneOf'][number]

/** Adds the rows of a report. */
export function addReach(builder: ProfileBuilder, report: ReachReport, block: number): void {
  const place = ({ signature, module, file, line }: Omit<ReachFrame, 'inlined'>) => builder.frame({ signature, ...(module !== '' && { module }), file, line })
  const entry = builder.add('reach', {
    kind: 'entry', frame: place({ signature: report.entry, module: report.module, file: report.file, line: report.line }),
    reason: verdict(report), statement: report.returns, severity: needsOf(report).includes('dispatch') ? 'error' : 'none',
    sites: report.causes.reduce((sum, { sites }) => sum + sites.length, 0), instances: report.instances, block,
  })
  for (const { need, reason, advice, file, line, sites } of report.causes) {
    const severities = sites.map((site) => severityOf(need, site))
    const [first] = sites
    const cause = builder.add('reach', {
      kind: 'cause', parent: entry, need, reason, advice, sites: sites.length, block,
      severity: severities.find((severity) => severity === 'error') ?? severities.find((severity) => severity === 'need') ?? 'warning',
      ...(file !== '' && { frame: builder.frame({ signature: first?.chain.findLast((frame) => frame.file === file)?.signature ?? file, file, line, kind: 'frame' }) }),
    })
    for (const [at, { problem, detail, statement, failing, chain }] of sites.entries()) {
      const innermost = chain.at(-1)
      const site = builder.add('reach', {
        kind: 'site', parent: cause, need, problem, statement, reason: detail, severity: severities[at] ?? 'need', failing: failing ? 'yes' : 'no', sites: 1, block,
        ...(innermost !== undefined && { frame: place(innermost) }),
      })
      for (const frame of chain) builder.add('reach', { kind: 'frame', parent: site, need, frame: place(frame), inlined: frame.inlined ? 'yes' : 'no', block })
    }
  }
}

function severityOf(need: Need, site: ReachSite): Severity {
  if (!counts(need, site)) return 'warning'
  return need === 'dispatch' ? 'error' : 'need'
}
