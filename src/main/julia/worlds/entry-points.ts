/**
 * What `Base.@ccallable` declared: methods that C may call by a name of their own, with C types. Images carry them, and a session that loads one has
 * them again. From 1.7 on a name that is taken already is refused (jitlayers.cpp `jl_extern_c`); before, it was given to the last that asked.
 */
import type { Parameter } from '../types/type'
import type { CodeMethod } from './method'

export interface EntryPoint {
  readonly name: string
  readonly method: CodeMethod
  /** `Tuple{typeof(f), ...}`: all types are concrete. */
  readonly signature: Parameter
  readonly returnType: Parameter
}

export class EntryPoints {
  private readonly byName = new Map<string, EntryPoint>()

  constructor(private readonly refusesTaken: boolean) {}

  /** Whether it was added: false if another has the name. */
  add(point: EntryPoint): boolean {
    const known = this.byName.get(point.name)
    if (this.refusesTaken && known !== undefined) return false
    this.byName.delete(point.name)
    this.byName.set(point.name, point)
    return true
  }

  get(name: string): EntryPoint | undefined {
    return this.byName.get(name)
  }

  /** In the order in which they were declared. */
  all(): readonly EntryPoint[] {
    return [...this.byName.values()]
  }
}
