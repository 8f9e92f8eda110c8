/**
 * The symbol table of an image, for tools: each method and each instance of a method with what its code takes and took to make, what the image
 * refers to in others, and the entry points that it offers. Loading never reads it.
 */
import { ByteReader, ByteWriter, ImageError } from './bytes'

const STATES = ['stored', 'constant', 'stub', 'ended'] as const
const LINK_KINDS = ['module', 'type', 'method', 'instance', 'value', 'code'] as const

/** One method, or one instance of a method with its code. */
export interface ImageItem {
  /** Root module of the method's owner, and the dotted path of the module. */
  readonly package: string
  readonly module: string
  /** As Julia shows a method, without its place: `f(x::Int64, y)`. */
  readonly method: string
  readonly file: string
  readonly line: number
  /** `f(::Int64)`; undefined for the row of the method itself. */
  readonly instance: string | undefined
  /** Bytes of the method's lowered code, in the row of the method. */
  readonly lowered: number
  /** Bytes of inferred statements, in the row of the instance; 0 if none were kept. */
  readonly inferred: number
  /** Bytes of native code. */
  readonly native: number
  /** Bytes of all else that is the row's own: edges, signature, constants. */
  readonly data: number
  /** Of an instance: code, a constant result, nothing (it has to be inferred), or code that had ended. */
  readonly state: (typeof STATES)[number]
  /** Virtual nanoseconds that making it took, exclusive; 0 where it is not known. */
  readonly infer: number
  readonly generate: number
}

export interface ImageLink {
  readonly kind: (typeof LINK_KINDS)[number]
  /** The root module that owns it. */
  readonly target: string
  readonly name: string
}

/** What `@ccallable` declared. */
export interface EntryPoint {
  readonly name: string
  readonly signature: string
  readonly returnType: string
}

export interface ImageIndex {
  readonly items: readonly ImageItem[]
  readonly links: readonly ImageLink[]
  readonly entryPoints: readonly EntryPoint[]
}

/** The same index gives the same bytes. */
export function writeIndex({ items, links, entryPoints }: ImageIndex): Uint8Array {
  const texts = new Map<string, number>()
  const to = new ByteWriter()
  const text = (value: string): void => {
    const known = texts.get(value) ?? texts.size
    texts.set(value, known)
    to.natural(known)
  }
  to.natural(items.length)
  for (const item of items) {
    for (const value of [item.package, item.module, item.method, item.file]) text(value)
    to.natural(Math.max(0, item.line))
    to.flag(item.instance !== undefined)
    if (item.instance !== undefined) text(item.instance)
    for (const bytes of [item.lowered, item.inferred, item.native, item.data]) to.natural(bytes)
    to.byte(STATES.indexOf(item.state))
    to.float64(item.infer)
    to.float64(item.generate)
  }
  to.natural(links.length)
  for (const { kind, target, name } of links) {
    to.byte(LINK_KINDS.indexOf(kind))
    text(target)
    text(name)
  }
  to.natural(entryPoints.length)
  for (const { name, signature, returnType } of entryPoints) for (const value of [name, signature, returnType]) text(value)
  const all = new ByteWriter()
  all.natural(texts.size)
  for (const value of texts.keys()) all.text(value)
  all.raw(to.finish())
  return all.finish()
}

/** Throws `ImageError` for bytes that `writeIndex` did not write. */
export function readIndex(bytes: Uint8Array): ImageIndex {
  const from = new ByteReader(bytes)
  const texts = Array.from({ length: from.count() }, () => from.text())
  const text = (): string => {
    const number = from.natural()
    const found = texts[number]
    if (found === undefined) throw new ImageError(`the symbol table has no text ${number}`)
    return found
  }
  const choice = <Name>(names: readonly Name[]): Name => {
    const number = from.byte()
    const found = names[number]
    if (found === undefined) throw new ImageError(`the symbol table has a choice ${number} of ${names.length}`)
    return found
  }
  const time = (): number => {
    const nanoseconds = from.float64()
    if (!(nanoseconds >= 0 && nanoseconds < Infinity)) throw new ImageError('the symbol table has a time that cannot be')
    return nanoseconds
  }
  const items = Array.from({ length: from.count(8) }, (): ImageItem => {
    const [owner, module, method, file] = [text(), text(), text(), text()]
    const line = from.natural()
    const instance = from.flag() ? text() : undefined
    const [lowered, inferred, native, data] = [from.natural(), from.natural(), from.natural(), from.natural()]
    const state = choice(STATES)
    return { package: owner, module, method, file, line, instance, lowered, inferred, native, data, state, infer: time(), generate: time() }
  })
  const links = Array.from({ length: from.count(3) }, (): ImageLink => ({ kind: choice(LINK_KINDS), target: text(), name: text() }))
  const entryPoints = Array.from({ length: from.count(3) }, (): EntryPoint => ({ name: text(), signature: text(), returnType: text() }))
  if (from.rest > 0) throw new ImageError(`${from.rest} bytes follow the symbol table`)
  return { items, links, entryPoints }
}
