/**
 * From source to values, one top-level expression after the other: parse, expand macros, lower, run in the newest world. Knows files
 * (for `include`) and what a syntax error becomes.
 */
import { CodeInfo } from '../ir/statement'
import { lower } from '../lowering/lower'
import type { Diagnostic } from '../syntax/diagnostic'
import type { LiteralTypes } from '../syntax/literal-types'
import { parseJulia, type ParsedSource } from '../syntax/parse'
import type { CoreTypes } from '../values/core-types'
import { toJuliaString } from '../values/text'
import { Expr, expr, isExpr, LineNumberNode, StructValue, symbolName, type JuliaValue } from '../values/value'
import type { Module } from '../worlds/module'
import { errorException, JuliaException } from './exception'
import type { Interpreter } from './interpreter'
import { evaluateForm, type ToplevelHost } from './toplevel'

export interface EvaluationHost {
  readonly core: CoreTypes
  readonly coreModule: Module
  readonly interpreter: Interpreter
  readonly literals: LiteralTypes
  readonly toplevel: ToplevelHost
  /** The module that names behind syntax are taken from. */
  topModule: (module: Module) => Module
  expandMacros: (expression: JuliaValue, module: Module, location: LineNumberNode) => JuliaValue
  /** The text of a file. */
  readFile: (path: string) => string | undefined
  /** What `include` throws where there is no such file. */
  cannotOpen: (path: string) => JuliaException
  included: (path: string, module: Module) => void
  /** Around one top-level expression, and what the steps cost. */
  statement: (file: string, line: number, run: () => JuliaValue) => JuliaValue
  parsed: (bytes: number) => void
  lowered: (statements: number) => void
  reportWarning: (text: string) => void
}

const FORMS = new Set(['module', 'using', 'import', 'export', 'public', 'toplevel'])

export class Evaluation {
  /** Files that are being evaluated, the innermost last. */
  private readonly files: string[] = []
  /** Where the expression stands that is evaluated now. */
  private location = new LineNumberNode(0, 'none')
  private readonly lines = new Map<string, readonly string[]>()

  constructor(private readonly host: EvaluationHost) {}

  /** All expressions of a text; the value of the last. Stops at the first that throws. What could not be read is told to `problems`. */
  text(text: string, file: string, module: Module, problems: Diagnostic[] = []): JuliaValue {
    const { expressions, diagnostics } = this.parse(text, file)
    problems.push(...diagnostics)
    let value: JuliaValue = this.host.core.nothing
    this.files.push(file)
    try {
      for (const { expression, line } of expressions) value = this.host.statement(file, line, () => this.expression(expression, module, new LineNumberNode(line, file)))
    } finally {
      this.files.pop()
    }
    return value
  }

  /** What is wrong at a place: where a name first stands from that line on, or where the line's code begins. */
  problem(code: Diagnostic['code'], message: string, { file, line }: { readonly file: string, readonly line: number }, name?: string): Diagnostic {
    const lines = this.lines.get(file) ?? []
    const named = name === undefined ? -1 : lines.findIndex((text, at) => at >= line - 1 && text.includes(name))
    if (name !== undefined && named >= 0) return { code, message, file, line: named + 1, column: (lines[named] ?? '').indexOf(name) + 1 }
    const begins = lines[line - 1]?.search(/\S/) ?? -1
    return { code, message, file, line, column: begins < 0 ? undefined : begins + 1 }
  }

  /** Where the top-level expression stands that is being evaluated, or was last. */
  get place(): { readonly file: string, readonly line: number } {
    return this.location
  }

  /** A path beside the file that is being evaluated. */
  besideFile(path: string): string {
    return resolvePath(this.files.at(-1), path)
  }

  /** Runs as if the code stood in that file. */
  withFile<T>(path: string, run: () => T): T {
    this.files.push(path)
    try {
      return run()
    } finally {
      this.files.pop()
    }
  }

  /** Whether this is a file that was evaluated, and none of Base. */
  isSource(file: string): boolean {
    return this.lines.has(file)
  }

  private parse(text: string, file: string): ParsedSource {
    this.lines.set(file, text.split('\n'))
    this.host.parsed(text.length)
    return parseJulia(text, { file, literals: this.host.literals })
  }

  /** `include(path)`: relative to the file that includes. What it throws says where. */
  include(path: string, module: Module): JuliaValue {
    const file = this.besideFile(path)
    const text = this.host.readFile(file)
    if (text === undefined) throw this.host.cannotOpen(file)
    this.host.included(file, module)
    return this.includeText(text, file, module)
  }

  /** `include_string`. What it throws says where. */
  includeText(text: string, file: string, module: Module): JuliaValue {
    const { core } = this.host
    const before = this.location
    const parsed = this.parse(text, file)
    const [problem] = parsed.diagnostics
    if (problem !== undefined) throw this.loadError(file, problem.line, errorException(core, `syntax: ${problem.message}`))
    let value: JuliaValue = core.nothing
    this.files.push(file)
    try {
      for (const { expression, line } of parsed.expressions) {
        try {
          value = this.host.statement(file, line, () => this.expression(expression, module, new LineNumberNode(line, file)))
        } catch (error) {
          throw error instanceof JuliaException ? this.loadError(file, this.location.file === file ? this.location.line : line, error) : error
        }
      }
    } finally {
      this.files.pop()
    }
    this.location = before
    return value
  }

  private loadError(file: string, line: number, { value, trace, problem }: JuliaException): JuliaException {
    const made = new JuliaException(new StructValue(this.host.core.type('LoadError'), [toJuliaString(file), BigInt(line), value]))
    made.trace = trace
    made.problem = problem
    return made
  }

  /** One expression of the surface syntax in the newest world. */
  expression(expression: JuliaValue, module: Module, location?: LineNumberNode): JuliaValue {
    const { core, interpreter, toplevel } = this.host
    if (location !== undefined) this.location = location
    if (expression instanceof LineNumberNode) {
      this.location = expression
      return core.nothing
    }
    if (isForm(expression)) return evaluateForm(toplevel, expression, module)
    const place = this.location
    const expanded = this.host.expandMacros(expression, module, place)
    if (isForm(expanded)) return evaluateForm(toplevel, expanded, module)
    if (isExpr(expanded, 'error') || isExpr(expanded, 'incomplete')) throw errorException(core, `syntax: ${messageOf(expanded)}`)
    const thunk = this.lower(expanded, module, place)
    for (const statement of thunk.code) if (statement.kind === 'meta' && statement.name === 'max_methods') module.maxMethods = Number(statement.args[0])
    return interpreter.runThunk(thunk, module)
  }

  /** `Meta.lower`: the code as `Expr(:thunk, code)`; what needs no code as it is. */
  lowered(expression: JuliaValue, module: Module): JuliaValue {
    const expanded = this.host.expandMacros(expression, module, this.location)
    return expanded instanceof Expr && !isForm(expanded) ? expr('thunk', this.lower(expanded, module, this.location)) : expanded
  }

  private lower(expanded: JuliaValue, module: Module, place: LineNumberNode): CodeInfo {
    const { core } = this.host
    const { thunk, diagnostics } = lower(expanded, {
      module,
      core: this.host.coreModule,
      top: this.host.topModule(module),
      nothing: core.nothing,
      nextCounter: () => ++module.counter,
      file: place.file,
      line: place.line,
    })
    for (const { severity, message } of diagnostics) if (severity === 'warning') this.host.reportWarning(`WARNING: ${message}`)
    if (thunk === undefined) {
      const found = diagnostics.find(({ severity }) => severity === 'error')
      const message = found?.message ?? 'syntax: invalid expression'
      const exception = errorException(core, message)
      exception.problem = this.problem(message.includes('supported') ? 'unsupported' : 'syntax', message, found ?? place)
      throw exception
    }
    this.host.lowered(statementsIn(thunk))
    return thunk
  }
}

/** With the statements of the methods that it defines. */
function statementsIn({ code }: CodeInfo): number {
  return code.reduce((sum, statement) => {
    const made = statement.kind === 'assign' ? statement.value : statement
    const inner = made.kind === 'method' ? made.body : made.kind === 'thunk' || made.kind === 'interpolate' ? made.code : undefined
    return sum + (inner instanceof CodeInfo ? statementsIn(inner) : 0)
  }, code.length)
}

function isForm(value: JuliaValue): value is Expr {
  return value instanceof Expr && FORMS.has(symbolName(value.head))
}

function messageOf({ args: [message] }: Expr): string {
  return typeof message === 'string' ? message : 'invalid expression'
}

/** A path beside the file that mentions it. */
function resolvePath(from: string | undefined, path: string): string {
  if (path.startsWith('/') || from?.includes('/') !== true) return path
  const parts = from.split('/').slice(0, -1)
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}
