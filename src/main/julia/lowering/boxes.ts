/**
 * Which captured variables need no `Core.Box`. A variable that is assigned once, on every path before anything uses or
 * captures it, is copied into closures instead. The analysis looks at one straight run of code at a time (julia-syntax.scm,
 * "lambda-optimize-vars!"); what it cannot see stays boxed, as in Julia.
 */
import { Form, isQuoted, isSymbol, Lambda, type Node } from './form'

/** Forms that neither use nor assign a variable. */
const IGNORED: ReadonlySet<string> = new Set([
  'inert', 'copyast', 'line', 'meta', 'local', 'local-def', 'unnecessary', 'inbounds', 'boundscheck', 'loopinfo', 'decl', 'thunk', 'toplevel-only', 'global',
  'const-if-global', 'const', 'isdefined', 'toplevel', 'error', 'aliasscope', 'popaliasscope', 'gc_preserve_begin', 'gc_preserve_end',
])

const BRANCHING: ReadonlySet<string> = new Set(['if', 'elseif', '_while', 'trycatch', 'tryfinally'])
const STRAIGHT: ReadonlySet<string> = new Set(['block', 'call', 'new', 'splatnew', '_do_while'])

export function removeBoxes(lambda: Lambda): void {
  if (lambda.variables.some((variable) => variable.captured && variable.singleAssigned)) new BoxAnalysis(lambda).run()
  for (const variable of lambda.variables) {
    if (variable.singleAssigned && variable.neverUndefined) {
      variable.captured = false
      variable.neverUndefined = false
    }
  }
}

class BoxAnalysis {
  /** Candidates that nothing has used yet in this run. */
  private readonly unused = new Set<symbol>()
  /** Assigned in this run. */
  private live = new Set<symbol>()
  private readonly seen = new Set<symbol>()
  private readonly known: ReadonlySet<symbol>
  private definitions: Map<symbol, Form[]> | undefined

  constructor(private readonly lambda: Lambda) {
    this.known = new Set([...lambda.variables, ...lambda.captured].map(({ name }) => name))
    for (const variable of lambda.variables) if (variable.captured && variable.singleAssigned) this.unused.add(variable.name)
  }

  run(): void {
    this.visit(this.lambda.body)
    const never = new Set([...this.live, ...this.unused].filter((name) => this.seen.has(name)))
    for (const variable of this.lambda.variables) if (never.has(variable.name)) variable.neverUndefined = true
  }

  private restore(old: Set<symbol>): void {
    for (const name of this.live) if (!old.has(name)) this.unused.add(name)
    this.live = old
  }

  /** At a branch nothing is known to be assigned any more. */
  private kill(): void {
    this.restore(new Set())
  }

  private assign(name: Node | undefined): void {
    if (!isSymbol(name) || !this.unused.delete(name)) return
    this.live.add(name)
    this.seen.add(name)
  }

  /** Whether there is a label in it that a `goto` may come to. */
  private visit(node: Node): boolean {
    if (typeof node === 'symbol') {
      this.unused.delete(node)
      return false
    }
    if (!(node instanceof Form) || isQuoted(node) && node.head !== 'break' || IGNORED.has(node.head)) return false
    const { head, args } = node
    if (STRAIGHT.has(head)) return this.visitAll(args)
    if (BRANCHING.has(head)) return this.branch(args)
    switch (head) {
      case 'break-block':
        return args[1] !== undefined && this.visit(args[1])
      case 'return': {
        const found = this.visitAll(args)
        this.kill()
        return found
      }
      case 'break':
      case 'symbolicgoto':
        this.kill()
        return false
      case 'symboliclabel':
        this.kill()
        return true
      case '=': {
        const found = args[1] !== undefined && this.visit(args[1])
        this.assign(args[0])
        return found
      }
      case 'method':
        this.method(node)
        return false
      default:
        return this.visitAll(args)
    }
  }

  private visitAll(nodes: readonly Node[]): boolean {
    let found = false
    for (const node of nodes) found = this.visit(node) || found
    return found
  }

  private branch(parts: readonly Node[]): boolean {
    const before = new Set(this.live)
    let found = false
    for (const part of parts) {
      found = this.visit(part) || found
      this.kill()
    }
    if (found) this.kill()
    else this.restore(before)
    return found
  }

  private method(method: Form): void {
    const [name] = method.args
    if (method.args.length < 3) return
    // It captures what any method of the same function captures.
    const all = isSymbol(name) && this.known.has(name) ? this.methodsOf(name) : [method]
    for (const { args: [, , lambda] } of all) {
      if (lambda instanceof Lambda) for (const variable of lambda.captured) this.unused.delete(variable.name)
    }
    this.assign(name)
  }

  private methodsOf(name: symbol): readonly Form[] {
    this.definitions ??= methodsByName(this.lambda.body)
    return this.definitions.get(name) ?? []
  }
}

/** All method definitions in a body, without those in functions within it. */
export function methodsByName(body: Node): Map<symbol, Form[]> {
  const found = new Map<symbol, Form[]>()
  const visit = (node: Node): void => {
    if (!(node instanceof Form) || isQuoted(node)) return
    const [name] = node.args
    if (node.head === 'method' && node.args.length > 1 && isSymbol(name)) {
      const same = found.get(name)
      if (same === undefined) found.set(name, [node])
      else same.push(node)
    }
    node.args.forEach(visit)
  }
  visit(body)
  return found
}
