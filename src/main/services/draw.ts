/**
 * Draws charts without a browser: ECharts makes the SVG, resvg (WebAssembly) turns it into a PNG with the DejaVu fonts
 * that are part of the build, since a server may have no fonts at all. The only importer of ECharts on this side.
 */
import { createHash } from 'node:crypto'
import { BarChart, CustomChart, LineChart, TreemapChart } from 'echarts/charts'
import { DataZoomInsideComponent, GraphicComponent, GridComponent, LegendComponent } from 'echarts/components'
import { graphic, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { ChartSpec } from '../../shared/charts/chart-spec'
import type { BoxesShape, ShapePath } from '../../shared/charts/shapes'
import { SHAPES } from '../../shared/charts/shapes'
import type { ChartTheme } from '../../shared/charts/theme'

use([BarChart, CustomChart, LineChart, TreemapChart, DataZoomInsideComponent, GraphicComponent, GridComponent, LegendComponent, SVGRenderer])
for (const { name, build } of SHAPES) {
  graphic.registerShape(
    name,
    graphic.extendShape({
      shape: { boxes: [] },
      buildPath: (path: ShapePath, shape: unknown) => {
        build(path, shape as BoxesShape)
      },
    }),
  )
}

/** In pixels; `height` is the chart's own if left out. */
export interface DrawSize {
  readonly width: number
  readonly height?: number
}

const DEFAULT_HEIGHT = 400
/** Pixels of the PNG for each of the drawing: sharp on dense screens and in print. */
const PNG_SCALE = 2
/** Above this, PNG readers and the rasteriser's memory give up. */
const LONGEST_SIDE = 16_000

function heightOf(spec: ChartSpec, size: DrawSize): number {
  return Math.max(1, Math.round(size.height ?? spec.height ?? DEFAULT_HEIGHT))
}

/**
 * Takes off what is for a page with scripts (hover styles, numbers of data), and gives ids a prefix made of the drawing
 * itself in place of a running number: the same drawing is the same text, and two in one page do not share ids.
 */
function settle(svg: string): string {
  // Text content has no `<`, so tags are all that matches.
  const bare = svg.replace(/<style\b[^>]*>[\s\S]*?<\/style>/g, '').replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/ (?:ecmeta_\w+|class)="[^"]*"/g, '').replace(/\bzr\d+-/g, 'zr-'))
  const prefix = `c${createHash('sha256').update(bare).digest('hex').slice(0, 8)}-`
  return bare.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\bzr-/g, prefix))
}

/** The chart as SVG text, on the theme's background; a function of its arguments. */
export function drawSvg(spec: ChartSpec, theme: ChartTheme, size: DrawSize): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: Math.max(1, Math.round(size.width)), height: heightOf(spec, size) })
  try {
    chart.setOption({ backgroundColor: theme.background, ...spec.option })
    return settle(chart.renderToSVGString())
  } finally {
    chart.dispose()
  }
}

function bytesOf(dataUrl: string): Uint8Array {
  return Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64')
}

/** The rasteriser and its fonts are large and rarely wanted: they are chunks of their own, loaded once. */
async function loadRasteriser() {
  const [{ initWasm, Resvg }, wasm, ...fonts] = await Promise.all([
    import('@resvg/resvg-wasm'),
    import('@resvg/resvg-wasm/index_bg.wasm?url&inline'),
    import('dejavu-fonts-ttf/ttf/DejaVuSans.ttf?url&inline'),
    import('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf?url&inline'),
    import('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf?url&inline'),
  ])
  await initWasm(bytesOf(wasm.default))
  return { Resvg, fontBuffers: fonts.map((font) => bytesOf(font.default)) }
}

let rasteriser: ReturnType<typeof loadRasteriser> | undefined

/** The chart as a PNG of twice the size in pixels, less where a side would get too long. */
export async function drawPng(spec: ChartSpec, theme: ChartTheme, size: DrawSize): Promise<Uint8Array> {
  rasteriser ??= loadRasteriser()
  const { Resvg, fontBuffers } = await rasteriser
  const zoom = Math.min(PNG_SCALE, LONGEST_SIDE / Math.max(size.width, heightOf(spec, size)))
  const image = new Resvg(drawSvg(spec, theme, size), {
    fitTo: { mode: 'zoom', value: zoom },
    font: { fontBuffers, defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans', monospaceFamily: 'DejaVu Sans Mono' },
  })
  try {
    const rendered = image.render()
    try {
      return rendered.asPng()
    } finally {
      rendered.free()
    }
  } finally {
    image.free()
  }
}
