/** Copies text through the host, and says so where the user will see it. */
import { connection } from '../stores/connection'
import { useNotices } from '../stores/notices'

export async function copyText(text: string, what: string): Promise<void> {
  const notices = useNotices()
  try {
    await connection().host.writeClipboard(text)
    notices.whisper(`Copied ${what}`)
  } catch {
    notices.say('error', 'The clipboard is closed to this page', 'The browser did not let Backedge write to the clipboard.')
  }
}
