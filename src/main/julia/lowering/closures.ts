/**
 * Closure conversion: functions within functions become types at top level, whose fields hold what they capture, and whose
 * methods read it from there. Type names are `#f#1` by the module's counter; a captured value gets a type parameter of its
 * own unless it is boxed. Methods of global functions that are defined where locals can be seen get the captured values put
 * into their code instead (`interpolate`).
 */
import { symbolName, symbolOf } from '../values/value'
import { methodsByName, removeBoxes } from './boxes'
import { describe } from './describe'
import { replaceVariables } from './desugar/functions'
import {
  assign, block, call, contains, Form, form, inert, insertAfterMeta, isForm, isQuoted, isSimpleAtom, isSymbol, Lambda, rewrite, Temp, type Node,
} from './form'
import { Variable } from './variable'
import type { Session } from './session'

const CONTENTS = symbolOf('contents')

/** One lambda that is being converted. */
interface Frame {
  readonly lambda: Lambda
  /** The variable that holds the function itself, through which captured values are read. */
  readonly self: symbol | undefined
  /** Types of the local functions. */
  readonly typeNames: Map<symbol, symbol>
  readonly defined: Set<symbol>
  /** Captured values are put into the code. */
  readonly interpolates: boolean
  methods: Map<symbol, Form[]> | undefined
}

export function convertClosures(thunk: Lambda, session: Session): Lambda {
  return new Conversion(session).thunk(thunk)
}

class Conversion {
  /** Definitions to move in front of the top-level statement that is being converted. */
  private lifted: Node[] = []

  constructor(private readonly session: Session) {}

  thunk(lambda: Lambda): Lambda {
    this.prepare(lambda)
    const frame: Frame = { lambda, self: undefined, typeNames: new Map(), defined: new Set(), interpolates: false, methods: undefined }
    const body = lambda.body instanceof Form ? lambda.body.args : [lambda.body]
    return converted(lambda, block(...this.statements(body, frame, true)), [])
  }

  /** Locals that are never assigned count as assigned: they have to be boxed just the same. */
  private prepare(lambda: Lambda): void {
    for (const variable of lambda.variables.slice(lambda.args.length)) variable.assigned = true
    removeBoxes(lambda)
  }

  private statements(nodes: readonly Node[], frame: Frame, isTopLevel: boolean): Node[] {
    if (!isTopLevel) return nodes.map((node) => this.convert(node, frame, false))
    return nodes.map((node) => {
      const { result, lifted } = this.collecting(() => this.convert(node, frame, isForm(node, 'if') || isForm(node, 'elseif') || isForm(node, 'block')
        || isForm(node, 'trycatch') || isForm(node, 'tryfinally')))
      return lifted.length > 0 ? block(...lifted, result) : result
    })
  }

  /** Types come first, so that methods can mention all of them. */
  private collecting<Result>(make: () => Result): { result: Result, lifted: Node[] } {
    const outer = this.lifted
    this.lifted = []
    const result = make()
    const lifted = [...this.lifted.filter((node) => isForm(node, 'thunk')), ...this.lifted.filter((node) => !isForm(node, 'thunk'))]
    this.lifted = outer
    return { result, lifted }
  }

  private convert(node: Node, frame: Frame, isTopLevel: boolean): Node {
    if (typeof node === 'symbol') return this.variable(node, frame)
    if (node instanceof Lambda) return this.session.fail('misplaced function body')
    if (!(node instanceof Form) || isQuoted(node)) return node
    const [first, second] = node.args
    switch (node.head) {
      case 'copyast':
      case 'global':
        return node
      case 'toplevel-only':
        if (second !== undefined && first === symbolOf('struct')) this.definedBy(second, frame)
        return node
      case '=':
        return this.assignment(first ?? false, this.convert(second ?? false, frame, isTopLevel), frame)
      case 'local-def':
      case 'local':
        return this.local(node, frame)
      case 'const':
        return node
      case 'const-if-global':
        return isSymbol(first) && findVariable(first, frame.lambda) !== undefined ? this.session.nothing : new Form('const', node.args)
      case 'isdefined':
        return this.isDefined(node, frame)
      case 'method':
        return this.method(node, frame)
      case '::':
        return this.convert(new Form('call', [this.session.core('typeassert'), ...node.args]), frame, isTopLevel)
      case 'decl':
        return this.declaration(node, frame)
      case 'break-block':
        return new Form('break-block', [first ?? false, ...this.statements(node.args.slice(1), frame, isTopLevel)])
      default:
        return new Form(node.head, this.statements(node.args, frame, isTopLevel))
    }
  }

  /** The name of a global that exists now, so that no definition of a function is needed. */
  private definedBy(name: Node, frame: Frame): void {
    frame.defined.add(nameOf(name))
  }

  private variable(name: symbol, frame: Frame): Node {
    const { lambda } = frame
    if (name === frame.self || lambda.staticParameters.includes(name)) return name
    const captured = lambda.captured.find((variable) => variable.name === name)
    if (captured !== undefined) {
      const access = this.captured(name, frame)
      return captured.boxed ? this.boxContents(access, captured, frame) : access
    }
    const own = lambda.variables.find((variable) => variable.name === name)
    return own?.boxed === true ? this.boxContents(name, own, frame) : name
  }

  /** The field of the closure that holds a captured variable, or its box. */
  private captured(name: symbol, frame: Frame): Node {
    if (frame.interpolates) return form('hole', name)
    return call(this.session.core('getfield'), frame.self ?? name, inert(name))
  }

  /** Reads a box; one that is empty makes the error of a variable by that name. */
  private boxContents(box: Node, variable: Variable, frame: Frame): Node {
    const { session } = this
    const access = isSymbol(box) ? box : session.temp()
    const undefinedName = session.namedGensym(variable.name)
    frame.lambda.variables.push(new Variable(undefinedName))
    const value = call(session.core('getfield'), access, inert(CONTENTS))
    return block(
      ...(access === box ? [] : [assign(access, box)]),
      form('if', call(session.core('isdefined'), access, inert(CONTENTS)), session.nothing, block(form('newvar', undefinedName), undefinedName)),
      variable.type === undefined ? value : call(session.core('typeassert'), value, this.convert(variable.type, frame, false)),
    )
  }

  /**
   * Assignment to a boxed variable stores into its box; one with a declared type converts. The value of the assignment stays
   * what was to the right.
   */
  private assignment(left: Node, right: Node, frame: Frame): Node {
    const { session } = this
    if (!isSymbol(left)) return assign(left, right)
    const own = frame.lambda.variables.find((variable) => variable.name === left)
    const captured = frame.lambda.captured.find((variable) => variable.name === left)
    const type = own?.type ?? captured?.type
    const isClosed = captured?.boxed === true
    const isBoxed = own?.boxed === true
    if (!isClosed && !isBoxed && type === undefined) return assign(left, right)
    const isSimple = isSimpleAtom(right) || isForm(right, 'the_exception')
    const value = isSimple ? right : session.temp()
    const stored = type === undefined ? value : this.convertTo(value, this.convert(type, frame, false))
    const store = isClosed
      ? call(session.core('setfield!'), frame.interpolates ? form('hole', left) : this.captured(left, frame), inert(CONTENTS), stored)
      : isBoxed ? call(session.core('setfield!'), left, inert(CONTENTS), stored) : assign(left, stored)
    return isSimple ? block(store, right) : block(assign(value, right), store, value)
  }

  private convertTo(value: Node, type: Node): Node {
    return convertForType(value, type, this.session)
  }

  /** Boxes are made where a variable's scope begins; other variables become unset there. */
  private local({ head, args: [name] }: Form, frame: Frame): Node {
    if (!isSymbol(name)) return this.session.nothing
    const variable = frame.lambda.variables.find((own) => own.name === name)
    if (variable?.boxed === true) return assign(name, call(this.session.core('Box')))
    return head === 'local-def' || variable === undefined || variable.neverUndefined ? this.session.nothing : form('newvar', name)
  }

  private isDefined(node: Form, frame: Frame): Node {
    const [name] = node.args
    if (!isSymbol(name) || name === frame.self || frame.lambda.staticParameters.includes(name)) return node
    const captured = frame.lambda.captured.find((variable) => variable.name === name)
    const inBox = (box: Node) => call(this.session.core('isdefined'), box, inert(CONTENTS))
    if (captured !== undefined) return captured.boxed ? inBox(this.captured(name, frame)) : true
    return frame.lambda.variables.find((variable) => variable.name === name)?.boxed === true ? inBox(name) : node
  }

  private declaration(node: Form, frame: Frame): Node {
    const [name] = node.args
    if (isSymbol(name) && findVariable(name, frame.lambda) !== undefined) return this.session.nothing
    if (isSymbol(name) || isQuoted(name)) return this.session.fail('type declarations on global variables are not yet supported')
    return this.convert(new Form('call', [this.session.core('typeassert'), ...node.args]), frame, false)
  }

  private method(node: Form, frame: Frame): Node {
    const [name = false, , lambda] = node.args
    const isLocal = isSymbol(name) && findVariable(name, frame.lambda) !== undefined
    if (isLocal) {
      if (frame.lambda.args.includes(name)) this.session.fail(`cannot add method to function argument ${symbolName(name)}`)
      if (symbolName(name).startsWith('@')) this.session.fail('macro definition not allowed inside a local scope')
    }
    if (lambda instanceof Lambda) {
      lambda.functionName = isSymbol(name) ? symbolName(name) : ''
      this.prepare(lambda)
    }
    return isLocal ? this.localFunction(node, name, frame) : this.globalMethod(node, frame)
  }

  private globalMethod(node: Form, frame: Frame): Node {
    const [name = false, given, lambda] = node.args
    if (given === undefined) {
      const known = nameOf(name)
      if (frame.defined.has(known)) return node
      frame.defined.add(known)
      this.lifted.push(form('thunk', thunkOf(block(form('return', node)))))
      return node
    }
    if (!(lambda instanceof Lambda)) return this.session.fail('invalid method definition')
    const { statements, signature } = signatureParts(given)
    const before = this.statements(statements, frame, false)
    if (lambda.captured.length === 0) {
      const body = this.body(lambda, { lambda, self: undefined, typeNames: new Map(), defined: new Set(), interpolates: false, methods: undefined })
      const types = this.convert(this.renameTypes(signature, frame), frame, false)
      return block(...before, form('method', name, types, converted(lambda, body, [])))
    }
    const { result: body, lifted } = this.collecting(() =>
      this.body(lambda, { lambda, self: undefined, typeNames: new Map(), defined: new Set(), interpolates: true, methods: undefined }))
    this.lifted.push(...lifted)
    return block(...before, form('method', name, this.convert(signature, frame, false), form('interpolate', converted(lambda, body, []))))
  }

  /** Arguments that are assigned and captured move into boxes at the beginning. */
  private body(lambda: Lambda, frame: Frame): Node {
    const boxed = lambda.variables.slice(0, lambda.args.length).filter((variable) => variable.boxed)
    const body = this.convert(lambda.body, frame, false)
    const inits = boxed.map(({ name }) => assign(name, call(this.session.core('Box'), name)))
    return insertAfterMeta(isForm(body, 'block') ? body : block(body), inits)
  }

  private localFunction(node: Form, name: symbol, frame: Frame): Node {
    const { session } = this
    const [, given, own] = node.args
    const isShort = given === undefined
    const exists = frame.defined.has(name)
    const typeName = frame.typeNames.get(name) ?? symbolOf(`${symbolName(name).startsWith('#') ? '' : '#'}${symbolName(name)}#${session.counter()}`)
    frame.typeNames.set(name, typeName)
    frame.methods ??= methodsByName(frame.lambda.body)
    const others = (frame.methods.get(name) ?? []).filter((method) => method !== node)
    const all = isShort ? others : [node, ...others]
    const lambdas = all.map((method) => method.args[2]).filter((lambda) => lambda instanceof Lambda)
    const capturedNames = withoutDuplicates(lambdas.flatMap((lambda) => lambda.captured.map((variable) => variable.name)))
    const parameters = new Set(lambdas.flatMap((lambda) => lambda.staticParameters))
    const capturedParameters = sorted(capturedNames.filter((captured) => parameters.has(captured)))
    const captured = capturedNames.filter((each) => !capturedParameters.includes(each))
    const inSignatures = sorted(withoutDuplicates(all.flatMap((method) => signatureSymbols(method)
      .filter((symbol) => symbol !== name && !capturedParameters.includes(symbol) && frame.lambda.staticParameters.includes(symbol)))))
    const typeParameters = [...capturedParameters, ...inSignatures]
    const moved = given === undefined ? [] : this.movedVariables(given, name, capturedParameters, frame)
    const definition = given === undefined || !(own instanceof Lambda)
      ? { before: [], method: [] }
      : this.closureMethod(given, own, typeName, typeParameters, frame)
    const type = this.closureType(typeName, typeParameters, captured, frame)
    const made = this.closureValue(typeName, typeParameters, captured, frame)
    if (moved.length > 0) frame.lambda.variables = frame.lambda.variables.filter((variable) => !moved.includes(variable.name))
    if (exists || (isShort && others.length > 0)) {
      this.lifted.push(...definition.before, ...definition.method)
      return session.nothing
    }
    frame.defined.add(name)
    this.lifted.push(type, ...moved.map((each) => form('moved-local', each)), ...definition.before, ...definition.method)
    return this.assignment(name, made, frame)
  }

  /** Variables that only the signature uses, as those of a `where` in an argument's type: they move to the top with it. */
  private movedVariables(given: Node, name: symbol, parameters: readonly symbol[], frame: Frame): symbol[] {
    if (frame.lambda.args.length === 0) return []
    const used = withoutDuplicates(symbolsOf(given)).filter((symbol) => symbol !== name && !parameters.includes(symbol))
    return used.filter((symbol) => {
      if (findVariable(symbol, frame.lambda) === undefined) return false
      const isUsedElsewhere = contains(frame.lambda.body, (node) => node === symbol, (inner) => inner !== given && inner.head !== 'local')
      const isAssigned = contains(given, (node) => node instanceof Form && (node.head === '=' || node.head === 'method') && node.args[0] === symbol)
      if (!isUsedElsewhere && isAssigned) return true
      if (frame.typeNames.has(symbol)) return false
      return this.session.fail(`local variable ${symbolName(symbol)} cannot be used in closure declaration`)
    })
  }

  private closureType(typeName: symbol, parameters: readonly symbol[], captured: readonly symbol[], frame: Frame): Form {
    const { session } = this
    const types = captured.map((name): Node => (isBoxed(name, frame.lambda) ? session.core('Box') : session.temp()))
    const names = [...parameters, ...captured.filter((name) => !isBoxed(name, frame.lambda))]
    const variables = [...parameters.map(() => session.temp()), ...types.filter((type) => type instanceof Temp)]
    const global = session.global(typeName)
    const made = session.temp()
    return form('thunk', thunkOf(block(
      form('global', global), form('const', global),
      ...variables.map((variable, at) => assign(variable, call(session.core('TypeVar'), inert(names[at] ?? typeName), session.core('Any')))),
      assign(made, call(session.core('_structtype'), session.context.module, inert(typeName), session.svec(...variables),
        session.svec(...captured.map(inert)), false, BigInt(captured.length))),
      assign(global, made),
      call(session.core('_setsuper!'), global, session.core('Function')),
      call(session.core('_typebody!'), global, session.svec(...types)),
      form('return', session.nothing),
    )))
  }

  private closureValue(typeName: symbol, parameters: readonly symbol[], captured: readonly symbol[], frame: Frame): Form {
    const values = captured.map((name): Node =>
      frame.lambda.captured.some((variable) => variable.name === name) ? this.captured(name, frame) : name)
    const types = values.filter((_, at) => !isBoxed(captured[at] ?? typeName, frame.lambda)).map((value) => call(this.session.core('typeof'), value))
    const applied = [...parameters, ...types]
    return form('new', applied.length === 0 ? typeName : call(this.session.core('apply_type'), typeName, ...applied), ...values)
  }

  private closureMethod(given: Node, lambda: Lambda, typeName: symbol, parameters: readonly symbol[], frame: Frame): { before: Node[], method: Node[] } {
    const { session } = this
    lambda.functionName = lambda.functionName === '' ? symbolName(typeName) : lambda.functionName
    const { statements, signature } = signatureParts(given)
    const before = this.statements(statements, frame, false)
    const isSorter = contains(signature, (node) => node === session.core('kwftype'))
    const temps = new Map(parameters.map((name) => [name, session.temp()] as const))
    const types = replaceVariables(this.closureSignature(signature, typeName, isSorter, [...temps.values()], frame), temps)
    const self = isSorter ? lambda.args[2] : lambda.args[0]
    const sig = this.convert(types, frame, false)
    const body = this.body(lambda, { lambda, self, typeNames: new Map(), defined: new Set(), interpolates: false, methods: undefined })
    return {
      before,
      method: [
        ...[...temps].map(([name, temp]) => assign(temp, call(session.core('TypeVar'), inert(name), session.core('Any')))),
        form('method', false, sig, converted(lambda, body, parameters)),
      ],
    }
  }

  /** The type of the function in front of the arguments becomes that of the closure. */
  private closureSignature(signature: Node, typeName: symbol, isSorter: boolean, parameters: readonly Temp[], frame: Frame): Node {
    const { session } = this
    const [svec, types, variables, location] = signature instanceof Form ? signature.args : []
    if (!isForm(types, 'call') || !isForm(variables, 'call') || svec === undefined || location === undefined) {
      return session.fail(`invalid method signature ${describe(signature)}`)
    }
    const applied = parameters.length === 0 ? typeName : call(session.core('apply_type'), typeName, ...parameters)
    const own = isSorter ? 3 : 1
    const renamed = types.args.map((arg, at) => (at === own ? applied : this.renameTypes(arg, frame)))
    return new Form('call', [svec, new Form('call', renamed), new Form('call', [...variables.args, ...parameters]), location])
  }

  /** `typeof(f)` of a local function is its type. */
  private renameTypes(node: Node, frame: Frame): Node {
    return rewrite(node, ({ head, args: [callee, name, ...more] }) => {
      if (head !== 'call' || callee !== this.session.core('Typeof') || !isSymbol(name) || more.length > 0) return undefined
      return frame.typeNames.get(name)
    })
  }
}

/** `typeassert(convert(T, value), T)`, with the type computed once. */
export function convertForType(value: Node, type: Node, session: Session): Node {
  const isSimple = !(type instanceof Form) || isQuoted(type)
  const once = isSimple ? type : session.temp()
  const checked = call(session.core('typeassert'), call(session.top('convert'), once, value), once)
  return isSimple ? checked : block(assign(once, renumbered(type, session)), checked)
}

/** A copy whose temporaries are its own, so that it may be evaluated in more than one place. */
function renumbered(node: Node, session: Session): Node {
  const fresh = new Map<Node, Temp>()
  contains(node, (inner) => {
    if (isForm(inner, '=') && inner.args[0] instanceof Temp) fresh.set(inner.args[0], session.temp())
    return false
  })
  if (fresh.size === 0) return node
  const replace = (inner: Node): Node => {
    if (inner instanceof Temp) return fresh.get(inner) ?? inner
    return inner instanceof Form && !isQuoted(inner) ? new Form(inner.head, inner.args.map(replace)) : inner
  }
  return replace(node)
}

function converted(lambda: Lambda, body: Node, parameters: readonly symbol[]): Lambda {
  const made = new Lambda(lambda.args, lambda.ownParameters, body, lambda.isVarArg)
  made.variables = lambda.variables
  made.functionName = lambda.functionName
  // In the order of the signature: its own, then those of the closure.
  made.staticParameters = [...lambda.staticParameters.filter((name) => !parameters.includes(name)), ...parameters]
  return made
}

const thunkOf = (body: Form): Lambda => new Lambda([], [], body, false)

function findVariable(name: symbol, lambda: Lambda): Variable | undefined {
  return lambda.variables.find((variable) => variable.name === name) ?? lambda.captured.find((variable) => variable.name === name)
}

const isBoxed = (name: symbol, lambda: Lambda): boolean =>
  [...lambda.variables, ...lambda.captured].some((variable) => variable.name === name && variable.boxed)

/** Type variables are computed before the signature itself. */
function signatureParts(given: Node): { statements: readonly Node[], signature: Node } {
  if (!isForm(given, 'block')) return { statements: [], signature: given }
  return { statements: given.args.slice(0, -1), signature: given.args.at(-1) ?? given }
}

function symbolsOf(node: Node): symbol[] {
  const found: symbol[] = []
  contains(node, (inner) => {
    if (isSymbol(inner)) found.push(inner)
    return false
  })
  return found
}

const signatureSymbols = (method: Form): symbol[] => (method.args[1] === undefined ? [] : symbolsOf(method.args[1]))

function nameOf(node: Node): symbol {
  if (isSymbol(node)) return node
  return typeof node === 'object' && 'name' in node && typeof node.name === 'symbol' ? node.name : symbolOf(describe(node))
}

const withoutDuplicates = (names: readonly symbol[]): symbol[] => [...new Set(names)]

const sorted = (names: readonly symbol[]): symbol[] => [...names].sort((a, b) => (symbolName(a) < symbolName(b) ? -1 : 1))
