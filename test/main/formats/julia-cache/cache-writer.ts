/** Writes cache files as versions of Julia lay them out (formats b.12), from what a test says; native code is left out. */
import { crc32c } from '../../../../src/main/loader/crc32c'

export interface WrittenCache {
  /** `1.10.1`: decides about the layout. */
  readonly julia: string
  readonly name: string
  readonly uuid: string
  readonly buildId: bigint
  readonly flags?: number
  readonly checksum?: bigint
  readonly includes: readonly { readonly path: string, readonly mtime?: number, readonly size?: number, readonly crc?: number, readonly text?: string, readonly modulePath?: readonly string[] }[]
  readonly requires?: readonly { readonly name: string, readonly uuid: string }[]
  readonly required?: readonly { readonly name: string, readonly uuid?: string, readonly buildId: bigint }[]
  readonly preferences?: readonly string[]
  readonly preferencesHash?: bigint
  readonly targets?: Uint8Array
  readonly nativeCrc?: number
  readonly bigEndian?: boolean
}

class Writer {
  private readonly parts: Uint8Array[] = []
  length = 0

  constructor(private readonly littleEndian: boolean) {}

  bytes(bytes: Uint8Array): void {
    this.parts.push(bytes)
    this.length += bytes.length
  }

  number(size: 1 | 2 | 4 | 8, value: bigint | number): void {
    const view = new DataView(new ArrayBuffer(8))
    view.setBigUint64(0, BigInt.asUintN(64, BigInt(value)), this.littleEndian)
    this.bytes(new Uint8Array(view.buffer).slice(this.littleEndian ? 0 : 8 - size, this.littleEndian ? size : 8))
  }

  f64(value: number): void {
    const view = new DataView(new ArrayBuffer(8))
    view.setFloat64(0, value, this.littleEndian)
    this.bytes(new Uint8Array(view.buffer))
  }

  text(text: string): void {
    const bytes = new TextEncoder().encode(text)
    this.number(4, bytes.length)
    this.bytes(bytes)
  }

  zeroEnded(text: string): void {
    this.bytes(new TextEncoder().encode(`${text}\0`))
  }

  finish(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.parts))
  }
}

function halves(uuid: string | undefined): readonly [bigint, bigint] {
  const value = BigInt(`0x${(uuid ?? '0').replaceAll('-', '')}`)
  return [value >> 64n, value & ((1n << 64n) - 1n)]
}

export function writeCache(from: WrittenCache): Uint8Array {
  const minor = Number(from.julia.split('.')[1] ?? 0)
  const little = from.bigEndian !== true
  const [pkgimages, preferences, hashes, newest] = [minor >= 9, minor >= 6, minor >= 11, minor >= 14]
  const files = new Writer(little)
  for (const { path, mtime = 0, size = 0, crc = 0, modulePath } of from.includes) {
    files.text(path)
    if (hashes) {
      files.number(8, size)
      files.number(4, crc)
    }
    files.f64(mtime)
    files.number(4, modulePath ? 1 : 0)
    if (modulePath) {
      for (const part of modulePath) files.text(part)
      files.number(4, 0)
    }
  }
  for (const { name, uuid } of from.requires ?? []) {
    const packed = new Writer(little)
    packed.number(1, 0)
    const [high, low] = halves(uuid)
    packed.number(8, little ? low : high)
    packed.number(8, little ? high : low)
    packed.bytes(new TextEncoder().encode(name))
    files.number(4, packed.length)
    files.bytes(packed.finish())
    if (hashes) {
      files.number(8, 0)
      files.number(4, 0)
    }
    files.f64(0)
    files.number(4, 1)
    files.number(4, 0)
  }
  files.number(4, 0)
  if (newest) files.text((from.preferences ?? []).join('\0'))
  else if (preferences) {
    for (const name of from.preferences ?? []) files.text(name)
    files.number(4, 0)
  }
  if (preferences) files.number(8, from.preferencesHash ?? 0n)

  const writer = new Writer(little)
  writer.bytes(Uint8Array.of(0xfb, 0x6a, 0x6c, 0x69, 0x0d, 0x0a, 0x1a, 0x0a))
  writer.number(2, newest ? 13 : pkgimages ? 12 : 11)
  writer.number(2, 0xfeff)
  writer.number(1, 8)
  for (const text of ['Linux', 'x86_64', from.julia, 'master', 'abc123']) writer.zeroEnded(text)
  if (pkgimages) {
    writer.number(1, 0)
    writer.number(8, from.checksum ?? 0xfafbfcfd_00000001n)
    writer.number(8, 0)
    writer.number(8, 0)
    writer.number(1, from.flags ?? 0xa3)
    if (newest) writer.number(1, 14)
  }
  writer.text(from.name)
  for (const half of halves(from.uuid)) writer.number(8, half)
  writer.number(8, from.buildId)
  writer.number(4, 0)
  writer.number(8, files.length + 8)
  writer.bytes(files.finish())
  const targets = from.targets ?? new Uint8Array()
  const modules = new Writer(little)
  for (const { name, uuid, buildId } of from.required ?? []) {
    modules.text(name)
    for (const half of halves(uuid)) modules.number(8, half)
    if (pkgimages) modules.number(8, buildId >> 64n)
    modules.number(8, buildId)
  }
  modules.number(4, 0)
  if (pkgimages) {
    modules.number(4, targets.length)
    modules.bytes(targets)
  }
  writer.number(8, writer.length + 8 + modules.length)
  writer.bytes(modules.finish())
  for (const { path, text } of from.includes) {
    if (text === undefined) continue
    writer.text(path)
    const content = new TextEncoder().encode(text)
    writer.number(8, content.length)
    writer.bytes(content)
  }
  writer.number(4, 0)
  if (pkgimages) writer.number(4, from.nativeCrc ?? 0)
  writer.number(4, crc32c(writer.finish()))
  return writer.finish()
}
