/**
 * Everything a user can do by name, as data: the native menu, the key handling, the palette and the help page are all
 * made from this list. What a command does is decided by the front end; a command listed here must have a handler there.
 */

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'
type Letter =
  | 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L' | 'M'
  | 'N' | 'O' | 'P' | 'Q' | 'R' | 'S' | 'T' | 'U' | 'V' | 'W' | 'X' | 'Y' | 'Z'
type Named = 'Enter' | 'Escape' | 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Tab' | 'F1'
type Sign = '+' | '-' | '.' | ',' | '/' | '?' | '\\'
/** The key at this place of the keyboard whatever is printed on it (`KeyboardEvent.code`): W A S D stay a block. */
type Physical = 'KeyW' | 'KeyA' | 'KeyS' | 'KeyD'
type Key = Letter | Digit | Named | Sign | Physical
type Modifiers = '' | 'Mod+' | 'Alt+' | 'Shift+' | 'Mod+Shift+' | 'Mod+Alt+'
/** `Mod` is Command on a Mac and Control elsewhere. A sign is matched by its character, with or without Shift. */
export type Hotkey = `${Modifiers}${Key}`

export const MENUS = ['File', 'Edit', 'View', 'Go', 'Lab', 'Help'] as const
export type MenuName = (typeof MENUS)[number]

/**
 * What must be there for a command to make sense: any time; an open profile; a chart with a time axis; the flame graph;
 * a table; a selected row or box; a search with hits; a project in the lab.
 */
type When = 'always' | 'profile' | 'chart' | 'flame' | 'table' | 'selection' | 'hits' | 'lab'

interface CommandSpec {
  readonly id: string
  /** As in the menu, with an ellipsis where a dialog follows. */
  readonly title: string
  readonly menu: MenuName
  /** Sections of a menu are parted by a line; commands of one section stand together in the list. */
  readonly section: string
  /** The first is shown in menus. */
  readonly keys: readonly Hotkey[]
  readonly when: When
  /** A setting that is on or off, or one of several of which one is on (`radio`). */
  readonly mark?: 'check' | 'radio'
}

export const COMMANDS = [
  { id: 'file.open', title: 'Open…', menu: 'File', section: 'open', keys: ['Mod+O'], when: 'always' },
  { id: 'file.open-folder', title: 'Open folder of caches…', menu: 'File', section: 'open', keys: ['Alt+O'], when: 'always' },
  { id: 'file.paste', title: 'Paste as profile', menu: 'File', section: 'open', keys: ['Mod+Shift+V'], when: 'always' },
  { id: 'file.record', title: 'Record…', menu: 'File', section: 'open', keys: ['R'], when: 'always' },
  { id: 'file.build', title: 'Build system image…', menu: 'File', section: 'open', keys: ['B'], when: 'always' },
  { id: 'file.start', title: 'Start page', menu: 'File', section: 'open', keys: ['H'], when: 'always' },
  { id: 'file.save', title: 'Save', menu: 'File', section: 'save', keys: ['Mod+S'], when: 'profile' },
  { id: 'file.save-as', title: 'Save as…', menu: 'File', section: 'save', keys: ['Mod+Shift+S'], when: 'profile' },
  { id: 'file.export', title: 'Export…', menu: 'File', section: 'save', keys: ['Mod+E'], when: 'profile' },
  { id: 'file.close', title: 'Close profile', menu: 'File', section: 'close', keys: ['Mod+W', 'Alt+W'], when: 'profile' },

  { id: 'edit.copy-row', title: 'Copy row', menu: 'Edit', section: 'copy', keys: ['Mod+C'], when: 'selection' },
  { id: 'edit.copy-table', title: 'Copy table as TSV', menu: 'Edit', section: 'copy', keys: ['Mod+Shift+C'], when: 'table' },
  { id: 'edit.export-table', title: 'Export table as CSV…', menu: 'Edit', section: 'copy', keys: ['Mod+Shift+E'], when: 'table' },
  { id: 'edit.copy-summary', title: 'Copy summary as Markdown', menu: 'Edit', section: 'copy', keys: [], when: 'profile' },
  { id: 'edit.copy-advice', title: 'Copy advice as Markdown', menu: 'Edit', section: 'copy', keys: [], when: 'profile' },
  { id: 'edit.search', title: 'Search', menu: 'Edit', section: 'search', keys: ['Mod+F', '/'], when: 'profile' },
  { id: 'edit.next-hit', title: 'Next hit', menu: 'Edit', section: 'search', keys: ['Enter'], when: 'hits' },
  { id: 'edit.previous-hit', title: 'Previous hit', menu: 'Edit', section: 'search', keys: ['Shift+Enter'], when: 'hits' },
  { id: 'edit.clear', title: 'Clear selection and search', menu: 'Edit', section: 'search', keys: ['Escape'], when: 'profile' },

  { id: 'view.zoom-in', title: 'Zoom in', menu: 'View', section: 'zoom', keys: ['KeyW', '+'], when: 'chart' },
  { id: 'view.zoom-out', title: 'Zoom out', menu: 'View', section: 'zoom', keys: ['KeyS', '-'], when: 'chart' },
  { id: 'view.pan-left', title: 'Pan left', menu: 'View', section: 'zoom', keys: ['KeyA'], when: 'chart' },
  { id: 'view.pan-right', title: 'Pan right', menu: 'View', section: 'zoom', keys: ['KeyD'], when: 'chart' },
  { id: 'view.fit', title: 'Fit all', menu: 'View', section: 'zoom', keys: ['0'], when: 'chart' },
  { id: 'view.fit-selection', title: 'Fit selection', menu: 'View', section: 'zoom', keys: ['F'], when: 'selection' },
  { id: 'view.mark-time', title: 'Mark the time of the selection', menu: 'View', section: 'zoom', keys: ['M'], when: 'selection' },
  { id: 'view.time-order', title: 'Flame graph in time order', menu: 'View', section: 'flame', keys: ['O'], when: 'flame', mark: 'radio' },
  { id: 'view.left-heavy', title: 'Flame graph left heavy', menu: 'View', section: 'flame', keys: ['L'], when: 'flame', mark: 'radio' },
  { id: 'view.sandwich', title: 'Sandwich', menu: 'View', section: 'flame', keys: ['X'], when: 'flame', mark: 'radio' },
  { id: 'view.recursion', title: 'Flatten recursion', menu: 'View', section: 'reading', keys: ['Alt+R'], when: 'flame', mark: 'check' },
  { id: 'view.modules', title: 'Hide module prefixes', menu: 'View', section: 'reading', keys: ['Alt+M'], when: 'profile', mark: 'check' },
  { id: 'view.details', title: 'Details panel', menu: 'View', section: 'reading', keys: ['Q'], when: 'profile', mark: 'check' },
  { id: 'theme.system', title: 'Theme of the system', menu: 'View', section: 'theme', keys: [], when: 'always', mark: 'radio' },
  { id: 'theme.light', title: 'Light theme', menu: 'View', section: 'theme', keys: [], when: 'always', mark: 'radio' },
  { id: 'theme.dark', title: 'Dark theme', menu: 'View', section: 'theme', keys: [], when: 'always', mark: 'radio' },

  { id: 'go.overview', title: 'Overview', menu: 'Go', section: 'views', keys: ['1'], when: 'profile' },
  { id: 'go.advice', title: 'Advice', menu: 'Go', section: 'views', keys: ['V'], when: 'profile' },
  { id: 'go.imports', title: 'Imports', menu: 'Go', section: 'views', keys: ['2'], when: 'profile' },
  { id: 'go.inference', title: 'Inference', menu: 'Go', section: 'views', keys: ['3'], when: 'profile' },
  { id: 'go.stale', title: 'Stale instances', menu: 'Go', section: 'views', keys: ['4'], when: 'profile' },
  { id: 'go.invalidations', title: 'Invalidations', menu: 'Go', section: 'views', keys: ['5'], when: 'profile' },
  { id: 'go.precompile', title: 'Precompile', menu: 'Go', section: 'views', keys: ['6'], when: 'profile' },
  { id: 'go.images', title: 'Images', menu: 'Go', section: 'views', keys: ['7'], when: 'profile' },
  { id: 'go.reach', title: 'Near static', menu: 'Go', section: 'views', keys: ['8'], when: 'profile' },
  { id: 'go.what-if', title: 'What if', menu: 'Go', section: 'views', keys: ['I'], when: 'profile' },
  { id: 'go.instance', title: 'Method instance', menu: 'Go', section: 'views', keys: ['G'], when: 'profile' },
  { id: 'go.sources', title: 'Sources and unparsed lines', menu: 'Go', section: 'views', keys: ['9'], when: 'profile' },
  { id: 'go.lab', title: 'Lab', menu: 'Go', section: 'pages', keys: ['E'], when: 'always' },
  { id: 'go.compare', title: 'Compare profiles', menu: 'Go', section: 'pages', keys: ['C'], when: 'profile' },
  { id: 'go.next-item', title: 'Next item', menu: 'Go', section: 'items', keys: ['.'], when: 'profile' },
  { id: 'go.previous-item', title: 'Previous item', menu: 'Go', section: 'items', keys: [','], when: 'profile' },
  { id: 'go.next-profile', title: 'Next profile', menu: 'Go', section: 'profiles', keys: ['N'], when: 'profile' },
  { id: 'go.previous-profile', title: 'Previous profile', menu: 'Go', section: 'profiles', keys: ['P'], when: 'profile' },
  { id: 'go.choose-profile', title: 'Choose profile…', menu: 'Go', section: 'profiles', keys: ['T'], when: 'profile' },

  { id: 'lab.run', title: 'Run', menu: 'Lab', section: 'run', keys: ['Mod+Enter'], when: 'lab' },
  { id: 'lab.revert', title: 'Revert file', menu: 'Lab', section: 'file', keys: [], when: 'lab' },
  { id: 'lab.choose', title: 'Samples and projects', menu: 'Lab', section: 'open', keys: [], when: 'lab' },

  { id: 'help.keys', title: 'Commands and keys', menu: 'Help', section: 'help', keys: ['?', 'F1'], when: 'always' },
  { id: 'help.palette', title: 'Command palette…', menu: 'Help', section: 'help', keys: ['Mod+Shift+P', 'Mod+K'], when: 'always' },
] as const satisfies readonly CommandSpec[]

export type CommandId = (typeof COMMANDS)[number]['id']
/** A command without the literal types of its row. */
export interface Command extends CommandSpec {
  readonly id: CommandId
}

/** What a menu shows of the commands at one moment. */
export interface CommandStates {
  readonly enabled: readonly CommandId[]
  /** Of those that have a `mark`. */
  readonly marked: readonly CommandId[]
}

export type Platform = 'darwin' | 'win32' | 'linux'

export function isCommandId(value: unknown): value is CommandId {
  return COMMANDS.some(({ id }) => id === value)
}

/** The parts of `KeyboardEvent` that decide. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

interface ParsedHotkey {
  readonly mod: boolean
  readonly alt: boolean
  readonly shift: boolean
  readonly key: string
}

function parseHotkey(hotkey: Hotkey): ParsedHotkey {
  const parsed = { mod: false, alt: false, shift: false }
  let key: string = hotkey
  for (let again = true; again; ) {
    again = false
    for (const [name, field] of [['Mod+', 'mod'], ['Alt+', 'alt'], ['Shift+', 'shift']] as const) {
      if (!key.startsWith(name)) continue
      key = key.slice(name.length)
      parsed[field] = true
      again = true
    }
  }
  return { ...parsed, key }
}

/** Whether a key press means this hotkey. Whether a text field has the focus is the caller's question. */
export function matchesHotkey(hotkey: Hotkey, press: KeyPress, platform: Platform): boolean {
  const { mod, alt, shift, key } = parseHotkey(hotkey)
  const [pressedMod, otherMod] = platform === 'darwin' ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey]
  if (pressedMod !== mod || otherMod || press.altKey !== alt) return false
  if (key.startsWith('Key')) return press.code === key && press.shiftKey === shift
  // Which signs need Shift depends on the keyboard: what counts is the character.
  if (/^[^A-Z0-9a-z]$/.test(key)) return press.key === key
  if (press.shiftKey !== shift) return false
  if (/^[A-Z]$/.test(key)) {
    // Option on a Mac makes another character of a letter.
    return press.key.toUpperCase() === key || (alt && press.code === `Key${key}`)
  }
  return press.key === key
}

const MAC_SIGNS: Readonly<Record<string, string>> = {
  Enter: '↩', Escape: '⎋', Tab: '⇥', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→',
}
const NAMES: Readonly<Record<string, string>> = {
  Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→',
}

/** As people write it: `Ctrl+Shift+P`, on a Mac `⇧⌘P`. */
export function hotkeyText(hotkey: Hotkey, platform: Platform): string {
  const { mod, alt, shift, key } = parseHotkey(hotkey)
  const bare = key.replace(/^Key(?=[A-Z]$)/, '')
  if (platform === 'darwin') return `${alt ? '⌥' : ''}${shift ? '⇧' : ''}${mod ? '⌘' : ''}${MAC_SIGNS[bare] ?? bare}`
  return `${mod ? 'Ctrl+' : ''}${alt ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${NAMES[bare] ?? bare}`
}

/**
 * The same hotkey as a native menu writes it (`CmdOrCtrl+Shift+P`), or undefined where a menu must not take the key:
 * keys without Mod or Alt belong to text fields too, which only the page can see.
 */
export function menuAccelerator(hotkey: Hotkey | undefined): string | undefined {
  if (hotkey === undefined) return undefined
  const { mod, alt, shift, key } = parseHotkey(hotkey)
  if (!mod && !alt) return undefined
  return `${mod ? 'CmdOrCtrl+' : ''}${alt ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${key.replace(/^Key(?=[A-Z]$)/, '')}`
}
