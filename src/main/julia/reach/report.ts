/**
 * The near-static report of an entry point: what it needs of Julia when it is compiled ahead of time, each place with the chain of calls that leads
 * there, places of the same cause together. A pure function of a session: it changes nothing but that it infers what has no code yet.
 */
import { NEEDS, type ReachCause, type ReachFrame, type ReachReport, type ReachSite } from '../../../shared/profile/reach'
import type { InferenceContext } from '../infer/context'
import { typeIntersect } from '../types/intersect'
import { printType } from '../types/print'
import { isSubtype } from '../types/subtype'
import type { Parameter } from '../types/type'
import { instanceText, type Naming } from '../worlds/instance-text'
import type { Operand } from '../ir/statement'
import type { MethodInstance } from '../worlds/method'
import { allocations } from './allocation'
import { CauseFinder } from './causes'
import { valueOfStatement, type CodeView } from './code-view'
import { globalData } from './data'
import { unresolved } from './dispatch'
import { exceptions } from './exceptions'
import type { Finding } from './findings'
import { typeWork } from './runtime-types'
import { serviceOf } from './services'
import { leadsToError, Walk, type Reached } from './walk'

export interface ReachQuestion {
  readonly context: InferenceContext
  readonly naming: Naming
  /** The world in which it is asked. */
  readonly age: number
  /** What `@ccallable` says that it returns. */
  readonly declared?: Parameter
}

export function reachReport(entry: MethodInstance, { context, naming, age, declared }: ReachQuestion): ReachReport {
  const walk = new Walk(context, age, naming)
  const reached = walk.run(entry)
  const causes = new CauseFinder({
    viewOf: (instance) => walk.viewOf(instance),
    callerOf: (instance) => {
      const from = walk.reached.get(instance)?.from
      return from?.reached.view === undefined ? undefined : { view: from.reached.view, at: from.at }
    },
  })
  const dispatch = { world: context.world, age, causes, hasCode: (instance: MethodInstance) => walk.codeOf(instance) !== 'none' }
  const groups = new Grouping()
  for (const one of reached) {
    const { view } = one
    if (view === undefined) continue
    for (let at = 0; at < view.code.code.length; at++) {
      const call = unresolved(dispatch, view, at)
      const found = [...(call === undefined ? [] : [call]), ...services(view, at), ...allocations(view, at), ...exceptions(view, at), ...globalData(view, at), ...typeWork(view, at)]
      for (const finding of found) groups.add(finding, one, view, at, naming)
    }
  }
  for (const { reached: one, at, args } of walk.unknownFinalizers) {
    if (one.view !== undefined) groups.add(unknownFinalizer(causes, one.view, args, at), one, one.view, at, naming)
  }
  if (walk.codeOf(entry) === 'none') groups.addEntry(entry, naming)
  const { method } = entry
  const view = walk.viewOf(entry)
  const returnType = view?.returnType ?? entry.codeIn(age)?.returnType
  if (declared !== undefined && returnType !== undefined && !isSubtype(naming.universe, returnType, declared)) groups.addMismatch(entry, naming, returnType, declared)
  return {
    entry: instanceText(naming, entry),
    returns: returnType === undefined ? '' : printed(walk, entry, returnType, naming),
    module: method?.source.module.path ?? '', file: method?.source.file ?? '', line: method?.source.line ?? -1,
    instances: reached.length,
    statements: reached.reduce((sum, { view: one }) => sum + (one?.code.code.length ?? 0), 0),
    causes: groups.causes(),
  }
}

function printed(walk: Walk, entry: MethodInstance, type: CodeView['returnType'], naming: Naming): string {
  return walk.viewOf(entry)?.print(type) ?? printType(naming.universe, type, 'alias')
}

function unknownFinalizer(causes: CauseFinder, view: CodeView, args: readonly Operand[], at: number): Finding {
  return {
    need: 'dispatch', problem: 'unresolved finalizer registered',
    cause: causes.ofCall(view, args, at) ?? { reason: `no method of the finalizer takes the object: ${view.statementText(at)}`, advice: '' },
  }
}

/** What a call of C needs. */
function services(view: CodeView, at: number): readonly Finding[] {
  const statement = view.code.code[at]
  const value = statement && valueOfStatement(statement)
  if (value?.kind !== 'foreigncall') return []
  const { needs, does } = serviceOf(value.name)
  return needs.map((need) => ({ need, problem: 'ccall', cause: { reason: `\`${value.name}\` ${does}`, advice: '', place: { file: '', line: -1 } } }))
}

interface Group {
  readonly finding: Finding
  readonly place: { readonly file: string, readonly line: number }
  readonly sites: ReachSite[]
}

/** Places by their cause. */
class Grouping {
  private readonly groups = new Map<string, Group>()

  add(finding: Finding, reached: Reached, view: CodeView, at: number, naming: Naming): void {
    const chain = chainTo(reached, at, naming)
    const own = chain.at(-1)
    const place = finding.cause.place ?? { file: own?.file ?? '', line: own?.line ?? -1 }
    const key = `${finding.need}\u0000${finding.cause.reason}\u0000${place.file}\u0000${place.line}`
    let group = this.groups.get(key)
    if (group === undefined) this.groups.set(key, group = { finding, place, sites: [] })
    const site: ReachSite = {
      problem: finding.problem, detail: finding.detail ?? '', statement: view.statementText(at), warning: finding.warning ?? false,
      failing: reached.failing || leadsToError(view.code, at), chain,
    }
    // One statement may have two operands of the same cause.
    const last = group.sites.at(-1)
    if (last === undefined || last.statement !== site.statement || last.problem !== site.problem || !isSameChain(last.chain, chain)) group.sites.push(site)
  }

  addEntry(entry: MethodInstance, naming: Naming): void {
    const frame = frameOf(entry, naming)
    this.groups.set('entry', {
      finding: { need: 'dispatch', problem: 'unresolved entry point', cause: { reason: `${frame.signature} has no code that could be compiled`, advice: '' } },
      place: frame,
      sites: [{ problem: 'unresolved entry point', detail: '', statement: frame.signature, warning: false, failing: false, chain: [frame] }],
    })
  }

  /** In the words of `--trim`, which goes on if some calls may return what was declared. */
  addMismatch(entry: MethodInstance, naming: Naming, returned: Parameter, declared: Parameter): void {
    const frame = frameOf(entry, naming)
    const text = (type: Parameter) => printType(naming.universe, type, 'alias')
    const problem = 'ccallable declared return type does not match inference'
    this.groups.set('declared', {
      finding: { need: 'dispatch', problem, cause: { reason: `${frame.signature} is declared to return ${text(declared)} and returns ${text(returned)}`, advice: 'Convert what it returns to the declared type.' } },
      place: frame,
      sites: [{ problem, detail: '', statement: `${frame.signature} => ${text(returned)}`, warning: typeIntersect(naming.universe, returned, declared).kind !== 'bottom', failing: false, chain: [frame] }],
    })
  }

  /** By need, those with the most places first, places that do not fail before those that do. */
  causes(): ReachCause[] {
    const made = [...this.groups.values()].map(({ finding: { need, cause: { reason, advice } }, place: { file, line }, sites }): ReachCause => ({ need, reason, advice, file, line, sites }))
    const rank = ({ need, sites }: ReachCause) => [NEEDS.indexOf(need), sites.every(({ failing, warning }) => failing || warning) ? 1 : 0, -sites.length]
    return made.sort((a, b) => {
      const [left, right] = [rank(a), rank(b)]
      const at = left.findIndex((one, index) => one !== right[index])
      return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0)
    })
  }
}

function isSameChain(a: readonly ReachFrame[], b: readonly ReachFrame[]): boolean {
  return a.length === b.length && a.every((frame, at) => frame.signature === b[at]?.signature && frame.line === b[at].line && frame.file === b[at].file)
}

function frameOf(instance: MethodInstance, naming: Naming): ReachFrame {
  const { method } = instance
  return { signature: instanceText(naming, instance), module: method?.source.module.path ?? '', file: method?.source.file ?? '', line: method?.source.line ?? -1, inlined: false }
}

/** From the entry point to a statement, the outermost frame first. */
function chainTo(reached: Reached, at: number, naming: Naming): ReachFrame[] {
  const chain: ReachFrame[] = []
  for (let step: Reached['from'] = { reached, at }; step !== undefined; step = step.reached.from) {
    const { instance, view } = step.reached
    const own = frameOf(instance, naming)
    const places = view?.places(step.at) ?? []
    // The innermost first, as the chain is turned at the end.
    for (const [index, { name, file, line }] of places.entries()) {
      chain.push(index === places.length - 1 ? { ...own, file, line } : { signature: name, module: '', file, line, inlined: true })
    }
    if (places.length === 0) chain.push(own)
  }
  return chain.reverse()
}
