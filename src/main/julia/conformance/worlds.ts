/**
 * Scenarios of definitions and calls, step by step: after each, the instances of the watched functions, whether their code is valid,
 * their backedges and the log of invalidations are compared with those of a real Julia. Types are compared as types, lists as
 * sets; the log is compared in its order, without entries for functions that nobody watches.
 */
import { z } from 'zod'
import { FOREVER } from '../dispatch/method'
import { isTuple, unwrapUnionAll, type DataType, type Parameter } from '../types/type'
import type { InvalidationEntry } from '../worlds/invalidation'
import type { CodeMethod, MethodInstance } from '../worlds/method'
import type { World } from '../worlds/world'
import type { Answer } from './tables'
import { typeText, typeTextOf } from './type-text'

const instanceRow = z.object({
  spec: z.string(),
  valid: z.boolean(),
  rettype: z.string().optional(),
  const: z.boolean().optional(),
  backedges: z.array(z.string()),
})
const stateRow = z.object({
  f: z.string(),
  defined: z.literal(false).optional(),
  methods: z.array(z.object({ sig: z.string(), deleted: z.boolean(), instances: z.array(instanceRow) })).default([]),
  mt_backedges: z.array(z.tuple([z.string(), z.string()])).default([]),
})
const logRow = z.object({ kind: z.string(), level: z.number().optional(), mi: z.string().optional(), other: z.string().optional(), sig: z.string().optional() })
export const worldsRow = z.object({
  id: z.string(),
  functions: z.array(z.string()),
  steps: z.array(z.object({ code: z.string(), kind: z.string(), log: z.array(logRow), state: z.array(stateRow) })),
})

/** A fresh session in which code can be evaluated at the top level of `Main`. */
export interface WorldsSession {
  readonly world: World
  /** What the code throws is no matter; throws what keeps the step from being run at all. */
  readonly evaluate: (code: string) => void
  /** The type of the function that this name stands for in `Main`. */
  readonly functionType: (name: string) => DataType | undefined
}

/** Four answers for each step: `instances`, `valid`, `backedges`, `log`. */
export function askWorlds(row: z.infer<typeof worldsRow>, open: () => WorldsSession): Answer[] {
  const session = open()
  const entries: InvalidationEntry[] = []
  session.world.observers.push({ invalidated: (entry) => entries.push(entry) })
  return row.steps.flatMap((step) => {
    entries.length = 0
    try {
      session.evaluate(step.code)
      return new Step(session, row.functions, step.code).compare(step, entries)
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error)
      return KINDS.map((kind) => ({ kind, agrees: false, expected: `after ${step.code}: an answer`, found }))
    }
  })
}

const KINDS = ['instances', 'valid', 'backedges', 'log'] as const

class Step {
  private readonly tables: ReadonlySet<World['tableOf'] extends (signature: Parameter) => infer Table ? Table : never>

  constructor(
    private readonly session: WorldsSession,
    functions: readonly string[],
    private readonly code: string,
  ) {
    this.tables = new Set(functions.flatMap((name) => this.tableOf(name) ?? []))
  }

  compare(step: z.infer<typeof worldsRow>['steps'][number], entries: readonly InvalidationEntry[]): Answer[] {
    const states = step.state.filter(({ defined }) => defined !== false)
    return [
      this.lists('instances', states.flatMap(({ methods }) => methods.flatMap((method) => [
        `${this.sign(method.sig)}${method.deleted ? ' deleted' : ''}`,
        ...method.instances.map(({ spec }) => `${this.sign(method.sig)} : ${this.sign(spec)}`),
      ])), this.everyMethod((method) => [
        `${this.text(method.signature)}${method.deletedWorld === FOREVER ? '' : ' deleted'}`,
        ...method.specializations.map((instance) => `${this.text(method.signature)} : ${this.text(instance.specTypes)}`),
      ])),
      this.lists('valid', states.flatMap(({ methods }) => methods.flatMap(({ sig, instances }) => instances.map((one) =>
        `${this.sign(sig)} : ${this.sign(one.spec)} ${one.valid ? `${this.sign(one.rettype ?? '')}${one.const === true ? ' constant' : ''}` : 'invalid'}`))),
      this.everyMethod((method) => method.specializations.map((instance) => `${this.text(method.signature)} : ${this.text(instance.specTypes)} ${this.validity(instance)}`))),
      this.lists('backedges', states.flatMap(({ methods, mt_backedges }) => [
        ...methods.flatMap(({ sig, instances }) => instances.flatMap(({ spec, backedges }) => backedges.map((caller) => `${this.sign(sig)} : ${this.sign(spec)} < ${this.sign(caller)}`))),
        ...mt_backedges.map(([signature, caller]) => `${this.sign(signature)} < ${this.sign(caller)}`),
      ]), [
        ...this.everyMethod((method) => method.specializations.flatMap(({ specTypes, backedges }) =>
          backedges.map(({ caller }) => `${this.text(method.signature)} : ${this.text(specTypes)} < ${this.text(caller.specTypes)}`))),
        ...[...this.tables].flatMap((table) => table.backedges.map(({ signature, caller }) => `${this.text(signature)} < ${this.text(caller.specTypes)}`)),
      ]),
      this.log(step.log, entries),
    ]
  }

  private tableOf(name: string) {
    const type = this.session.functionType(name)
    return type === undefined ? undefined : this.session.world.tableOf(this.callOf(type))
  }

  private callOf(type: DataType): Parameter {
    const { universe } = this.session.world
    return universe.dataType(universe.emptyTuple.name, [type])
  }

  private everyMethod(lines: (method: CodeMethod) => readonly string[]): string[] {
    return [...this.tables].flatMap((table) => table.all.flatMap(lines))
  }

  private sign(text: string): string {
    return typeTextOf(this.session.world.universe, text)
  }

  private text(type: Parameter): string {
    return typeText(this.session.world.universe, type)
  }

  private validity(instance: MethodInstance): string {
    const valid = instance.codeInstances.find(({ maxWorld }) => maxWorld === FOREVER)
    return valid === undefined ? 'invalid' : `${this.text(valid.returnType)}${valid.constant === undefined ? '' : ' constant'}`
  }

  private lists(kind: string, expected: readonly string[], found: readonly string[]): Answer {
    const missing = expected.filter((line) => !found.includes(line))
    const extra = found.filter((line) => !expected.includes(line))
    const agrees = missing.length === 0 && extra.length === 0
    return { kind, agrees, expected: `after ${this.code}: ${missing.join('; ') || 'no more'}`, found: extra.join('; ') || 'nothing else' }
  }

  private isWatched(specTypes: Parameter): boolean {
    const tuple = unwrapUnionAll(specTypes)
    return isTuple(tuple) && this.tables.has(this.session.world.tableOf(specTypes))
  }

  /** Entries of watched instances; the cause as long as something was invalidated. */
  private log(expected: readonly z.infer<typeof logRow>[], entries: readonly InvalidationEntry[]): Answer {
    const wanted = expected.filter(({ other }) => other === undefined).map(({ kind, level, mi, sig }) => `${kind} ${level ?? ''} ${this.sign(mi ?? sig ?? '')}`)
    const got = entries.flatMap((entry) => {
      switch (entry.kind) {
        case 'invalidate':
          return this.isWatched(entry.instance.specTypes) ? [`invalidate ${entry.level} ${this.text(entry.instance.specTypes)}`] : []
        case 'mtCache':
          return this.isWatched(entry.instance.specTypes) ? [`mt_cache  ${this.text(entry.instance.specTypes)}`] : []
        case 'insert':
          return [`insert  ${this.text(entry.method.signature)}`]
        default:
          return []
      }
    })
    return { kind: 'log', agrees: wanted.join('\n') === got.join('\n'), expected: `after ${this.code}: ${wanted.join('; ')}`, found: got.join('; ') }
  }
}
