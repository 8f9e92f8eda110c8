/**
 * What loading did, in the order of virtual time: a row for each package and each `__init__` as `@time_imports` has them, with the time that
 * was the row's own and the share of it that compiled, and the stretches that were loading and verifying. It watches the engine for when it
 * compiles.
 */
import type { Background } from '../../julia/observe/run-phases'
import type { EngineObserver } from '../../julia/runtime/observer'
import type { MethodInstance } from '../../julia/worlds/method'

/** Times in virtual nanoseconds. */
export interface ImportRow {
  /** Of a package, or of the module that was initialised. */
  readonly name: string
  readonly kind: 'package' | 'extension' | 'init'
  /** The package that an extension extends. */
  readonly owner: string
  /** The row within which it was loaded, -1 for none. */
  readonly parent: number
  readonly start: number
  end: number
  /** Without the rows below. */
  exclusive: number
  /** Of the time from start to end, rows below included. */
  compile: number
  /** Of the compile time: for instances that had had code. */
  recompile: number
}

export class LoadRecorder implements EngineObserver {
  readonly rows: ImportRow[] = []
  readonly stretches: Background[] = []
  private readonly open: number[] = []
  private compiling = 0
  private isAgain = false
  private last = 0

  constructor(
    /** Virtual nanoseconds. */
    private readonly now: () => number,
  ) {}

  /** Everything since the last change belongs to the rows that are open. */
  private settle(): void {
    const now = this.now()
    const spent = now - this.last
    this.last = now
    for (const at of this.open) {
      const row = this.rows[at]
      if (row === undefined) continue
      if (at === this.open.at(-1)) row.exclusive += spent
      if (this.compiling > 0) row.compile += spent
      if (this.compiling > 0 && this.isAgain) row.recompile += spent
    }
  }

  /** `load` is one row. */
  during<T>(row: Pick<ImportRow, 'name' | 'kind' | 'owner'>, load: () => T): T {
    this.settle()
    const start = this.now()
    const made: ImportRow = { ...row, parent: this.open.at(-1) ?? -1, start, end: start, exclusive: 0, compile: 0, recompile: 0 }
    this.open.push(this.rows.push(made) - 1)
    try {
      return load()
    } finally {
      this.settle()
      this.open.pop()
      made.end = this.now()
      if (row.kind !== 'init') this.stretches.push({ phase: 'load', name: row.name, start, end: made.end })
      else this.stretches.push({ phase: 'run', name: `${row.name}.__init__()`, start, end: made.end })
    }
  }

  /** What is loading but no row, or verifying. */
  stretch<T>(phase: Background['phase'], name: string, run: () => T): T {
    const start = this.now()
    try {
      return run()
    } finally {
      this.stretches.push({ phase, name, start, end: this.now() })
    }
  }

  compileBegins(instance: MethodInstance): void {
    if (this.compiling++ > 0) return
    this.settleBefore()
    this.isAgain = instance.codeInstances.length > 0 && !instance.isValid
  }

  compileEnds(): void {
    if (this.compiling === 1) this.settle()
    this.compiling--
  }

  private settleBefore(): void {
    this.compiling--
    this.settle()
    this.compiling++
  }
}
