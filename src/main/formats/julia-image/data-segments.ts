/**
 * How the data of an image are divided: objects, constants, symbols, relocations, and the tables of global variables and functions, each
 * after its size (src/staticdata.c `jl_save_system_image_to_stream`), under the names that PkgCacheInspector gives them. Sizes have 4 bytes
 * up to Julia 1.8 and those of a pointer later; the alignment of the constants changed too. A reading counts only if all segments fit; of
 * compressed data none does.
 */
export interface Segment {
  readonly name: string
  readonly bytes: number
}

export interface SegmentedData {
  /** Position in the file, and where the data end. */
  readonly start: number
  readonly end: number
  /** What alignments count from. */
  readonly origin: number
  readonly littleEndian: boolean
  readonly read: (from: number, size: number) => DataView
}

const NAMES = ['system', 'isbits', 'symbols', 'relocations', 'gvars', 'fptrs'] as const
const CONSTANTS: string = NAMES[1]
const SHAPES = [{ width: 8, alignment: 64 }, { width: 8, alignment: 16 }, { width: 4, alignment: 16 }, { width: 4, alignment: 64 }] as const
/** The least that one object needs; data without objects are none. */
const SMALLEST = 8
/** What may stand behind the segments (roots, links, padding): at most this part of all. */
const MOST_REST = 0.1

/** Empty where the data are divided in a way that is not known. With what stands behind the last segment as `roots`. */
export function readSegments(data: SegmentedData): Segment[] {
  for (const shape of SHAPES) {
    const found = attempt(data, shape)
    if (found) return found
  }
  return []
}

function attempt({ start, end, origin, littleEndian, read }: SegmentedData, { width, alignment }: (typeof SHAPES)[number]): Segment[] | undefined {
  const segments: Segment[] = []
  let at = start
  for (const name of NAMES) {
    if (at + width > end) return undefined
    const view = read(at, width)
    const size = width === 4 ? view.getUint32(0, littleEndian) : Number(view.getBigUint64(0, littleEndian))
    at += width
    if (name === CONSTANTS) at = origin + Math.ceil((at - origin) / alignment) * alignment
    // The first size counts what follows itself.
    if (size > end - at) return undefined
    segments.push({ name, bytes: size })
    at += size
  }
  const [objects] = segments
  const rest = end - at
  if (!objects || objects.bytes < SMALLEST || rest > MOST_REST * (end - start) + 65_536) return undefined
  return [...segments, { name: 'roots', bytes: rest }]
}
