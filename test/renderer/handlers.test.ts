/** Who does a command. */
import { expect, it } from 'vitest'
import { effectScope, ref } from 'vue'
import { isEnabled, isMarked, runCommand, useCommand } from '../../src/renderer/src/commands/handlers'

it('runs the handler added last that can, and the one before when that is gone', () => {
  const done: string[] = []
  const can = ref(true)
  const frame = effectScope()
  frame.run(() => useCommand('view.fit', () => done.push('frame')))
  const view = effectScope()
  view.run(() => useCommand('view.fit', () => done.push('view'), { enabled: () => can.value, marked: () => true }))

  expect(runCommand('view.fit')).toBe(true)
  expect(isMarked('view.fit')).toBe(true)
  can.value = false
  expect(runCommand('view.fit')).toBe(true)
  can.value = true
  view.stop()
  expect(runCommand('view.fit')).toBe(true)
  frame.stop()
  expect(isEnabled('view.fit')).toBe(false)
  expect(runCommand('view.fit')).toBe(false)
  expect(done).toEqual(['view', 'frame', 'frame'])
})
