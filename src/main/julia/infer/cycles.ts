/** Frames that call each other in a circle: found, merged, and told when a limit was hit (1.5, `resolve_call_cycle!`, `poison_callstack`). */
import type { MethodInstance } from '../worlds/method'
import type { InferenceState } from './state'

/** Marks the callers up to the repeated one: their results hold only for where they were called from. */
export function poisonCallers(frame: InferenceState, topmost: InferenceState, withTopmost: boolean): void {
  const end = withTopmost ? topmost.parent : topmost
  for (let at: InferenceState | undefined = frame; at !== undefined && at !== end; at = at.parent) {
    if (at.isResultUnused()) return
    at.limited = true
    for (const other of at.cycle) other.limited = true
  }
}

/**
 * The frame of an instance that is being inferred already, with all frames between made one cycle. `unresolvable` if constant
 * propagation came around to itself; undefined if there is none.
 */
export function resolveCycle(instance: MethodInstance, caller: InferenceState): InferenceState | 'unresolvable' | undefined {
  let uncached = false
  let limited = false
  for (let frame: InferenceState | undefined = caller; frame !== undefined; frame = frame.parent) {
    uncached ||= !frame.cached
    limited ||= frame.limited
    const found: InferenceState | undefined = frame.instance === instance ? frame : frame.cycle.find((other) => other.instance === instance)
    if (found === undefined) continue
    if (uncached) {
      poisonCallers(caller, frame, false)
      return 'unresolvable'
    }
    mergeChain(caller, frame, found, limited)
    return found
  }
  return undefined
}

function mergeChain(caller: InferenceState, ancestor: InferenceState, called: InferenceState, limited: boolean): void {
  let child = called
  let parent: InferenceState | undefined = caller
  while (parent !== undefined) {
    addCycleEdge(child, parent)
    unite(ancestor, child)
    child = parent
    parent = child.parent
    if (child === ancestor) break
  }
  if (limited) for (const frame of ancestor.cycle) frame.limited = true
}

function addCycleEdge(callee: InferenceState, caller: InferenceState): void {
  const at = caller.current
  caller.narrowWorlds({ min: callee.minWorld, max: callee.maxWorld })
  if (!callee.cycleBackedges.some((edge) => edge.caller === caller && edge.at === at)) callee.cycleBackedges.push({ caller, at })
  caller.addInstanceEdge(callee.instance)
}

/** All of `b`'s cycle joins that of `a`. */
function unite(a: InferenceState, b: InferenceState): void {
  const joining = b.cycle
  b.parent = a.parent
  b.cycle = a.cycle
  if (!a.cycle.includes(b)) a.cycle.push(b)
  if (joining === a.cycle) return
  for (const frame of joining) {
    if (frame === b) continue
    frame.parent = a.parent
    frame.cycle = a.cycle
    a.cycle.push(frame)
  }
}
