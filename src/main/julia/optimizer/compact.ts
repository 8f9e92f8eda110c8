/**
 * Tidies code up: what only names another value goes, then what nobody uses and has no effect. The shape of the blocks stays; one that
 * becomes empty keeps a `nothing`. Compare Julia 1.5's `compact!` and `adce_pass!` (ssair/ir.jl, passes.jl).
 */
import { mapStatement, operandsOf } from '../ir/operands'
import type { Operand } from '../ir/statement'
import { isPlain, type LatticeElement } from '../lattice/element'
import { egal } from '../values/egal'
import { isEffectFree } from './effects'
import { constant, type IR, type Node } from './ir'

export function compact(ir: IR): void {
  ir.connect()
  forwardNames(ir)
  dropUnused(ir)
}

/** Uses of a statement that is just another value become uses of that. */
function forwardNames(ir: IR): void {
  const names = new Map<number, Operand>()
  for (const block of ir.blocks) {
    for (const node of block.nodes) {
      const name = nameOf(ir, node, block.predecessors.length)
      if (name !== undefined) names.set(node.id, name)
    }
  }
  if (names.size === 0) return
  const resolve = (operand: Operand): Operand => {
    let found = operand
    for (let steps = 0; found.kind === 'ssa' && steps < 10_000; steps++) {
      const next = names.get(found.id)
      if (next === undefined) return found
      found = next
    }
    return found
  }
  for (const node of ir.nodes()) node.statement = mapStatement(node.statement, resolve)
  removeNodes(ir, (node) => names.has(node.id))
}

function nameOf(ir: IR, { statement, type }: Node, predecessors: number): Operand | undefined {
  switch (statement.kind) {
    case 'constant':
    case 'ssa':
    case 'argument':
      return statement
    case 'phi':
      return statement.edges.length === 1 && predecessors === 1 ? statement.values[0] : undefined
    case 'pi':
      return isTrivialPi(ir, statement.value, type) ? statement.value : undefined
    default:
      return undefined
  }
}

/** A pi that says nothing new. One about an argument stays, as in Julia. */
function isTrivialPi(ir: IR, value: Operand, type: LatticeElement): boolean {
  if (value.kind === 'ssa') return isSame(ir, ir.node(value.id).type, type)
  return value.kind === 'constant' && isPlain(type) && ir.lattice.core.typeOf(value.value) === type
}

function isSame(ir: IR, a: LatticeElement, b: LatticeElement): boolean {
  if (a === b) return true
  return a.kind === 'const' && b.kind === 'const' && egal(ir.lattice.universe, a.value, b.value)
}

/** Removes statements; a block keeps at least one. */
function removeNodes(ir: IR, isRemoved: (node: Node) => boolean): void {
  for (const block of ir.blocks) {
    const kept = block.nodes.filter((node) => !isRemoved(node))
    if (kept.length === block.nodes.length) continue
    block.nodes = kept.length > 0 ? kept : [ir.make(constant(ir.lattice.core.nothing), ir.lattice.core.nothingType, -1)]
  }
}

/** How often each value is used, and of that how often by phis. */
export function countUses(ir: IR): { readonly all: Map<number, number>, readonly byPhis: Map<number, number> } {
  const all = new Map<number, number>()
  const byPhis = new Map<number, number>()
  for (const { statement } of ir.nodes()) {
    for (const operand of operandsOf(statement)) {
      if (operand.kind !== 'ssa') continue
      all.set(operand.id, (all.get(operand.id) ?? 0) + 1)
      if (statement.kind === 'phi') byPhis.set(operand.id, (byPhis.get(operand.id) ?? 0) + 1)
    }
  }
  return { all, byPhis }
}

function dropUnused(ir: IR): void {
  const { all } = countUses(ir)
  const dropped = new Set<number>()
  const drop = (node: Node): void => {
    const work = [node]
    for (let next = work.pop(); next !== undefined; next = work.pop()) {
      if (dropped.has(next.id) || (all.get(next.id) ?? 0) > 0 || !isErasable(ir, next)) continue
      dropped.add(next.id)
      for (const operand of operandsOf(next.statement)) {
        if (operand.kind !== 'ssa') continue
        all.set(operand.id, (all.get(operand.id) ?? 0) - 1)
        work.push(ir.node(operand.id))
      }
    }
  }
  for (const node of ir.nodes()) drop(node)
  if (dropped.size > 0) removeNodes(ir, (node) => dropped.has(node.id))
}

function isErasable(ir: IR, { statement, type }: Node): boolean {
  return type.kind !== 'bottom' && isEffectFree(ir, statement, type)
}

/** Phis that only feed one another are used by nobody. */
export function dropPhiCycles(ir: IR): void {
  for (;;) {
    const { all, byPhis } = countUses(ir)
    const needed = new Set<number>()
    const phis = [...ir.nodes()].filter((node) => node.statement.kind === 'phi')
    const work = phis.filter(({ id }) => (all.get(id) ?? 0) > (byPhis.get(id) ?? 0))
    for (let node = work.pop(); node !== undefined; node = work.pop()) {
      if (needed.has(node.id)) continue
      needed.add(node.id)
      for (const operand of operandsOf(node.statement)) {
        if (operand.kind !== 'ssa') continue
        const source = ir.node(operand.id)
        if (source.statement.kind === 'phi') work.push(source)
      }
    }
    const unused = new Set(phis.filter(({ id }) => !needed.has(id)).map(({ id }) => id))
    if (unused.size === 0) return
    removeNodes(ir, (node) => unused.has(node.id))
    dropUnused(ir)
  }
}
