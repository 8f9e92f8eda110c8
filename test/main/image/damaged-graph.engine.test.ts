/** Contents of a package that no writer wrote, behind checksums that are right: whatever they say, they are read or refused. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { ByteReader, ByteWriter, ImageError } from '../../../src/main/image/bytes'
import { PackageSession, type Sections } from './two-sessions'

const SOURCE = `
  abstract type Shape{T<:Real} end
  struct Square{T} <: Shape{T}; side::T; end
  mutable struct Node; next::Union{Node, Nothing}; end
  const RING = Node(nothing)
  RING.next = RING
  const TABLE = Dict(:a => [1.0, 2.0], :b => Float64[])
  const MIXED = Any[big(2)^90, "text", :(f(x) + 1), (x = 1,), Union{Int, Nothing}, 0x7f]
  area(s::Square; scale = 1) = s.side^2 * scale
  Base.length(::Square) = 4
  macro twice(x) :(2 * $(esc(x))) end
  module Inner; f(x) = x + 1; end
`

let original: Sections
let reading: PackageSession

beforeAll(() => {
  const session = new PackageSession('1.5')
  original = session.write(session.define(SOURCE))
  reading = new PackageSession('1.5')
})

/** What is said of the damage, '' for none; any other error is a defect. */
function read(sections: Sections): string {
  try {
    const { module, methods } = reading.read(sections)
    // Code is read when it is first needed.
    return methods.every(({ source }) => source.code.code.length > 0) ? '' : `${module.name} has a method without code`
  } catch (error) {
    if (error instanceof ImageError) return error.message
    throw error
  }
}

function withSection(name: string, change: (bytes: Uint8Array) => Uint8Array): Sections {
  return new Map([...original].map(([one, bytes]) => [one, one === name ? change(bytes) : bytes]))
}

describe('damaged contents', () => {
  it('a section that is missing or empty is refused where it is needed', () => {
    for (const name of ['root', 'texts', 'typeNames', 'types', 'variables', 'modules', 'values', 'methods', 'lowered']) {
      expect(read(new Map([...original].filter(([one]) => one !== name))), name).toBe(`there is no section "${name}"`)
      expect(read(withSection(name, () => new Uint8Array())), name).toBe(`${name === 'root' ? 1 : 4} bytes are missing at byte 0 of 0`)
    }
  })

  it('a record that needs itself to be read is refused', () => {
    // Each type becomes a union of the first with itself.
    const record = Uint8Array.of(1, 0, 0, 0, 0)
    const itself = withSection('types', (bytes) => {
      const count = new ByteReader(bytes).uint32()
      const writer = new ByteWriter()
      writer.uint32(count)
      for (let at = 0; at < count; at++) writer.uint32(at * record.length)
      for (let at = 0; at < count; at++) writer.raw(record)
      return writer.finish()
    })
    expect(read(itself)).toBe('records need one another more than 1000 deep')
  })

  it('cut, flipped or spliced anywhere, they are read or refused', () => {
    const names = [...original.keys()].filter((name) => (original.get(name)?.length ?? 0) > 2)
    const damage = fc.tuple(fc.constantFrom(...names), fc.nat(), fc.nat({ max: 255 }), fc.constantFrom('set', 'cut', 'drop', 'repeat'))
    fc.assert(fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
      let sections = original
      for (const [name, place, byte, kind] of damages) {
        sections = new Map([...sections].map(([one, bytes]) => {
          const at = place % Math.max(1, bytes.length)
          if (one !== name || bytes.length === 0) return [one, bytes]
          if (kind === 'set') return [one, Uint8Array.from(bytes, (old, i) => (i === at ? byte : old))]
          if (kind === 'cut') return [one, bytes.slice(0, at)]
          if (kind === 'drop') return [one, Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1))]
          return [one, Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(Math.floor(at / 2)))]
        }))
      }
      read(sections)
    }), { numRuns: 300 })
  })

  it('leave the session as usable as it was', () => {
    expect(read(original)).toBe('')
    expect(reading.show('(P.area(P.Square(3); scale = 2), length(P.Square(1)), P.RING.next === P.RING, P.@twice(3))')).toBe('(18, 4, true, 6)')
  })
})
