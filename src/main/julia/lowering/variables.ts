/**
 * What happens to each variable: read, assigned, assigned once, captured by an inner function, declared with a type. Every
 * lambda gets the list of its own variables and of those it captures, in the order in which closures keep them.
 */
import { symbolName } from '../values/value'
import { Form, isForm, isQuoted, isSymbol, isUnderscore, Lambda, type Node } from './form'
import type { Session } from './session'
import { Variable } from './variable'

const UNUSED = Symbol.for('#unused#')

type Environment = ReadonlyMap<symbol, Variable>

export function analyzeVariables(lambda: Lambda, session: Session): void {
  new Analysis(session).lambda(lambda, new Map(), [], undefined)
}

class Analysis {
  private readonly free = new WeakMap<Lambda, ReadonlySet<symbol>>()

  constructor(private readonly session: Session) {}

  /** `parameters` are the static parameters that can be seen from outside. */
  lambda(lambda: Lambda, environment: Environment, parameters: readonly symbol[], signature: Node | undefined): void {
    const own = [...lambda.args, ...lambda.locals]
    const bound = new Set(own)
    const used = new Set(this.freeOfLambda(lambda))
    for (const name of [...used]) {
      const type = environment.get(name)?.type
      if (type !== undefined) for (const mentioned of this.freeOf(type)) used.add(mentioned)
    }
    const inSignature = signature === undefined ? new Set<symbol>() : this.freeOf(signature)
    const introduced = new Set(lambda.ownParameters)
    const captured = [...environment.values()].filter(({ name }) => used.has(name) && !introduced.has(name))
    const capturedParameters = parameters.filter((name) => (used.has(name) && !introduced.has(name)) || inSignature.has(name))
    lambda.variables = own.map((name) => new Variable(name))
    lambda.captured = [...captured, ...capturedParameters.map((name) => new Variable(name))]
    lambda.staticParameters = [...new Set([...lambda.ownParameters, ...capturedParameters])]
    const inner = new Map<symbol, Variable>()
    for (const variable of lambda.variables) if (!inner.has(variable.name)) inner.set(variable.name, variable)
    for (const [name, variable] of environment) if (!bound.has(name)) inner.set(name, variable)
    this.visit(lambda.body, inner, new Set(lambda.captured.map(({ name }) => name)), [...new Set([...lambda.ownParameters, ...parameters])])
    for (const variable of lambda.captured) variable.captured = true
  }

  private visit(node: Node, environment: Environment, captured: ReadonlySet<symbol>, parameters: readonly symbol[]): void {
    if (typeof node === 'symbol') {
      const variable = environment.get(node)
      if (variable !== undefined) variable.read = true
      return
    }
    if (node instanceof Lambda) {
      this.lambda(node, environment, parameters, undefined)
      return
    }
    if (!(node instanceof Form) || isQuoted(node) || node.head === 'copyast') return
    const [first, second, third] = node.args
    switch (node.head) {
      case 'local':
        return
      case 'local-def': {
        const variable = isSymbol(first) ? environment.get(first) : undefined
        if (variable !== undefined) variable.neverUndefined = true
        return
      }
      case '=':
        this.assigned(first, environment)
        if (second !== undefined) this.visit(second, environment, captured, parameters)
        return
      case 'decl':
        this.declared(first, second, environment, captured)
        return
      case 'method':
        if (second === undefined) {
          this.assigned(first, environment)
          return
        }
        this.visit(second, environment, captured, parameters)
        if (third instanceof Lambda) this.lambda(third, environment, parameters, second)
        return
      default:
        for (const arg of node.args) this.visit(arg, environment, captured, parameters)
    }
  }

  private assigned(left: Node | undefined, environment: Environment): void {
    const variable = isSymbol(left) ? environment.get(left) : undefined
    if (variable === undefined) return
    variable.singleAssigned = !variable.assigned
    variable.assigned = true
  }

  private declared(name: Node | undefined, type: Node | undefined, environment: Environment, captured: ReadonlySet<symbol>): void {
    const variable = isSymbol(name) ? environment.get(name) : undefined
    if (variable === undefined || !isSymbol(name)) return
    if (variable.type !== undefined) this.session.fail(`multiple type declarations for "${symbolName(name)}"`)
    if (captured.has(name)) this.session.fail(`type of "${symbolName(name)}" declared in inner scope`)
    variable.type = type
  }

  /** Symbols that an expression mentions and does not bind. */
  private freeOf(node: Node): ReadonlySet<symbol> {
    const found = new Set<symbol>()
    this.addFree(node, found)
    return found
  }

  private addFree(node: Node, found: Set<symbol>): void {
    if (typeof node === 'symbol') {
      if (node !== UNUSED && !isUnderscore(node)) found.add(node)
    } else if (node instanceof Lambda) {
      for (const name of this.freeOfLambda(node)) found.add(name)
    } else if (node instanceof Form && !isQuoted(node) && node.head !== 'copyast') {
      for (const [at, arg] of node.args.entries()) if (at > 0 || !isForm(node, 'break-block')) this.addFree(arg, found)
    }
  }

  private freeOfLambda(lambda: Lambda): ReadonlySet<symbol> {
    let free = this.free.get(lambda)
    if (free === undefined) {
      const bound = new Set([...lambda.args, ...lambda.locals])
      free = new Set([...this.freeOf(lambda.body)].filter((name) => !bound.has(name)))
      this.free.set(lambda, free)
    }
    return free
  }
}
