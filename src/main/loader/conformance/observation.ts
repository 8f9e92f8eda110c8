/** What a table's row asks of a session: instances by function or by their types, their code and their callers, all as text. */
import { typeText, typeTextOf } from '../../julia/conformance/type-text'
import { FOREVER } from '../../julia/dispatch/method'
import { tupleOf, typeOf } from '../../julia/types/instantiate'
import type { Parameter } from '../../julia/types/type'
import { isTypeValue } from '../../julia/values/egal'
import type { JuliaValue } from '../../julia/values/value'
import type { FunctionTable } from '../../julia/worlds/function-table'
import type { CodeInstance, MethodInstance } from '../../julia/worlds/method'
import { Module } from '../../julia/worlds/module'
import type { CachedSession } from './cached-packages'

interface Entry {
  readonly valid: boolean
  /** It has inferred code, or a constant result in its place. */
  readonly inferred: boolean
  readonly isConstant: boolean
  readonly returns: string
}

export function entryText({ valid, inferred, isConstant, returns }: Entry): string {
  return `${valid ? 'valid' : 'disabled'}${inferred ? ' inferred' : ''}${isConstant ? ' constant' : ''} ${returns}`
}

export class Observation {
  private readonly engine: CachedSession['engine']
  /** Written once: an instance is asked for in many questions. */
  private readonly texts = new Map<Parameter, string>()

  constructor(session: CachedSession, private readonly packages: readonly string[]) {
    this.engine = session.engine
  }

  /** A type as a row writes it. */
  read(text: string): string {
    return withoutNumbers(typeTextOf(this.engine.universe, text))
  }

  private text(type: Parameter): string {
    const text = this.texts.get(type) ?? withoutNumbers(typeText(this.engine.universe, type))
    this.texts.set(type, text)
    return text
  }

  /** Of all methods of a function that is named by its path from `Main`, `Demo.double`. */
  instancesOf(path: string): readonly MethodInstance[] {
    const { universe, world, core } = this.engine
    const value = this.valueOf(path)
    const callee = isTypeValue(value) ? typeOf(universe, value) : core.typeOf(value)
    const { matches = [] } = world.lookup(tupleOf(universe, [callee, universe.varargOf(universe.any)]), world.age)
    return matches.flatMap(({ method }) => method.specializations)
  }

  private valueOf(path: string): JuliaValue {
    const [, holders = '', name = path] = /^((?:\w+\.)*)(.+)$/u.exec(path) ?? []
    let module: Module = this.engine.main
    for (const step of holders.split('.').filter(Boolean)) {
      const next = module.get(step)
      if (!(next instanceof Module)) throw new Error(`there is no module ${step}`)
      module = next
    }
    return module.get(name.replace(/^:\(?|\)$/g, '')) ?? fail(`there is no ${path}`)
  }

  /** The instance with just these types. */
  find(signature: string): MethodInstance | undefined {
    const wanted = this.read(signature)
    for (const table of this.tablesOf(signature, wanted)) {
      for (const { specializations, deletedWorld } of table.all) {
        const found = deletedWorld === FOREVER ? specializations.find(({ specTypes }) => this.text(specTypes) === wanted) : undefined
        if (found !== undefined) return found
      }
    }
    return undefined
  }

  /** Functions of several modules may have one name; what is no function shares a table with others. */
  private tablesOf(signature: string, wanted: string): readonly FunctionTable[] {
    const { world, universe } = this.engine
    const [callee] = (/^\(*Tuple\{(.*?)[,}]/.exec(wanted)?.[1] ?? signature).split('{', 1)
    return world.allTables().filter((table) => {
      const of = world.calleeOf(table)
      return of === universe.any || (callee === 'Type' ? of === universe.dataTypeKind : this.text(of).split('{', 1)[0] === callee)
    })
  }

  /** `specTypes of method`. */
  nameOf({ specTypes, method }: MethodInstance): string {
    return `${this.text(specTypes)} of ${method === undefined ? 'a thunk' : this.text(method.signature)}`
  }

  entriesOf({ codeInstances }: MethodInstance): string {
    return codeInstances.map((code) => this.entry(code)).join(', ')
  }

  private entry({ maxWorld, hasInferred, callIsConstant, constant, returnType }: CodeInstance): string {
    return entryText({ valid: maxWorld === FOREVER, inferred: hasInferred || callIsConstant, isConstant: callIsConstant || constant !== undefined, returns: this.text(returnType) })
  }

  callersOf({ backedges }: MethodInstance): readonly string[] {
    return backedges.map(({ caller }) => this.text(caller.specTypes))
  }

  /** Callers whose methods the row's packages define. */
  packageCallersOf({ backedges }: MethodInstance): readonly string[] {
    return backedges.filter(({ caller: { method } }) => method !== undefined && this.packages.includes(rootName(method.source.module))).map(({ caller }) => this.text(caller.specTypes))
  }
}

function rootName(module: Module): string {
  return module.root.name
}

/** Closures and keyword functions are numbered by how many a session made before. */
function withoutNumbers(text: string): string {
  return text.replace(/#\d+(?=[#"])/g, '#')
}

function fail(message: string): never {
  throw new Error(message)
}
