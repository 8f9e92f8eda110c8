/**
 * Draws a small flame graph out of sight, once: the first chart of a page takes several times as long as the next, because
 * its code has not run. For idle moments; nothing that a person sees depends on it.
 */
import { createApp } from 'vue'
import { flameChart } from '../../../shared/charts/flame-chart'
import { LIGHT } from '../../../shared/charts/theme'
import { ProfileBuilder } from '../../../shared/profile/builder'
import { CallTreeBuilder } from '../../../shared/profile/call-builder'
import { timeOrder } from '../../../shared/profile/time-order'
import { shortSignature } from '../../../shared/signature/short'
import type { Profile } from '../../../shared/profile/tables'
import { textAt } from '../../../shared/profile/tables'
import EChart from './EChart.vue'

const CALLS = 10_000
/** So often the engine has compiled what a large profile runs. */
const LAYOUTS = 4

function madeUpProfile(): Profile {
  const builder = new ProfileBuilder()
  const frames = Array.from({ length: 40 }, (_, at) => builder.frame({ signature: `Module${at % 7}.f${at}(::Int64, ::Vector{Float64})` }))
  const calls = new CallTreeBuilder(builder, 'stacks', builder.block({ part: 'stacks', format: 'made-up', title: '' }), String)
  const open: number[] = []
  for (let call = 0, at = 0; call < CALLS || open.length > 0; at++) {
    if (call < CALLS && open.length < 2 + (call % 15)) {
      const frame = frames[call % frames.length] ?? 0
      open.push(frame)
      calls.enter(frame, at)
      call++
    } else calls.leave(open.pop() ?? 0, at)
  }
  return builder.finish()
}

export function warmUpCharts(): void {
  const profile = madeUpProfile()
  let flame = timeOrder(profile.stacks)
  for (let again = 1; again < LAYOUTS; again++) flame = timeOrder(profile.stacks)
  const nameOf = (frame: number): string => shortSignature(textAt(profile, profile.frames.signature[frame]))
  const spec = flameChart(profile, { flame, from: 0, to: flame.total, width: 900, height: 300, nameOf }, LIGHT)
  const place = document.createElement('div')
  place.className = 'out-of-sight'
  place.inert = true
  document.body.append(place)
  const app = createApp(EChart, { spec, theme: LIGHT })
  app.mount(place)
  // The chart draws when it knows its size, a frame or two later.
  setTimeout(() => {
    app.unmount()
    place.remove()
  }, 300)
}
