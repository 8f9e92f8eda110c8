/**
 * What a session did with images, as rows of its profile: each file that was loaded with what its load took, each that was refused with Julia's
 * reason, and what became of the code that they brought. Code that another image had brought before is merged: its bytes and the time that
 * making it took were spent in vain.
 */
import { signatureKey } from '../../../shared/signature/key'
import type { ProfileBuilder, Row } from '../../../shared/profile/builder'
import type { ImageIndex, ImageItem } from '../../image/image-index'
import type { CodeInstance, MethodInstance } from '../../julia/worlds/method'
import { instanceText, signatureText, type Naming } from '../../julia/worlds/instance-text'
import { nativePathOf } from '../cache/cache-path'
import { dropText, type ChangedLookup } from '../linking/drop-text'
import type { DropCause } from '../linking/link'
import { staleText, type StalePackage } from '../sysimage/frozen'
import type { SystemImage } from '../sysimage/open'
import type { CacheLoader, PackageLink } from './cache-loader'
import type { ImportRow } from './load-recorder'
import type { NewBlock } from './profile-parts'

/** Instances that are used are listed up to so many of an image; of those that are not used all are. */
const MOST_LOADED = 5000

export interface SessionImages {
  readonly caches: Pick<CacheLoader, 'links' | 'refused'>
  readonly rows: readonly ImportRow[]
  readonly sysimage: SystemImage | undefined
  readonly stale: readonly StalePackage[]
  readonly julia: string
  readonly naming: Naming
  /** Bytes of a file, undefined if it is not there. */
  readonly sizeOf: (path: string) => number | undefined
}

export function addImages(builder: ProfileBuilder, newBlock: NewBlock, images: SessionImages): void {
  new LoadedImages(builder, newBlock, images).add()
}

type ItemState = NonNullable<Row<'imageItems'>['state']>

interface Bringer {
  /** Row of `images`, and what it is of. */
  readonly image: number
  readonly name: string
}

/** What became of the code of one instance. */
interface Outcome {
  readonly state: ItemState
  readonly code: CodeInstance
  readonly cause: DropCause | undefined
}

const STATE_OF: Readonly<Record<DropCause['kind'], ItemState>> = { edge: 'invalidated', callee: 'invalidated', edgeless: 'rejected', elsewhere: 'merged', ended: 'ended' }
/** Of several pieces of code the instance is what the first of these says. */
const RANKS: readonly ItemState[] = ['loaded', 'merged', 'invalidated', 'rejected', 'ended']

class LoadedImages {
  /** The image whose code an instance uses. */
  private readonly bringers = new Map<MethodInstance, Bringer>()
  private itemBlock = -1
  private readonly notes: string[] = []

  constructor(
    private readonly builder: ProfileBuilder,
    private readonly newBlock: NewBlock,
    private readonly images: SessionImages,
  ) {}

  add(): void {
    const { caches: { links, refused }, sysimage } = this.images
    if (links.length + refused.size === 0 && sysimage === undefined) return
    const loaded = new Set(links.map(({ path }) => path))
    const block = this.newBlock({ part: 'images', title: 'Images', shape: 'list', times: 'exclusive' })
    if (sysimage !== undefined) this.addSysimage(sysimage, block)
    for (const link of links) this.addLink(link, block)
    for (const { package: { name }, path, reason: { text, code } } of refused.values()) {
      // A new file may have taken its place, whose size it is.
      const bytes = loaded.has(path) ? undefined : this.images.sizeOf(path)
      this.builder.add('images', { name, kind: 'cache', path, bytes, state: 'rejected', reason: text === '' ? code.replaceAll('-', ' ') : oneLine(text), block })
    }
  }

  private addSysimage({ path, header }: SystemImage, block: number): void {
    const { stale, sizeOf } = this.images
    this.builder.add('images', {
      name: path.split('/').at(-1) ?? path, kind: 'sysimage', path, julia: header.julia, buildId: header.buildId, bytes: sizeOf(path),
      state: stale.length > 0 ? 'stale' : 'loaded', reason: stale.map((one) => oneLine(staleText(path, one))).join('; '), block,
    })
  }

  private addLink(link: PackageLink, block: number): void {
    const { package: { name }, kind, path, buildId } = link
    const bytes = [path, ...(kind === 'pkgimage' ? [nativePathOf(path)] : [])].reduce((sum, file) => sum + (this.images.sizeOf(file) ?? 0), 0)
    const image = this.builder.add('images', { name, kind, path, julia: this.images.julia, buildId, bytes, state: 'loaded', load: this.loadTime(name), block })
    const outcomes = outcomesOf(link)
    if (outcomes.size === 0) return
    const listed = [...outcomes].filter(([, { state }]) => state !== 'loaded')
    const used = [...outcomes].filter(([, { state }]) => state === 'loaded')
    for (const [instance] of used) this.bringers.set(instance, { image, name })
    if (this.itemBlock < 0) this.itemBlock = this.newBlock({ part: 'imageItems', title: 'What became of the code in images', shape: 'tree', times: 'exclusive' })
    if (used.length > MOST_LOADED) {
      this.notes.push(`${name} has ${used.length} instances that are used: the first ${MOST_LOADED} are listed, and all that are not used.`)
      this.builder.amendBlock(this.itemBlock, { notes: [...this.notes] })
    }
    new ItemRows(this.builder, this.images.naming, link, image, this.itemBlock, this.bringers).add([...used.slice(0, MOST_LOADED), ...listed])
  }

  /** Of the package itself and its `__init__`s. */
  private loadTime(name: string): number {
    const { rows } = this.images
    const own = rows.findIndex((row) => row.name === name && row.kind !== 'init')
    const first = rows[own]
    if (first === undefined) return Number.NaN
    return rows.reduce((sum, row) => (row.kind === 'init' && row.parent === own ? sum + row.end - row.start : sum), first.exclusive)
  }
}

function outcomesOf({ enabled, dropped }: PackageLink): Map<MethodInstance, Outcome> {
  const outcomes = new Map<MethodInstance, Outcome>()
  const tell = (outcome: Outcome): void => {
    const known = outcomes.get(outcome.code.instance)
    if (known === undefined || RANKS.indexOf(outcome.state) < RANKS.indexOf(known.state)) outcomes.set(outcome.code.instance, outcome)
  }
  for (const code of enabled) tell({ state: 'loaded', code, cause: undefined })
  for (const { code, cause } of dropped) tell({ state: STATE_OF[cause.kind], code, cause })
  return outcomes
}

/** The items of one image. */
class ItemRows {
  private readonly methods = new Map<unknown, number>()
  private readonly sizes: ReadonlyMap<string, ImageItem>
  private readonly causes: ReadonlyMap<MethodInstance, DropCause>

  constructor(
    private readonly builder: ProfileBuilder,
    private readonly naming: Naming,
    link: PackageLink,
    private readonly image: number,
    private readonly block: number,
    private readonly bringers: ReadonlyMap<MethodInstance, Bringer>,
  ) {
    this.sizes = sizesOf(link.index())
    this.causes = new Map(link.dropped.map(({ code, cause }) => [code.instance, cause]))
  }

  add(outcomes: readonly (readonly [MethodInstance, Outcome])[]): void {
    for (const [instance, outcome] of outcomes) this.row(instance, outcome)
  }

  private row(instance: MethodInstance, { state, code, cause }: Outcome): void {
    const { builder, naming, image, block } = this
    const signature = instanceText(naming, instance)
    const owner = instance.method?.source.module.root.path ?? 'Main'
    const stored = this.sizes.get(`${owner}\0${signatureKey(signature)}`)
    const bringer = state === 'merged' ? this.bringers.get(instance) : undefined
    builder.add('imageItems', {
      image, block, state, package: owner, parent: this.method(instance, owner, stored), frame: builder.frame({ signature }),
      inferred: stored?.inferred, native: stored?.native, data: stored?.data,
      ...(code.timeInfer > 0 && { infer: code.timeInfer }), ...(code.timeCompile > 0 && { generate: code.timeCompile }),
      ...(cause && { reason: this.reason(cause, bringer?.name) }), keptFrom: bringer?.image,
    })
  }

  private reason(cause: DropCause, bringer: string | undefined): string {
    if (cause.kind === 'elsewhere') return bringer === undefined ? 'the session had code for it before' : `${bringer} brought the same before`
    return dropText(cause, this.rootOf(cause), this.naming)
  }

  /** The lookup that changed, below what the code calls. */
  private rootOf(cause: DropCause): ChangedLookup | undefined {
    const seen = new Set<DropCause>()
    let at: DropCause | undefined = cause
    while (at?.kind === 'callee' && !seen.has(at)) {
      seen.add(at)
      at = this.causes.get(at.callee)
    }
    return at?.kind === 'edge' ? at : undefined
  }

  /** The row of the method; its own bytes are told where the image is described, not what a session did with it. */
  private method({ method }: MethodInstance, owner: string, stored: ImageItem | undefined): number {
    const { builder, naming, image, block } = this
    const known = this.methods.get(method)
    if (known !== undefined) return known
    const signature = stored?.method ?? (method === undefined ? 'top-level' : signatureText(naming, method.signature))
    const place = method?.source
    const row = builder.add('imageItems', {
      image, block, package: owner,
      frame: builder.frame({
        signature, name: signature.split('(', 1)[0] ?? '', module: place?.module.path ?? owner, kind: 'method',
        ...(place && { file: place.file, line: place.line > 0 ? place.line : -1 }),
      }),
    })
    this.methods.set(method, row)
    return row
  }
}

function sizesOf(index: ImageIndex | undefined): Map<string, ImageItem> {
  const sizes = new Map<string, ImageItem>()
  for (const item of index?.items ?? []) if (item.instance !== undefined) sizes.set(`${item.package}\0${signatureKey(item.instance)}`, item)
  return sizes
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ')
}
