/**
 * Where the window stood and which theme was set, kept between runs in one small file. A position is believed only as far
 * as the displays of today allow. No Electron in here.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const coordinate = z.int().min(-100_000).max(100_000)
const schema = z.object({
  bounds: z.object({ x: coordinate, y: coordinate, width: coordinate, height: coordinate }).optional(),
  maximized: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
})
export type WindowState = z.infer<typeof schema>

const INITIAL: WindowState = { maximized: false, theme: 'system' }
const DEFAULT_SIZE = { width: 1280, height: 800 }
export const LEAST_SIZE = { width: 720, height: 480 }
/** So much of the window's top edge must be on a display that one can take hold of it. */
const GRIP = { width: 120, height: 32 }

export function loadWindowState(path: string): WindowState {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    // Never written, or damaged: where a window stood is not worth an error.
    if (error instanceof Error) return INITIAL
    throw error
  }
}

/** Written while the app quits, so it cannot wait. Whole or not at all; failing to remember is no error. */
export function saveWindowState(path: string, state: WindowState): void {
  const beside = `${path}.${process.pid}.part`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(beside, `${JSON.stringify(state)}\n`)
    renameSync(beside, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
  }
}

function overlap(startA: number, sizeA: number, startB: number, sizeB: number): number {
  return Math.min(startA + sizeA, startB + sizeB) - Math.max(startA, startB)
}

/**
 * Bounds for a new window: those of last time, made no larger than their display, and moved to the middle of the first
 * display if nobody could take hold of them there. `displays` are work areas, the first is the primary one.
 */
export function placeWindow(last: Rectangle | undefined, displays: readonly Rectangle[]): Rectangle {
  const primary = displays[0] ?? { x: 0, y: 0, ...DEFAULT_SIZE }
  const wanted = last ?? DEFAULT_SIZE
  const sizeIn = (area: Rectangle) => ({
    width: Math.min(Math.max(wanted.width, LEAST_SIZE.width), area.width),
    height: Math.min(Math.max(wanted.height, LEAST_SIZE.height), area.height),
  })
  if (last) {
    const { x, y } = last
    const area = displays.find(
      (each) =>
        overlap(x, sizeIn(each).width, each.x, each.width) >= GRIP.width && y >= each.y - GRIP.height / 2 && y <= each.y + each.height - GRIP.height,
    )
    if (area) return { x, y, ...sizeIn(area) }
  }
  const { width, height } = sizeIn(primary)
  return { x: primary.x + Math.floor((primary.width - width) / 2), y: primary.y + Math.floor((primary.height - height) / 2), width, height }
}
