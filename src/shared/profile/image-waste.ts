/**
 * What loading threw away because another image had brought the same: instances of a third package's methods that several
 * packages compiled and stored, each for itself (`PkgA.f(::Int64)` in PkgB and in PkgC). Their bytes were stored and read, and
 * the time that making them took was spent, once for each package and in vain for all but one.
 */
import { plain } from '../charts/chart-spec'
import { formatBytes, formatCount, formatTime } from '../units'
import { itemBytes } from './part-columns'
import { SCHEMA } from './schema'
import type { Profile } from './tables'
import { textAt } from './tables'

interface Waste {
  /** Instances that were merged: one that three images carry counts twice. */
  readonly instances: number
  readonly bytes: number
  /** Inference and code generation; 0 where it is not known. */
  readonly nanoseconds: number
}

interface PairWaste extends Waste {
  /** The image whose code was thrown away, and the one whose code is used; '' for code that the session had already. */
  readonly image: string
  readonly keptFrom: string
}

export interface CarriedWaste extends Waste {
  readonly signature: string
  /** The images that carry it, the one whose code is used first. */
  readonly carriers: readonly string[]
}

export interface ImageWaste {
  readonly total: Waste
  /** The most bytes first. */
  readonly pairs: readonly PairWaste[]
  /** By method instance, and by method; the most bytes first. */
  readonly instances: readonly CarriedWaste[]
  readonly methods: readonly CarriedWaste[]
}

interface Sum {
  instances: number
  bytes: number
  nanoseconds: number
  readonly carriers: Set<string>
}

const MERGED = SCHEMA.imageItems.state.oneOf.indexOf('merged')

class Sums {
  readonly sums = new Map<string, Sum>()

  add(key: string, bytes: number, nanoseconds: number, carriers: readonly string[]): void {
    let sum = this.sums.get(key)
    if (!sum) this.sums.set(key, (sum = { instances: 0, bytes: 0, nanoseconds: 0, carriers: new Set() }))
    sum.instances++
    sum.bytes += bytes
    sum.nanoseconds += nanoseconds
    for (const carrier of carriers) sum.carriers.add(carrier)
  }

  get carried(): CarriedWaste[] {
    return heaviestFirst([...this.sums].map(([signature, { carriers, ...waste }]) => ({ signature, ...waste, carriers: [...carriers] })))
  }
}

function heaviestFirst<Some extends Waste>(list: Some[]): Some[] {
  return list.sort((a, b) => b.bytes - a.bytes || b.nanoseconds - a.nanoseconds)
}

/** Undefined where nothing was merged. */
export function imageWaste(profile: Profile): ImageWaste | undefined {
  const { imageItems: items, frames, images } = profile
  const [instances, methods] = [new Sums(), new Sums()]
  const pairs = new Map<string, { readonly image: string, readonly keptFrom: string, instances: number, bytes: number, nanoseconds: number }>()
  const total = { instances: 0, bytes: 0, nanoseconds: 0 }
  const signatureOf = (row: number): string => textAt(profile, frames.signature[items.frame[row] ?? -1])
  for (let row = 0; row < items.length; row++) {
    if (items.state[row] !== MERGED) continue
    const bytes = itemBytes(profile, row) || 0
    const nanoseconds = (items.infer[row] || 0) + (items.generate[row] || 0)
    const [image, keptFrom] = [textAt(profile, images.name[items.image[row] ?? -1]), textAt(profile, images.name[items.keptFrom[row] ?? -1])]
    const carriers = [...(keptFrom === '' ? [] : [keptFrom]), image]
    instances.add(signatureOf(row), bytes, nanoseconds, carriers)
    const method = items.parent[row] ?? -1
    if (method >= 0) methods.add(signatureOf(method), bytes, nanoseconds, carriers)
    const key = `${items.image[row] ?? -1} ${items.keptFrom[row] ?? -1}`
    let pair = pairs.get(key)
    if (!pair) pairs.set(key, (pair = { image, keptFrom, instances: 0, bytes: 0, nanoseconds: 0 }))
    for (const sum of [pair, total]) {
      sum.instances++
      sum.bytes += bytes
      sum.nanoseconds += nanoseconds
    }
  }
  return total.instances === 0 ? undefined : { total, pairs: heaviestFirst([...pairs.values()]), instances: instances.carried, methods: methods.carried }
}

/** `724 B and 3.00 µs`. */
function costText({ bytes, nanoseconds }: Waste): string {
  return nanoseconds > 0 ? `${formatBytes(bytes)} and ${formatTime(nanoseconds)}` : formatBytes(bytes)
}

function listText(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

/** `PkgA.f(::Int64) is carried by PkgB and PkgC: 724 B and 3.00 µs wasted`. */
export function carriedText(waste: CarriedWaste): string {
  const { signature, carriers } = waste
  const [only = ''] = carriers
  const where = carriers.length === 1 ? `${plain(only)}, and the session had it already` : listText(carriers.map((name) => plain(name)))
  return `${plain(signature)} is carried by ${where}: ${costText(waste)} wasted`
}

/** Sentences, the sum first, then the `most` heaviest pairs and instances. */
export function wasteSentences({ total, pairs, instances }: ImageWaste, most = 3): string[] {
  const count = (number: number): string => `${formatCount(number)} ${number === 1 ? 'instance' : 'instances'}`
  const pairTexts = pairs.map((pair) => `${plain(pair.image)} carries ${count(pair.instances)} that ${pair.keptFrom === '' ? 'the session had' : `${plain(pair.keptFrom)} brought`} before: ${costText(pair)}.`)
  const left = instances.length - most
  return [
    `${count(total.instances)} ${total.instances === 1 ? 'was' : 'were'} merged on loading, as the same code was there before: ${costText(total)} wasted.`,
    ...pairTexts.slice(0, most),
    ...instances.slice(0, most).map((one) => `${carriedText(one)}.`),
    ...(left > 0 ? [`${formatCount(left)} more like this.`] : []),
  ]
}
