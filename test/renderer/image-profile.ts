/** Profiles with images, for tests of the views: what a session loaded, and images of many instances. */
import { ProfileBuilder } from '../../src/shared/profile/builder'
import type { Profile } from '../../src/shared/profile/tables'

type Builder = InstanceType<typeof ProfileBuilder>

interface Item {
  readonly instance: string
  readonly inferred?: number
  readonly native?: number
  readonly data?: number
  readonly infer?: number
  readonly generate?: number
  readonly state?: 'stored' | 'constant' | 'stub' | 'ended' | 'loaded' | 'merged' | 'invalidated' | 'rejected'
  readonly reason?: string
}

export function addMethod(builder: Builder, image: number, block: number, method: { readonly module: string; readonly signature: string; readonly line: number; readonly lowered: number }, items: readonly Item[]): void {
  const { module, signature, line, lowered } = method
  const owner = module.split('.', 1)[0] ?? ''
  const file = `/depot/packages/${owner}/src/${owner}.jl`
  const name = signature.split('(', 1)[0] ?? ''
  const parent = builder.add('imageItems', { image, package: owner, frame: builder.frame({ signature, name, module, file, line, kind: 'method' }), lowered, inferred: 0, native: 0, data: 96, block })
  for (const { instance, inferred = 0, native = 0, data = 64, infer, generate, state = 'loaded', reason } of items) {
    const frame = builder.frame({ signature: instance, name, module, file, line })
    builder.add('imageItems', {
      image, parent, package: owner, frame, lowered: 0, inferred, native, data, state, block,
      ...(infer === undefined ? {} : { infer }), ...(generate === undefined ? {} : { generate }), ...(reason === undefined ? {} : { reason }),
    })
  }
}

/** Three package images of a session: PkgB and PkgC both carry an instance of PkgA's, and a method of PkgB's is invalidated; a fourth image is refused. */
export function loadedImages(): Profile {
  const builder = new ProfileBuilder()
  const provenance = { kind: 'simulated', tool: 'Backedge', julia: '1.10', error: '' } as const
  const block = (part: 'images' | 'imageSections' | 'imageItems' | 'imageLinks') => builder.block({ part, format: 'simulated', title: 'images', provenance })
  const [images, sections, items, links] = [block('images'), block('imageSections'), block('imageItems'), block('imageLinks')]
  const image = (name: string, bytes: number, load: number, more: object = {}): number =>
    builder.add('images', { name, kind: 'pkgimage', path: `/depot/compiled/v1.10/${name}/u8FqL_xTz.ji`, julia: '1.10', buildId: `0x${name.length}f3a`, bytes, state: 'loaded', load, block: images, ...more })
  const sizes = { header: 412, metadata: 2_300, lowered: 6_200, inferred: 14_800, native: 21_500, data: 5_100, links: 1_900 } as const
  const three = [image('PkgA', 52_212, 1.9e6), image('PkgB', 60_100, 3.2e6), image('PkgC', 41_000, 2.4e6)]
  for (const [at, row] of three.entries()) {
    for (const [kind, bytes] of Object.entries(sizes)) builder.add('imageSections', { image: row, name: kind === 'links' ? 'relocations' : kind, kind: kind as keyof typeof sizes, bytes: Math.round(bytes * (1 - at * 0.14)), records: 20 + at, block: sections })
  }
  image('OldPkg', 12_400, Number.NaN, { state: 'rejected', reason: 'it was built with another build id of PkgA.' })
  const [a = 0, b = 1, c = 2] = three
  addMethod(builder, a, items, { module: 'PkgA', signature: 'f(x::Integer)', line: 3, lowered: 620 }, [{ instance: 'f(::Int32)', inferred: 900, native: 1_400, infer: 2.1e6, generate: 1.2e6 }])
  addMethod(builder, a, items, { module: 'PkgA.Tables', signature: 'rows(t)', line: 40, lowered: 2_400 }, [
    { instance: 'rows(::Vector{Int64})', inferred: 3_200, native: 5_400, infer: 8e6, generate: 5e6 },
    { instance: 'rows(::Matrix{Float64})', inferred: 3_500, native: 6_100, infer: 9e6, generate: 6e6 },
  ])
  for (const [row, name, state] of [[b, 'PkgB', 'loaded'], [c, 'PkgC', 'merged']] as const) {
    addMethod(builder, row, items, { module: 'PkgA', signature: 'f(x::Integer)', line: 3, lowered: 0 }, [
      { instance: 'f(::Int64)', inferred: 1_100, native: 1_700, infer: 2.4e6, generate: 1.3e6, state, ...(state === 'merged' ? { reason: 'PkgB has the same.' } : {}) },
    ])
    addMethod(builder, row, items, { module: name, signature: 'run()', line: 8, lowered: 800 }, [{ instance: 'run()', inferred: 2_000, native: 3_100, infer: 4e6, generate: 2e6 }])
  }
  addMethod(builder, b, items, { module: 'PkgB', signature: 'total(xs)', line: 12, lowered: 700 }, [
    { instance: 'total(::Vector{Any})', inferred: 2_600, native: 4_900, infer: 7e6, generate: 4e6, state: 'invalidated', reason: 'PkgC inserted +(::Any, ::PkgC.Unit).' },
  ])
  builder.add('imageLinks', { image: b, kind: 'method', target: 'PkgA', name: 'f(x::Integer)', block: links })
  builder.add('imageLinks', { image: c, kind: 'method', target: 'PkgA', name: 'f(x::Integer)', block: links })
  builder.add('imageLinks', { image: c, kind: 'type', target: 'Base', name: 'Base.Vector', block: links })
  builder.add('imageLinks', { image: b, kind: 'entryPoint', target: '(::Int64)::Int64', name: 'pkgb_run', block: links })
  return builder.finish({ title: 'session with images', julia: '1.10' })
}

/** One system image with so many instances in twenty packages. */
export function manyItems(instances: number): Profile {
  const builder = new ProfileBuilder()
  const images = builder.block({ part: 'images', format: 'simulated', title: 'sys.image' })
  const items = builder.block({ part: 'imageItems', format: 'simulated', title: 'sys.image' })
  const image = builder.add('images', { name: 'sys.image', kind: 'sysimage', path: '/sys.image', julia: '1.10', bytes: instances * 2_000, state: 'built', block: images })
  let made = 0
  for (let method = 0; made < instances; method++) {
    const owner = `Package${method % 20}`
    const module = method % 3 === 0 ? owner : `${owner}.Part${method % 7}`
    const count = Math.min(instances - made, 1 + (method % 9))
    addMethod(builder, image, items, { module, signature: `method${method}(x, y)`, line: method, lowered: 200 + ((method * 7919) % 1_500) }, Array.from({ length: count }, (_, at) => ({
      instance: `method${method}(::Vector{Int${8 << at % 4}}, ::Val{${at}})`, inferred: 300 + ((made + at) * 104_729) % 2_000, native: 500 + ((made + at) * 1_299_709) % 4_000, infer: 1e5 * (1 + at), generate: 5e4, state: 'stored' as const,
    })))
    made += count
  }
  return builder.finish({ title: 'many', julia: '1.10' })
}
