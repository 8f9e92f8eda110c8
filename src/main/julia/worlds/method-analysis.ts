/**
 * Walks over methods and their instances as the package MethodAnalysis offers them: all instances, those of one function, direct and
 * all backedges. Orders are those in which things were made, so that the same session gives the same lists.
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
