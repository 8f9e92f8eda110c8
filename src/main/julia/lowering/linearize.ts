/**
 * From nested core forms to a straight list of statements with labels and jumps. Every argument of a call becomes an
 * atom: a variable, a literal or a temporary. `try` blocks keep count of their handlers, and what leaves a block with
 * `finally` (return, break, an exception) first notes what to do afterwards in a variable.
 */
import { Expr, GlobalRef, LineNumberNode, symbolName, symbolOf } from '../values/value'
import { convertForType } from './closures'
import { describe } from './describe'
import { call, Form, form, isForm, isLine, isSimpleAtom, isSymbol, isUnderscore, Lambda, Temp, type Node } from './form'
import { Label, withoutNeedlessNewvars, type LinearStatement } from './linear-statement'
import type { Session } from './session'
import { Variable } from './variable'

/** Exception handlers whose `catch` block is being run: the tokens of their `enter`. */
interface Tokens { readonly token: Temp, readonly outer: Tokens | undefined }

interface BreakLabel {
  readonly name: Node
  readonly label: Label
  readonly handlers: number
  readonly tokens: Tokens | undefined
  readonly outer: BreakLabel | undefined
}

type FinallyAction = { readonly kind: 'return', readonly value: Node } | { readonly kind: 'break', readonly to: BreakLabel } | { readonly kind: 'rethrow' }

interface FinallyHandler {
  /** Holds which action follows the block. */
  readonly variable: symbol
  readonly label: Label
  readonly actions: FinallyAction[]
  readonly handlers: number
  readonly tokens: Tokens | undefined
}

/** A `goto` whose label may stand outside of the handlers around it. */
interface PendingGoto {
  readonly at: LinearStatement
  readonly name: symbol
  readonly handlers: number
  readonly tokens: Tokens | undefined
}

export function linearize(lambda: Lambda, session: Session): LinearStatement[] {
  return new Linearizer(lambda, session).run()
}

class Linearizer {
  private code: LinearStatement[] = []
  private readonly argumentSlots = new Map<symbol, symbol>()
  private readonly args: ReadonlySet<symbol>
  private file: string | undefined
  private returnType: Node | undefined
  private constantInFunction = false
  private handlers = 0
  private tokens: Tokens | undefined
  private finallyHandler: FinallyHandler | undefined
  private readonly labels = new Map<symbol, Label>()
  private readonly labelNesting = new Map<symbol, { readonly handlers: number, readonly tokens: Tokens | undefined }>()
  private readonly pendingGotos: PendingGoto[] = []

  constructor(
    private readonly lambda: Lambda,
    private readonly session: Session,
  ) {
    this.args = new Set(lambda.args)
  }

  run(): LinearStatement[] {
    const { lambda } = this
    // An argument that is assigned is copied into a slot of its own first.
    for (const variable of lambda.variables.slice(0, lambda.args.length)) {
      if (variable.assigned) this.argumentSlots.set(variable.name, this.newVariable(variable.name))
    }
    this.compile(lambda.body, undefined, true, true)
    this.resolveGotos()
    if (this.constantInFunction) this.session.fail('`global const` declaration not allowed inside function')
    return this.withArgumentSlots(withoutNeedlessNewvars(this.code))
  }

  private withArgumentSlots(code: LinearStatement[]): LinearStatement[] {
    if (this.argumentSlots.size === 0) return code
    const at = code.findIndex((statement) => statement.op !== 'line' && !(statement.op === 'form' && statement.form.head === 'meta'))
    const copies = [...this.argumentSlots].map(([name, slot]): LinearStatement => ({ op: 'assign', target: slot, value: name }))
    return [...code.slice(0, at), ...copies, ...code.slice(at)]
  }

  private emit(statement: LinearStatement): void {
    this.code.push(statement)
  }

  private emitValue(value: Node): Temp {
    const target = this.session.temp()
    this.emit({ op: 'value', target, value })
    return target
  }

  private mark(label: Label): void {
    this.emit({ op: 'label', label })
  }

  /** The label that stands here, or a new one. */
  private markHere(): Label {
    const last = this.code.at(-1)
    if (last?.op === 'label') return last.label
    const label = new Label()
    this.mark(label)
    return label
  }

  private newVariable(like?: symbol): symbol {
    const name = like === undefined ? this.session.gensym() : this.session.namedGensym(like)
    const variable = new Variable(name)
    variable.assigned = true
    this.lambda.variables.push(variable)
    return name
  }

  private emitAssignment(target: symbol | GlobalRef | Temp, value: Node | undefined): void {
    if (value === undefined) return
    if (target instanceof Temp) {
      this.emit({ op: 'value', target, value })
      return
    }
    const isDirect = isAtomic(value) || (isSymbol(target) && value instanceof Form && DIRECT.has(value.head))
    this.emit({ op: 'assign', target, value: isDirect ? value : this.emitValue(value) })
  }

  /** Leaves `catch` blocks between here and there. */
  private popTokens(to: Tokens | undefined): void {
    if (this.tokens === to) return
    let at = this.tokens
    while (at !== undefined && at.outer !== to) at = at.outer
    if (at === undefined) return this.session.fail('Attempt to jump into catch block')
    this.emit({ op: 'popException', token: at.token })
  }

  private enterFinally(handler: FinallyHandler, action: FinallyAction, jumps: boolean): void {
    handler.actions.push(action)
    this.emit({ op: 'assign', target: handler.variable, value: BigInt(handler.actions.length) })
    if (!jumps) return
    this.popTokens(handler.tokens)
    this.emit({ op: 'leave', count: 1 + this.handlers - handler.handlers })
    this.emit({ op: 'goto', label: handler.label })
  }

  private emitReturn(value: Node | undefined): void {
    if (value === undefined) return
    if (this.handlers === 0) {
      this.actuallyReturn(value)
      return
    }
    const handler = this.finallyHandler
    let kept = value
    if (!isSimpleAtom(value) || (value instanceof Temp && handler !== undefined)) {
      if (handler === undefined) {
        kept = this.emitValue(value)
      } else {
        const variable = this.newVariable()
        this.emitAssignment(variable, value)
        kept = variable
      }
    }
    if (handler !== undefined) {
      this.enterFinally(handler, { kind: 'return', value: kept }, true)
    } else {
      this.emit({ op: 'leave', count: this.handlers })
      this.actuallyReturn(kept)
    }
  }

  private actuallyReturn(value: Node): void {
    const converted = this.returnType === undefined ? value : this.compile(convertForType(value, this.returnType, this.session), undefined, true, false) ?? value
    const result = isAtomic(converted) ? converted : this.emitValue(converted)
    this.popTokens(undefined)
    this.emit({ op: 'return', value: result })
  }

  private emitBreak(to: BreakLabel): void {
    const handler = this.finallyHandler
    if (handler !== undefined && handler.handlers > to.handlers) {
      this.enterFinally(handler, { kind: 'break', to }, true)
      return
    }
    this.popTokens(to.tokens)
    if (this.handlers > to.handlers) this.emit({ op: 'leave', count: this.handlers - to.handlers })
    this.emit({ op: 'goto', label: to.label })
  }

  private compileArguments(nodes: readonly Node[], breaks: BreakLabel | undefined): Node[] {
    const allSimple = nodes.every((node) => isAtomic(node))
    return nodes.map((node, at) => {
      const value = this.compile(node, breaks, true, false) ?? this.session.nothing
      if (isForm(value, 'boundscheck')) return this.emitValue(value)
      const stays = allSimple || isSimpleAtom(node) || isSimpleAtom(value) || isAtomicForm(node)
        // Arguments are never assigned.
        || (isSymbol(value) && this.args.has(value))
        || (isSymbol(node) && (at === 0 || at === nodes.length - 1))
      return stays ? value : this.emitValue(value)
    })
  }

  private compileCondition(node: Node, breaks: BreakLabel | undefined): Node {
    const condition = this.compile(node, breaks, true, false) ?? this.session.nothing
    return isAtomic(condition) && !isForm(condition, 'boundscheck') ? condition : this.emitValue(condition)
  }

  /** Emits what a form does. With `value`, returns what it computes; with `tail`, returns from the function instead. */
  private compile(node: Node, breaks: BreakLabel | undefined, value: boolean, tail: boolean): Node | undefined {
    if (!(node instanceof Form) || ATOMS.has(node.head)) return this.compileAtom(node, value, tail)
    const done = (result: Node): Node | undefined => {
      if (tail) this.emitReturn(result)
      else if (value) return result
      return undefined
    }
    switch (node.head) {
      case 'call':
      case 'new':
      case 'splatnew': {
        const called = new Form(node.head, this.compileArguments(node.args, breaks))
        if (tail || value) return done(called)
        this.emit({ op: 'value', target: undefined, value: called })
        return undefined
      }
      case 'foreigncall': {
        const called = this.foreignCall(node, breaks)
        if (tail || value) return done(called)
        this.emit({ op: 'value', target: undefined, value: called })
        return undefined
      }
      case 'cfunction':
        return this.session.fail('"cfunction" is not supported')
      case '=':
        return this.compileAssignment(node, breaks, value, tail)
      case 'block':
        return this.compileBlock(node, breaks, value, tail)
      case 'return':
        this.compile(node.args[0] ?? this.session.nothing, breaks, true, true)
        return undefined
      case 'unnecessary':
        return value ? this.compile(node.args[0] ?? this.session.nothing, breaks, value, tail) : undefined
      case 'if':
      case 'elseif':
        return this.compileIf(node, breaks, value, tail)
      case '_while':
      case '_do_while':
        return this.compileLoop(node, breaks, value, tail)
      case 'break-block': {
        const label = new Label()
        const [name = false, body = this.session.nothing] = node.args
        this.compile(body, { name, label, handlers: this.handlers, tokens: this.tokens, outer: breaks }, false, false)
        this.mark(label)
        return value ? this.compile(this.session.nothing, breaks, value, tail) : undefined
      }
      case 'break': {
        let to = breaks
        while (to !== undefined && to.name !== node.args[0]) to = to.outer
        if (to === undefined) return this.session.fail('break or continue outside loop')
        this.emitBreak(to)
        return undefined
      }
      case 'symboliclabel':
        return this.compileLabel(node, value, tail)
      case 'symbolicgoto':
        this.compileGoto(node)
        return undefined
      case 'trycatch':
      case 'tryfinally':
        return this.compileTry(node, breaks, value, tail)
      case 'gc_preserve_begin':
      case 'gc_preserve_end':
        // Nothing is ever freed while it can be reached.
        return this.compile(this.session.nothing, breaks, value, tail)
      default:
        return this.compileDeclaration(node, breaks, value, tail)
    }
  }

  private compileAtom(node: Node, value: boolean, tail: boolean): Node | undefined {
    if (node instanceof Lambda) return this.session.fail('misplaced function body')
    const atom = isSymbol(node) ? this.argumentSlots.get(node) ?? node : node
    if (value && (isUnderscore(node) || (node instanceof GlobalRef && isUnderscore(node.name)))) this.session.fail('all-underscore identifier used as rvalue')
    if (tail) this.emitReturn(atom)
    else if (value) return atom
    // Reading a variable may find it undefined.
    else if (isSymbol(atom) || (atom instanceof GlobalRef && !this.session.isImplied(atom))) this.emit({ op: 'value', target: undefined, value: atom })
    return undefined
  }

  private compileAssignment({ args: [left = false, right = false] }: Form, breaks: BreakLabel | undefined, value: boolean, tail: boolean): Node | undefined {
    if (isUnderscore(left)) return this.compile(right, breaks, value, tail)
    const computed = this.compile(right, breaks, true, false)
    const target = isSymbol(left) ? this.argumentSlots.get(left) ?? left : left
    if (!isSymbol(target) && !(target instanceof GlobalRef) && !(target instanceof Temp)) {
      return this.session.fail(`invalid assignment location "${describe(target)}"`)
    }
    if (!value || computed === undefined) {
      this.emitAssignment(target, computed)
      return undefined
    }
    const result = computed instanceof Form || computed instanceof GlobalRef || typeof computed === 'boolean' ? this.emitValue(computed) : computed
    this.emitAssignment(target, result)
    if (tail) this.emitReturn(result)
    return result
  }

  private compileBlock(node: Form, breaks: BreakLabel | undefined, value: boolean, tail: boolean): Node | undefined {
    const outer = this.file
    const first = node.args.find((statement) => !isForm(statement, 'meta'))
    const location = isLine(first) ? first.args[0] : undefined
    const file = location instanceof LineNumberNode ? location.file : outer
    const entersFile = file !== outer && outer !== undefined && file !== undefined && node !== this.lambda.body
    this.file = file
    if (entersFile) this.emit({ op: 'pushFile', file })
    let result: Node | undefined
    for (const [at, statement] of node.args.entries()) {
      const isLast = at === node.args.length - 1
      result = this.compile(statement, breaks, isLast && value, isLast && tail)
    }
    if (entersFile) {
      const last = this.code.at(-1)
      if (tail && last?.op === 'return') {
        // The value still belongs to the other file.
        this.code.pop()
        const value = isSimpleAtom(last.value) ? last.value : this.emitValue(last.value)
        this.emit({ op: 'popFile' })
        this.emit({ op: 'return', value })
      } else {
        this.emit({ op: 'popFile' })
      }
    }
    this.file = outer
    return result
  }

  private compileIf({ args }: Form, breaks: BreakLabel | undefined, value: boolean, tail: boolean): Node | undefined {
    const [condition = false, consequent = false, alternative] = args
    const test: LinearStatement = { op: 'gotoifnot', condition: this.compileCondition(condition, breaks), label: new Label() }
    this.emit(test)
    const variable = value && !tail ? this.newVariable() : undefined
    const end = new Label()
    const first = this.compile(consequent, breaks, value, tail)
    if (variable !== undefined) this.emitAssignment(variable, first)
    if (!tail && (alternative !== undefined || variable !== undefined)) this.emit({ op: 'goto', label: end })
    test.label = this.markHere()
    const second = alternative === undefined ? this.session.nothing : this.compile(alternative, breaks, value, tail)
    if (variable !== undefined) this.emitAssignment(variable, second)
    if (!tail) this.mark(end)
    else if (alternative === undefined) this.emitReturn(second)
    return variable
  }

  private compileLoop({ head, args: [first = false, second = false] }: Form, breaks: BreakLabel | undefined, value: boolean, tail: boolean): Node | undefined {
    const end = new Label()
    const top = this.markHere()
    if (head === '_while') {
      this.emit({ op: 'gotoifnot', condition: this.compileCondition(first, breaks), label: end })
      this.compile(second, breaks, false, false)
    } else {
      this.compile(first, breaks, false, false)
      this.emit({ op: 'gotoifnot', condition: this.compileCondition(second, breaks), label: end })
    }
    this.emit({ op: 'goto', label: top })
    this.mark(end)
    return value ? this.compile(this.session.nothing, breaks, value, tail) : undefined
  }

  private compileLabel({ args: [name] }: Form, value: boolean, tail: boolean): Node | undefined {
    if (!isSymbol(name)) return this.session.fail('invalid label')
    if (this.labelNesting.has(name)) this.session.fail(`label "${symbolName(name)}" defined multiple times`)
    this.labelNesting.set(name, { handlers: this.handlers, tokens: this.tokens })
    this.mark(this.labelOf(name))
    if (tail) this.emitReturn(this.session.nothing)
    else if (value) this.session.fail('misplaced label')
    return undefined
  }

  private compileGoto({ args: [name] }: Form): void {
    if (!isSymbol(name)) return this.session.fail('invalid goto')
    const at: LinearStatement = { op: 'goto', label: this.labelOf(name) }
    this.emit(at)
    this.pendingGotos.push({ at, name, handlers: this.handlers, tokens: this.tokens })
  }

  private labelOf(name: symbol): Label {
    let label = this.labels.get(name)
    if (label === undefined) {
      label = new Label()
      this.labels.set(name, label)
    }
    return label
  }

  /** Puts what a jump out of `try` and `catch` blocks has to leave in front of it. */
  private resolveGotos(): void {
    for (const { at, name, handlers, tokens } of this.pendingGotos) {
      const target = this.labelNesting.get(name)
      if (target === undefined) return this.session.fail(`label "${symbolName(name)}" referenced but not defined`)
      if (target.handlers > handlers) this.session.fail(`cannot goto label "${symbolName(name)}" inside try/catch block`)
      const before: LinearStatement[] = []
      if (tokens !== target.tokens) {
        let token = tokens
        while (token !== undefined && token.outer !== target.tokens) token = token.outer
        if (token === undefined) return this.session.fail('Attempt to jump into catch block')
        before.push({ op: 'popException', token: token.token })
      }
      if (target.handlers < handlers) before.push({ op: 'leave', count: handlers - target.handlers })
      this.code.splice(this.code.indexOf(at), 0, ...before)
    }
  }

  private compileTry(node: Form, breaks: BreakLabel | undefined, value: boolean, tail: boolean): Node | undefined {
    const [body = false, ending = false] = node.args
    const token = this.session.temp()
    const handler = new Label()
    const end = new Label()
    const outer = this.finallyHandler
    const isFinally = node.head === 'tryfinally'
    const action = isFinally ? this.newVariable() : undefined
    this.emit({ op: 'enter', target: token, label: handler })
    this.handlers++
    let own: FinallyHandler | undefined
    if (action !== undefined) {
      own = { variable: action, label: end, actions: [], handlers: this.handlers, tokens: this.tokens }
      this.finallyHandler = own
      this.emit({ op: 'assign', target: action, value: -1n })
    }
    const tried = this.compile(body, breaks, value, false)
    const variable = value && !tail ? this.newVariable() : undefined
    if (variable !== undefined) this.emitAssignment(variable, tried)
    if (tail) {
      this.emitReturn(tried)
    } else {
      this.emit({ op: 'leave', count: 1 })
      this.emit({ op: 'goto', label: end })
    }
    this.handlers--
    this.mark(handler)
    this.emit({ op: 'leave', count: 1 })
    if (own !== undefined) {
      this.enterFinally(own, { kind: 'rethrow' }, false)
      this.mark(end)
      this.finallyHandler = outer
      this.compile(ending, breaks, false, false)
      this.emitActions(own, tail)
    } else {
      this.tokens = { token, outer: this.tokens }
      const caught = this.compile(ending, breaks, value, tail)
      if (variable !== undefined) this.emitAssignment(variable, caught)
      if (!tail) {
        this.emit({ op: 'popException', token })
        this.mark(end)
      }
      this.tokens = this.tokens.outer
    }
    return variable
  }

  /** Behind a `finally` block: what each way into it wanted to do. */
  private emitActions(handler: FinallyHandler, tail: boolean): void {
    for (let at = handler.actions.length - 1; at >= 0; at--) {
      const action = handler.actions[at]
      if (action === undefined) continue
      const skip = tail && at === 0 && action.kind === 'return' ? undefined : new Label()
      if (skip !== undefined) {
        const condition = this.emitValue(call(this.session.core('==='), handler.variable, BigInt(at + 1)))
        this.emit({ op: 'gotoifnot', condition, label: skip })
      }
      if (action.kind === 'return') this.emitReturn(action.value)
      else if (action.kind === 'break') this.emitBreak(action.to)
      else this.emit({ op: 'value', target: undefined, value: call(this.session.top('rethrow')) })
      if (skip !== undefined) this.mark(skip)
    }
  }

  /** What computes no value of its own: definitions, declarations, metas. */
  private compileDeclaration(node: Form, breaks: BreakLabel | undefined, value: boolean, tail: boolean): Node | undefined {
    const [first] = node.args
    const { session } = this
    switch (node.head) {
      case 'newvar':
        if (isSymbol(first) && this.lambda.variables.some(({ name }) => name === first)) {
          const last = this.code.at(-1)
          if (!(last?.op === 'newvar' && last.name === first)) this.emit({ op: 'newvar', name: first })
        }
        return undefined
      case 'global':
        if (value && !tail) session.fail('misplaced "global" declaration')
        this.emit({ op: 'form', form: node })
        if (tail) this.emitReturn(session.nothing)
        return undefined
      case 'local':
      case 'local-def':
        return undefined
      case 'moved-local':
        if (isSymbol(first)) {
          const variable = new Variable(first)
          variable.assigned = true
          this.lambda.variables.push(variable)
        }
        return undefined
      case 'const':
        if (isSymbol(first)) session.fail('unsupported `const` declaration on local variable')
        if (this.lambda.args.length > 0) this.constantInFunction = true
        else this.emit({ op: 'form', form: node })
        if (tail) this.emitReturn(session.nothing)
        return session.nothing
      case 'isdefined':
      case 'boundscheck':
        if (tail) this.emitReturn(node)
        return tail ? undefined : node
      case 'method':
        return this.compileMethod(node, breaks, value, tail)
      case 'thunk':
        this.checkTopLevel('thunk')
        this.emit({ op: 'form', form: node })
        if (tail) this.emitReturn(session.nothing)
        return session.nothing
      case 'toplevel-only':
        this.checkTopLevel(isSymbol(first) ? symbolName(first) : 'definition')
        return session.nothing
      case 'toplevel': {
        this.checkTopLevel('top-level')
        const [given] = node.args
        // Only a sequence of expressions has a value.
        if (!(given instanceof Expr) || given.head !== TOPLEVEL) {
          this.emit({ op: 'value', target: undefined, value: node })
          if (tail) this.emitReturn(session.nothing)
          return session.nothing
        }
        const result = this.emitValue(node)
        if (tail) this.emitReturn(result)
        return result
      }
      case 'line':
      case 'meta':
      case 'inbounds':
      case 'loopinfo':
      case 'aliasscope':
      case 'popaliasscope':
        return this.compileMeta(node, tail)
      case 'error':
      case 'incomplete':
        return session.fail(typeof first === 'string' ? first : describe(first))
      default:
        return session.fail(`invalid syntax ${describe(node)}`)
    }
  }

  private compileMeta(node: Form, tail: boolean): Node {
    const last = this.code.at(-1)
    const [first, second] = node.args
    if (node.head === 'line') {
      if (first instanceof LineNumberNode) {
        this.session.locate(node)
        this.emit({ op: 'line', location: first })
      }
    } else if (isSymbol(first) && symbolName(first) === 'ret-type' && second !== undefined) {
      this.returnType = second
    } else {
      this.emit({ op: 'form', form: node })
    }
    if (tail && last?.op !== 'return') this.emitReturn(this.session.nothing)
    return this.session.nothing
  }

  private compileMethod(node: Form, breaks: BreakLabel | undefined, value: boolean, tail: boolean): Node | undefined {
    const [name = false, signature, body] = node.args
    if (this.lambda.args.length > 0) this.session.fail('Global method definition needs to be placed at the top level, or use "eval".')
    if (signature === undefined || body === undefined) {
      if (tail) this.emitReturn(node)
      else if (value) return node
      else this.emit({ op: 'form', form: node })
      return undefined
    }
    const compiled = this.compile(signature, breaks, true, false) ?? this.session.nothing
    const operand = isAtomic(compiled) ? compiled : this.emitValue(compiled)
    this.emit({ op: 'form', form: form('method', name, operand, body) })
    return value ? this.compile(this.session.nothing, breaks, value, tail) : undefined
  }

  private checkTopLevel(what: string): void {
    if (this.lambda.args.length > 0) this.session.fail(`"${what}" expression not at top level`)
  }

  /** The name and the types of a `ccall` are constants or computed just before. */
  private foreignCall({ args: [name = false, result = false, types, values, roots] }: Form, breaks: BreakLabel | undefined): Form {
    const [returnType = false, ...argumentTypes] = this.compileArguments([result, ...(types instanceof Form ? types.args : [])], breaks)
    // What is kept alive for the call is evaluated with it, behind the arguments.
    const passed = values instanceof Form ? values.args : []
    const given = this.compileArguments([...passed, ...(roots instanceof Form ? roots.args : [])], breaks).slice(0, passed.length)
    return form('foreigncall', name, returnType, new Form('types', argumentTypes), new Form('values', given))
  }
}

/** Forms that an assignment to a variable may hold as they are. */
const DIRECT: ReadonlySet<string> = new Set(['new', 'splatnew', 'the_exception', 'isdefined', 'call', 'foreigncall', 'copyast'])

const TOPLEVEL = symbolOf('toplevel')

const ATOMS: ReadonlySet<string> = new Set(['inert', 'copyast', 'the_exception', 'hole'])

const isAtomicForm = (node: Node): boolean => node instanceof GlobalRef || isForm(node, 'inert') || isForm(node, 'boundscheck')

/** Can be an argument of a call. */
function isAtomic(node: Node): boolean {
  return isSymbol(node) || isSimpleAtom(node) || isAtomicForm(node) || isForm(node, 'hole')
}
