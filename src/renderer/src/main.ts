/** Entry of the page: connects to the host, then mounts the app. Without a connection the page says why, and what to do. */
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { ERROR_TITLES, UserError } from '../../shared/errors'
import App from './App.vue'
import { connectHost } from './host'
import { setConnection } from './stores/connection'
import { useNotices } from './stores/notices'
import { usePage } from './stores/page'
import { useSessions } from './stores/sessions'
import { preloadViews } from './views/registry'
import './theme/tokens.css'
import './theme/base.css'
import { runCommand } from './commands/handlers'

function element(tag: 'h1' | 'p', text: string): HTMLElement {
  const made = document.createElement(tag)
  made.textContent = text
  return made
}

function showRefusal(error: unknown): void {
  const page = document.createElement('main')
  page.className = 'refusal'
  page.setAttribute('role', 'alert')
  if (error instanceof UserError) page.append(element('h1', ERROR_TITLES[error.code]), element('p', error.message), element('p', error.details.hint ?? ''))
  else page.append(element('h1', 'Backedge could not start'), element('p', error instanceof Error ? error.message : String(error)))
  document.querySelector('#app')?.replaceChildren(page)
}

/** Not every browser tells when it is idle. */
function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work)
  else setTimeout(work, 200)
}

/** So often what is opened first is opened before. */
const ROUNDS = 3

/** Fetches the code of the views, and has it run before a person waits for it. */
async function getReady(): Promise<void> {
  await preloadViews()
  const { warmUp } = await import('./warm-up')
  const round = (left: number): void => {
    // The person was faster.
    if (left === 0 || usePage().page !== 'start' || useNotices().busy) return
    void warmUp()
      .catch(() => undefined)
      .then(() => whenIdle(() => round(left - 1)))
  }
  whenIdle(() => round(ROUNDS))
}

async function start(): Promise<void> {
  const connection = await connectHost()
  setConnection(connection)
  const app = createApp(App).use(createPinia())
  const notices = useNotices()
  app.config.errorHandler = (error) => notices.report(error)
  window.addEventListener('error', ({ error, message }) => notices.report(error ?? message))
  window.addEventListener('unhandledrejection', ({ reason }) => notices.report(reason))
  connection.host.onCommand((id) => runCommand(id))
  await useSessions().start()
  app.mount('#app')
  // What cannot be fetched now is asked for again when it is needed, and then its error is told.
  whenIdle(() => void getReady().catch(() => undefined))
}

start().catch(showRefusal)
