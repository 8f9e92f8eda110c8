/**
 * Opens a made-up profile out of sight: the first workspace of a page takes several times as long as the next, because
 * its code has not run. For idle moments; nothing that a person sees depends on it. It has stores of its own, and is gone
 * again within one task, before anything is painted or a key is heard.
 */
import { createPinia, disposePinia, getActivePinia, setActivePinia } from 'pinia'
import { createApp, nextTick } from 'vue'
import { ProfileBuilder } from '../../shared/profile/builder'
import { CallTreeBuilder } from '../../shared/profile/call-builder'
import type { Profile } from '../../shared/profile/tables'
import { timeOrder } from '../../shared/profile/time-order'
import AppWorkspace from './components/AppWorkspace.vue'
import { useSessions } from './stores/sessions'

const CALLS = 10_000
/** Profiles are larger: what goes through all their calls has to have run for a while. */
const LAYOUTS = 5

function madeUpProfile(): Profile {
  const builder = new ProfileBuilder()
  const frames = Array.from({ length: 40 }, (_, at) => builder.frame({ signature: `Module${at % 7}.f${at}(::Int64, ::Vector{Float64})` }))
  const block = builder.block({ part: 'stacks', format: 'made-up', title: '', shape: 'tree', times: 'both' })
  const calls = new CallTreeBuilder(builder, 'stacks', block, String)
  const open: number[] = []
  for (let call = 0, at = 0; call < CALLS || open.length > 0; at += 1001) {
    if (call < CALLS && open.length < 2 + (call % 15)) {
      const frame = frames[call % frames.length] ?? 0
      open.push(frame)
      calls.enter(frame, at)
      call++
    } else calls.leave(open.pop() ?? 0, at)
  }
  return builder.finish()
}

/** The code of the views must be there (`preloadViews`). */
export async function warmUp(): Promise<void> {
  const profile = madeUpProfile()
  for (let again = 0; again < LAYOUTS; again++) timeOrder(profile.stacks)
  const before = getActivePinia()
  const pinia = createPinia()
  const place = document.createElement('div')
  place.className = 'out-of-sight'
  place.inert = true
  const app = createApp(AppWorkspace, { profile })
  app.config.errorHandler = () => undefined
  try {
    app.use(pinia)
    const sessions = useSessions(pinia)
    sessions.sessions = [{ info: { id: 1, title: '', path: '', format: 'made-up', unsaved: false }, profile }]
    sessions.show(1)
    document.body.append(place)
    app.mount(place)
    // The chart is drawn when it knows its size.
    await nextTick()
  } finally {
    app.unmount()
    place.remove()
    disposePinia(pinia)
    setActivePinia(before)
  }
}
