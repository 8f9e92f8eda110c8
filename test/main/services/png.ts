/** Just enough of PNG to look at what was drawn: 8 bits a channel, with alpha, not interlaced. */
import { inflateSync } from 'node:zlib'

export interface Image {
  readonly width: number
  readonly height: number
  /** Red, green, blue, alpha of each pixel, row by row. */
  readonly pixels: Uint8Array
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - above), Math.abs(estimate - corner)]
  return a <= b && a <= c ? left : b <= c ? above : corner
}

export function readPng(bytes: Uint8Array): Image {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0) !== 0x89504e47) throw new Error('no PNG')
  const [width, height, format] = [view.getUint32(16), view.getUint32(20), view.getUint32(24)]
  if (format !== 0x08060000) throw new Error(`PNG of another kind: ${format.toString(16)}`)
  const data: Uint8Array[] = []
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at)
    if (view.getUint32(at + 4) === 0x49444154) data.push(bytes.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  const filtered = inflateSync(Buffer.concat(data))
  const stride = width * 4
  const pixels = new Uint8Array(stride * height)
  for (let row = 0; row < height; row++) {
    const filter = filtered[row * (stride + 1)]
    for (let at = 0; at < stride; at++) {
      const to = row * stride + at
      const left = at < 4 ? 0 : (pixels[to - 4] ?? 0)
      const above = row === 0 ? 0 : (pixels[to - stride] ?? 0)
      const corner = row === 0 || at < 4 ? 0 : (pixels[to - stride - 4] ?? 0)
      const added = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter ?? 0] ?? 0
      pixels[to] = (filtered[row * (stride + 1) + 1 + at] ?? 0) + added
    }
  }
  return { width, height, pixels }
}

/** Number of pixels in a rectangle that differ from `background` (`#rrggbb`) by more than a little. */
export function inkIn(image: Image, left: number, top: number, width: number, height: number, background: string): number {
  const paper = [1, 3, 5].map((at) => Number.parseInt(background.slice(at, at + 2), 16))
  let ink = 0
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) {
      const at = (y * image.width + x) * 4
      const difference = paper.reduce((sum, value, channel) => sum + Math.abs(value - (image.pixels[at + channel] ?? 0)), 0)
      if (difference > 60) ink++
    }
  }
  return ink
}
