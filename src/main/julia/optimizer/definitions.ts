/**
 * Where a value comes from: through pis and other names to what made it, and through phis to all that may have. Compare Julia
 * 1.5's `simple_walk` and `walk_to_defs` (ssair/passes.jl).
 */
import type { Operand } from '../ir/statement'
import { widenConst } from '../lattice/element'
import { mergeElements } from '../lattice/merge'
import { typeIntersect } from '../types/intersect'
import { isSubtype } from '../types/subtype'
import type { Parameter } from '../types/type'
import type { IR, Node } from './ir'

/** What tells two operands apart. */
export function keyOf(operand: Operand): unknown {
  switch (operand.kind) {
    case 'ssa':
      return `ssa ${operand.id}`
    case 'argument':
      return `argument ${operand.id}`
    case 'constant':
      if (typeof operand.value === 'string') return `text ${operand.value}`
      // Maps take both zeros for one.
      return Object.is(operand.value, -0) ? '-0.0' : operand.value
    default:
      return operand
  }
}

function phiOf(ir: IR, operand: Operand): (Node & { statement: Extract<Node['statement'], { kind: 'phi' }> }) | undefined {
  if (operand.kind !== 'ssa') return undefined
  const node = ir.node(operand.id)
  return node.statement.kind === 'phi' ? node as Node & { statement: Extract<Node['statement'], { kind: 'phi' }> } : undefined
}

/** What an operand names, past pis; `passed` sees each name on the way. */
export function sourceOf(ir: IR, operand: Operand, passed?: (node: Node) => void): Operand {
  let current = operand
  while (current.kind === 'ssa') {
    const node = ir.node(current.id)
    const { statement } = node
    const next = statement.kind === 'pi' ? statement.value
      : statement.kind === 'ssa' || statement.kind === 'argument' || statement.kind === 'constant' ? statement : undefined
    if (next === undefined) return current
    passed?.(node)
    current = next
  }
  return current
}

/** The same, past other names only. */
export function nameOf(ir: IR, operand: Operand): Operand {
  let current = operand
  while (current.kind === 'ssa') {
    const { statement } = ir.node(current.id)
    if (statement.kind !== 'ssa' && statement.kind !== 'argument' && statement.kind !== 'constant') return current
    current = statement
  }
  return current
}

/** What an operand names, and its type as far as the pis on the way narrow it. */
export function constrainedSource(ir: IR, operand: Operand, type: Parameter): { readonly source: Operand, readonly type: Parameter } {
  let narrowed = type
  const source = sourceOf(ir, operand, ({ statement }) => {
    if (statement.kind === 'pi') narrowed = typeIntersect(ir.lattice.universe, narrowed, statement.type)
  })
  return { source, type: narrowed }
}

export interface Definitions {
  readonly leaves: readonly Operand[]
  /** Phis between the use and the leaves. */
  readonly phis: readonly Node[]
}

/** All that may have made a value of this type; what another type rules out is left out. */
export function definitionsOf(ir: IR, operand: Operand, type: Parameter): Definitions {
  if (phiOf(ir, operand) === undefined) return { leaves: [operand], phis: [] }
  const { universe } = ir.lattice
  const leaves: Operand[] = []
  const phis: Node[] = []
  const visited = new Map<unknown, Parameter>()
  const work: { readonly operand: Operand, readonly type: Parameter }[] = [{ operand, type }]
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    visited.set(keyOf(item.operand), item.type)
    const phi = phiOf(ir, item.operand)
    if (phi === undefined) {
      leaves.push(item.operand)
      continue
    }
    if (!phis.includes(phi)) phis.push(phi)
    for (const value of phi.statement.values) {
      if (value === undefined || typeIntersect(universe, widenConst(ir.lattice, ir.typeOf(value)), item.type).kind === 'bottom') continue
      const found = constrainedSource(ir, value, item.type)
      if (found.source.kind !== 'ssa') {
        leaves.push(found.source)
        continue
      }
      const before = visited.get(keyOf(found.source))
      if (before === undefined) work.push({ operand: found.source, type: found.type })
      else if (!isSubtype(universe, found.type, before)) work.push({ operand: found.source, type: widenConst(ir.lattice, mergeElements(ir.lattice, found.type, before)) })
    }
  }
  return { leaves, phis }
}
