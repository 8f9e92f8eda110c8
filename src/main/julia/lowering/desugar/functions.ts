/**
 * Function definitions: the long, short, anonymous and `do` forms, macros, methods of callable objects, default arguments
 * as extra methods, destructured arguments, declared return types and `@generated` bodies. Keywords are next door
 * (`keyword-functions.ts`). A method becomes `method` forms: `(method name)` makes the function,
 * `(method name signature lambda)` adds a method, where the signature is `svec(svec(types...), svec(typevars...), location)`.
 */
import { GlobalRef, LineNumberNode, symbolName, symbolOf } from '../../values/value'
import { describe } from '../describe'
import {
  assign, block, blockOf, call, contains, Form, form, type FormOf, hasParameters, inert, insertAfterMeta, isAssignment, isDeclaration, isDotOperator, isForm,
  isFunctionDefinition, isKeyword, isLine, isNospecialize, isQuoted, isSymbol, isUnderscore, isVarArg, isVarArgType, Lambda, mentions, metaCount, type Node,
} from '../form'
import type { Session } from '../session'
import { expand, type Rule } from './expand'
import { keywordMethods } from './keyword-functions'
import { quasiquote } from './quote'
import { flattenWhere, typeParameter, typeVar, usedParameters, type TypeParameter } from './type-parameters'

export const UNUSED = symbolOf('#unused#')
const SELF = symbolOf('#self#')
const CCALL = symbolOf('ccall')
const CGLOBAL = symbolOf('cglobal')
const VARARG = symbolOf('Vararg')

/** The variable of an argument, whatever is around it. */
export function argumentName(node: Node | undefined, session: Session): symbol {
  if (typeof node === 'symbol') return isUnderscore(node) ? UNUSED : checkedName(node, session)
  if (node instanceof Form && node.args[0] !== undefined) {
    switch (node.head) {
      case '...':
      case 'kw':
        return argumentName(node.args[0], session)
      case '::':
        if (node.args.length === 2 && typeof node.args[0] === 'symbol') return argumentName(node.args[0], session)
        break
      default:
        if (isNospecialize(node)) return argumentName(node.args[1], session)
    }
  }
  return session.fail(`"${describe(node)}" is not a valid function argument name`)
}

function checkedName(name: symbol, session: Session): symbol {
  if (name === CCALL || name === CGLOBAL) session.fail(`invalid identifier name "${symbolName(name)}"`)
  return name
}

/** The name that a possibly declared or defaulted argument has, `_` included. */
export function declaredName(node: Node): Node {
  if (isDeclaration(node)) return node.args[0] ?? node
  return node
}

export function argumentType(node: Node | undefined, session: Session): Node {
  if (node instanceof Form) {
    switch (node.head) {
      case '...':
        return form('...', argumentType(node.args[0], session))
      case '::':
        return (node.args.length === 1 ? node.args[0] : node.args[1]) ?? session.core('Any')
      case 'kw':
        return argumentType(node.args[0], session)
    }
  }
  return session.core('Any')
}

/** `f`, `A.f`, `A.B.f`: names that can be extended. */
export function isNameReference(node: Node | undefined): boolean {
  if (typeof node === 'symbol' || node instanceof GlobalRef) return true
  if (!isForm(node, '.') || node.args.length !== 2) return false
  const [left, right] = node.args
  return (!(left instanceof Form) || isNameReference(left)) && isForm(right, 'inert') && typeof right.args[0] === 'symbol'
}

/** Line numbers and metas at the beginning of a body. */
export function prologueOf(body: Form): Node[] {
  return body.args.slice(0, metaCount(body))
}

/** The metas that the methods which only pass their arguments on take over. */
export function withoutGenerated(statements: readonly Node[]): Node[] {
  return statements.filter((statement) => !(isForm(statement, 'meta')
    && (statement.args[0] === symbolOf('generated') || statement.args[0] === symbolOf('generated_only'))))
}

/** Where a function begins; if its body begins with two line numbers, the first says it and goes. */
function takeLocation(body: Form): { location: LineNumberNode, body: Form } {
  const lines = prologueOf(body).filter(isLine)
  const first = lines[0] ?? body.args.find(isLine)
  const location = first?.args[0]
  const found = location instanceof LineNumberNode ? location : new LineNumberNode(0, 'none')
  if (lines.length < 2) return { location: found, body }
  return { location: found, body: new Form('block', body.args.filter((statement) => statement !== first)) }
}

export interface MethodDefinition {
  /** A symbol or reference to add a method to; undefined for what is no name. */
  readonly name: Node | undefined
  readonly parameters: readonly TypeParameter[]
  /** The function itself, then arguments. */
  readonly args: readonly Node[]
  readonly body: Form
  readonly returnType: Node | undefined
}

/** The forms of a definition without keywords. */
export function methods(definition: MethodDefinition, session: Session): Form {
  return definition.args.some(isKeyword) ? defaultArgumentMethods(definition, session) : oneMethod(definition, session)
}

function oneMethod({ name, parameters, args, body: givenBody, returnType }: MethodDefinition, session: Session): Form {
  const names = args.map((arg) => argumentName(arg, session))
  checkNames(names, parameters, session)
  if (name !== undefined && (!isNameReference(name) || name === CCALL || name === CGLOBAL)) session.fail(`invalid function name "${describe(name)}"`)
  if (args.slice(0, -1).some(isVarArg)) session.fail('invalid "..." on non-final argument')
  const { location, body } = takeLocation(givenBody)
  const generated = generatorOf(names, parameters, body, session)
  const types = args.map((arg) => argumentType(arg, session))
  const last = types.at(-1)
  if (isForm(last, '...')) types[types.length - 1] = form('curly', VARARG, last.args[0] ?? session.core('Any'))
  const lambda = methodLambda(names, parameters, generated?.body ?? body, returnType, isForm(last, '...') || isVarArgType(last), session)
  const definition = form('method', name ?? false, signatureOf(types, parameters, location, session), lambda)
  const before = generated === undefined ? [] : [generated.definition]
  if (name !== undefined && (isSymbol(name) || name instanceof GlobalRef)) return block(...before, form('method', name), definition, form('unnecessary', name))
  return before.length > 0 ? block(...before, definition) : definition
}

function checkNames(names: readonly symbol[], parameters: readonly TypeParameter[], session: Session): void {
  const used = names.filter((name) => name !== UNUSED)
  const twice = used.find((name, at) => used.indexOf(name) !== at)
  if (twice !== undefined) session.fail(`function argument name not unique: "${symbolName(twice)}"`)
  if (new Set(parameters.map(({ name }) => name)).size < parameters.length) session.fail('function static parameter names not unique')
  if (parameters.some(({ name }) => used.includes(name))) session.fail('function argument and static parameter names must be distinct')
}

/** Type variables are computed once, into temporaries: closure conversion may move the signature to another scope. */
function signatureOf(types: readonly Node[], parameters: readonly TypeParameter[], location: LineNumberNode, session: Session): Form {
  const where = inert(location)
  if (parameters.length === 0) return session.svec(session.svec(...types), session.svec(), where)
  const temps = new Map(parameters.map(({ name }) => [name, session.temp()] as const))
  const known = new Map<symbol, Node>()
  const assignments = parameters.map((parameter) => {
    const made = assign(temps.get(parameter.name) ?? session.temp(), replaceVariables(typeVar(parameter, session), known))
    known.set(parameter.name, temps.get(parameter.name) ?? parameter.name)
    return made
  })
  return block(...assignments, session.svec(session.svec(...types.map((type) => replaceVariables(type, known))), session.svec(...temps.values()), where))
}

export function replaceVariables(node: Node, names: ReadonlyMap<symbol, Node>): Node {
  if (typeof node === 'symbol') return names.get(node) ?? node
  if (!(node instanceof Form) || isQuoted(node) || node.head === '->' || node.head === 'function' || node.head === 'scope-block') return node
  return new Form(node.head, node.args.map((arg) => replaceVariables(arg, names)))
}

/** A declared return type is computed first, and every returned value is converted to it. */
function methodLambda(
  names: readonly symbol[], parameters: readonly TypeParameter[], body: Form, returnType: Node | undefined, isVarArg: boolean, session: Session,
): Lambda {
  const own = parameters.map((parameter) => parameter.name)
  if (returnType === undefined) return new Lambda(names, own, form('scope-block', body), isVarArg)
  const type = session.temp()
  const at = metaCount(body)
  const declared = block(...body.args.slice(0, at), assign(type, returnType), form('meta', symbolOf('ret-type'), type), ...body.args.slice(at))
  return new Lambda(names, own, form('scope-block', declared), isVarArg)
}

/** `f(a, b = 1)`: a method for each number of defaults left out, which calls the one with all. */
function defaultArgumentMethods({ name, parameters, args, body, returnType }: MethodDefinition, session: Session): Form {
  const firstOptional = args.findIndex(isKeyword)
  if (args.slice(firstOptional).some((arg) => !isKeyword(arg) && !isVarArg(arg))) session.fail('optional positional arguments must occur at end')
  const optional = args.filter(isKeyword)
  const required = args.filter((arg) => !isKeyword(arg) && !isVarArg(arg))
  const rest = args.filter(isVarArg)
  const variables = optional.map(({ args: [variable] }) => variable ?? UNUSED)
  const defaults = optional.map(({ args: [, value] }) => value ?? session.nothing)
  const prologue = withoutGenerated(prologueOf(body))
  const self = argumentName(required[0], session)
  const shorter = variables.map((_, count) => {
    const passed = [...required, ...variables.slice(0, count)]
    const values = defaults.slice(count)
    const absent = variables.slice(count)
    // A default that mentions an argument not given yet: fill in one at a time.
    const dependent = values.some((value) => mentions(value, (name) => absent.some((arg) => mentions(arg, (other) => other === name))))
    const pass = call(self, ...passed.slice(1).map((arg) => argumentName(arg, session)), ...(dependent ? values.slice(0, 1) : values))
    return oneMethod({
      name, parameters: usedParameters(passed, parameters), args: passed, body: block(...prologue, pass), returnType: undefined,
    }, session)
  })
  return block(...shorter, oneMethod({ name, parameters, args: [...required, ...variables, ...rest], body, returnType }, session))
}

/**
 * `if @generated`: the first branch becomes the body of a global function of the types, the second the body itself. What
 * joins them is the meta `generated` with the function's name and the names of its arguments.
 */
function generatorOf(names: readonly symbol[], parameters: readonly TypeParameter[], body: Form, session: Session):
{ definition: Form, body: Form } | undefined {
  const isGenerated = (node: Node): node is FormOf<'if'> => isForm(node, 'if') && node.args.length === 3 && isForm(node.args[0], 'generated')
  if (!contains(body, isGenerated, (inner) => !isFunctionDefinition(inner))) return undefined
  const part = (node: Node, generating: boolean): Node => {
    if (!(node instanceof Form) || isQuoted(node) || isFunctionDefinition(node)) return node
    if (isGenerated(node)) return generating ? form('$', node.args[1] ?? session.nothing) : node.args[2] ?? session.nothing
    return new Form(node.head, node.args.map((arg) => part(arg, generating)))
  }
  const name = symbolOf(`${symbolName(session.gensym())}#${session.counter()}`)
  const generating = [...parameters.map((parameter) => parameter.name), ...names.map((arg) => (arg === SELF ? session.gensym() : arg))]
  const generator = block(form('meta', symbolOf('nospecialize'), ...generating), quasiquote(part(body, true), session))
  const definition = block(form('global', name), form('function', call(name, ...generating), generator))
  const stub = form('meta', symbolOf('generated'), name, BigInt(names.length), ...names, ...parameters.map((parameter) => parameter.name))
  return { definition, body: insertAfterMeta(blockOf(part(body, false), session.nothing), [stub]) }
}

const functionRule: Rule = (definition, session) => {
  const [signature, body] = definition.args
  const isArgumentList = (node: Node | undefined): boolean => node instanceof Form
    && (['tuple', 'block', '...'].includes(node.head) || (node.head === 'where' && isArgumentList(node.args[0])))
  if (isArgumentList(signature)) return expand(new Form('->', definition.args), session)
  if (body === undefined) {
    if (!(isSymbol(signature) || signature instanceof GlobalRef) || signature === CCALL) session.fail(`invalid function name "${describe(signature)}"`)
    return form('method', signature ?? false)
  }
  const { inner, variables } = flattenWhere(signature ?? session.nothing)
  const declared = isDeclaration(inner) && isForm(inner.args[0], 'call')
  const returnType = declared ? inner.args[1] : undefined
  const head = declared ? inner.args[0] : inner
  if (!isForm(head, 'call')) return session.fail(`invalid assignment location "${describe(signature)}"`)
  return expand(callDefinition(head, variables.map((variable) => typeParameter(variable, session)), body, returnType, session), session)
}

function callDefinition(signature: Form, parameters: readonly TypeParameter[], givenBody: Node, returnType: Node | undefined, session: Session): Form {
  const [callee, ...givenArgs] = signature.args
  if (isDotOperator(callee)) session.fail(`invalid function name "${describe(callee)}"`)
  const annotations = givenArgs.filter(isNospecialize).map((arg) => form('meta', arg.args[0] ?? UNUSED, argumentName(arg.args[1], session)))
  const plain = givenArgs.map((arg) => (isNospecialize(arg) ? arg.args[1] ?? arg : arg))
  const self = isDeclaration(callee)
    ? callee.args.length === 1 ? form('::', SELF, ...callee.args) : callee
    : form('::', SELF, call(session.core('Typeof'), callee ?? session.nothing))
  const { args: named, statements } = destructuredArguments(plain, session)
  const hasDefaults = plain.some(isKeyword) || hasParameters(plain)
  const args = named.map((arg) => withName(arg, !hasDefaults, session))
  const body = insertAfterMeta(insertAfterMeta(blockOf(givenBody, session.nothing), annotations), statements)
  const name = isDeclaration(callee) || isForm(callee, 'curly') || isForm(callee, 'where') ? undefined : callee
  const [first, ...others] = args
  if (isForm(first, 'parameters') && first.args.length > 0) return keywordMethods({ name, parameters, args: [self, ...others], body, returnType }, first, session)
  return methods({ name, parameters, args: [self, ...(isForm(first, 'parameters') ? others : args)], body, returnType }, session)
}

/** `f(::T)`: an argument without a name gets one if something has to pass it on. */
function withName(arg: Node, unused: boolean, session: Session): Node {
  if (isKeyword(arg) || isVarArg(arg)) return new Form(arg.head, [withName(arg.args[0] ?? UNUSED, unused, session), ...arg.args.slice(1)])
  if (isDeclaration(arg) && arg.args.length === 1) return form('::', unused ? UNUSED : session.gensym(), ...arg.args)
  return arg
}

/** `f((a, b), c)`: a fresh argument, taken apart at the beginning of the body. */
function destructuredArguments(args: readonly Node[], session: Session): { args: Node[], statements: Node[] } {
  const statements: Node[] = []
  const transform = (arg: Node): Node => {
    if (isForm(arg, 'tuple')) {
      if (contains(arg, (node) => isDeclaration(node) || isAssignment(node) || isKeyword(node))) session.fail(`invalid argument destructuring syntax "${describe(arg)}"`)
      const name = session.gensym()
      statements.push(form('local', assign(arg, name)))
      return name
    }
    if (arg instanceof Form && (arg.head === 'kw' || arg.head === '...' || (arg.head === '::' && arg.args.length === 2))) {
      return new Form(arg.head, [transform(arg.args[0] ?? UNUSED), ...arg.args.slice(1)])
    }
    return arg
  }
  const named = args.map(transform)
  return { args: named, statements: statements.length > 0 ? [...statements, session.nothing] : [] }
}

/** `x -> body`, with a tuple or a block of arguments to the left. */
const arrowRule: Rule = ({ args: [left, body] }, session) => {
  const { inner, variables } = flattenWhere(left ?? session.nothing)
  const name = symbolOf(`#${session.counter()}`)
  const signature = new Form('call', [name, ...arrowArguments(inner, session)])
  return expand(block(
    form('local', name),
    form('function', variables.length > 0 ? new Form('where', [signature, ...variables]) : signature, body ?? session.nothing),
  ), session)
}

function arrowArguments(left: Node, session: Session): Node[] {
  const keyword = (arg: Node): Node => (isAssignment(arg) ? new Form('kw', arg.args) : arg)
  if (isForm(left, 'tuple')) return left.args.map(keyword)
  if (isForm(left, 'block')) {
    const [first, second, third] = left.args.filter((arg) => !isLine(arg))
    if (first === undefined) return []
    if (second === undefined) return [first]
    if (third === undefined) return [form('parameters', keyword(second)), first]
    return session.fail('more than one semicolon in argument list')
  }
  return [left]
}

/** `f(args...) do x ... end`: the function goes first. */
const doRule: Rule = ({ args: [called, made] }, session) => {
  if (!isForm(called, 'call') || made === undefined) return session.fail('invalid "do" form')
  const [callee, ...args] = called.args
  const [first, ...others] = args
  return expand(new Form('call', [callee ?? session.nothing, ...(isForm(first, 'parameters') ? [first, made, ...others] : [made, ...args])]), session)
}

/** A macro is a function `@name` of where it stands, its module and unevaluated arguments. */
const macroRule: Rule = ({ args: [signature, ...body] }, session) => {
  const macroName = (name: Node | undefined): symbol =>
    typeof name === 'symbol' ? symbolOf(`@${symbolName(name)}`) : session.fail('invalid macro definition')
  if (body.length === 0) return expand(form('function', macroName(signature)), session)
  if (!isForm(signature, 'call')) return session.fail('invalid macro definition')
  const [name, ...given] = signature.args
  const args = isForm(given[0], 'parameters') && given[0].args.length === 0 ? given.slice(1) : given
  if (hasParameters(args)) session.fail('macros cannot accept keyword arguments')
  return expand(form('function', call(
    macroName(name),
    form('::', symbolOf('__source__'), session.core('LineNumberNode')),
    form('::', symbolOf('__module__'), session.core('Module')),
    ...args.map((arg) => (typeof arg === 'symbol' ? form('meta', symbolOf('nospecialize'), arg) : arg)),
  ), ...body), session)
}

export const functionRules: Readonly<Record<string, Rule>> = { function: functionRule, '->': arrowRule, do: doRule, macro: macroRule }
