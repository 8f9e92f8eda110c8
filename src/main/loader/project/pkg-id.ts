/**
 * Which package is meant: a name and a uuid, as `Base.PkgId`. Uuids are lower-case text of 36 characters; a package without one (a file in a
 * package folder, a module at top level) has `undefined`. Extensions get theirs from their parent's (julia-semantics e.7), by Julia's own `Base.uuid5`:
 * it looks like version 5 of RFC 4122, but is made of two of Julia's hashes and not of a SHA-1.
 */
import { hashString, hashUuid } from '../julia-hash'

export interface PkgId {
  readonly name: string
  readonly uuid: string | undefined
}

/** As Julia prints it: `Tiny [ef5dff4f-221e-5eaa-ac18-f8662b2b55f6]`, `NoPre [top-level]`. */
export function pkgIdText({ name, uuid }: PkgId): string {
  return `${name} [${uuid ?? 'top-level'}]`
}

/** One text for the same package, for maps; not for people. */
export function pkgIdKey({ name, uuid }: PkgId): string {
  return `${uuid ?? ''} ${name}`
}

export function samePkgId(a: PkgId | undefined, b: PkgId | undefined): boolean {
  return a?.name === b?.name && a?.uuid === b?.uuid
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** A uuid in lower case, or undefined for what is none. Any version: several of the standard library's have none of RFC 4122's. */
export function uuidOf(text: string): string | undefined {
  return UUID.test(text) ? text.toLowerCase() : undefined
}

/** The number that a uuid is, below 2^128. */
export function uuidNumber(uuid: string): bigint {
  return BigInt(`0x${uuid.replaceAll('-', '')}`)
}

/** `Base.uuid5` (base/loading.jl): the uuid of a name in the name space of another uuid; as Julia 1.9 to 1.12 make it on 64 bits. */
export function uuid5(space: string, name: string): string {
  const high = hashString(name, hashUuid(uuidNumber(space)))
  const low = hashString(name, high)
  const digits = ((((high & 0xffffffffffff0fffn) | 0x5000n) << 64n) | (low & 0x3fffffffffffffffn) | (1n << 63n)).toString(16).padStart(32, '0')
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-')
}

/** The package that an extension is. */
export function extensionId(parentUuid: string, name: string): PkgId {
  return { name, uuid: uuid5(parentUuid, name) }
}
