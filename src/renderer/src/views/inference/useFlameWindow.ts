/**
 * The window of a flame graph: which part of the axis and which levels are seen. It lives in the view store, so that it
 * survives a switch of views and a reload; moves are gathered and take effect once a frame, however fast they come.
 */
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { AxisWindow } from '../../../../shared/charts/zoom'
import { clampWindow, fitWindow, panWindow, zoomWindow } from '../../../../shared/charts/zoom'
import { FLAME_ROW, flameRows } from '../../../../shared/charts/flame-chart'
import type { FlameTree } from '../../../../shared/profile/flame-layout'
import { useView } from '../../stores/view'

/** A box that is brought into sight gets at least this much of the width if it was too narrow to see. */
const REVEALED_SHARE = 0.2
/** Narrower boxes are not seen as boxes. Pixels. */
const VISIBLE = 4

export interface FlameWindowInput {
  readonly flame: FlameTree
  /** Where the window is kept; another key is another window. */
  readonly storeKey: string
}

export function useFlameWindow(input: FlameWindowInput) {
  const view = useView()
  const size = shallowRef({ width: 800, height: 300 })
  const rows = computed(() => flameRows(size.value.height))
  const lastTop = computed(() => Math.max(0, input.flame.maxDepth + 1 - rows.value))

  const axis = computed<AxisWindow>(() => {
    const { total } = input.flame
    const stored = view.zoom(input.storeKey)
    return stored ? clampWindow(stored, total) : { from: 0, to: total }
  })
  /** Fine wheels move by less than a level at a time, so the position is not a whole number. */
  const top = computed(() => Math.min(lastTop.value, view.zoom(`${input.storeKey}.levels`)?.from ?? 0))
  const firstDepth = computed(() => Math.floor(top.value))

  interface Move { axis?: AxisWindow; depth?: number }
  let pending: Move & { key: string } | undefined
  let scheduled = 0

  function commit(): void {
    scheduled = 0
    const move = pending
    pending = undefined
    if (!move) return
    if (move.axis) {
      const whole = move.axis.from <= 0 && move.axis.to >= input.flame.total
      view.setZoom(move.key, whole ? undefined : move.axis)
    }
    if (move.depth !== undefined) {
      const depth = Math.max(0, Math.min(lastTop.value, move.depth))
      view.setZoom(`${move.key}.levels`, depth > 0 ? { from: depth, to: depth + rows.value } : undefined)
    }
  }
  function move(next: Move): void {
    if (pending && pending.key !== input.storeKey) commit()
    pending = { ...pending, ...next, key: input.storeKey }
    if (scheduled === 0) scheduled = requestAnimationFrame(commit)
  }
  onScopeDispose(() => {
    cancelAnimationFrame(scheduled)
    commit()
  })

  const nextAxis = (): AxisWindow => pending?.axis ?? axis.value
  const nextDepth = (): number => pending?.depth ?? top.value

  /** `factor` below 1 zooms in around share `at` of the width. */
  function zoom(factor: number, at = 0.5): void {
    move({ axis: zoomWindow(nextAxis(), factor, at, input.flame.total) })
  }
  /** `share` of the width to the right, `down` in pixels. */
  function pan(share: number, down = 0): void {
    // A wheel that has nothing to scroll moves along the axis instead.
    const sideways = lastTop.value === 0 && share === 0 ? down / Math.max(1, size.value.width) : share
    move({
      ...(sideways === 0 ? {} : { axis: panWindow(nextAxis(), sideways, input.flame.total) }),
      ...(down === 0 || lastTop.value === 0 ? {} : { depth: Math.max(0, Math.min(lastTop.value, nextDepth() + down / FLAME_ROW)) }),
    })
  }
  function fitAll(): void {
    move({ axis: { from: 0, to: input.flame.total }, depth: 0 })
  }
  function show(range: AxisWindow): void {
    move({ axis: clampWindow(range, input.flame.total) })
  }
  function depthInSight(depth: number): Move {
    const first = Math.floor(nextDepth())
    if (depth >= first && depth < first + rows.value) return {}
    return { depth: depth < first ? depth : depth - rows.value + 1 }
  }
  function fitNode(node: number): void {
    const { flame } = input
    if (node < 0 || node >= flame.length) return
    move({ axis: fitWindow(flame.start[node] as number, flame.duration[node] as number, flame.total), ...depthInSight(flame.depth[node] as number) })
  }
  /** Moves no more than is needed to see the box. */
  function reveal(node: number): void {
    const { flame } = input
    if (node < 0 || node >= flame.length) return
    const [start, duration] = [flame.start[node] as number, flame.duration[node] as number]
    const { from, to } = nextAxis()
    const width = to - from
    const vertical = depthInSight(flame.depth[node] as number)
    if ((duration / width) * size.value.width < VISIBLE) {
      const wide = Math.max(duration / REVEALED_SHARE, flame.total * 1e-9)
      move({ axis: clampWindow({ from: start + duration / 2 - wide / 2, to: start + duration / 2 + wide / 2 }, flame.total), ...vertical })
    } else if (start + duration <= from || start >= to) {
      const middle = start + duration / 2
      const wide = Math.max(width, duration)
      move({ axis: clampWindow({ from: middle - wide / 2, to: middle + wide / 2 }, flame.total), ...vertical })
    } else if (vertical.depth !== undefined) move(vertical)
  }

  return { size, axis, firstDepth, zoom, pan, fitAll, fitNode, show, reveal }
}
