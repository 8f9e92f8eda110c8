/**
 * The rows of imports as `@time_imports` prints them, in the form of the Julia that they are from (reference/formats.md b.1). 1.8 and 1.9 print
 * a line for each package, without what it depends on; since 1.10 a line for each `__init__` precedes it. Shares are of the rounded time until
 * 1.10. The tool is as old as 1.8: what older Julias loaded is printed in the tool's first form, of its betas, which nests packages below those that
 * loaded them. Lines end where the rows ended. Left out: colours, and rows that a Julia of the version would not print for want of a cache.
 */
import { UserError } from '../../../shared/errors'
import { rowsByBlock } from '../../../shared/profile/block-rows'
import { importTimes, type ImportTimes } from '../../../shared/profile/import-times'
import { SCHEMA } from '../../../shared/profile/schema'
import { textAt, type Block, type Profile } from '../../../shared/profile/tables'

interface Form {
  /** Below one another, with the time of what is below. */
  readonly nested: boolean
  readonly inits: boolean
  /** Shares are of the time as it was, not as it is printed. */
  readonly exactShares: boolean
}

const NESTED: Form = { nested: true, inits: false, exactShares: false }
/** From which minor version on. */
const FORMS: readonly (readonly [since: number, form: Form])[] = [
  [11, { nested: false, inits: true, exactShares: true }],
  [10, { nested: false, inits: true, exactShares: false }],
  [8, { nested: false, inits: false, exactShares: false }],
]

/** A block that a tool printed keeps its form. */
function formOf(block: Block | undefined, hasInits: boolean): Form {
  if (block?.times === 'inclusive') return NESTED
  const minor = /1\.(\d+)/.exec(block?.provenance.julia ?? '')?.[1]
  const known = minor === undefined ? 10 : Number(minor)
  const found = FORMS.find(([since]) => known >= since)?.[1] ?? NESTED
  return block?.format === 'time-imports' && !found.nested ? { ...found, inits: hasInits } : found
}

/** Throws `UserError` where nothing was imported. Blocks are set apart by an empty line. */
export function toTimeImports(profile: Profile): string {
  const blocks = rowsByBlock(profile, 'imports')
  if (blocks.length === 0) throw new UserError('bad-request', 'The profile has no rows of "imports".')
  return blocks.map(({ block, rows }) => new ImportLines(profile, block, rows).text()).join('\n')
}

const [, EXTENSION, INIT] = SCHEMA.imports.kind.oneOf.map((_, position) => position)

/** In nanoseconds; NaN where not known. */
interface Spent {
  time: number
  compile: number
  recompile: number
}

class ImportLines {
  private readonly lines: string[] = []
  private readonly form: Form
  private readonly children = new Map<number, number[]>()
  /** With what is below. */
  private readonly whole: ImportTimes
  private readonly alone: ImportTimes

  constructor(private readonly profile: Profile, block: Block | undefined, rows: readonly number[]) {
    const { kind, parent } = profile.imports
    this.whole = importTimes(profile, 'cumulative')
    this.alone = importTimes(profile, 'exclusive')
    this.form = formOf(block, rows.some((row) => kind[row] === INIT))
    for (const row of rows) {
      const above = parent[row] ?? -1
      const below = this.children.get(above)
      if (below === undefined) this.children.set(above, [row])
      else below.push(row)
    }
  }

  text(): string {
    for (const row of this.children.get(-1) ?? []) this.print(row, 0)
    return this.lines.map((line) => `${line}\n`).join('')
  }

  /** Packages below are printed before, `__init__` right before. Deep chains are walked without recursion. */
  private print(root: number, depth: number): void {
    const open = [{ row: root, depth, isDone: false }]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next.isDone) {
        this.line(next.row, next.depth)
        continue
      }
      open.push({ ...next, isDone: true })
      // The packages that an `__init__` loads stand where those do that its package loads.
      const below = this.children.get(next.row) ?? []
      const deeper = next.depth + (this.isInit(next.row) ? 0 : 1)
      for (const row of [...below].reverse()) open.push({ row, depth: deeper, isDone: false })
    }
  }

  private line(row: number, depth: number): void {
    const { nested, inits } = this.form
    const { imports: { kind, name, owner } } = this.profile
    if (this.isInit(row)) return
    if (inits) {
      for (const [at, init] of this.initsOf(row).entries()) {
        const spent = this.inclusive(init)
        this.lines.push(`${' '.repeat(15)}${at === 0 ? '┌' : '├'} ${milliseconds(spent.time)} ms ${textAt(this.profile, name[init])} ${this.shares(spent)}`)
      }
    }
    const spent = nested ? this.inclusive(row) : this.own(row)
    const mark = nested && depth > 0 ? `${'  '.repeat(depth - 1)}┌ ` : ''
    const above = kind[row] === EXTENSION && !nested ? `${textAt(this.profile, owner[row])} → ` : ''
    const shares = this.shares(spent)
    this.lines.push(`${milliseconds(spent.time).padStart(9)} ms  ${mark}${above}${textAt(this.profile, name[row])}${shares === '' ? '' : ` ${shares}`}`)
  }

  private isInit(row: number): boolean {
    return this.profile.imports.kind[row] === INIT
  }

  private initsOf(row: number): readonly number[] {
    return (this.children.get(row) ?? []).filter((child) => this.isInit(child))
  }

  private inclusive(row: number): Spent {
    const { time, compile, recompile } = this.whole
    return { time: time[row] ?? Number.NaN, compile: compile[row] ?? Number.NaN, recompile: recompile[row] ?? Number.NaN }
  }

  /** Without other packages, with `__init__`. */
  private own(row: number): Spent {
    const inits = this.initsOf(row)
    if (inits.length === (this.children.get(row)?.length ?? 0)) return this.inclusive(row)
    const { time, compile, recompile } = this.alone
    const sum = (of: Float64Array): number => [row, ...inits].reduce((all, part) => all + (of[part] || 0), 0)
    return { time: sum(time), compile: sum(compile), recompile: sum(recompile) }
  }

  private shares({ time, compile, recompile }: Spent): string {
    if (!(compile > 0)) return ''
    const of = this.form.exactShares ? time : Math.round(time / 1e5) * 1e5
    const share = (100 * compile) / of
    const again = (100 * recompile) / compile
    const compiled = `${Number.isFinite(share) ? share.toFixed(2) : 'Inf'}% compilation time`
    return recompile > 0 ? `${compiled} (${again < 1 ? '<1' : again.toFixed(0)}% recompilation)` : compiled
  }
}

/** One digit behind the point, as Julia prints a number that is rounded so: from a million on with an exponent. */
function milliseconds(nanoseconds: number): string {
  const rounded = Math.round(nanoseconds / 1e5) / 10
  if (rounded < 1e6) return rounded.toFixed(1)
  const [digits = '', exponent = ''] = rounded.toExponential().split('e+')
  return `${digits.includes('.') ? digits : `${digits}.0`}e${exponent}`
}
