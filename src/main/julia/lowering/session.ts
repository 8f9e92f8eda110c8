/**
 * What one lowering knows and counts: the modules that names refer to, the sources of fresh names, and where in the text
 * it is. Errors are thrown as `LoweringError` within this room and become diagnostics at its door.
 */
import { GlobalRef, LineNumberNode, symbolName, symbolOf, type JuliaValue } from '../values/value'
import type { Module } from '../worlds/module'
import { Form, Temp, type Node } from './form'

export interface LoweringContext {
  /** Where the expression is evaluated. */
  readonly module: Module
  /** Module `Core`. */
  readonly core: Module
  /** The module that `iterate`, `getindex` and all other functions behind syntax are taken from: `Base`, or Core before it exists. */
  readonly top: Module
  /** The value `nothing`. */
  readonly nothing: JuliaValue
  /** The next number for names of closures in this module: 1, 2, ... (`jl_module_next_counter`). */
  readonly nextCounter: () => number
  /** The REPL's rule: at top level, loops and `try` assign to globals that exist. Files: false. */
  readonly softScope?: boolean
  /** Where the expression stands if it does not say. */
  readonly file?: string
  readonly line?: number
}

export interface LoweringDiagnostic {
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly file: string
  readonly line: number
}

export class LoweringError extends Error {}

export class Session {
  readonly warnings: LoweringDiagnostic[] = []
  location: LineNumberNode
  private readonly coreRefs = new Map<string, GlobalRef>()
  private readonly topRefs = new Map<string, GlobalRef>()
  private readonly globalRefs = new Map<symbol, GlobalRef>()
  private gensyms = 0

  constructor(readonly context: LoweringContext) {
    this.location = new LineNumberNode(context.line ?? 0, context.file ?? 'none')
  }

  get nothing(): JuliaValue {
    return this.context.nothing
  }

  /** A name of Core; the same object each time. */
  core(name: string): GlobalRef {
    let ref = this.coreRefs.get(name)
    if (ref === undefined) {
      ref = new GlobalRef(this.context.core, symbolOf(name))
      this.coreRefs.set(name, ref)
    }
    return ref
  }

  /** A name of Base. */
  top(name: string): GlobalRef {
    let ref = this.topRefs.get(name)
    if (ref === undefined) {
      ref = new GlobalRef(this.context.top, symbolOf(name))
      this.topRefs.set(name, ref)
    }
    return ref
  }

  /** Whether lowering itself put this name there: it is known to have a value. */
  isImplied(ref: GlobalRef): boolean {
    const name = symbolName(ref.name)
    return this.coreRefs.get(name) === ref || this.topRefs.get(name) === ref
  }

  /** A global of the module that the code is in. */
  global(name: symbol): GlobalRef {
    let ref = this.globalRefs.get(name)
    if (ref === undefined) {
      ref = new GlobalRef(this.context.module, name)
      this.globalRefs.set(name, ref)
    }
    return ref
  }

  /** `Core.svec(...)`. */
  svec(...elements: Node[]): Form {
    return new Form('call', [this.core('svec'), ...elements])
  }

  temp(): Temp {
    return new Temp()
  }

  /** A fresh variable: `#s1`. Slots of such names are printed by number. */
  gensym(): symbol {
    this.gensyms++
    return symbolOf(`#s${this.gensyms}`)
  }

  /** A fresh variable that prints as the given one. */
  namedGensym(name: symbol): symbol {
    return symbolOf(`#${++this.gensyms}#${symbolName(name)}`)
  }

  isGensym(name: symbol): boolean {
    return /^#s\d+$/.test(symbolName(name))
  }

  counter(): number {
    return this.context.nextCounter()
  }

  /** Notes where the statements that follow stand. */
  locate(line: Form): void {
    const [location] = line.args
    if (location instanceof LineNumberNode) this.location = location
  }

  fail(message: string): never {
    throw new LoweringError(message)
  }

  warn(message: string): void {
    this.warnings.push(this.diagnostic('warning', message))
  }

  diagnostic(severity: 'error' | 'warning', message: string): LoweringDiagnostic {
    return { severity, message, file: this.location.file, line: this.location.line }
  }
}
