/** What a session with packages adds to its profile: packages as they were loaded, what was precompiled and why not all of it was kept, and messages. */
import type { ProfileBuilder } from '../../../shared/profile/builder'
import { addReach, type ReachReport } from '../../../shared/profile/reach'
import type { ProfileOptions } from '../../julia/observe/profile'
import type { SessionMessage } from '../cache/loading-log'
import type { Build } from '../session-request'
import type { ImportRow } from './load-recorder'

export type NewBlock = Parameters<NonNullable<ProfileOptions['extend']>>[1]

export function addImports(builder: ProfileBuilder, newBlock: NewBlock, rows: readonly ImportRow[]): void {
  if (rows.length === 0) return
  const block = newBlock({ part: 'imports', title: 'Packages loaded', shape: 'tree', times: 'both' })
  const added: number[] = []
  for (const [order, row] of rows.entries()) {
    added.push(builder.add('imports', {
      name: row.kind === 'init' ? `${row.name}.__init__()` : row.name,
      kind: row.kind, owner: row.owner, order, block,
      ...(row.parent >= 0 && { parent: added[row.parent] ?? -1 }),
      start: row.start, inclusive: row.end - row.start, exclusive: row.exclusive,
      compilePercent: share(row.compile, row.end - row.start), recompilePercent: share(row.recompile, row.compile),
    }))
  }
}

export function addBuilds(builder: ProfileBuilder, newBlock: NewBlock, title: string, builds: readonly Build[]): void {
  if (builds.length === 0) return
  const block = newBlock({ part: 'builds', title, shape: 'list', times: 'exclusive' })
  for (const { package: name, owner, seconds, methods, bytes } of builds) {
    builder.add('builds', { name, owner, time: seconds * 1e9, methods, cacheBytes: bytes, status: 'done', block })
  }
  const lost = builds.flatMap(({ package: name, notSaved }) => notSaved.map((one) => ({ name, ...one })))
  if (lost.length === 0) return
  const lostBlock = newBlock({ part: 'unsaved', title: `${title}: compiled, but not in the cache`, shape: 'list', times: 'none' })
  for (const { name, instance, reason, lost: what } of lost) {
    builder.add('unsaved', { package: name, frame: builder.frame({ signature: instance }), lost: what, reason, block: lostBlock })
  }
}

const MESSAGE_LEVELS = { Debug: 'debug', Info: 'info', Warning: 'warning', Error: 'error' } as const

export function addMessages(builder: ProfileBuilder, log: readonly SessionMessage[]): void {
  for (const { level, text } of log) builder.add('messages', { level: MESSAGE_LEVELS[level], text, where: '@ Base loading.jl', source: 0 })
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole
}

/** Near-static reports, in one block. */
export function addReports(builder: ProfileBuilder, newBlock: NewBlock, reports: readonly ReachReport[] | undefined): void {
  if (reports === undefined) return
  const block = newBlock({ part: 'reach', title: 'What entry points need', shape: 'tree', times: 'none' })
  for (const report of reports) addReach(builder, report, block)
}
