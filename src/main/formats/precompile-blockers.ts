/**
 * What `precompile_blockers` of SnoopCompile returns (StaleTree): only those invalidations that made inference run again,
 * with the time it took (formats.md, b.5). Each instance that is named with its times is also a row of `stale` that points
 * at its cause; where several instances were blocked the tool prints their sum alone.
 */
import type { TextFormat } from './format'
import { CAUSE_MARKS, causeAt, itemLineAt, juliaOf, parseItem, SECTION, skipBlank } from './invalidation-text'

const LIST = /^\s*(\d+)-element (?:Vector|Array)\{(?:\w+\.)*StaleTree(?:, ?1)?\}:?\s*$|^(?:\S+ = )?(?:\w+\.)*StaleTree\[\]\s*$/
const FIRST_ITEM = /^\s*(?:mt_)?backedges: *1: (?:Toplevel )?MethodInstance /
const NUMBER = String.raw`(\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)`
const SUM = new RegExp(`^\\s*blocked ${NUMBER} inclusive time for (\\d+) nodes\\s*;?\\s*$`)
const ONE = new RegExp(
  `^\\s*blocked InferenceTimingNode: ${NUMBER}/${NUMBER} on (?:InferenceFrameInfo for |MethodInstance for )?(\\S.*) with \\d+ direct children\\s*;?\\s*$`,
)
const PER_SECOND = 1e9

interface Blocked {
  readonly inclusive: number
  readonly exclusive: number
  /** '' for a sum over several instances. */
  readonly signature: string
  readonly instances: number
}

/** Times in nanoseconds. */
function parseBlocked(text: string): Blocked | undefined {
  const one = ONE.exec(text)
  if (one) {
    const [, exclusive, inclusive, signature = ''] = one
    return { exclusive: Math.round(Number(exclusive) * PER_SECOND), inclusive: Math.round(Number(inclusive) * PER_SECOND), signature, instances: 1 }
  }
  const sum = SUM.exec(text)
  if (!sum) return undefined
  return { exclusive: Number.NaN, inclusive: Math.round(Number(sum[1]) * PER_SECOND), signature: '', instances: Number(sum[2]) }
}

export const precompileBlockers: TextFormat = {
  id: 'precompile-blockers',
  title: 'precompile_blockers of SnoopCompile',
  marks: ['StaleTree', ...CAUSE_MARKS],
  begins(lines, at) {
    if (LIST.test(lines.at(at))) return true
    const cause = causeAt(lines, at)
    return cause !== undefined && FIRST_ITEM.test(lines.at(cause.next))
  },
  read(lines, at, into) {
    const { builder, command, source } = into
    const header = LIST.exec(lines.at(at))
    const provenance = { kind: 'measured', tool: 'precompile_blockers', julia: '', error: '' } as const
    const common = { format: this.id, command, source, firstLine: at + 1, provenance } as const
    const block = builder.block({ ...common, part: 'invalidations', title: 'Invalidations that blocked precompilation', shape: 'tree', times: 'inclusive' })
    let staleBlock = -1
    let julia = ''
    let cause = -1
    let causes = 0
    let children = 0
    let seconds = 0
    let kind: 'mtBackedges' | 'backedges' = 'backedges'
    let sums = 0
    let summed = 0
    let end = header ? at + 1 : at
    for (let next = end; next < lines.length; ) {
      const found = causeAt(lines, next)
      const item = cause < 0 ? undefined : itemLineAt(lines, next)
      if (found) {
        if (!header && causes > 0 && !FIRST_ITEM.test(lines.at(found.next))) break
        cause = builder.add('invalidations', {
          kind: 'cause', reason: found.what.reason, frame: builder.frame(found.what.frame), children: 0, block, line: next + 1,
        })
        causes++
        children = seconds = 0
        julia ||= juliaOf(lines.at(next))
        end = next = found.next
      } else if (item) {
        const section = SECTION.exec(item.what)
        if (section) kind = section[1] === 'backedges' ? 'backedges' : 'mtBackedges'
        const parsed = parseItem(item.what.slice(section?.[0].length ?? 0))
        if (!parsed) break
        const root = builder.add('invalidations', {
          parent: cause, kind, frame: builder.frame(parsed.frame), via: parsed.via, children: parsed.children, block, line: next + 1,
        })
        children += Math.max(0, parsed.children)
        end = item.next
        // A node that is shown ends its line, so what it blocked usually stands on the next.
        let blocked = parseBlocked(parsed.rest)
        if (!blocked && (blocked = parseBlocked(lines.at(end)))) end++
        if (blocked) {
          seconds += blocked.inclusive
          builder.setNumber('invalidations', root, 'seconds', blocked.inclusive)
          if (blocked.signature === '') {
            sums++
            summed += blocked.instances
          } else {
            if (staleBlock < 0) {
              staleBlock = builder.block({
                ...common, part: 'stale', title: 'Instances that were inferred again', times: 'both',
                notes: ['A list of staleinstances from the same session holds these instances, too.'],
              })
            }
            builder.add('stale', {
              frame: builder.frame({ signature: blocked.signature }), exclusive: blocked.exclusive, inclusive: blocked.inclusive,
              cause: root, block: staleBlock, line: end,
            })
          }
        }
        builder.setNumber('invalidations', cause, 'children', children)
        builder.setNumber('invalidations', cause, 'seconds', seconds)
        next = end
      } else {
        const beyond = skipBlank(lines, next)
        if (beyond === next || !causeAt(lines, beyond)) break
        next = beyond
      }
    }
    const notes: string[] = []
    if (sums > 0) notes.push(`Of ${sums} roots only the sum is printed, over ${summed} instances that were inferred again.`)
    if (header?.[1] !== undefined && Number(header[1]) !== causes) {
      notes.push(`The list is incomplete: its first line announces ${header[1]} trees, ${causes} of them are here.`)
    }
    builder.amendBlock(block, { lastLine: end, notes, provenance: { ...provenance, julia } })
    if (staleBlock >= 0) builder.amendBlock(staleBlock, { lastLine: end, provenance: { ...provenance, julia } })
    return end
  },
}
