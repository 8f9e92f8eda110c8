/** Lets the most important part of a view come on screen first: false until what is mounted now has been painted, charts included. */
import { onMounted, onScopeDispose, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'

export function useAfterPaint(): Readonly<ShallowRef<boolean>> {
  const painted = shallowRef(false)
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  onMounted(() => {
    // Charts draw when they learn their size, which is after the callbacks of the first frame and before its painting.
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        // Not within the next frame either, which would come late.
        timer = setTimeout(() => {
          painted.value = true
        })
      })
    })
  })
  onScopeDispose(() => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  })
  return painted
}
