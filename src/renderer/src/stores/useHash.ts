/** Keeps the address and the screen in step: reads the fragment at the start and when it is changed by hand, writes it after every change. */
import { onMounted, onScopeDispose, watch } from 'vue'
import { readHash, readPlace, writeHash, writePlace } from './hash'
import { usePage } from './page'
import { useSearch } from './search'
import { useSelection } from './selection'
import { useSessions } from './sessions'
import { useView } from './view'

/** Least milliseconds between two changes of the address: zooming would change it many times a second, which browsers refuse. */
const PAUSE = 200
/** Milliseconds that the frames of a change have before the address follows. */
const SOON = 100

export function useHash(): void {
  const sessions = useSessions()
  const page = usePage()
  const view = useView()
  const selection = useSelection()
  const search = useSearch()

  function read(): void {
    const place = readPlace(location.hash)
    if (place) {
      page.settings[place.page] = place.settings
      if (place.page === 'lab' || sessions.sessions.length > 0) page.page = place.page
      return
    }
    const screen = readHash(location.hash)
    if (screen.session === undefined || !sessions.sessions.some(({ info }) => info.id === screen.session)) return
    sessions.show(screen.session)
    Object.assign(view.stateOf(screen.session), screen.state)
    search.query = screen.query
    selection.select(screen.selection)
  }

  function write(hash: string): void {
    const now = hash === '' ? location.pathname + location.search : `#${hash}`
    if (location.hash.slice(1) !== hash) history.replaceState(history.state, '', now)
  }

  function current(): string {
    if (page.page === 'lab' || page.page === 'compare') return writePlace({ page: page.page, settings: page.settings[page.page] })
    return writeHash({
      session: page.page === 'start' ? undefined : sessions.currentId,
      state: view.state,
      query: search.query,
      selection: selection.current,
    })
  }

  onMounted(() => {
    read()
    let timer: ReturnType<typeof setTimeout> | undefined
    let written = Number.NEGATIVE_INFINITY
    // A single change is written soon, so that a reload after it loses nothing, but not before what changed is drawn.
    watch(current, (hash) => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        written = performance.now()
        write(hash)
      }, Math.max(SOON, written + PAUSE - performance.now()))
    }, { immediate: true })
    window.addEventListener('hashchange', read)
  })
  onScopeDispose(() => window.removeEventListener('hashchange', read))
}
