/**
 * Walks over methods and their instances as the package MethodAnalysis offers them: all instances, those of one function, direct and
 * all backedges, and the tree of callers. Orders are those in which things were made, so that the same session gives the same lists.
 */
import { isSubtype } from '../types/subtype'
import type { Parameter } from '../types/type'
import type { FunctionTable } from './function-table'
import type { CodeMethod, MethodInstance } from './method'
import type { World } from './world'

function instancesOf(methods: readonly CodeMethod[]): MethodInstance[] {
  return methods.flatMap((method) => method.specializations)
}

/** Instances of one table's methods, deleted methods too, or of all tables. */
export function methodInstances(of: World | FunctionTable): MethodInstance[] {
  return 'allTables' in of ? of.allTables().flatMap((table) => instancesOf(table.all)) : instancesOf(of.all)
}

/** The instance for just these types: `methodinstance(f, types)`. The newest method that has one counts. */
export function methodInstance(world: World, types: Parameter): MethodInstance | undefined {
  const table = world.tableOf(types)
  return [...table.all].reverse()
    .filter((method) => isSubtype(world.universe, types, method.signature))
    .map((method) => method.specialization(types))
    .find((found) => found !== undefined)
}

export function directBackedges(instance: MethodInstance): MethodInstance[] {
  return [...new Set(instance.backedges.map(({ caller }) => caller))]
}

/** Everything that depends on the instance, nearest first, each once; without the instance itself. */
export function allBackedges(instance: MethodInstance): MethodInstance[] {
  const found = new Set<MethodInstance>()
  let level = [instance]
  while (level.length > 0) {
    const next: MethodInstance[] = []
    for (const caller of level.flatMap(directBackedges)) {
      if (caller === instance || found.has(caller)) continue
      found.add(caller)
      next.push(caller)
    }
    level = next
  }
  return [...found]
}

/** One line of the tree of callers. `cut`: it stands further up already, or is too deep. */
export interface BackedgeLine {
  readonly depth: number
  readonly instance: MethodInstance
  readonly cut: boolean
}

/** The callers of an instance, theirs below them. What calls itself is not followed again. */
export function backedgeTree(instance: MethodInstance, deepest = 32): BackedgeLine[] {
  const lines: BackedgeLine[] = []
  const above: MethodInstance[] = []
  const visit = (at: MethodInstance) => {
    const depth = above.length
    const cut = above.includes(at) || depth >= deepest
    lines.push({ depth, instance: at, cut })
    if (cut) return
    above.push(at)
    for (const caller of directBackedges(at)) visit(caller)
    above.pop()
  }
  visit(instance)
  return lines
}

/** Two columns of box-drawing for each level. */
export function printBackedgeTree(lines: readonly BackedgeLine[], text: (instance: MethodInstance) => string): string {
  const last = (at: number, depth: number) => {
    for (let next = at + 1; next < lines.length; next++) {
      const other = lines[next]?.depth ?? 0
      if (other === depth) return false
      if (other < depth) return true
    }
    return true
  }
  const open: boolean[] = []
  return lines.map(({ depth, instance, cut }, at) => {
    const isLast = last(at, depth)
    const prefix = depth === 0 ? '' : `${open.slice(1, depth).map((more) => (more ? '│  ' : '   ')).join('')}${isLast ? '└─ ' : '├─ '}`
    open.length = depth
    open[depth] = !isLast
    return `${prefix}${text(instance)}${cut ? ' …' : ''}`
  }).join('\n')
}
