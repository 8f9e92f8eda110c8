/** Images as plain data for other programs: bytes, nanoseconds as seconds, and the words of the tables; what is not known is left out. */
import type { ColumnSpec, PartName } from './schema'
import { SCHEMA } from './schema'
import type { Profile } from './tables'
import { textAt } from './tables'

type Plain = Record<string, string | number>

export interface PlainImage {
  readonly image: Plain
  readonly notes: readonly string[]
  readonly sections: readonly Plain[]
  readonly items: readonly Plain[]
  readonly links: readonly Plain[]
  readonly modules: readonly Plain[]
  readonly files: readonly Plain[]
  readonly facts: readonly Plain[]
  readonly statements: readonly Plain[]
}

export interface PlainOptions {
  /** Rows of `imageItems`; all if left out. */
  readonly rows?: readonly number[]
  /** Items of this package only. */
  readonly package?: string
}

const TIMES: ReadonlySet<string> = new Set(['load', 'infer', 'generate', 'time', 'outOf'])
/** Source texts have megabytes. */
const LEFT_OUT: ReadonlySet<string> = new Set(['block', 'line', 'image', 'text'])

function plainRow(profile: Profile, table: PartName, row: number): Plain {
  const columns = profile[table] as unknown as Readonly<Record<string, ArrayLike<number>>>
  const plain: Plain = {}
  for (const [name, spec] of Object.entries<ColumnSpec>(SCHEMA[table])) {
    const value = columns[name]?.[row] ?? -1
    if (LEFT_OUT.has(name)) continue
    if (spec.oneOf) plain[name] = spec.oneOf[value] ?? ''
    else if (spec.refers === 'strings') plain[name] = textAt(profile, value)
    else if (spec.refers === 'frames') {
      const { signature, module, file, line } = profile.frames
      plain.signature = textAt(profile, signature[value])
      plain.module = textAt(profile, module[value])
      plain.file = textAt(profile, file[value])
      plain.line = line[value] ?? -1
    } else if (spec.refers === 'images') plain[name] = textAt(profile, profile.images.name[value])
    else if (name === 'parent') plain.method = textAt(profile, profile.frames.signature[columns['frame']?.[value] ?? -1])
    else plain[TIMES.has(name) ? `${name}Seconds` : name] = TIMES.has(name) ? Number((value / 1e9).toPrecision(12)) : value
  }
  return Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== '' && value !== -1 && !Number.isNaN(value)))
}

/** One entry for each image of the profile. */
export function plainImages(profile: Profile, options: PlainOptions = {}): PlainImage[] {
  const { rows, package: wanted } = options
  const chosen = rows && new Set(rows)
  return Array.from({ length: profile.images.length }, (_, image): PlainImage => {
    const all = (table: PartName & ('imageSections' | 'imageItems' | 'imageLinks' | 'imageModules' | 'imageFiles' | 'imageFacts' | 'precompile'), keep: (row: number) => boolean = () => true): Plain[] =>
      Array.from({ length: profile[table].length }, (_unused, row) => row).filter((row) => profile[table].image[row] === image && keep(row)).map((row) => plainRow(profile, table, row))
    const isItem = (row: number): boolean => (chosen?.has(row) ?? true) && (wanted === undefined || textAt(profile, profile.imageItems.package[row]) === wanted)
    const asked = chosen !== undefined || wanted !== undefined
    return {
      image: plainRow(profile, 'images', image), notes: profile.blocks[profile.images.block[image] ?? -1]?.notes ?? [],
      sections: asked ? [] : all('imageSections'), items: all('imageItems', isItem), links: asked ? [] : all('imageLinks'),
      modules: asked ? [] : all('imageModules'), files: asked ? [] : all('imageFiles'), facts: asked ? [] : all('imageFacts'), statements: asked ? [] : all('precompile'),
    }
  })
}
