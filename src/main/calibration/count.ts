/**
 * Runs a calibration program in the simulated Julia and counts its work, phase by phase, so that each count stands beside one time of
 * `resources/julia/measure.jl`. A real Julia has Base's code in its system image, the simulated one begins without: what is inferred or
 * generated counts only if the method is the program's own, a type in the signature is, or the frame is constant propagation
 * below one that counts (its results are kept in no image). Code that runs counts wherever it is from. What is wrong then:
 * an instance of Base on types of Base that Julia's image happens not to have.
 */
import type { LatticeElement } from '../julia/lattice/element'
import { WORK_KINDS, type WorkKind } from '../julia/observe/clock'
import { Engine, type BaseSource } from '../julia/runtime/engine'
import type { EngineObserver } from '../julia/runtime/observer'
import { JuliaException } from '../julia/runtime/exception'
import { symbolOf } from '../julia/values/value'
import { unwrapUnionAll, type Parameter } from '../julia/types/type'
import type { VersionRules } from '../julia/versions'
import type { CodeInstance, MethodInstance } from '../julia/worlds/method'
import { Binding } from '../julia/worlds/module'
import { PHASES, type Counts, type Phase } from './design'

export interface Program {
  readonly name: string
  readonly text: string
}

export interface ProgramCounts {
  readonly phases: Readonly<Record<Phase, Counts>>
  /** As `repr` shows the value of the first call. */
  readonly value: string
}

/** Calls that run no longer than this are enough to see what a unit takes. */
const MOST_STATEMENTS = 200_000_000

type Tally = Record<WorkKind, number>

const noWork = (): Tally => Object.fromEntries(WORK_KINDS.map((kind) => [kind, 0])) as Tally

/** Where work goes: into the innermost frame of inference or generated code if there is one, else to the run. */
class Meter implements EngineObserver {
  inferred = noWork()
  other = noWork()
  private readonly frames: boolean[] = []
  private generating: boolean | undefined

  readonly work = (kind: WorkKind, amount: number): void => {
    const counts = this.generating ?? this.frames.at(-1)
    if (counts === false) return
    const to = this.generating === undefined && this.frames.length > 0 ? this.inferred : this.other
    to[kind] += amount
  }

  enter(instance: MethodInstance, constants: readonly LatticeElement[] | undefined): void {
    this.frames.push((constants !== undefined && this.frames.at(-1) === true) || isOfProgram(instance))
  }

  leave(): void {
    this.frames.pop()
  }

  generateBegins({ instance }: CodeInstance): void {
    this.generating = isOfProgram(instance)
  }

  generateEnds(): void {
    this.generating = undefined
  }

  /** What was counted since the last time, by where. */
  take(): { readonly inferred: Tally, readonly other: Tally } {
    const { inferred, other } = this
    this.inferred = noWork()
    this.other = noWork()
    return { inferred, other }
  }
}

function isOfProgram({ method, specTypes }: MethodInstance): boolean {
  return method?.source.module.root.name === 'Main' || mentionsMain(specTypes)
}

function mentionsMain(type: Parameter): boolean {
  const body = unwrapUnionAll(type)
  if (body.kind === 'union') return mentionsMain(body.a) || mentionsMain(body.b)
  return body.kind === 'datatype' && (/^Main(\.|$)/.test(body.name.module) || body.parameters.some(mentionsMain))
}

/** Why the program cannot be counted, in one line. */
export class Uncountable extends Error {
  override readonly name = 'Uncountable'
}

/** Throws `Uncountable` if the simulated Julia does not run the program. */
export function countWork({ name, text }: Program, base: BaseSource, rules: VersionRules): ProgramCounts {
  const meter = new Meter()
  const engine = new Engine({
    base, rules, execution: 'compile', budget: MOST_STATEMENTS,
    work: meter.work,
    host: { write: () => undefined },
  })
  meter.take()
  engine.watch(meter)
  const { diagnostics, error } = engine.evaluate(text, { file: name })
  const problem = error?.text ?? diagnostics[0]?.message
  if (problem !== undefined) throw new Uncountable(problem)
  const { other: defined } = meter.take()
  const entry = engine.main.resolve(symbolOf('calibrate_me'))
  const callee = entry instanceof Binding ? entry.value : undefined
  if (callee === undefined) throw new Uncountable('it defines no calibrate_me()')
  try {
    const value = engine.call(callee)
    const first = meter.take()
    engine.call(callee)
    const second = meter.take()
    engine.unwatch(meter)
    const only = (kinds: readonly WorkKind[]): Counts => Object.fromEntries(kinds.map((kind) => [kind, defined[kind]]))
    return {
      value: engine.print(value),
      phases: {
        parse: only(['parseByte']),
        lower: only(['lowerStatement']),
        define: only(WORK_KINDS.filter((kind) => kind !== 'parseByte')),
        infer: first.inferred,
        rest: first.other,
        run: Object.fromEntries(WORK_KINDS.map((kind) => [kind, second.inferred[kind] + second.other[kind]])),
      } satisfies Record<(typeof PHASES)[number], Counts>,
    }
  } catch (thrown) {
    if (thrown instanceof JuliaException) throw new Uncountable(engine.errorText(thrown.value))
    throw thrown
  }
}
