/**
 * What a call in running code leads to: the cache at each place of runtime dispatch, keyed by the types of the arguments and
 * the world, the callee of each `invoke`, and the values that a splat passes.
 */
import { NativeCode } from '../codegen/native-code'
import { isTypeValue } from '../values/egal'
import type { DataType, Parameter } from '../types/type'
import { SimpleVector, StructValue, type JuliaValue } from '../values/value'
import type { MethodInstance } from '../worlds/method'
import type { BoxedSide, Register } from './vm-registers'
import type { Callable, VMHost } from './vm-host'

interface Entry {
  /** The type of each argument, the function itself included; of a type that is passed `Type{X}`. */
  readonly types: readonly Parameter[]
  readonly callee: Callable
}

/** Most entries of one place: one that sees more types asks the world each time. */
const MOST_ENTRIES = 8

/** A place of runtime dispatch. */
export class CallSite {
  world = -1
  readonly entries: Entry[] = []
}

/** An `invoke` and what it leads to in a world. */
export class InvokeLink {
  world = -1
  callee: Callable | undefined

  constructor(readonly instance: MethodInstance) {}
}

export class Dispatcher {
  private readonly typesOfTypes = new Map<Parameter, DataType>()

  constructor(private readonly host: VMHost) {}

  /** By what a value is dispatched: its type, or `Type{X}` for a type X. */
  key(value: JuliaValue): Parameter {
    return isTypeValue(value) ? this.typeOfType(value) : this.host.core.typeOf(value)
  }

  private typeOfType(type: Parameter): DataType {
    let made = this.typesOfTypes.get(type)
    if (made === undefined) {
      const { universe } = this.host.core
      made = universe.dataType((universe.type.body as DataType).name, [type])
      if (!type.open) this.typesOfTypes.set(type, made)
    }
    return made
  }

  /** The callee for `count` boxed arguments whose registers stand in the code from `at` on. */
  atSite(site: CallSite, code: Int32Array, at: number, count: number, base: number, boxed: BoxedSide, world: number): Callable {
    if (site.world === world) {
      for (const entry of site.entries) if (this.fits(entry.types, code, at, count, base, boxed)) return entry.callee
    } else {
      site.world = world
      site.entries.length = 0
    }
    const args: JuliaValue[] = []
    for (let next = 0; next < count; next++) {
      const register = (base + (code[at + next] ?? 0)) as Register
      args.push(boxed[register] as JuliaValue)
    }
    const types = args.map((argument) => this.key(argument))
    const callee = this.host.dispatch(args, types, world)
    if (site.entries.length < MOST_ENTRIES) site.entries.push({ types, callee })
    return callee
  }

  private fits(types: readonly Parameter[], code: Int32Array, at: number, count: number, base: number, boxed: BoxedSide): boolean {
    if (types.length !== count) return false
    for (let next = 0; next < count; next++) {
      const register = (base + (code[at + next] ?? 0)) as Register
      if (this.key(boxed[register] as JuliaValue) !== types[next]) return false
    }
    return true
  }

  /** The callee for arguments that are at hand, the function itself first. */
  ofValues(args: readonly JuliaValue[], world: number): Callable {
    return this.host.dispatch(args, args.map((argument) => this.key(argument)), world)
  }

  /** The code of an `invoke`d instance. */
  ofInvoke(link: InvokeLink, world: number): Callable {
    if (link.callee !== undefined && link.world === world) return link.callee
    const callee = this.host.compile(link.instance, world)
    // Code of another world may still come to be replaced; what is native now stays so.
    link.callee = callee
    link.world = world
    return callee
  }

  /** What `f(args...)` passes for one splatted container; undefined for one that has to be iterated. */
  spread(value: JuliaValue): readonly JuliaValue[] | undefined {
    if (value instanceof SimpleVector) return value.elements
    if (value instanceof StructValue && (value.type.name.role === 'tuple' || value.type.name.role === 'namedtuple')) return value.fields as JuliaValue[]
    return undefined
  }
}

export function isNative(callee: Callable): callee is NativeCode {
  return callee instanceof NativeCode
}
