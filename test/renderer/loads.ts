/** Loads as text, for tests of the views: `Name milliseconds compile% recompile%` a line, what was loaded for a package indented below it. */
import { ProfileBuilder } from '../../src/shared/profile/builder'
import type { Profile } from '../../src/shared/profile/tables'

interface Statement {
  readonly loads?: string
  /** Milliseconds that `@time` of the same statement printed, on the line after the list. */
  readonly wall?: number
  /** `@time` of something else, and the share of compilation it printed. */
  readonly timed?: readonly [expression: string, milliseconds: number, compilePercent?: number]
}

function rowsOf(text: string): { depth: number; name: string; time: number; compile: number; recompile: number }[] {
  return text.split('\n').filter((line) => line.trim() !== '').map((line) => {
    const [name = '', time = '', compile, recompile] = line.trim().split(' ')
    return { depth: (/^ */.exec(line)?.[0].length ?? 0) / 2, name, time: Number(time) * 1e6, compile: Number(compile), recompile: Number(recompile) }
  })
}

/** The time of a row without that of the rows right below it. */
function ownTime(rows: ReturnType<typeof rowsOf>, at: number): number {
  const { depth = 0, time = 0 } = rows[at] ?? {}
  let own = time
  for (const row of rows.slice(at + 1)) {
    if (row.depth <= depth) break
    if (row.depth === depth + 1) own -= row.time
  }
  return own
}

/** All statements stand in one source, one after another. */
export function profileOf(statements: readonly Statement[]): Profile {
  const builder = new ProfileBuilder()
  const source = builder.source({ name: 'text.txt', format: 'text', bytes: 0 })
  let line = 1
  for (const { loads = '', wall, timed } of statements) {
    const rows = rowsOf(loads)
    if (rows.length > 0) {
      const nested = rows.some(({ depth, name }) => depth > 0 && !name.endsWith('()'))
      const block = builder.block({
        part: 'imports', format: 'time-imports', title: '@time_imports', source, firstLine: line, lastLine: line + rows.length - 1,
        shape: nested ? 'tree' : 'list', times: nested ? 'inclusive' : 'exclusive',
      })
      const open: number[] = []
      for (const [at, { depth, name, time, compile, recompile }] of rows.entries()) {
        open.length = depth
        const [own = '', owner = ''] = name.split('→').reverse()
        open.push(builder.add('imports', {
          name: own, owner, kind: name.endsWith('()') ? 'init' : owner === '' ? 'package' : 'extension', parent: open[depth - 1] ?? -1,
          inclusive: time, exclusive: ownTime(rows, at), compilePercent: compile, recompilePercent: recompile, block, line,
        }))
        line++
      }
    }
    const printed = timed ?? (wall === undefined ? undefined : (['@time_imports using A', wall] as const))
    if (printed) {
      const [expression, elapsed, compilePercent = Number.NaN] = printed
      const block = builder.block({ part: 'timings', format: 'time-macro', title: '@time lines', source, firstLine: line, lastLine: line, times: 'inclusive' })
      builder.add('timings', { expression, elapsed: elapsed * 1e6, compilePercent, block, line })
      line++
    }
  }
  return builder.finish()
}
