/**
 * Shapes that draw many marks at once. ECharts keeps an object for every mark of a custom series, which costs more than
 * painting it from some thousand marks on; one shape with all boxes of one colour costs as much as its pixels. Whoever
 * imports ECharts registers them once, with `SHAPES`.
 */

/** The part of a canvas context that ECharts gives to shapes. */
export interface ShapePath {
  moveTo(x: number, y: number): unknown
  lineTo(x: number, y: number): unknown
  rect(x: number, y: number, width: number, height: number): unknown
}

/** Rectangles as runs of four numbers: left, top, width, height. */
export interface BoxesShape {
  readonly boxes: ArrayLike<number>
}

export const BOXES_SHAPE = 'backedge-boxes'
export const HATCH_SHAPE = 'backedge-hatch'

const HATCH_STEP = 5

function buildBoxes(path: ShapePath, { boxes }: BoxesShape): void {
  for (let at = 0; at + 3 < boxes.length; at += 4) {
    path.rect(boxes[at] as number, boxes[at + 1] as number, boxes[at + 2] as number, boxes[at + 3] as number)
  }
}

/** Slanted lines in every box, cut at its edges. */
function buildHatch(path: ShapePath, { boxes }: BoxesShape): void {
  for (let at = 0; at + 3 < boxes.length; at += 4) {
    const [left, top, width, height] = [boxes[at] as number, boxes[at + 1] as number, boxes[at + 2] as number, boxes[at + 3] as number]
    for (let sum = HATCH_STEP; sum < width + height; sum += HATCH_STEP) {
      // Points of the line have x + y = sum.
      const x1 = Math.min(sum, width)
      const x2 = Math.max(0, sum - height)
      path.moveTo(left + x1, top + sum - x1)
      path.lineTo(left + x2, top + sum - x2)
    }
  }
}

export interface ChartShape {
  readonly name: string
  readonly build: (path: ShapePath, shape: BoxesShape) => void
}

export const SHAPES: readonly ChartShape[] = [
  { name: BOXES_SHAPE, build: buildBoxes },
  { name: HATCH_SHAPE, build: buildHatch },
]
