/** Where a new window goes, whatever became of the displays; and which arguments are files. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filesInArguments } from '../../../../src/main/hosts/electron/outside-files'
import type { Rectangle } from '../../../../src/main/hosts/electron/window-state'
import { LEAST_SIZE, placeWindow } from '../../../../src/main/hosts/electron/window-state'

const LAPTOP: Rectangle = { x: 0, y: 25, width: 1440, height: 875 }
const RIGHT: Rectangle = { x: 1440, y: 0, width: 2560, height: 1440 }

describe('placeWindow', () => {
  it.each<[string, Rectangle | undefined, Rectangle[], Rectangle]>([
    ['the first time, in the middle', undefined, [LAPTOP], { x: 80, y: 62, width: 1280, height: 800 }],
    ['where it was', { x: 10, y: 40, width: 1000, height: 700 }, [LAPTOP], { x: 10, y: 40, width: 1000, height: 700 }],
    ['on the second display', { x: 1500, y: 40, width: 1000, height: 700 }, [LAPTOP, RIGHT], { x: 1500, y: 40, width: 1000, height: 700 }],
    ['back, when that display is gone', { x: 1500, y: 40, width: 1000, height: 700 }, [LAPTOP], { x: 220, y: 112, width: 1000, height: 700 }],
    ['partly off, as it was left', { x: -500, y: 40, width: 1000, height: 700 }, [LAPTOP], { x: -500, y: 40, width: 1000, height: 700 }],
    ['back, when only a sliver shows', { x: -950, y: 40, width: 1000, height: 700 }, [LAPTOP], { x: 220, y: 112, width: 1000, height: 700 }],
    ['back, when its title is above the display', { x: 10, y: -400, width: 1000, height: 700 }, [LAPTOP], { x: 220, y: 112, width: 1000, height: 700 }],
    ['no larger than the display', { x: 0, y: 25, width: 3000, height: 2000 }, [LAPTOP], { x: 0, y: 25, width: 1440, height: 875 }],
    ['somewhere, when no display is known', undefined, [], { x: 0, y: 0, width: 1280, height: 800 }],
  ])('%s', (_what, last, displays, expected) => {
    expect(placeWindow(last, displays)).toEqual(expected)
  })

  it('always leaves something to take hold of', () => {
    const rectangle = (size: fc.Arbitrary<number>) =>
      fc.record({ x: fc.integer({ min: -9000, max: 9000 }), y: fc.integer({ min: -9000, max: 9000 }), width: size, height: size })
    const displays = fc.array(rectangle(fc.integer({ min: 800, max: 5000 })), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(rectangle(fc.integer({ min: 0, max: 9000 })), displays, (last, areas) => {
        const { x, y, width, height } = placeWindow(last, areas)
        const grip = areas.some(
          (area) => Math.min(x + width, area.x + area.width) - Math.max(x, area.x) >= 100 && y >= area.y - 16 && y <= area.y + area.height - 32,
        )
        expect(grip).toBe(true)
        expect(width >= LEAST_SIZE.width || areas.some((area) => width === area.width)).toBe(true)
        expect(height >= LEAST_SIZE.height || areas.some((area) => height === area.height)).toBe(true)
      }),
    )
  })
})

describe('filesInArguments', () => {
  it.each<[string[], boolean, string[]]>([
    [['/opt/backedge'], false, []],
    [['/opt/backedge', 'a.txt', '/b.txt'], false, ['/home/me/a.txt', '/b.txt']],
    [['/opt/backedge', '--no-sandbox', '-x', 'a.txt'], false, ['/home/me/a.txt']],
    [['electron', '.', 'a.txt'], true, ['/home/me/a.txt']],
    [['electron', '--no-sandbox', '.', 'a.txt'], true, ['/home/me/a.txt']],
    [['electron', '.'], true, []],
    [['/opt/backedge', ''], false, []],
  ])('%j (from source: %s)', (argv, fromSource, files) => {
    expect(filesInArguments(argv, '/home/me', fromSource)).toEqual(files)
  })
})
