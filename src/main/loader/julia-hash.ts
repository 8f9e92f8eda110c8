/**
 * Julia's `hash`, for the few values whose hash ends up in names and headers of files: strings (MurmurHash3, as `memhash_seed` takes it),
 * 64-bit integers, and uuids. The rules are those of 1.10 on 64 bits (base/hashing.jl, base/float.jl, base/tuple.jl, base/uuid.jl); texts hash
 * alike since 1.5, integers did otherwise then. Hashes of other values are left out: none is ever shown to a person.
 */
const MASK = (1n << 64n) - 1n
const rotate = (value: bigint, bits: bigint) => ((value << bits) | (value >> (64n - bits))) & MASK
const times = (a: bigint, b: bigint) => (a * b) & MASK
const shifted = (value: bigint, bits: bigint) => (value << bits) & MASK

function finalMix(value: bigint): bigint {
  let mixed = times(value ^ (value >> 33n), 0xff51afd7ed558ccdn)
  mixed = times(mixed ^ (mixed >> 33n), 0xc4ceb9fe1a85ec53n)
  return mixed ^ (mixed >> 33n)
}

const C1 = 0x87c37b91114253d5n
const C2 = 0x4cf5ad432745937fn

/** Up to eight bytes from `start`, least significant first; missing ones are zero. */
function littleEndian(bytes: Uint8Array, start: number): bigint {
  let word = 0n
  for (let index = 7; index >= 0; index--) word = (word << 8n) | BigInt(bytes[start + index] ?? 0)
  return word
}

/** The second half of MurmurHash3_x64_128. */
function murmur(bytes: Uint8Array, seed: bigint): bigint {
  let [h1, h2] = [seed, seed]
  const first = (word: bigint) => times(rotate(times(word, C1), 31n), C2)
  const second = (word: bigint) => times(rotate(times(word, C2), 33n), C1)
  const whole = bytes.length - (bytes.length % 16)
  for (let at = 0; at < whole; at += 16) {
    h1 = (times(rotate(h1 ^ first(littleEndian(bytes, at)), 27n) + h2, 5n) + 0x52dce729n) & MASK
    h2 = (times(rotate(h2 ^ second(littleEndian(bytes, at + 8)), 31n) + h1, 5n) + 0x38495ab5n) & MASK
  }
  h1 ^= first(littleEndian(bytes, whole)) ^ BigInt(bytes.length)
  h2 ^= second(littleEndian(bytes, whole + 8)) ^ BigInt(bytes.length)
  h1 = (h1 + h2) & MASK
  h2 = (h2 + h1) & MASK
  return (finalMix(h1) + 2n * finalMix(h2)) & MASK
}

/** `hash(s::String, seed::UInt)`. */
export function hashString(text: string, seed = 0n): bigint {
  const start = (seed + 0x71e729fd56419c81n) & MASK
  return (murmur(new TextEncoder().encode(text), start & 0xffffffffn) + start) & MASK
}

/** The bits of an integer stirred (`hash_64_64`). */
function hashBits(value: bigint): bigint {
  let a = (shifted(value, 21n) + (value ^ MASK)) & MASK
  a ^= a >> 24n
  a = (a + shifted(a, 3n) + shifted(a, 8n)) & MASK
  a ^= a >> 14n
  a = (a + shifted(a, 2n) + shifted(a, 4n)) & MASK
  a ^= a >> 28n
  return (a + shifted(a, 31n)) & MASK
}

/** `hash(x, seed)` of an Int64, a UInt64 or a Bool. */
export function hashInteger(value: bigint, seed = 0n): bigint {
  return (hashBits(value & MASK) - 3n * seed) & MASK
}

/** `hash(uuid, seed)` for the number that a uuid is. */
export function hashUuid(uuid: bigint, seed = 0n): bigint {
  const empty = (seed + 0x77cfa1eef01bca90n) & MASK
  return hashInteger(0xd06fa04f86f11b53n, hashInteger(uuid >> 64n, hashInteger(uuid & MASK, empty)))
}
