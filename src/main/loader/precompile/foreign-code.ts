/**
 * Which code of other packages' methods a cache keeps (e.4): none until 1.7; then what is linked to the package by a chain of
 * backedges, or was asked for (`has_backedge_to_worklist`, `queue_external_cis`). The modes are those of the analysis in julia#43990.
 */
import { FOREVER } from '../../julia/dispatch/method'
import type { CachingRules } from '../../julia/versions'
import type { CodeInstance, MethodInstance } from '../../julia/worlds/method'
import type { ForwardEdges } from './forward-edges'
import type { CompiledCode, Ownership, PrecompileSession } from './session'
import type { UnsavedReason } from './unsaved'

/** As the version does it; nothing but stubs; all that was newly inferred; what a chain of backedges links alone. */
export type SavingMode = 'version' | 'master' | 'full' | 'prune'

export interface ForeignCode {
  readonly kept: ReadonlySet<CodeInstance>
  readonly lost: ReadonlyMap<CodeInstance, UnsavedReason>
}

export function chooseForeignCode(session: PrecompileSession, rules: CachingRules, mode: SavingMode, owned: Ownership, edges: ForwardEdges): ForeignCode {
  const stubsOnly = mode === 'master' || (mode === 'version' && rules.foreignCode === 'stubs')
  const linked = stubsOnly ? new Set<MethodInstance>() : edges.reachable(roots(session, rules, mode, owned, edges))
  const kept = new Set<CodeInstance>()
  const lost = new Map<CodeInstance, UnsavedReason>()
  const done = new Set<MethodInstance>()
  for (const compiled of [...session.compiled].reverse()) {
    const { code } = compiled
    const { instance } = code
    if (owned.instance(instance)) continue
    const reason = lossOf(compiled, () => stubsOnly || (mode !== 'full' && !linked.has(instance)))
    if (reason !== undefined) lost.set(code, reason)
    else if (done.has(instance)) lost.set(code, 'superseded')
    else {
      kept.add(code)
      done.add(instance)
    }
  }
  return { kept, lost }
}

function lossOf({ code, viaRuntimeDispatch }: CompiledCode, isUnlinked: () => boolean): UnsavedReason | undefined {
  const { instance, maxWorld } = code
  if (instance.method === undefined) return 'toplevelThunk'
  if (maxWorld !== FOREVER) return 'invalidated'
  if (instance.method.deletedWorld !== FOREVER) return 'methodReplaced'
  if (!isUnlinked()) return undefined
  if (instance.backedges.length > 0) return 'noBackedgeChain'
  return viaRuntimeDispatch ? 'runtimeDispatch' : 'notOwned'
}

/** Instances that belong to the package of themselves: what they call, and so on, is linked to it. */
function* roots(session: PrecompileSession, rules: CachingRules, mode: SavingMode, owned: Ownership, edges: ForwardEdges): Generator<MethodInstance> {
  const marked = mode === 'version'
  const asked = new Set(marked ? session.requested : [])
  const isRoot = (instance: MethodInstance) => owned.instance(instance)
    || (marked && (instance.precompiled || asked.has(instance) || (rules.ownTypesLink && owned.mentioned(instance.specTypes))))
  for (const { code: { instance }, tagged, viaRuntimeDispatch } of session.compiled) {
    const isMarked = marked && tagged && (rules.workloadsMark === 'inferred' || viaRuntimeDispatch)
    if (isMarked || isRoot(instance)) yield instance
  }
  for (const caller of edges.callers) if (isRoot(caller)) yield caller
}
