/**
 * What goes into a package's cache when its source has been run: all of its own methods with their instances, what it keeps of the code of
 * others (foreign-code.ts), stubs of the instances that saved code names, and the edges on which all of it relies. Everything
 * else that was compiled is listed with the reason why it is lost. The rules are those of a version (e.4). It changes nothing.
 */
import { FOREVER } from '../../julia/dispatch/method'
import type { VersionRules } from '../../julia/versions'
import { CodeInstance, type MethodInstance } from '../../julia/worlds/method'
import type { ImageContents, SavedCode, SavedInstance } from '../../image/contents'
import { chooseForeignCode, type ForeignCode, type SavingMode } from './foreign-code'
import { ForwardEdges } from './forward-edges'
import { invokedByNative, nativeLoss } from './native-code'
import { invokedInstances, runCode } from './run-code'
import { EdgeCollector } from './saved-edges'
import { Ownership, type PrecompileSession } from './session'
import type { Unsaved } from './unsaved'

export interface ImagePlan {
  readonly contents: ImageContents
  /** In the order in which the code was made; an instance may be there for its native code alone. */
  readonly unsaved: readonly Unsaved[]
  /** Code that is saved with native code, but has none yet: it has to be generated before it is written. */
  readonly toGenerate: readonly CodeInstance[]
}

export function planImage(session: PrecompileSession, rules: VersionRules, mode: SavingMode = 'version'): ImagePlan {
  return new Planner(session, rules, mode).plan()
}

class Planner {
  private readonly owned: Ownership
  private readonly edges: ForwardEdges
  private readonly foreign: ForeignCode
  private readonly collector: EdgeCollector
  private readonly requested: ReadonlySet<MethodInstance>
  private readonly run: ReadonlySet<CodeInstance>
  private readonly invoked: ReadonlySet<CodeInstance>
  private readonly unsaved: Unsaved[] = []
  private readonly toGenerate: CodeInstance[] = []

  constructor(
    private readonly session: PrecompileSession,
    private readonly rules: VersionRules,
    mode: SavingMode,
  ) {
    this.owned = new Ownership(session)
    this.edges = new ForwardEdges(session.world)
    this.foreign = chooseForeignCode(session, rules.caching, mode, this.owned, this.edges)
    this.requested = new Set(session.requested)
    const own = session.methods.flatMap(({ specializations }) => specializations.flatMap(({ codeInstances }) => codeInstances))
    this.invoked = rules.caching.native ? invokedByNative([...own, ...this.foreign.kept], this.requested) : new Set()
    this.run = runCode(session.compiled.map(({ code }) => code))
    const kept = new Set([...this.foreign.kept].map(({ instance }) => instance))
    this.collector = new EdgeCollector(session.world, this.owned, this.edges, (instance) => kept.has(instance) || this.owned.instance(instance))
  }

  plan(): ImagePlan {
    const methods = this.session.methods.filter(({ deletedWorld }) => deletedWorld === FOREVER)
    const brought = [
      ...methods.flatMap(({ specializations }) => specializations.map((instance) => this.own(instance))),
      ...[...this.foreign.kept].reverse().map((code) => this.saved(code.instance, [this.savedCode(code)])),
    ]
    const stubs = this.stubs(brought)
    this.explain(brought, new Set(stubs.map(({ instance }) => instance)))
    return { contents: { modules: this.session.modules, methods, instances: [...brought, ...stubs] }, unsaved: this.unsaved, toGenerate: this.toGenerate }
  }

  private saved(instance: MethodInstance, code: readonly SavedCode[]): SavedInstance {
    return { instance, code, edges: this.collector.of(instance, !this.rules.caching.dropsCallers) }
  }

  private own(instance: MethodInstance): SavedInstance {
    const code = instance.codeInstances.flatMap((one) => {
      if (one.maxWorld === FOREVER) return [this.savedCode(one)]
      return this.rules.caching.keepsEnded ? [this.emptyEntry(instance)] : []
    })
    return this.saved(instance, code)
  }

  private savedCode(code: CodeInstance): SavedCode {
    const native = this.rules.caching.native && nativeLoss(code, this.requested.has(code.instance) || this.invoked.has(code)) === undefined
    if (native && code.native === undefined) this.toGenerate.push(code)
    return { code, inferred: code.inferred !== undefined && !this.forgets(code, native), native, ended: false }
  }

  private forgets(code: CodeInstance, native: boolean): boolean {
    const { forgetsStatements } = this.rules.caching
    return code.inferred?.inlineable === false && ((forgetsStatements === 'ofRun' && this.run.has(code)) || (forgetsStatements === 'ofNative' && native))
  }

  private emptyEntry(instance: MethodInstance): SavedCode {
    const code = new CodeInstance(instance, 0, this.session.world.universe.any, undefined, [])
    code.maxWorld = 0
    return { code, inferred: false, native: false, ended: true }
  }

  /** Instances of others that saved code relies on or names; from 1.8 on with the edges behind them. */
  private stubs(brought: readonly SavedInstance[]): SavedInstance[] {
    const known = new Set(brought.map(({ instance }) => instance))
    const found = new Set<MethodInstance>()
    for (const { instance: { codeInstances }, code, edges } of brought) {
      for (const { edge } of edges) if (edge.to === 'instance') found.add(edge.instance)
      // Entries without content keep alive what their statements mentioned (`Method.roots`).
      for (const { inferred } of this.rules.caching.keepsEnded ? codeInstances : code.map((saved) => saved.code)) {
        for (const invoked of inferred === undefined ? [] : invokedInstances(inferred)) found.add(invoked)
      }
    }
    const { dropsCallers } = this.rules.caching
    if (dropsCallers) for (const instance of this.collector.foreignBehind(brought.flatMap(({ edges }) => edges.map(({ edge }) => edge)))) found.add(instance)
    return [...found]
      .filter((instance) => !known.has(instance) && instance.method !== undefined && !this.owned.instance(instance))
      .map((instance) => ({ instance, code: [], edges: dropsCallers ? this.collector.of(instance, false) : [] }))
  }

  private explain(brought: readonly SavedInstance[], stubs: ReadonlySet<MethodInstance>): void {
    const { native } = this.rules.caching
    const saved = new Map(brought.flatMap(({ code }) => code.map((one) => [one.code, one] as const)))
    const compiled = new Set<MethodInstance>()
    for (const { code } of this.session.compiled) {
      const { instance } = code
      compiled.add(instance)
      const kept = saved.get(code)
      if (kept === undefined) this.unsaved.push({ instance, code, reason: this.lossOf(code, stubs), lost: 'code' })
      else if (native && !kept.native) this.unsaved.push({ instance, code, reason: nativeLoss(code, false) ?? 'inlineable', lost: 'native' })
    }
    for (const instance of this.requested) {
      if (compiled.has(instance) || this.owned.instance(instance)) continue
      const reason = instance.codeInstances.length > 0 ? 'alreadyElsewhere' : 'notInferred'
      this.unsaved.push({ instance, code: undefined, reason, lost: 'code' })
    }
  }

  private lossOf(code: CodeInstance, stubs: ReadonlySet<MethodInstance>): Unsaved['reason'] {
    const { instance: { method }, instance } = code
    if (method !== undefined && this.owned.method(method)) return method.deletedWorld === FOREVER ? 'invalidated' : 'methodReplaced'
    const reason = this.foreign.lost.get(code) ?? 'notOwned'
    const isUnlinked = reason === 'noBackedgeChain' || reason === 'notOwned' || reason === 'runtimeDispatch'
    return isUnlinked && stubs.has(instance) ? 'stubOnly' : reason
  }
}
