/** Which key does what, and which keys are left to text fields and buttons. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { commandOf } from '../../src/renderer/src/commands/useKeys'

class FakeElement {
  isContentEditable = false
  type = 'text'
  constructor(private readonly inButton = false) {}
  closest(): FakeElement | null {
    return this.inButton ? this : null
  }
}
class FakeInput extends FakeElement {}
class FakeArea extends FakeElement {}
class FakeSelect extends FakeElement {}

beforeEach(() => {
  vi.stubGlobal('HTMLElement', FakeElement)
  vi.stubGlobal('HTMLInputElement', FakeInput)
  vi.stubGlobal('HTMLTextAreaElement', FakeArea)
  vi.stubGlobal('HTMLSelectElement', FakeSelect)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

function press(keys: string, target: FakeElement = new FakeElement()): string | undefined {
  const pieces = keys.split('+')
  const key = pieces.pop() ?? ''
  const event = {
    key,
    code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key,
    ctrlKey: pieces.includes('Ctrl'),
    shiftKey: pieces.includes('Shift'),
    altKey: pieces.includes('Alt'),
    metaKey: false,
    // As for a target in a shadow root.
    target: new FakeElement(),
    composedPath: () => [target],
  }
  return commandOf(event as unknown as KeyboardEvent, 'linux')?.id
}

describe('keys', () => {
  it('finds the command of a key', () => {
    expect(press('Ctrl+o')).toBe('file.open')
    expect(press('4')).toBe('go.stale')
    expect(press('?')).toBe('help.keys')
    expect(press('Ctrl+Shift+P')).toBe('help.palette')
    expect(press('w')).toBe('view.zoom-in')
  })

  it.each([new FakeInput(), new FakeArea(), new FakeSelect()])('leaves typing and editing to a text field', (field) => {
    for (const keys of ['4', 'w', '/', '?', 'Enter', 'Ctrl+c', 'Ctrl+Shift+V']) expect(press(keys, field), keys).toBeUndefined()
    expect(press('Ctrl+o', field)).toBe('file.open')
    expect(press('Ctrl+f', field)).toBe('edit.search')
  })

  it('leaves Enter to a button, and other keys not', () => {
    const button = new FakeElement(true)
    expect(press('Enter', button)).toBeUndefined()
    expect(press('Enter')).toBe('edit.next-hit')
    expect(press('4', button)).toBe('go.stale')
  })

  it('takes a checkbox for no text field', () => {
    const box = new FakeInput()
    box.type = 'checkbox'
    expect(press('4', box)).toBe('go.stale')
  })
})
