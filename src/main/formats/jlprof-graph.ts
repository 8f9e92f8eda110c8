/**
 * The flame graph form of `.jlprof`: nodes depth first with a span each. Of a CPU profile a span is a range of samples,
 * of inference a range of nanoseconds. SnoopCompile 3.2.0 to 3.2.7 writes `start:duration` for the latter, and Julia
 * makes a range that would end before it begins an empty one: such a duration is lost, and only the start of the next
 * call, which follows without a gap, tells it.
 */
import { CALL_FLAG } from '../../shared/profile/schema'
import type { Block } from '../../shared/profile/tables'
import type { ByteReader } from './byte-reader'
import type { FileImport } from './format'
import { isInferenceRoot } from './inference-root'
import { readFrame } from './jlprof-frame'
import type { StackFrame } from './jlprof-frame'

/** A node of a flame graph. */
export interface FlameNode extends StackFrame {
  /** Position of the node that called it, which stands above it; -1 for none. */
  readonly parent: number
  /** Bits, as FlameGraphs sets them. */
  readonly status: number
  /** The span: samples, or nanoseconds. */
  readonly start: number
  readonly stop: number
  /** Line of a text, where the graph is one. */
  readonly at?: number
}

const NODE = 0xff
const END = 0

/** Bits of a node's status, as FlameGraphs and SnoopCompile set them. */
const STATUS_FLAGS = {
  stacks: [CALL_FLAG.runtimeDispatch, CALL_FLAG.gc, CALL_FLAG.repl],
  inference: [CALL_FLAG.notPrecompilable, CALL_FLAG.constProp, CALL_FLAG.repl],
} as const

function readNodes(reader: ByteReader): { readonly nodes: FlameNode[]; readonly open: number } {
  const nodes: FlameNode[] = []
  const open: number[] = []
  do {
    if (reader.left === 0) break
    const at = reader.position
    const tag = reader.u8('the mark of a node')
    if (tag === END) open.pop()
    else if (tag !== NODE) reader.fail(`The byte at ${at} is ${tag}`, 'expected 255 (a node) or 0 (the end of one)')
    else {
      const frame = readFrame(reader)
      const status = reader.u8('a status')
      const start = reader.i64('a span')
      open.push(nodes.push({ ...frame, status, start, stop: reader.i64('a span'), parent: open.at(-1) ?? -1 }) - 1)
    }
  } while (open.length > 0)
  if (nodes.length === 0) reader.fail('The flame graph has no nodes')
  return { nodes, open: open.length }
}

/**
 * Whether the second number is a duration: only then can it lie before the first, or a call begin before its caller
 * (levels start at 0 in those versions). A call that outlasts its caller is no evidence: real measurements have some.
 */
function holdsDurations(nodes: readonly FlameNode[]): boolean {
  return nodes.some(({ start, stop, parent }) => stop < start || start < (nodes[parent]?.start ?? start))
}

/** Durations by node; `lost` counts those that are only the sum of their callees. */
function durations(nodes: readonly FlameNode[]): { readonly widths: Float64Array; readonly lost: number } {
  const widths = new Float64Array(nodes.length)
  const callees = new Float64Array(nodes.length)
  const nextStart = new Map<number, number>()
  let lost = 0
  for (let row = nodes.length - 1; row >= 0; row--) {
    const node = nodes[row]
    if (!node) continue
    const { start, stop, parent } = node
    const next = nextStart.get(parent)
    if (stop !== start - 1) widths[row] = Math.max(0, stop)
    else if (next !== undefined) widths[row] = Math.max(0, next - start)
    else {
      widths[row] = callees[row] ?? 0
      lost++
    }
    nextStart.set(parent, start)
    if (parent >= 0) callees[parent] = (callees[parent] ?? 0) + (widths[row] ?? 0)
  }
  return { widths, lost }
}

function describe(inference: boolean, byDuration: boolean, lost: number, open: number): string[] {
  const notes: string[] = []
  if (byDuration) {
    notes.push('The file holds durations in place of end times, as SnoopCompile 3.2 writes them; when a call began is not in it.')
  }
  if (lost > 0) notes.push(`The durations of ${lost} calls are lost in the file; the sum of what they called is shown.`)
  if (open > 0) notes.push(`The file breaks off: ${open} ${open === 1 ? 'call is' : 'calls are'} not closed in it.`)
  if (inference) notes.push('The exclusive time of ROOT is everything that was not inference.')
  return notes
}

export function readFlameGraph(reader: ByteReader, into: FileImport): void {
  const { nodes, open } = readNodes(reader)
  addFlameGraph(nodes, open, into, 'jlprof', '.jlprof')
}

/** Adds the block of a flame graph; `open` calls are not closed in the file, `written` says what it is written in. */
export function addFlameGraph(nodes: readonly FlameNode[], open: number, into: FileImport, format: string, written: string): void {
  const root = nodes[0]
  // Samples are numbered from 1, the nanoseconds of inference begin at 0 (also where the graph is of one call only).
  const inference = root !== undefined && (isInferenceRoot(root.name, root.file) || root.start === 0)
  const part = inference ? 'inference' : 'stacks'
  const byDuration = inference && holdsDurations(nodes)
  const known = byDuration ? durations(nodes) : undefined
  // A range of samples includes both ends; a range of time does not.
  const includesEnd = inference ? 0 : 1
  const widths = known?.widths ?? Float64Array.from(nodes, ({ start, stop }) => Math.max(0, stop - start + includesEnd))
  const block = into.builder.block({
    part, format, title: inference ? 'Inference flame graph' : 'Flame graph', source: into.source, shape: 'tree', times: 'both',
    unit: inference ? 'nanoseconds' : 'count', notes: describe(inference, byDuration, known?.lost ?? 0, open),
    provenance: { kind: 'measured', tool: inference ? `@snoop_inference flame graph (${written})` : `FlameGraphs (${written})`, julia: '', error: '' },
  } satisfies Partial<Block>)
  const first = into.builder.length(part)
  for (const [index, { name, file, line, status, start, parent, at = -1 }] of nodes.entries()) {
    const kind = !inference ? 'frame' : name.includes('(') ? 'instance' : 'method'
    const width = widths[index] ?? 0
    const flags = STATUS_FLAGS[part].reduce((all, flag, bit) => (status & (1 << bit) ? all | flag : all), 0)
    into.builder.add(part, {
      frame: into.builder.frame({ signature: name, file, line, kind }), parent: parent < 0 ? -1 : first + parent, flags, children: 0, block, line: at,
      exclusive: width, inclusive: width, ...(byDuration ? {} : { start: start - (root?.start ?? 0) }),
    })
    if (parent < 0) continue
    const caller = first + parent
    into.builder.setNumber(part, caller, 'children', into.builder.number(part, caller, 'children') + 1)
    into.builder.setNumber(part, caller, 'exclusive', into.builder.number(part, caller, 'exclusive') - width)
  }
}
