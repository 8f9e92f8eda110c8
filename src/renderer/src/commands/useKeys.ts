/**
 * Keys of the commands. A text field keeps every key that types or edits in it; a focused button keeps Enter; while a
 * dialog or a menu is open it has the keyboard to itself.
 */
import { onScopeDispose } from 'vue'
import type { Command, Hotkey, Platform } from '../../../shared/commands'
import { COMMANDS, matchesHotkey } from '../../../shared/commands'
import { runCommand } from './handlers'

const ALL: readonly Command[] = COMMANDS

export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range', 'color'].includes(target.type)
}

/** Where it really happened: of what lies in a shadow root, as the editor does, `target` names only the host. */
export function targetOf(event: Event): EventTarget | null {
  return event.composedPath()[0] ?? event.target
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary, [role="tab"], [role="separator"]') !== null
}

/** Keys that edit text, or mean the text that is marked. */
const EDITING: ReadonlySet<string> = new Set(['edit.copy-row', 'edit.copy-table', 'file.paste'])

function mayTake(command: Command, hotkey: Hotkey, target: EventTarget | null): boolean {
  const bare = !hotkey.startsWith('Mod+') && !hotkey.startsWith('Alt+')
  if (isTextField(target)) return !bare && !EDITING.has(command.id)
  if (bare && hotkey.endsWith('Enter')) return !isControl(target)
  return true
}

export function commandOf(event: KeyboardEvent, platform: Platform): Command | undefined {
  const target = targetOf(event)
  return ALL.find((command) => command.keys.some((key) => matchesHotkey(key, event, platform) && mayTake(command, key, target)))
}

export function useKeys(platform: Platform): void {
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return
    const command = commandOf(event, platform)
    if (command && runCommand(command.id)) event.preventDefault()
  }
  window.addEventListener('keydown', onKey)
  onScopeDispose(() => window.removeEventListener('keydown', onKey))
}
