/**
 * FlameGraphs' `.jlprof` (reference b.7): what ProfileView saves. Either the raw buffer of Julia's CPU profiler with the
 * frames of each address, or a finished flame graph, of samples or of inference. Method instances are lost on saving;
 * names, files and lines are what is left.
 */
import { CallTreeBuilder } from '../../shared/profile/call-builder'
import { UserError } from '../../shared/errors'
import { ByteReader } from './byte-reader'
import type { BinaryFormat, FileImport } from './format'
import { readFlameGraph } from './jlprof-graph'
import { readFrame, SMALLEST_FRAME } from './jlprof-frame'
import type { StackFrame } from './jlprof-frame'

const MAGIC = [...Buffer.from('JLPROF', 'ascii'), 1, 0]
const BYTE_ORDER = 0x01020304
const BYTE_ORDER_SWAPPED = 0x04030201
const RAW = 1
const GRAPH = 2

/**
 * Since Julia 1.8 a sample of the raw buffer ends with thread, task, clock, sleep state (1 or 2) and two zeros; before,
 * and where the metadata was taken off, with one zero. As `Profile.is_block_end`.
 */
const METADATA = 4

function endsWithMetadata(data: BigUint64Array, at: number): boolean {
  const sleeping = data[at - 2] ?? 0n
  return at >= METADATA + 1 && data[at] === 0n && data[at - 1] === 0n && sleeping > 0n && sleeping < 256n
}

/** Splits the raw buffer into stacks of addresses, innermost first. */
function splitSamples(data: BigUint64Array): BigUint64Array[] {
  const withMetadata = endsWithMetadata(data, data.length - 1)
  const samples: BigUint64Array[] = []
  let begin = 0
  for (let at = 0; at < data.length; at++) {
    if (data[at] !== 0n) continue
    if (!withMetadata) {
      if (at > begin) samples.push(data.subarray(begin, at))
      begin = at + 1
    } else if (at > begin && endsWithMetadata(data, at)) {
      const end = at - 1 - METADATA
      if (end > begin) samples.push(data.subarray(begin, end))
      begin = at + 1
    }
  }
  // A buffer that ran full may break off within a sample: that one has lost its outer part and is left out.
  return samples
}

function readRaw(reader: ByteReader, into: FileImport): void {
  const length = reader.count(64, 8, 'addresses')
  const data = new BigUint64Array(length)
  for (let index = 0; index < length; index++) data[index] = reader.u64('the addresses')
  const names = new Map<number, string>()
  function row({ name, file, line }: StackFrame): number {
    const frame = into.builder.frame({ signature: name, file, line, kind: 'frame' })
    names.set(frame, name)
    return frame
  }
  const framesOf = new Map<bigint, readonly number[]>()
  const addresses = reader.count(64, 12, 'known addresses')
  for (let index = 0; index < addresses; index++) {
    const address = reader.u64('an address')
    const count = reader.count(32, SMALLEST_FRAME, 'frames of an address')
    const frames = Array.from({ length: count }, () => row(readFrame(reader)))
    // Of inlined calls the innermost is written first; stacks are wanted outermost first.
    framesOf.set(address, frames.reverse())
  }
  const block = into.builder.block({
    part: 'stacks', format: 'jlprof', title: 'CPU profile', source: into.source, shape: 'tree', times: 'both', unit: 'count',
    provenance: { kind: 'measured', tool: 'Julia’s Profile (.jlprof)', julia: '', error: '' },
  })
  const tree = new CallTreeBuilder(into.builder, 'stacks', block, (frame) => names.get(frame) ?? '')
  for (const sample of splitSamples(data)) {
    const stack = Array.from(sample.toReversed()).flatMap((address) => {
      const frames = framesOf.get(address)
      if (frames) return frames
      tree.problems.add('an address is not known', () => `The file does not say what is at address 0x${address.toString(16)}.`)
      return [row({ name: `0x${address.toString(16)}`, file: '', line: -1 })]
    })
    if (stack.length > 0) tree.addStack(stack, 1)
  }
  if (into.builder.length('stacks') === 0) throw new UserError('bad-input', 'The profile holds no samples', { where: into.name })
  into.builder.amendBlock(block, { notes: tree.problems.sentences })
}

export const jlprof: BinaryFormat = {
  id: 'jlprof',
  title: 'FlameGraphs profiles (.jlprof)',
  detect: (bytes) => MAGIC.every((byte, at) => bytes[at] === byte),
  read(bytes, into) {
    const reader = new ByteReader(bytes, into.name)
    reader.skip(MAGIC.length, 'the magic number')
    const order = reader.u32('the mark of the byte order')
    if (order !== BYTE_ORDER && order !== BYTE_ORDER_SWAPPED) reader.fail(`The mark of the byte order is 0x${order.toString(16)}, expected 0x1020304`)
    reader.littleEndian = order === BYTE_ORDER
    const form = reader.u8('the form')
    if (form === RAW) readRaw(reader, into)
    else if (form === GRAPH) readFlameGraph(reader, into)
    else reader.fail(`The form of the profile is ${form}`, 'expected 1 (raw data) or 2 (flame graph)')
  },
}
