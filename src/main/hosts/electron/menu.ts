/**
 * The native menu, made from the command list. An item sends its command to the page; only what the system itself does
 * (copy text, quit, full screen) is a role. The page handles the keys, so that they are the same as in a browser; the
 * menu shows them. What can be done and what is marked the page tells (`showStates`).
 */
import type { Menu, MenuItemConstructorOptions } from 'electron'
import type { Command, CommandId, CommandStates, MenuName, Platform } from '../../../shared/commands'
import { COMMANDS, menuAccelerator, MENUS } from '../../../shared/commands'

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' }
const TEXT_ROLES: readonly MenuItemConstructorOptions[] = [
  { role: 'undo' },
  { role: 'redo' },
  SEPARATOR,
  { role: 'cut' },
  { role: 'copy' },
  { role: 'paste' },
  { role: 'selectAll' },
]

/** Roles after the commands of each menu. */
function rolesOf(menu: MenuName, platform: Platform, development: boolean): readonly MenuItemConstructorOptions[] {
  switch (menu) {
    case 'File':
      return platform === 'darwin'
        ? [{ role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] }]
        : [{ role: 'quit' }]
    case 'Edit':
      return TEXT_ROLES
    case 'View':
      return [{ role: 'togglefullscreen' }, ...(development ? [{ role: 'toggleDevTools' } as const] : [])]
    case 'Help':
      return platform === 'darwin' ? [] : [{ role: 'about' }]
    default:
      return []
  }
}

export function menuTemplate(
  platform: Platform,
  development: boolean,
  run: (id: CommandId) => void,
): MenuItemConstructorOptions[] {
  const commands: readonly Command[] = COMMANDS

  function itemsOf(menu: MenuName): MenuItemConstructorOptions[] {
    const items: MenuItemConstructorOptions[] = []
    let section: string | undefined
    for (const command of commands.filter((each) => each.menu === menu)) {
      if (section !== undefined && section !== command.section) items.push(SEPARATOR)
      section = command.section
      items.push({
        id: command.id,
        label: command.title,
        type: command.mark === 'check' ? 'checkbox' : command.mark,
        // Until the page is there to do it.
        enabled: false,
        // The role "copy" has this key; on a Mac two items would fight for it.
        accelerator: command.keys[0] === 'Mod+C' ? undefined : menuAccelerator(command.keys[0]),
        registerAccelerator: false,
        click: () => run(command.id),
      })
    }
    const roles = rolesOf(menu, platform, development)
    return roles.length > 0 ? [...items, SEPARATOR, ...roles] : items
  }

  const menus = MENUS.map((menu): MenuItemConstructorOptions => ({ label: menu, submenu: itemsOf(menu) }))
  if (platform !== 'darwin') return menus
  return [{ role: 'appMenu' }, ...menus.slice(0, -1), { role: 'windowMenu' }, ...menus.slice(-1)]
}

/** Shows which commands can be done and which marks are set. */
export function showStates(menu: Pick<Menu, 'getMenuItemById'>, states: CommandStates): void {
  const commands: readonly Command[] = COMMANDS
  const [enabled, marked] = [new Set(states.enabled), new Set(states.marked)]
  for (const { id, mark } of commands) {
    const item = menu.getMenuItemById(id)
    if (!item) continue
    item.enabled = enabled.has(id)
    // Electron sets a radio item whatever value it is given, and takes the mark from the others of its group.
    if (mark === 'check' || (mark === 'radio' && marked.has(id))) item.checked = marked.has(id)
  }
}
