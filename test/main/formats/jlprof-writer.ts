/** Writes `.jlprof` files as FlameGraphs does (reference b.7), in either byte order. */

export interface GraphNode {
  readonly func: string
  readonly file: string
  readonly line: number
  readonly status: number
  readonly start: number
  readonly stop: number
  /** Position of the caller in the list, -1 for the root. Nodes come depth first. */
  readonly parent: number
}

export interface RawFrame {
  readonly func: string
  readonly file: string
  readonly line: number
}

class Bytes {
  private readonly parts: Buffer[] = []
  constructor(private readonly little: boolean) {}
  u8(value: number): void {
    this.parts.push(Buffer.from([value]))
  }
  i32(value: number): void {
    const part = Buffer.alloc(4)
    if (this.little) part.writeInt32LE(value)
    else part.writeInt32BE(value)
    this.parts.push(part)
  }
  i64(value: number | bigint): void {
    const part = Buffer.alloc(8)
    if (this.little) part.writeBigInt64LE(BigInt(value))
    else part.writeBigInt64BE(BigInt(value))
    this.parts.push(part)
  }
  text(text: string): void {
    this.i32(Buffer.byteLength(text))
    this.parts.push(Buffer.from(text))
  }
  frame({ func, file, line }: RawFrame): void {
    this.text(func)
    this.text(file)
    this.i64(line)
    this.u8(0)
    this.u8(0)
  }
  begin(form: number): void {
    this.parts.push(Buffer.from('JLPROF\u0001\u0000', 'latin1'))
    this.i32(0x01020304)
    this.u8(form)
  }
  finish(): Buffer {
    return Buffer.concat(this.parts)
  }
}

export function writeGraph(nodes: readonly GraphNode[], little = true): Buffer {
  const bytes = new Bytes(little)
  bytes.begin(2)
  const open: number[] = []
  for (const [at, node] of nodes.entries()) {
    while (open.length > 0 && open.at(-1) !== node.parent) {
      open.pop()
      bytes.u8(0)
    }
    bytes.u8(0xff)
    bytes.frame(node)
    bytes.u8(node.status)
    bytes.i64(node.start)
    bytes.i64(node.stop)
    open.push(at)
  }
  for (; open.length > 0; open.pop()) bytes.u8(0)
  return bytes.finish()
}

export function writeRaw(data: readonly (number | bigint)[], frames: ReadonlyMap<number, readonly RawFrame[]>, little = true): Buffer {
  const bytes = new Bytes(little)
  bytes.begin(1)
  bytes.i64(data.length)
  for (const address of data) bytes.i64(address)
  bytes.i64(frames.size)
  for (const [address, list] of frames) {
    bytes.i64(address)
    bytes.i32(list.length)
    for (const frame of list) bytes.frame(frame)
  }
  return bytes.finish()
}

/** Nodes of a recorded `flamegraph.jsonl`: one JSON object a line, ids from 1, parent 0 for the root. */
export function recordedGraph(text: string): GraphNode[] {
  return text.trim().split('\n').map((line) => {
    const node = JSON.parse(line) as GraphNode & { id: number }
    return { ...node, parent: node.parent - 1 }
  })
}
