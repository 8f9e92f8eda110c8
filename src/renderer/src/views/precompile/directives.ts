/**
 * Statements as Julia code to paste. Plain lines are what `precompile_statements_file` of PackageCompiler takes; inside
 * a package they stand in a block that runs only while its cache is being written, as SnoopCompile.write has it, so that
 * loading the package does not compile them again.
 */
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'
import { parseSignature } from '../../../../shared/signature/parse'
import { typeText } from '../../../../shared/signature/short'

/**
 * A statement for an instance as SnoopCompile prints it. `precompile(f, (A, B))` holds for functions and constructors
 * alike, which `f(::A, ::B)` does not tell apart. '' where type variables or keywords leave no single instance.
 */
function statementOf(text: string): string {
  if (text.startsWith('Tuple{')) return `precompile(${text})`
  const { form, head, callable, args, keywords, where } = parseSignature(text)
  const types = args.flatMap(({ type }) => (type ? [typeText(type)] : []))
  if (form !== 'call' || where.length > 0 || keywords.length > 0 || types.length < args.length) return ''
  if (callable) return `precompile(Tuple{${[typeText(head), ...types].join(', ')}})`
  return `precompile(${typeText(head)}, (${types.join(', ')}${types.length === 1 ? ',' : ''}))`
}

/** The statement of a row; of a parcel, which has times and types only, it is made. '' for rows that are sums. */
export function directiveOf(profile: Profile, row: number): string {
  const { precompile, frames } = profile
  const statement = textAt(profile, precompile.statement[row])
  if (statement !== '') return statement
  return isModuleSum(profile, row) ? '' : statementOf(textAt(profile, frames.signature[precompile.frame[row] ?? -1]))
}

/** A row that stands for a module, as SnoopCompile sums it up. */
export function isModuleSum(profile: Profile, row: number): boolean {
  return profile.blocks[profile.precompile.block[row] ?? -1]?.shape === 'grouped'
}

const OF_SESSION = /(?<![\p{L}\p{N}_.])Main\.|Symbol\("#+[^"]*#\d+|var"#+[^"]*#\d+|(?<![\p{L}\p{N}_])#+[\p{L}\p{N}_]*#\d+/u

/** Whether it names things of Main, or numbered anonymous functions, which another session or build may not have. */
export function isOfSession(statement: string): boolean {
  return OF_SESSION.test(statement)
}

export interface Directives {
  readonly text: string
  /** Statements in the text, each once. */
  readonly count: number
  /** Left out because only the session that printed them has what they name. */
  readonly left: number
}

export interface DirectiveOptions {
  /** In a block for the source of a package. */
  readonly guarded: boolean
  /** Without what `isOfSession` finds. */
  readonly portable: boolean
}

export function directives(profile: Profile, rows: Iterable<number>, { guarded, portable }: DirectiveOptions): Directives {
  const all = new Set<string>()
  for (const row of rows) {
    const statement = directiveOf(profile, row)
    if (statement !== '') all.add(statement)
  }
  const kept = [...all].filter((statement) => !portable || !isOfSession(statement))
  const lines = guarded ? ['if ccall(:jl_generating_output, Cint, ()) == 1', ...kept.map((line) => `    ${line}`), 'end'] : kept
  return { text: kept.length > 0 ? `${lines.join('\n')}\n` : '', count: kept.length, left: all.size - kept.length }
}
