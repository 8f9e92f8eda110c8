/**
 * The long lists in the text of a speedscope file, read into columns: events, stacks and weights. Only lists are read
 * that are written as every program writes them; where one is not, the whole text is left to `JSON.parse` and the reader,
 * which can say what is wrong.
 */
import { Buffer } from 'node:buffer'
import type { ReadList } from './json-bytes'
import { afterColon, BACKSLASH, OPEN, OPEN_LIST, readNumbers, skipSpace } from './json-bytes'
import { isRecord } from './json-value'
import type { EventColumns } from './speedscope-events'
import { readEventList } from './speedscope-events'
import type { StackColumns } from './speedscope-stacks'
import { readStackList } from './speedscope-stacks'

type Columns = EventColumns | StackColumns | Float64Array

/** The lists of a profile, and who reads them. */
const READERS: Readonly<Record<string, (bytes: Buffer, from: number) => ReadList<Columns> | undefined>> = {
  events: readEventList,
  samples: readStackList,
  weights: readNumbers,
}
const LISTS = Object.keys(READERS)
const KEYS = LISTS.map((name) => `"${name}"`)
/** Smaller files are read as fast in one piece. */
const LEAST_LENGTH = 100_000
/** Bytes that are searched for each key in turn: a key that a file does not have is not searched for up to its end. */
const STRETCH = 1 << 14
const LONGEST_KEY = Math.max(...KEYS.map(({ length }) => length))

/** The next of the keys at or after `from`, and its name; undefined if there is none. */
function nextKey(bytes: Buffer, from: number): { at: number; name: string } | undefined {
  for (let begin = from; begin < bytes.length; begin += STRETCH) {
    const stretch = bytes.subarray(begin, begin + STRETCH + LONGEST_KEY - 1)
    const found = KEYS.map((key) => stretch.indexOf(key))
    const first = found.reduce((best, at) => (at >= 0 && (best < 0 || at < best) ? at : best), -1)
    if (first >= 0) return { at: begin + first, name: LISTS[found.indexOf(first)] as string }
  }
  return undefined
}

/**
 * What `JSON.parse` gives for these bytes of UTF-8, but with `EventColumns`, `StackColumns` and a `Float64Array` for the
 * lists of events, samples and weights of the profiles; undefined for everything that is no such file, has a fault, or is
 * small.
 */
export function parseWithLists(content: Uint8Array): unknown {
  if (content.length < LEAST_LENGTH) return undefined
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  if (bytes[skipSpace(bytes, mark)] !== OPEN) return undefined
  const lists: (ReadList<Columns> & { readonly name: string })[] = []
  for (let key = nextKey(bytes, 0); key; ) {
    const { at, name } = key
    const after = at + name.length + 2
    const from = afterColon(bytes, after)
    if (from < 0 && bytes[at - 1] !== BACKSLASH) {
      // No key but a text.
      key = nextKey(bytes, after)
      continue
    }
    // Within a text the quotes would stand behind backslashes.
    const list = bytes[at - 1] !== BACKSLASH && bytes[from] === OPEN_LIST ? READERS[name]?.(bytes, from) : undefined
    if (!list) return undefined
    lists.push({ ...list, name })
    key = nextKey(bytes, list.to)
  }
  if (lists.length === 0) return undefined
  // In the place of each list stands its number.
  const text = (from: number | undefined, to: number): string => new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes.subarray(from, to))
  const pieces = lists.map(({ from }, at) => `${text(lists[at - 1]?.to, from)}${at}`)
  let value: unknown
  try {
    value = JSON.parse(`${pieces.join('')}${text(lists.at(-1)?.to, bytes.length)}`)
  } catch {
    return undefined
  }
  return putBack(value, lists) ? value : undefined
}

/** Puts each list into its profile; false if one stood elsewhere. Every key had a list, so that each number is that of one. */
function putBack(value: unknown, lists: readonly { readonly columns: Columns; readonly name: string }[]): boolean {
  const profiles: readonly unknown[] = isRecord(value) && Array.isArray(value.profiles) ? value.profiles : []
  let found = 0
  for (const profile of profiles) {
    if (!isRecord(profile)) continue
    for (const name of LISTS) {
      const number = profile[name]
      if (number === undefined) continue
      const list = typeof number === 'number' ? lists[number] : undefined
      if (list?.name !== name) return false
      profile[name] = list.columns
      found++
    }
  }
  return found === lists.length
}
