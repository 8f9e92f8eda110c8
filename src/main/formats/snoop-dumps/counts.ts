/**
 * Totals that a script took of `@snoop_inference` or `@snoop_invalidations`: one JSON object with a number for each. Whole numbers are counts,
 * the times of the root are times; what a key stands for is SnoopCompile's word.
 */
import type { JsonFormat } from '../format'
import { isRecord, scaled } from '../json-value'

const SIGNS: readonly (readonly [string, string])[] = [['uinvalidated', 'trees'], ['nodes', 'itrigs'], ['nodes', 'flatten']]
const TIME = /^root_(exclusive|inclusive)$/
const MOST = 0x7fffffff

export const snoopCounts: JsonFormat = {
  id: 'snoop-counts',
  title: 'Totals of @snoop_inference and @snoop_invalidations as JSON',
  detect: (value) => isRecord(value) && SIGNS.some((keys) => keys.every((key) => key in value)) && Object.values(value).every((one) => typeof one === 'number'),
  read(value, { builder, source }) {
    const tool = isRecord(value) && 'uinvalidated' in value ? '@snoop_invalidations' : '@snoop_inference'
    const described = { format: this.id, source, provenance: { kind: 'measured', tool, julia: '', error: '' } } as const
    const found = Object.entries(isRecord(value) ? value : {}).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    const times = found.filter(([key, number]) => TIME.test(key) && number >= 0 && number < MOST)
    const counts = found.filter(([key, number]) => !TIME.test(key) && Number.isInteger(number) && number >= 0 && number <= MOST)
    const read = new Set([...times, ...counts].map(([key]) => key))
    const block = builder.block({ ...described, part: 'counts', title: `Totals of ${tool}` })
    for (const [key, count] of counts) builder.add('counts', { name: tool, label: key, count, block })
    if (times.length > 0) {
      const timings = builder.block({ ...described, part: 'timings', title: 'Times of ROOT', times: 'both' })
      for (const [key, seconds] of times) builder.add('timings', { label: `ROOT, ${TIME.exec(key)?.[1] ?? ''}`, elapsed: scaled(seconds, 1e9), block: timings })
    }
    for (const [key, number] of found) if (!read.has(key)) builder.add('unparsed', { text: `${key}: ${number}`, source })
  },
}
