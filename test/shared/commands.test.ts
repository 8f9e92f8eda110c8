/** The command list: no two commands fight for a key in the same place, keys are matched and written per platform. */
import { describe, expect, it } from 'vitest'
import type { Command, Hotkey, KeyPress } from '../../src/shared/commands'
import { COMMANDS, hotkeyText, isCommandId, matchesHotkey, menuAccelerator } from '../../src/shared/commands'

const commands: readonly Command[] = COMMANDS

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }
}

describe('the list', () => {
  it('names each command once and gives no key to two', () => {
    const ids = commands.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const keys = commands.flatMap((command) => command.keys.map((key) => key.replace('Key', '')))
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })

  it('keeps the commands of a section together', () => {
    const runs = commands.map(({ menu, section }) => `${menu}/${section}`).filter((name, at, all) => name !== all[at - 1])
    expect(runs).toEqual([...new Set(runs)])
  })

  it('knows its ids', () => {
    expect(isCommandId('file.open')).toBe(true)
    expect(isCommandId('constructor')).toBe(false)
  })
})

describe('matchesHotkey', () => {
  it('reads Mod as Command on a Mac and Control elsewhere', () => {
    expect(matchesHotkey('Mod+O', press('o', { ctrlKey: true }), 'linux')).toBe(true)
    expect(matchesHotkey('Mod+O', press('o', { ctrlKey: true }), 'darwin')).toBe(false)
    expect(matchesHotkey('Mod+O', press('o', { metaKey: true }), 'darwin')).toBe(true)
    expect(matchesHotkey('Mod+Shift+P', press('P', { ctrlKey: true, shiftKey: true }), 'win32')).toBe(true)
    expect(matchesHotkey('Mod+Shift+P', press('p', { ctrlKey: true }), 'win32')).toBe(false)
  })

  it('matches W A S D by place and signs by character', () => {
    // W of QWERTY is Z on a French keyboard.
    expect(matchesHotkey('KeyW', press('z', { code: 'KeyW' }), 'linux')).toBe(true)
    expect(matchesHotkey('KeyW', press('w', { code: 'KeyZ' }), 'linux')).toBe(false)
    expect(matchesHotkey('?', press('?', { shiftKey: true }), 'linux')).toBe(true)
    expect(matchesHotkey('+', press('+'), 'linux')).toBe(true)
    expect(matchesHotkey('/', press('/', { ctrlKey: true }), 'linux')).toBe(false)
  })

  it('reads Option with a letter on a Mac, where the character is another one', () => {
    expect(matchesHotkey('Alt+R', press('®', { altKey: true, code: 'KeyR' }), 'darwin')).toBe(true)
    expect(matchesHotkey('F', press('f', { altKey: true }), 'linux')).toBe(false)
  })
})

describe('texts', () => {
  it.each<[Hotkey, string, string, string | undefined]>([
    ['Mod+Shift+P', 'Ctrl+Shift+P', '⇧⌘P', 'CmdOrCtrl+Shift+P'],
    ['Alt+R', 'Alt+R', '⌥R', 'Alt+R'],
    ['KeyW', 'W', 'W', undefined],
    ['Escape', 'Esc', '⎋', undefined],
    ['+', '+', '+', undefined],
    ['?', '?', '?', undefined],
  ])('%s', (hotkey, linux, mac, menu) => {
    expect([hotkeyText(hotkey, 'linux'), hotkeyText(hotkey, 'darwin'), menuAccelerator(hotkey)]).toEqual([linux, mac, menu])
  })
})
