/**
 * From linear statements to a `CodeInfo`: numbers for statements, slots and static parameters, the table of locations, and
 * what metas say of the whole. Statements that cannot be reached are left out; temporaries that only rename another are merged.
 */
import { CodeInfo, type Expression, type ForeignType, type Location, type Operand, type Slot, type Statement } from '../ir/statement'
import { GlobalRef, symbolName, symbolOf, type JuliaValue } from '../values/value'
import { describe } from './describe'
import { Form, isForm, isQuoted, isSymbol, Lambda, Temp, type Node } from './form'
import type { LinearStatement } from './linear-statement'
import { linearize } from './linearize'
import type { Session } from './session'
import { maybeUndefined } from './undefined-slots'
import type { Variable } from './variable'

const UNUSED = symbolOf('#unused#')

export function assemble(lambda: Lambda, name: string, session: Session): CodeInfo {
  return new Assembler(lambda, name, session).run()
}

type NumberedStatement = Exclude<LinearStatement, { op: 'label' }>

class Assembler {
  private readonly code: Statement[] = []
  private readonly lines: number[] = []
  private readonly locations: Location[] = []
  private readonly merged = new Map<Temp, Temp>()
  private readonly slots = new Map<symbol, number>()
  private readonly parameters = new Map<symbol, number>()
  /** Code of the methods that are defined here, by their forms. */
  private readonly inner = new Map<Form, { readonly code: CodeInfo, readonly holes: readonly symbol[] }>()
  /** Captured variables whose values are to be put into this code. */
  readonly holes: symbol[] = []
  private location = -1
  private file: string
  private readonly outerFiles: { readonly location: number, readonly file: string }[] = []
  private entersFile = false

  constructor(
    private readonly lambda: Lambda,
    private readonly name: string,
    private readonly session: Session,
  ) {
    this.file = session.location.file
  }

  run(): CodeInfo {
    const { lambda, session } = this
    const linear = linearize(lambda, session)
    for (const [at, variable] of lambda.variables.entries()) if (!this.slots.has(variable.name)) this.slots.set(variable.name, at)
    for (const [at, parameter] of lambda.staticParameters.entries()) this.parameters.set(parameter, at)
    const kept = this.number(linear)
    for (const statement of kept) this.add(statement)
    const info = new CodeInfo(
      this.code, slotsOf(lambda.variables, this.code, lambda.args.length), lambda.args.length, lambda.isVarArg,
      Int32Array.from(this.lines), this.locations, lambda.staticParameters.map(symbolName),
    )
    for (const statement of kept) if (statement.op === 'form' && statement.form.head === 'meta') this.note(statement.form, info)
    return info
  }

  /** Numbers what becomes a statement, and drops what cannot be reached. */
  private number(linear: readonly LinearStatement[]): NumberedStatement[] {
    const kept: NumberedStatement[] = []
    let next = 0
    let isReachable = true
    for (const statement of linear) {
      switch (statement.op) {
        case 'label':
          // Whoever jumps here jumps to what comes next.
          statement.label.index = next
          isReachable = true
          continue
        case 'line':
        case 'pushFile':
        case 'popFile':
          kept.push(statement)
          continue
      }
      // Code with values in it is computed by a statement of its own, just before.
      if (isReachable && this.takesValues(statement)) next++
      switch (statement.op) {
        case 'value':
          if (statement.target !== undefined && statement.value instanceof Temp && this.isKnown(statement.value)) {
            this.merged.set(statement.target, statement.value)
            continue
          }
          if (statement.target !== undefined && isReachable) statement.target.index = next
          break
        case 'enter':
          if (isReachable) statement.target.index = next
          break
      }
      if (!isReachable && !(statement.op === 'form' && (statement.form.head === 'meta' || statement.form.head === 'inbounds'))) continue
      kept.push(statement)
      next++
      if (statement.op === 'goto' || statement.op === 'return') isReachable = false
    }
    return kept
  }

  /** Whether it defines a method whose code has values put into it. Such code is assembled here, as only then it is known. */
  private takesValues(statement: NumberedStatement): boolean {
    const node = statement.op === 'form' ? statement.form : statement.op === 'value' || statement.op === 'assign' ? statement.value : undefined
    if (!isForm(node, 'method') || node.args[2] === undefined) return false
    const [name, , body] = node.args
    const lambda = isForm(body, 'interpolate') ? body.args[0] : body
    if (!(lambda instanceof Lambda)) return this.session.fail('invalid method definition')
    const assembler = new Assembler(lambda, methodName(name, lambda), this.session)
    const code = assembler.run()
    this.inner.set(node, { code, holes: assembler.holes })
    return assembler.holes.length > 0
  }

  private isKnown(temp: Temp): boolean {
    return this.resolveTemp(temp).index >= 0
  }

  private resolveTemp(given: Temp): Temp {
    let temp = given
    for (let next = this.merged.get(temp); next !== undefined; next = this.merged.get(temp)) temp = next
    return temp
  }

  private add(statement: NumberedStatement): void {
    switch (statement.op) {
      case 'line':
        this.enterLine(statement.location.line, statement.location.file)
        return
      case 'pushFile':
        this.outerFiles.push({ location: this.location, file: this.file })
        this.file = statement.file
        this.entersFile = true
        return
      case 'popFile': {
        const outer = this.outerFiles.pop()
        this.location = outer?.location ?? -1
        this.file = outer?.file ?? this.file
        return
      }
      default:
        if (this.location < 0 && this.locations.length === 0) this.enterLine(this.session.context.line ?? 0, this.file)
        this.code.push(this.statement(statement))
        this.lines.push(this.location)
    }
  }

  private enterLine(line: number, file: string): void {
    if (this.outerFiles.length === 0 || this.entersFile) this.file = file
    this.entersFile = false
    const inlinedAt = this.outerFiles.at(-1)?.location ?? -1
    const last = this.locations.at(-1)
    if (last !== undefined && this.location === this.locations.length - 1 && last.line === line && last.file === this.file && last.inlinedAt === inlinedAt) return
    this.locations.push({ file: this.file, line, name: this.name, inlinedAt })
    this.location = this.locations.length - 1
  }

  private statement(statement: Exclude<NumberedStatement, { op: 'line' | 'pushFile' | 'popFile' }>): Statement {
    switch (statement.op) {
      case 'value':
        return this.expressionOrForm(statement.value)
      case 'assign': {
        if (statement.target instanceof GlobalRef) return { kind: 'setGlobal', ref: statement.target, value: this.operand(statement.value) }
        const slot = this.slots.get(statement.target)
        if (slot === undefined) return this.session.fail(`assignment to unknown variable ${symbolName(statement.target)}`)
        return { kind: 'assign', slot, value: this.expression(statement.value) }
      }
      case 'goto':
        return { kind: 'goto', target: statement.label.index }
      case 'gotoifnot':
        return { kind: 'gotoifnot', condition: this.operand(statement.condition), target: statement.label.index }
      case 'return':
        return { kind: 'return', value: this.operand(statement.value) }
      case 'enter':
        return { kind: 'enter', handler: statement.label.index }
      case 'leave':
        return { kind: 'leave', count: statement.count }
      case 'popException':
        return { kind: 'popException', token: this.operand(statement.token) }
      case 'newvar':
        return { kind: 'newvar', slot: this.slots.get(statement.name) ?? 0 }
      case 'form':
        return this.form(statement.form)
    }
  }

  private expressionOrForm(node: Node): Statement {
    return isForm(node, 'toplevel') ? { kind: 'toplevel', form: node.args[0] as JuliaValue } : this.expression(node)
  }

  private form(node: Form): Statement {
    const [first, second] = node.args
    switch (node.head) {
      case 'global':
      case 'const':
        if (first instanceof GlobalRef) return { kind: 'declareGlobal', ref: first, constant: node.head === 'const' }
        break
      case 'thunk':
        if (first instanceof Lambda) return { kind: 'thunk', code: assemble(first, this.name, this.session) }
        break
      case 'method':
        return this.method(node)
      case 'inbounds':
        return { kind: 'meta', name: 'inbounds', args: node.args.map(quotedValue) }
      case 'meta':
        if (isSymbol(first) && !TAKEN_METAS.has(symbolName(first))) {
          return { kind: 'meta', name: symbolName(first), args: node.args.slice(1).filter((arg): arg is JuliaValue => isValue(arg)) }
        }
        return { kind: 'constant', value: this.session.nothing }
      case 'loopinfo':
      case 'aliasscope':
      case 'popaliasscope':
        return { kind: 'meta', name: node.head, args: node.args.filter((arg): arg is JuliaValue => isValue(arg)) }
    }
    return this.session.fail(`invalid syntax ${describe(second === undefined ? first : node)}`)
  }

  private method(node: Form): Expression {
    const [name, signature, body] = node.args
    const ref = name instanceof GlobalRef ? name : isSymbol(name) ? this.session.global(name) : undefined
    if (signature === undefined || body === undefined) return { kind: 'method', name: ref, signature: undefined, body: undefined }
    const inner = this.inner.get(node)
    if (inner === undefined) return this.session.fail('invalid method definition')
    const { code, holes } = inner
    if (holes.length === 0) return { kind: 'method', name: ref, signature: this.operand(signature), body: code }
    this.code.push({ kind: 'interpolate', code, values: holes.map((hole) => this.operand(hole)) })
    this.lines.push(this.location)
    return { kind: 'method', name: ref, signature: this.operand(signature), body: { kind: 'ssa', id: this.code.length - 1 } }
  }

  private expression(node: Node): Expression {
    if (!(node instanceof Form)) return this.operand(node)
    const { head, args } = node
    const [first, second] = args
    switch (head) {
      case 'call':
        return { kind: 'call', args: this.operands(args) }
      case 'new':
        return { kind: 'new', type: this.operand(first), fields: this.operands(args.slice(1)) }
      case 'splatnew':
        return { kind: 'splatnew', type: this.operand(first), tuple: this.operand(second) }
      case 'foreigncall': {
        const [name, returnType, types, values] = args
        return {
          kind: 'foreigncall', name: typeof name === 'string' ? name : '', returnType: this.foreignType(returnType),
          argumentTypes: types instanceof Form ? types.args.map((type) => this.foreignType(type)) : [],
          args: values instanceof Form ? this.operands(values.args) : [],
        }
      }
      case 'isdefined':
        return { kind: 'isdefined', what: this.operand(first) }
      case 'the_exception':
        return { kind: 'theException' }
      case 'copyast':
        return { kind: 'copyast', value: quotedValue(first) }
      case 'boundscheck':
        return { kind: 'boundscheck' }
      case 'method':
        return this.method(node)
      default:
        return this.operand(node)
    }
  }

  private operands(nodes: readonly Node[]): Operand[] {
    return nodes.map((node) => this.operand(node))
  }

  private foreignType(node: Node | undefined): ForeignType {
    return this.operand(node)
  }

  private operand(node: Node | undefined): Operand {
    if (typeof node === 'symbol') return this.variable(node)
    if (node instanceof Temp) {
      const { index } = this.resolveTemp(node)
      if (index < 0) return this.session.fail('a value is used that nothing computes')
      return { kind: 'ssa', id: index }
    }
    if (node instanceof GlobalRef) return { kind: 'global', ref: node }
    if (isForm(node, 'inert')) return { kind: 'constant', value: quotedValue(node) }
    if (isForm(node, 'hole') && isSymbol(node.args[0])) {
      const [name] = node.args
      if (!this.holes.includes(name)) this.holes.push(name)
      return { kind: 'parameter', index: -1 - this.holes.indexOf(name) }
    }
    if (node !== undefined && isValue(node)) return { kind: 'constant', value: node }
    return this.session.fail(`invalid syntax ${describe(node)}`)
  }

  private variable(name: symbol): Operand {
    const slot = this.slots.get(name)
    if (slot !== undefined) return { kind: 'slot', id: slot }
    const index = this.parameters.get(name)
    if (index !== undefined) return { kind: 'parameter', index }
    return { kind: 'global', ref: this.session.global(name) }
  }

  /** What a meta says of the whole function. */
  private note({ args: [name, ...args] }: Form, info: CodeInfo): void {
    if (!isSymbol(name)) return
    const names = [name, ...args].filter(isSymbol).map(symbolName)
    switch (symbolName(name)) {
      case 'nospecialize':
        if (args.length === 0) info.nospecialize = -1
        for (const arg of args) {
          const at = isSymbol(arg) ? this.lambda.args.indexOf(arg) : -1
          if (at > 0 && at <= 31) info.nospecialize |= 1 << (at - 1)
        }
        return
      case 'specialize':
        info.nospecialize = 0
        return
      case 'nkw':
        info.keywords = Number(args[0])
        return
      case 'generated_only':
        info.generatedOnly = true
        return
      case 'generated': {
        const [generator, count, ...all] = args
        const texts = all.filter(isSymbol).map(symbolName)
        const split = Number(count)
        const made = isSymbol(generator) ? this.session.global(generator) : generator
        if (made instanceof GlobalRef) {
          info.generator = { name: made, argumentNames: texts.slice(0, split), parameterNames: texts.slice(split) }
        }
        return
      }
    }
    if (names.includes('inline')) info.inlining = 'inline'
    if (names.includes('noinline')) info.inlining = 'noinline'
    if (names.includes('propagate_inbounds')) info.propagateInbounds = true
    if (names.includes('pure')) info.pure = true
  }
}

/** Metas whose whole content is kept in the `CodeInfo`. */
const TAKEN_METAS: ReadonlySet<string> = new Set([
  'inline', 'propagate_inbounds', 'pure', 'nospecialize', 'specialize', 'generated', 'generated_only', 'nkw',
])

function isValue(node: Node): node is JuliaValue {
  return !(node instanceof Form) && !(node instanceof Temp) && !(node instanceof Lambda)
}

function quotedValue(node: Node | undefined): JuliaValue {
  const value = isForm(node, 'inert') ? node.args[0] : node
  return value as JuliaValue
}

/** The name that a method has, for locations. */
function methodName(name: Node | undefined, lambda: Lambda): string {
  if (isSymbol(name)) return symbolName(name)
  if (name instanceof GlobalRef) return symbolName(name.name)
  if (name instanceof Form && !isQuoted(name)) {
    const last = name.args.at(-1)
    if (isForm(last, 'inert') && isSymbol(last.args[0])) return symbolName(last.args[0])
  }
  return lambda.functionName
}

/** Slot names are what the program calls them: fresh variables have none, renamed ones their first name. */
function slotsOf(variables: readonly Variable[], code: readonly Statement[], argumentCount: number): Slot[] {
  const undefinedAt = maybeUndefined(code, variables.length, argumentCount)
  return variables.map((variable, at) => ({
    name: at === 0 ? symbolName(variable.name) : slotName(variable.name), assigned: variable.assigned, used: variable.read, maybeUndefined: undefinedAt[at] === true,
  }))
}

function slotName(name: symbol): string {
  const text = symbolName(name)
  if (name === UNUSED || !text.startsWith('#')) return text
  const second = text.indexOf('#', 1)
  if (second >= 0) return text.slice(second + 1)
  return text[1] === 's' ? '' : text
}
