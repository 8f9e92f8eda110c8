/**
 * One description for both ways: a codec writes what it reads. Records are described field by field and unions by their `kind`, so that
 * what is written of code cannot differ from what is read.
 */
import { ImageError } from '../bytes'
import type { GraphReader } from './reader'
import type { GraphWriter } from './writer'

export interface Codec<T> {
  readonly write: (to: GraphWriter, value: T) => void
  readonly read: (from: GraphReader) => T
}

export const natural: Codec<number> = { write: (to, value) => to.out.natural(value), read: (from) => from.in.natural() }
/** From -1 on. */
export const index: Codec<number> = { write: (to, value) => to.out.natural(value + 1), read: (from) => from.in.natural() - 1 }
/** Of either sign. */
export const integer: Codec<number> = { write: (to, value) => to.out.integer(value), read: (from) => from.in.integer() }
export const float: Codec<number> = { write: (to, value) => to.out.float64(value), read: (from) => from.in.float64() }
export const whole: Codec<bigint> = { write: (to, value) => to.out.whole(value), read: (from) => from.in.whole() }
export const flag: Codec<boolean> = { write: (to, value) => to.out.flag(value), read: (from) => from.in.flag() }
export const text: Codec<string> = { write: (to, value) => to.text(value), read: (from) => from.text() }
export const symbol: Codec<symbol> = { write: (to, value) => to.text(Symbol.keyFor(value) ?? ''), read: (from) => Symbol.for(from.text()) }

export function optional<T>(codec: Codec<T>): Codec<T | undefined> {
  return {
    write: (to, value) => {
      to.out.flag(value !== undefined)
      if (value !== undefined) codec.write(to, value)
    },
    read: (from) => (from.in.flag() ? codec.read(from) : undefined),
  }
}

export function list<T>(codec: Codec<T>): Codec<readonly T[]> {
  return {
    write: (to, values) => {
      to.out.natural(values.length)
      for (const value of values) codec.write(to, value)
    },
    read: (from) => {
      const count = from.in.count()
      const values: T[] = []
      for (let at = 0; at < count; at++) values.push(codec.read(from))
      return values
    },
  }
}

/** One of a few words. */
export function word<const W extends string>(...words: readonly W[]): Codec<W> {
  return {
    write: (to, value) => to.out.byte(words.indexOf(value)),
    read: (from) => {
      const found = words[from.in.byte()]
      if (found === undefined) throw new ImageError(`expected one of ${words.join(', ')}`)
      return found
    },
  }
}

export type Fields<T> = { readonly [Key in keyof T]-?: Codec<T[Key]> }

/** The fields in the order of the description. */
export function record<T extends object>(fields: Fields<T>): Codec<T> {
  const entries = Object.entries(fields) as [keyof T, Codec<T[keyof T]>][]
  return {
    write: (to, value) => {
      for (const [name, codec] of entries) codec.write(to, value[name])
    },
    read: (from) => {
      const made: Partial<T> = {}
      for (const [name, codec] of entries) made[name] = codec.read(from)
      return made as T
    },
  }
}

type Variants<U extends { readonly kind: string }> = { readonly [Kind in U['kind']]: Fields<Omit<Extract<U, { readonly kind: Kind }>, 'kind'>> }

/** A union by its `kind`; the number of a kind is its place in the description. */
export function tagged<U extends { readonly kind: string }>(variants: Variants<U>): Codec<U> {
  const kinds = Object.keys(variants) as U['kind'][]
  const codecs = kinds.map((kind) => record(variants[kind] as Fields<object>))
  const places = new Map<string, number>(kinds.map((kind, at) => [kind, at]))
  return {
    write: (to, value) => {
      const place = places.get(value.kind)
      const codec = codecs[place ?? -1]
      if (place === undefined || codec === undefined) throw new Error(`a ${value.kind} cannot be stored`)
      to.out.byte(place)
      codec.write(to, value)
    },
    read: (from) => {
      const place = from.in.byte()
      const [kind, codec] = [kinds[place], codecs[place]]
      if (kind === undefined || codec === undefined) throw new ImageError(`there is no kind ${place}`)
      return { kind, ...codec.read(from) } as unknown as U
    },
  }
}

/** Numbers of 32 bits. */
export const int32Array: Codec<Int32Array> = {
  write: (to, values) => {
    to.out.natural(values.length)
    for (const value of values) to.out.integer(value)
  },
  read: ({ in: from }) => {
    const values = new Int32Array(from.count())
    for (let at = 0; at < values.length; at++) values[at] = from.integer()
    return values
  },
}
