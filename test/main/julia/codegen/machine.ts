/** A VM with just enough of a session around it to run code that tests write by hand. */
import { generate } from '../../../../src/main/julia/codegen/generate'
import type { NativeCode } from '../../../../src/main/julia/codegen/native-code'
import { readType } from '../../../../src/main/julia/types/read'
import { isSubtype } from '../../../../src/main/julia/types/subtype'
import { tupleOf } from '../../../../src/main/julia/types/instantiate'
import type { DataType } from '../../../../src/main/julia/types/type'
import { TypeUniverse } from '../../../../src/main/julia/types/universe'
import { CoreTypes } from '../../../../src/main/julia/values/core-types'
import type { JuliaValue } from '../../../../src/main/julia/values/value'
import { MethodInstance } from '../../../../src/main/julia/worlds/method'
import { methodError } from '../../../../src/main/julia/runtime/exception'
import { runIntrinsic } from '../../../../src/main/julia/runtime/intrinsics'
import { VM } from '../../../../src/main/julia/runtime/vm'
import type { VMHost } from '../../../../src/main/julia/runtime/vm-host'
import { tupleValue } from '../../../../src/main/julia/runtime/vm-values'
import { readIR } from './read-ir'

const BUILTINS = ['===', 'isa', 'typeassert', 'typeof', 'getfield', 'setfield!', 'tuple', 'ifelse', 'throw', 'arrayref', 'arrayset', 'arraysize', '_apply_iterate', '_apply_latest', 'nfields']

interface Definition {
  readonly arguments?: readonly string[]
  readonly returns: string
  readonly slots?: Readonly<Record<string, string>>
  readonly isVarArg?: boolean
  readonly code: string
}

export class Machine {
  readonly core = new CoreTypes(new TypeUniverse())
  readonly vm: VM
  readonly instances: Record<string, MethodInstance> = {}
  readonly natives = new Map<MethodInstance, NativeCode>()
  /** Lookups of the world that caches did not answer. */
  dispatched = 0
  instructions = 0
  world = 1
  private readonly builtins = new Map<string, JuliaValue>()
  private readonly functions = new Map<string, JuliaValue>()

  constructor(outside: Readonly<Record<string, (args: readonly JuliaValue[]) => JuliaValue>> = {}) {
    const { core } = this
    const builtinType = core.type('Builtin')
    for (const name of BUILTINS) this.builtins.set(name, core.instance(core.universe.newFunctionType(name, 'Core', builtinType)))
    const host: VMHost = {
      core,
      exceptions: [],
      newestWorld: () => this.world,
      compile: (instance) => this.native(instance),
      dispatch: (args, types, world) => {
        this.dispatched++
        const called = tupleOf(core.universe, types)
        const found = Object.values(this.instances).find(({ specTypes }) => isSubtype(core.universe, called, specTypes))
        if (found === undefined) throw methodError(core, args[0] as JuliaValue, tupleValue(core, args.slice(1)), world)
        return this.native(found)
      },
      invoked: () => {
        throw new Error('not asked for')
      },
      iterate: () => {
        throw new Error('not asked for')
      },
      builtin: (name) => outside[name] ?? (() => {
        throw new Error(`no builtin ${name}`)
      }),
      intrinsic: (name) => (args) => runIntrinsic(core, name, args),
      foreign: ({ name }) => outside[name] ?? (() => {
        throw new Error(`no function ${name}`)
      }),
      binding: () => undefined,
      setGlobal: () => undefined,
      copyAst: (value) => value,
      isa: (value, type) => isSubtype(core.universe, core.typeOf(value), type),
      backtrace: () => [],
      ran: (instructions) => {
        this.instructions += instructions
      },
    }
    this.vm = new VM(host)
  }

  type(source: string): DataType {
    return readType(this.core.universe, source) as DataType
  }

  /** Begins a function's instance, so that code may refer to it before it is there. */
  declare(name: string, args: readonly string[] = []): void {
    const { universe } = this.core
    const type = universe.newFunctionType(name)
    this.functions.set(name, this.core.instance(type))
    this.instances[name] = new MethodInstance(undefined, tupleOf(universe, [type, ...args.map((source) => this.type(source))]), [], 0)
  }

  define(name: string, { arguments: args = [], returns, slots, isVarArg, code }: Definition): NativeCode {
    if (this.instances[name] === undefined) this.declare(name, args)
    const instance = this.instances[name]
    if (instance === undefined) throw new Error('not declared')
    const read = readIR(code, args, { core: this.core, named: (word) => this.functions.get(word) ?? this.builtins.get(word), instances: this.instances, slots, isVarArg })
    const native = generate(read, instance, { core: this.core, returnType: this.type(returns) })
    if (native === undefined) throw new Error('refused')
    this.natives.set(instance, native)
    return native
  }

  private native(instance: MethodInstance): NativeCode {
    const native = this.natives.get(instance)
    if (native === undefined) throw new Error('no code')
    return native
  }

  call(name: string, ...args: JuliaValue[]): JuliaValue {
    const instance = this.instances[name]
    const f = this.functions.get(name)
    if (instance === undefined || f === undefined) throw new Error(`no ${name}`)
    return this.vm.run(this.native(instance), [f, ...args], this.world)
  }
}
