/** Large speedscope files, whose events are read as columns: the profile is the one that objects would give. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importBytes } from '../../../src/main/formats/open'
import { EventColumns } from '../../../src/main/formats/speedscope-events'
import { parseWithLists } from '../../../src/main/formats/speedscope-lists'

/** Makes any file large enough. */
const PADDING = 'x'.repeat(100_000)
const encode = (text: string) => new TextEncoder().encode(text)

interface Event {
  readonly type: string
  readonly frame: number
  readonly at: number
}
const profileOf = (events: unknown) => ({ type: 'evented', name: 'p', unit: 'nanoseconds', startValue: 0, endValue: 9, events })
const fileOf = (...lists: unknown[]) => ({ name: PADDING, shared: { frames: [{ name: 'a' }, { name: 'b' }] }, profiles: lists.map(profileOf) })
const EVENTS: Event[] = [
  { type: 'O', frame: 0, at: 0 }, { type: 'O', frame: 1, at: 2.5 }, { type: 'C', frame: 1, at: 4e0 }, { type: 'C', frame: 0, at: 9 },
]

function columns(list: unknown): Event[] {
  if (!(list instanceof EventColumns)) throw new Error('not read as columns')
  return Array.from({ length: list.length }, (_, at) => list.at(at))
}
function eventsOf(text: string): Event[][] {
  const value = parseWithLists(encode(text)) as { profiles: { events: unknown }[] }
  return value.profiles.map(({ events }) => columns(events))
}

describe('events as columns', () => {
  it('are those of the file, whatever numbers they have and however it is spaced', () => {
    const number = fc.oneof(fc.nat(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.constantFrom(0, -0.5, 1e21, 1.5e-7, 123456789012345680))
    const event = fc.record({ type: fc.constantFrom('O', 'C'), frame: fc.nat({ max: 0x7fffffff }), at: number.map((value) => (Object.is(value, -0) ? 0 : value)) })
    fc.assert(
      fc.property(fc.array(fc.array(event, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 }), fc.constantFrom(undefined, 1, '\t'), (lists, space) => {
        expect(eventsOf(JSON.stringify(fileOf(...lists), undefined, space))).toEqual(lists)
      }),
      { numRuns: 60 },
    )
  })
  it('come with keys in any order', () => {
    expect(eventsOf(JSON.stringify(fileOf([{ at: 1, frame: 0, type: 'O' }, { frame: 0, at: 2, type: 'C' }])))).toEqual([[{ type: 'O', frame: 0, at: 1 }, { type: 'C', frame: 0, at: 2 }]])
  })
  it('may be none, in one profile or in all', () => {
    expect(eventsOf(JSON.stringify(fileOf([], EVENTS)))).toEqual([[], EVENTS])
  })
  it('may be written in several ways in one file', () => {
    const text = JSON.stringify(fileOf(EVENTS)).replace('{"type":"O","frame":1,"at":2.5}', '{ "at":2.50, "frame":1,"type":"O"}')
    expect(eventsOf(text)).toEqual([EVENTS])
  })
  it('keep the rest of the file as it is', () => {
    const file = { ...fileOf(EVENTS, EVENTS), exporter: 'a “tool” \\ "events":[ \u0000' }
    const value = parseWithLists(encode(JSON.stringify(file))) as typeof file
    expect({ ...value, profiles: [] }).toEqual({ ...file, profiles: [] })
    expect(value.profiles.map(({ events }) => columns(events))).toEqual([EVENTS, EVENTS])
  })

  it.each<[string, string]>([
    ['a small file', JSON.stringify({ ...fileOf(EVENTS), name: '' })],
    ['no events', JSON.stringify(fileOf())],
    ['another type', JSON.stringify(fileOf([{ type: 'X', frame: 0, at: 0 }]))],
    ['a missing key', JSON.stringify(fileOf([{ type: 'O', frame: 0 }]))],
    ['another key', JSON.stringify(fileOf([{ type: 'O', frame: 0, at: 0, line: 1 }]))],
    ['a key twice', JSON.stringify(fileOf(EVENTS)).replace('"frame":0,', '"frame":0,"frame":0,')],
    ['a frame that is none', JSON.stringify(fileOf([{ type: 'O', frame: 0.5, at: 0 }]))],
    ['a negative frame', JSON.stringify(fileOf([{ type: 'O', frame: -1, at: 0 }]))],
    ['a time that is a text', JSON.stringify(fileOf([{ type: 'O', frame: 0, at: '1' }]))],
    ['an event that is cut', JSON.stringify(fileOf(EVENTS)).replace('"at":4}', '"at":4,')],
    ['a number with a zero before it', JSON.stringify(fileOf(EVENTS)).replace('"at":9', '"at":09')],
    ['half a number', JSON.stringify(fileOf(EVENTS)).replace('"at":9', '"at":9.')],
    ['events of something else', JSON.stringify({ ...fileOf(EVENTS), other: { events: EVENTS } })],
    ['a number in the place of events', JSON.stringify({ ...fileOf(EVENTS), profiles: [profileOf(0), profileOf(EVENTS)] })],
    ['a comma too many', JSON.stringify(fileOf(EVENTS)).replace('}]', '},]')],
    ['an end within the events', JSON.stringify(fileOf(EVENTS)).slice(0, -20)],
    ['an end after the events', JSON.stringify(fileOf(EVENTS)).slice(0, -1)],
    ['no JSON', `${PADDING}"events":[`],
  ])('are not made of a file with %s', (_what, text) => {
    expect(parseWithLists(encode(text))).toBeUndefined()
  })

  it('give the profile that objects give, with the same notes', async () => {
    const faulty = [...EVENTS, { type: 'C', frame: 1, at: 8 }, { type: 'O', frame: 7, at: 9 }, { type: 'O', frame: 0, at: 1 }]
    const whole = await importBytes(encode(JSON.stringify(fileOf(faulty))), 'x')
    // A further key in one event is enough to have them read as objects.
    const objects = await importBytes(encode(JSON.stringify(fileOf(faulty.map((event) => ({ ...event, more: 1 }))))), 'x')
    expect(whole.blocks).toEqual(objects.blocks)
    expect(whole.blocks[0]?.notes.length).toBe(5)
    expect(whole.stacks).toEqual(objects.stacks)
    expect(whole.frames).toEqual(objects.frames)
  })
})
