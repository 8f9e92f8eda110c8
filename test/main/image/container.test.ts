/** Containers: what is written is read again, and whatever else stands in a file is told as damage. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteReader, ByteWriter, ImageError } from '../../../src/main/image/bytes'
import { openContainer, readContainer, readHeader, writeContainer, type Container } from '../../../src/main/image/container'

const container: fc.Arbitrary<Container> = fc.record({
  header: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown),
  sections: fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 300 })), { maxLength: 5 }).map((entries) => new Map(entries)),
})

/** The container, or what is said of the damage; any other error is a defect. */
function read(bytes: Uint8Array): Container | string {
  try {
    return readContainer(bytes)
  } catch (error) {
    if (error instanceof ImageError) return error.message
    throw error
  }
}

const sample = writeContainer({ header: { package: 'P' }, sections: new Map([['one', Uint8Array.of(1, 2, 3)], ['two', new Uint8Array(40).fill(7)], ['none', new Uint8Array()]]) })

describe('a container', () => {
  it('gives back what was put in, and the same bytes each time', () => {
    fc.assert(fc.property(container, (given) => {
      const bytes = writeContainer(given)
      expect(readContainer(bytes)).toEqual(given)
      expect(readHeader(bytes)).toEqual(given.header)
      expect(writeContainer(readContainer(bytes))).toEqual(bytes)
    }))
  })

  it('that is cut off anywhere is refused', () => {
    for (let length = 0; length < sample.length; length++) expect(read(sample.subarray(0, length)), `cut at ${length}`).toBeTypeOf('string')
  })

  it('with any byte changed is refused', () => {
    for (let at = 0; at < sample.length; at++) {
      const damaged = sample.slice()
      damaged[at] = (damaged[at] ?? 0) ^ 0x10
      expect(read(damaged), `byte ${at}`).toBeTypeOf('string')
    }
  })

  it('says what is wrong with it', () => {
    const damaged = (at: number, to: number) => Uint8Array.from(sample, (byte, place) => (place === at ? to : byte))
    expect(read(new Uint8Array())).toBe('8 bytes are missing at byte 0 of 0')
    expect(read(new TextEncoder().encode('module P end'))).toBe('the file does not begin as a compiled file does')
    expect(read(damaged(8, 9))).toBe('the container has format 9, expected 2')
    expect(read(damaged(21, 0))).toBe('the checksum of the header is wrong')
    expect(read(damaged(sample.length - 1, 0))).toBe('the checksum of section "two" is wrong')
    expect(read(Uint8Array.of(...sample, 0))).toBe('1 bytes follow the last section')
  })

  it('of random bytes, spliced or with bits flipped is read or refused, never more', () => {
    const spliced = fc.tuple(container, container, fc.nat(), fc.nat()).map(([a, b, from, to]) => {
      const [first, second] = [writeContainer(a), writeContainer(b)]
      return Uint8Array.of(...first.subarray(0, from % (first.length + 1)), ...second.subarray(to % (second.length + 1)))
    })
    const begun = fc.uint8Array({ maxLength: 100 }).map((rest) => Uint8Array.of(...sample.subarray(0, 12), ...rest))
    fc.assert(fc.property(fc.oneof(spliced, begun, fc.uint8Array({ maxLength: 100 })), (bytes) => {
      read(bytes)
    }), { numRuns: 500 })
  })
})

describe('a container that is open', () => {
  const pages = Uint8Array.from({ length: 200_000 }, (_, at) => (at * at) & 0xff)
  const bytes = writeContainer({ header: 'x', sections: new Map([['small', Uint8Array.of(1)], ['large', pages]]) })

  it('reads the pages that are asked for, and no others', () => {
    const asked: [number, number][] = []
    const { sections } = openContainer({
      length: bytes.length,
      read: (from, to) => {
        asked.push([from, to])
        return bytes.subarray(from, to)
      },
    })
    const large = sections.get('large')
    const before = asked.length
    expect(large?.range(70_000, 70_010)).toEqual(pages.subarray(70_000, 70_010))
    expect(large?.range(70_001, 70_003)).toEqual(pages.subarray(70_001, 70_003))
    expect(asked.slice(before).map(([from, to]) => to - from)).toEqual([16_384])
    expect(large?.touched).toBe(16_384)
    expect(large?.range(0, pages.length)).toEqual(pages)
    expect(large?.touched).toBe(pages.length)
    expect(() => large?.range(199_999, 200_001)).toThrow('section "large" has 200000 bytes, expected 199999 to 200001 in it')
  })

  it('notices damage in the pages that are asked for', () => {
    const damaged = bytes.slice()
    damaged[bytes.length - 1] = (damaged[bytes.length - 1] ?? 0) ^ 1
    const large = openContainer(damaged).sections.get('large')
    expect(large?.range(0, 100)).toEqual(pages.subarray(0, 100))
    expect(() => large?.range(199_990, 199_991)).toThrow('the checksum of section "large" is wrong')
  })

  it('is refused if it was cut or goes on', () => {
    expect(() => openContainer(bytes.subarray(0, -3))).toThrow('3 bytes are missing at the end')
    expect(() => openContainer(Buffer.concat([bytes, Uint8Array.of(1)]))).toThrow('1 bytes follow the last section')
  })
})

describe('numbers and texts as bytes', () => {
  it('come back', () => {
    fc.assert(fc.property(fc.maxSafeNat(), fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }), fc.double(), fc.string({ unit: 'grapheme' }), (natural, whole, float, text) => {
      const writer = new ByteWriter()
      writer.natural(natural)
      writer.whole(whole)
      writer.float64(float)
      writer.text(text)
      const reader = new ByteReader(writer.finish())
      expect([reader.natural(), reader.whole(), reader.float64(), reader.text(), reader.rest]).toEqual([natural, whole, float, text, 0])
    }))
  })

  it('of either sign have the same bytes, whoever writes them', () => {
    fc.assert(fc.property(fc.integer({ min: -(2 ** 52), max: 2 ** 52 - 1 }), (value) => {
      const [small, large] = [new ByteWriter(), new ByteWriter()]
      small.integer(value)
      large.whole(BigInt(value))
      expect(small.finish()).toEqual(large.finish())
      expect(new ByteReader(small.finish()).integer() + 0).toBe(value + 0)
    }))
  })

  it('of a million digits take no longer than their bytes', () => {
    const writer = new ByteWriter()
    const large = -(1n << 4_000_000n) + 12_345n
    writer.whole(large)
    expect(new ByteReader(writer.finish()).whole() === large).toBe(true)
    expect(() => new ByteReader(new Uint8Array(1_000_000).fill(0xff)).whole()).toThrow(ImageError)
  })

  it('that claim more than there is are refused before anything is made of them', () => {
    const writer = new ByteWriter()
    writer.natural(2 ** 50)
    const bytes = writer.finish()
    expect(() => new ByteReader(bytes).count()).toThrow('1125899906842624 entries do not fit into the 0 bytes that are left')
    expect(() => new ByteReader(bytes).block()).toThrow(ImageError)
    expect(() => new ByteReader(new Uint8Array(20).fill(0xff)).natural()).toThrow('a number is too large')
    expect(() => new ByteReader(Uint8Array.of(2)).flag()).toThrow('expected 0 or 1')
  })
})
