/** The question before profiles that are on no disk go with the program. */
import { dialog } from 'electron'

/** More titles than this are counted. */
const LISTED = 8

function listed(titles: readonly string[]): string {
  const more = titles.length - LISTED
  return [...titles.slice(0, LISTED).map((title) => `• ${title}`), ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
}

/** True if `titles` may be lost: there are none, or the user says so. Waits for the answer. */
export function mayLose(titles: readonly string[], window: Electron.BrowserWindow | undefined): boolean {
  if (titles.length === 0) return true
  const question = {
    type: 'warning' as const,
    message: titles.length === 1 ? 'One profile is not saved.' : `${titles.length} profiles are not saved.`,
    detail: `${listed(titles)}\n\nThey are lost if Backedge closes now.`,
    buttons: ['Discard and close', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  }
  return (window ? dialog.showMessageBoxSync(window, question) : dialog.showMessageBoxSync(question)) === 0
}
