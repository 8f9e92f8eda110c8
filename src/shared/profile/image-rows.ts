/** Writes what is read of compiled files into the tables of images: one block for each table that gets rows. */
import type { ProfileBuilder, Row } from './builder'
import type { PartName } from './schema'
import type { Provenance } from './tables'

type ImageTable = Extract<PartName, `image${string}`>
type RowOf<Name extends ImageTable> = Omit<Row<Name>, 'block' | 'image'>

const TITLES: Readonly<Record<ImageTable, string>> = {
  images: 'Images', imageSections: 'Sections', imageItems: 'Contents', imageLinks: 'Links', imageModules: 'Modules', imageFiles: 'Files', imageFacts: 'Facts',
}

export interface ImageSource {
  readonly builder: ProfileBuilder
  readonly source: number
  /** Id of the format. */
  readonly format: string
  /** Measured, if left out. */
  readonly kind?: Provenance['kind']
  /** What the numbers come from, in words a user knows. */
  readonly tool: string
  /** Version of Julia, '' if it is not said. */
  readonly julia: string
  /** Of a text: what was typed, and the lines that it was read from. */
  readonly command?: string
  readonly firstLine?: number
  readonly lastLine?: number
}

export class ImageRows {
  private readonly blocks = new Map<ImageTable, number>()
  private readonly notes: string[] = []
  /** Of the image that rows are added to. */
  private image = -1

  constructor(private readonly from: ImageSource) {}

  /** Begins an image; what is added from now on belongs to it. */
  begin(row: Omit<Row<'images'>, 'block'>): number {
    this.image = this.from.builder.add('images', { ...row, block: this.block('images') })
    return this.image
  }

  add<Name extends Exclude<ImageTable, 'images'>>(table: Name, row: RowOf<Name>): number {
    return this.from.builder.add(table, { ...row, image: this.image, block: this.block(table) })
  }

  fact(topic: NonNullable<Row<'imageFacts'>['topic']>, name: string, value: string, bytes?: number): void {
    this.add('imageFacts', { topic, name, value, ...(bytes !== undefined && { bytes }) })
  }

  /** A sentence beside the numbers. */
  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text)
    this.from.builder.amendBlock(this.block('images'), { notes: [...this.notes] })
  }

  private block(part: ImageTable): number {
    const known = this.blocks.get(part)
    if (known !== undefined) return known
    const { builder, source, format, kind = 'measured', tool, julia, command = '', firstLine = -1, lastLine = -1 } = this.from
    const shape = part === 'imageItems' ? 'tree' : 'list'
    const block = builder.block({ 
      part, format, title: TITLES[part], source, shape, command, firstLine, lastLine, unit: 'bytes', provenance: { kind, tool, julia, error: '' },
    })
    this.blocks.set(part, block)
    return block
  }
}
