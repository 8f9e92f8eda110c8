/**
 * What the commands do right now. The frame handles those of the app; a view or a table adds the ones it can do while it
 * is on screen (`useCommand('view.zoom-in', …)`). A command without a handler is disabled wherever it is shown.
 */
import { onScopeDispose, shallowReactive } from 'vue'
import type { Command, CommandId, CommandStates } from '../../../shared/commands'
import { COMMANDS } from '../../../shared/commands'

export interface CommandHandler {
  run(): void
  /** False while there is nothing to do it to; left out: always. */
  enabled?(): boolean
  /** For commands that are marked: whether the mark is set. */
  marked?(): boolean
}

/** The last handler added stands first. */
const handlers = shallowReactive(new Map<CommandId, readonly CommandHandler[]>())

/** Handles a command until the component that calls this goes away. The one that was there before comes back then. */
export function useCommand(id: CommandId, run: () => void, more: Omit<CommandHandler, 'run'> = {}): void {
  const handler: CommandHandler = { run, ...more }
  handlers.set(id, [handler, ...(handlers.get(id) ?? [])])
  onScopeDispose(() => handlers.set(id, (handlers.get(id) ?? []).filter((one) => one !== handler)))
}

function handlerOf(id: CommandId): CommandHandler | undefined {
  return handlers.get(id)?.find((handler) => handler.enabled?.() ?? true)
}

export function isEnabled(id: CommandId): boolean {
  return handlerOf(id) !== undefined
}

export function isMarked(id: CommandId): boolean {
  return handlerOf(id)?.marked?.() ?? false
}

/** What a menu shows right now. Marks only of commands that are drawn with one. */
export function commandStates(): CommandStates {
  const commands: readonly Command[] = COMMANDS
  const enabled = commands.filter(({ id }) => isEnabled(id))
  return {
    enabled: enabled.map(({ id }) => id),
    marked: enabled.filter(({ id, mark }) => mark !== undefined && isMarked(id)).map(({ id }) => id),
  }
}

/** Does it, if it can be done; true if it was. */
export function runCommand(id: CommandId): boolean {
  const handler = handlerOf(id)
  handler?.run()
  return handler !== undefined
}
