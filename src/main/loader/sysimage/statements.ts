/**
 * Precompile statements as PackageCompiler replays them: each line is parsed, its arguments are evaluated in a module that knows nothing but
 * Base and, by and by, the packages that are loaded, and `precompile` is called with them. PackageCompiler passes over what fails without
 * a word, and does not look at what `precompile` returns (julia#28808); here every statement gets an outcome.
 */
import type { StatementOutcome } from '../../image/sysimage-header'
import { JuliaException } from '../../julia/runtime/exception'
import { isTypeValue } from '../../julia/values/egal'
import { isExpr, StructValue, symbolName, type Expr, type JuliaValue } from '../../julia/values/value'
import type { MethodInstance } from '../../julia/worlds/method'
import { Module } from '../../julia/worlds/module'
import type { PackageSession } from '../session/package-session'

export interface Statement {
  readonly text: string
  readonly file: string
  /** 1-based. */
  readonly line: number
  readonly from: StatementOutcome['from']
}

interface Replayed {
  readonly outcome: StatementOutcome
  /** What was asked for. */
  readonly instance: MethodInstance | undefined
}

type Verdict = Omit<Replayed, 'outcome'> & Pick<StatementOutcome, 'outcome' | 'reason'>

/** A line of a file that is a statement: neither empty nor a comment. */
export function statementsIn(text: string, file: string, from: Statement['from']): readonly Statement[] {
  return text.split(/\r?\n/).flatMap((line, at) => (/^\s*(#(?!=).*)?$/.test(line) ? [] : [{ text: line.trim(), file, line: at + 1, from }]))
}

export class StatementReplay {
  private readonly staging = new Module('PrecompileStagingArea', undefined)
  private readonly texts = new Map<string, Statement>()
  private readonly instances = new Map<MethodInstance, Statement>()
  private readonly replayed: Replayed[] = []

  constructor(private readonly session: PackageSession) {
    const { coreModule, base } = session.engine
    this.staging.using(coreModule)
    if (base !== undefined) this.staging.using(base)
  }

  run(statement: Statement): void {
    const start = this.session.now()
    const { instance, ...verdict } = this.verdictOn(statement)
    const { text, file, line, from } = statement
    this.replayed.push({ instance, outcome: { statement: text, file, line, from, ...verdict, time: this.session.now() - start } })
  }

  /** In the order of the statements, when all that may end code has happened. */
  get outcomes(): readonly StatementOutcome[] {
    return this.replayed.map(({ outcome, instance }) => (outcome.outcome !== 'kept' || instance?.isValid === true
      ? outcome
      : { ...outcome, outcome: 'invalidated', reason: 'a method that was defined later ended its code before the image was written' }))
  }

  private verdictOn(statement: Statement): Verdict {
    const { text } = statement
    const known = this.texts.get(text)
    if (known !== undefined) return { outcome: 'duplicate', reason: `the same stands in ${placeOf(known)}`, instance: undefined }
    this.texts.set(text, statement)
    const call = this.parsed(text)
    if (typeof call === 'string') return { outcome: 'unparsed', reason: call, instance: undefined }
    const args = this.evaluated(call.args.slice(1))
    if (typeof args === 'string') return { outcome: 'notFound', reason: args, instance: undefined }
    return this.precompiled(args, statement)
  }

  /** The call that a line is, or why it is none. */
  private parsed(text: string): Expr | string {
    const { expressions: [first, ...more], problem } = this.session.engine.parseText(text)
    if (problem !== undefined) return problem
    if (more.length > 0) return 'it is more than one expression'
    if (!isExpr(first, 'call')) return 'it is no call'
    return first.args.length < 2 ? 'it asks for nothing' : first
  }

  /** Packages that are loaded are found by their names, as soon as one is missed; one that two packages have is not. */
  private evaluated(expressions: readonly JuliaValue[]): readonly JuliaValue[] | string {
    const { engine } = this.session
    for (;;) {
      try {
        return expressions.map((expression) => engine.evaluateIn(this.staging, expression))
      } catch (error) {
        if (!(error instanceof JuliaException)) throw error
        const missed = missedName(error.value)
        const found = missed === undefined ? [] : engine.packages.modules().filter(({ name }) => name === missed)
        const [module] = found
        if (module === undefined || found.length > 1 || this.staging.bindings.has(Symbol.for(module.name))) return this.textOf(error.value)
        this.staging.setConstant(module.name, module)
      }
    }
  }

  private precompiled(args: readonly JuliaValue[], statement: Statement): Verdict {
    const { engine } = this.session
    const precompile = engine.base?.get('precompile')
    if (precompile === undefined) return { outcome: 'returnedFalse', reason: 'Base has no precompile', instance: undefined }
    const asked: MethodInstance[] = []
    const observer = { precompileAsked: (instance: MethodInstance) => void asked.push(instance) }
    engine.watch(observer)
    try {
      const isMade = engine.call(precompile, args) === true
      const [instance] = asked
      const known = instance && this.instances.get(instance)
      if (known !== undefined) return { outcome: 'duplicate', reason: `${placeOf(known)} asks for the same instance`, instance }
      if (instance !== undefined) this.instances.set(instance, statement)
      if (isMade && instance !== undefined) return { outcome: 'kept', reason: '', instance }
      if (instance !== undefined) return { outcome: 'notInferred', reason: 'inference gave no code for it', instance }
      return { outcome: 'returnedFalse', reason: this.whyNoInstance(args), instance }
    } catch (error) {
      if (!(error instanceof JuliaException)) throw error
      return { outcome: 'returnedFalse', reason: `precompile threw: ${this.textOf(error.value)}`, instance: undefined }
    } finally {
      engine.unwatch(observer)
    }
  }

  /** `precompile` found nothing that it could compile. */
  private whyNoInstance(args: readonly JuliaValue[]): string {
    const { world } = this.session.engine
    const [first] = args
    if (args.length === 1 && typeof first === 'object' && isTypeValue(first)) {
      const matches = world.lookup(first, world.age).matches?.length ?? 0
      if (matches === 0) return 'no method takes these types'
      if (matches > 1) return `${matches} methods take these types: which runs depends on the values`
    }
    return 'no method is specialised for these types: they are too general, or none takes them'
  }

  private textOf(value: JuliaValue): string {
    return this.session.unclocked(() => this.session.engine.errorText(value))
  }
}

function placeOf({ file, line }: Statement): string {
  return `${file}:${line}`
}

function missedName(value: JuliaValue): string | undefined {
  if (!(value instanceof StructValue) || value.type.name.name !== 'UndefVarError') return undefined
  const [name] = value.fields
  return typeof name === 'symbol' ? symbolName(name) : undefined
}
