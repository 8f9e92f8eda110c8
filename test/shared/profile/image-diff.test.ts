import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { diffImages, type ImageSide } from '../../../src/shared/profile/image-diff'
import { imageDiffText } from '../../../src/shared/profile/image-diff-text'
import type { Profile } from '../../../src/shared/profile/tables'

interface Instance {
  readonly signature: string
  readonly state?: 'stored' | 'constant' | 'stub' | 'merged'
  readonly inferred?: number
  readonly native?: number
  readonly reason?: string
}
interface Method {
  readonly signature: string
  readonly module?: string
  readonly lowered?: number
  readonly instances: readonly Instance[]
}
interface Given {
  readonly statements?: readonly { readonly signature: string, readonly outcome: 'notInferred' | 'kept', readonly reason?: string }[]
  readonly unsaved?: readonly { readonly signature: string, readonly reason: string }[]
}

function profileOf(name: string, methods: readonly Method[], { statements = [], unsaved = [] }: Given = {}): Profile {
  const builder = new ProfileBuilder()
  const source = builder.source({ name: `${name}.ji`, format: 'image', bytes: 1 })
  const block = (part: 'images' | 'imageItems' | 'imageSections' | 'precompile' | 'unsaved') => builder.block({ part, format: 'image', title: part, source })
  const image = builder.add('images', { name, kind: 'pkgimage', julia: '1.10', bytes: 5000, block: block('images') })
  const [items, sections, lost, said] = [block('imageItems'), block('imageSections'), block('unsaved'), block('precompile')]
  for (const { signature, module = 'App', lowered = 100, instances } of methods) {
    const [top = module] = module.split('.')
    const frame = builder.frame({ signature, name: signature.split('(')[0] ?? '', module, file: `${top}.jl`, line: 3, kind: 'method' })
    const parent = builder.add('imageItems', { image, package: top, frame, lowered, block: items })
    for (const { signature: instance, state = 'stored', inferred = 0, native = 0, reason } of instances) {
      builder.add('imageItems', { image, parent, package: top, frame: builder.frame({ signature: instance }), state, inferred, native, reason, data: 10, block: items })
    }
  }
  builder.add('imageSections', { image, name: 'natives', kind: 'native', bytes: 900, records: 3, block: sections })
  for (const { signature, reason } of unsaved) builder.add('unsaved', { package: name, frame: builder.frame({ signature }), reason, block: lost })
  for (const { signature, outcome, reason } of statements) builder.add('precompile', { image, frame: builder.frame({ signature }), outcome, reason, block: said })
  return builder.finish()
}

const side = (label: string, profile: Profile): ImageSide => ({ profile, image: 0, label })

const BEFORE = profileOf('App', [
  { signature: 'run(x::Int64)', instances: [{ signature: 'App.run(::Int64)', inferred: 400, native: 600 }] },
  { signature: 'step(x)', module: 'App.Inner', instances: [{ signature: 'App.Inner.step(::Float64)', inferred: 200, native: 90 }, { signature: 'App.Inner.step(::Int64)', inferred: 150 }] },
  { signature: '(::var"#3#4")(x)', instances: [{ signature: '(::App.var"#3#4")(::Int64)', inferred: 50 }] },
])
const AFTER = profileOf('App', [
  { signature: 'run(x::Int64)', instances: [{ signature: 'App.run(::Int64)', inferred: 300, native: 600 }] },
  { signature: 'step(x)', module: 'App.Inner', instances: [{ signature: 'App.Inner.step(::Float64)', inferred: 200, native: 90 }] },
  { signature: '(::var"#8#9")(x)', instances: [{ signature: '(::App.var"#8#9")(::Int64)', inferred: 50 }] },
  { signature: 'log(x)', module: 'Tools', instances: [{ signature: 'Tools.log(::String)', inferred: 700 }] },
], { unsaved: [{ signature: 'App.Inner.step(::Int64)', reason: 'it was invalidated while the cache was made' }] })

describe('diffImages', () => {
  it('shows images side by side', () => {
    expect(imageDiffText(diffImages([side('before', BEFORE), side('after', AFTER)]), { width: 100, most: 10 })).toBe(`         before         after
  Kind   package image  package image
  Julia  1.10           1.10

                           before     after  difference
  Files                  4.88 KiB  4.88 KiB      same
  Methods                   3         4            +1    +33 %
  Instances                 4         4          same
    with inferred code      4         4          same
    with native code        2         2          same
  Lowered code            300 B     400 B        +100 B  +33 %
  Inferred code           800 B    1.22 KiB      +450 B  +56 %
  Native code             690 B     690 B        same
  Other data of methods    40 B      40 B        same

Sections
           before  after  difference
  natives   900 B  900 B        same

Packages
           before     after  difference
  App    1.79 KiB  1.53 KiB      −260 B  −14 %
  Tools     –       810 B        +810 B

Modules
               before     after  difference
  App        1.24 KiB  1.14 KiB      −100 B  −7.9 %
  Tools         –       810 B        +810 B
  App.Inner   560 B     400 B        −160 B   −29 %

Methods that differ, with their instances
                       before   after  difference
  Tools.log(x)          –       810 B      +810 B
  App.Inner.step(x)   560 B     400 B      −160 B   −29 %
  App.run(x::Int64)  1.08 KiB  1010 B      −100 B  −9.0 %

Only in before  1 instance, 160 B
  1 instance: it was invalidated while the cache was made
    160 B  App.Inner.step(::Int64)

Only in after  1 instance, 710 B
  1 instance: nothing of Tools is there
    710 B  Tools.log(::String)

2 instances are in both with the same size.`)
  })

  it('says by statement, loss, method or package why an instance is missing', () => {
    const all = profileOf('App', [
      { signature: 'f(x)', instances: ['Int8', 'Int16', 'Int32', 'Int64'].map((type) => ({ signature: `App.f(::${type})`, inferred: 1 })) },
      { signature: 'g(x)', instances: [{ signature: 'App.g(::Int64)', inferred: 1 }] },
    ])
    const some = profileOf('App', [{ signature: 'f(x)', instances: [{ signature: 'App.f(::Int64)', inferred: 1 }] }], {
      statements: [
        { signature: 'App.f(::Int8)', outcome: 'notInferred' },
        { signature: 'Tuple{typeof(App.f), Int16}', outcome: 'notInferred', reason: 'inference gave up' },
        { signature: 'App.f(::Int32)', outcome: 'kept' },
      ],
    })
    const { instances } = diffImages([side('all', all), side('some', some)])
    expect(Object.fromEntries(instances.map(({ signature, absent }) => [signature, absent[1]]))).toEqual({
      'App.f(::Int8)': 'its statement could not be inferred',
      'App.f(::Int16)': 'inference gave up',
      'App.f(::Int32)': 'its method is there, but nothing compiled the instance',
      'App.f(::Int64)': '',
      'App.g(::Int64)': 'neither its method nor a call of it is there',
    })
  })

  it('shows what became of the same code in two sessions', () => {
    const loaded = profileOf('App', [{ signature: 'f(x)', instances: [{ signature: 'App.f(::Int64)', inferred: 9 }] }])
    const merged = profileOf('App', [{ signature: 'f(x)', instances: [{ signature: 'App.f(::Int64)', inferred: 9, state: 'merged' }] }])
    expect(imageDiffText(diffImages([side('a', loaded), side('b', merged), side('c', loaded)]), { width: 80, most: 3 })).toContain(`
In all, but not alike  1 instance
                  a       b       c
  App.f(::Int64)  stored  merged  stored

0 instances are in all with the same size.`)
  })

  const instances = fc.array(fc.record({
    signature: fc.constantFrom('App.f(::Int64)', 'App.f(::Any)', '(::App.var"#1#2")(::Int64)', '(::App.var"#3#4")(::Int64)', 'Other.g()', 'not a signature ((('),
    inferred: fc.nat(1000), native: fc.nat(1000), state: fc.constantFrom('stored', 'constant', 'stub', 'merged'),
  }), { maxLength: 5 })
  const methods = fc.array(fc.record({
    signature: fc.constantFrom('f(x)', 'f(x::Int64)', 'g()', '(::var"#1#2")(x)'), module: fc.constantFrom('App', 'App.Inner', 'Other'), instances,
  }), { maxLength: 4 })

  it('finds no difference between an image and itself, and counts everything once', () => {
    fc.assert(fc.property(methods, (given) => {
      const profile = profileOf('App', given)
      const diff = diffImages([side('a', profile), side('b', profile)])
      const [a, b] = diff.sides
      expect(a?.figures).toEqual(b?.figures)
      for (const { sides } of [...diff.sections, ...diff.packages, ...diff.modules, ...diff.methods, ...diff.instances]) expect(sides[0]).toEqual(sides[1])
      expect(diff.methods).toHaveLength(given.length)
      expect(diff.instances).toHaveLength(given.reduce((sum, method) => sum + method.instances.length, 0))
      const bytes = diff.packages.reduce((sum, { sides: [one] }) => sum + (one?.bytes ?? 0), 0)
      expect(bytes).toBe(a?.figures.bytes)
    }), { numRuns: 100 })
  })

  it('says the same of two images in either order, in lines that fit', () => {
    fc.assert(fc.property(methods, methods, fc.integer({ min: 72, max: 120 }), (one, other, width) => {
      const [a, b] = [profileOf('App', one), profileOf('App', other)]
      const forth = diffImages([side('a', a), side('b', b)])
      const back = diffImages([side('b', b), side('a', a)])
      expect(new Set(back.instances.map(({ signature, absent: [x, y] }) => `${signature} ${y ?? ''} ${x ?? ''}`).filter((text) => !text.includes('#'))))
        .toEqual(new Set(forth.instances.map(({ signature, absent: [x, y] }) => `${signature} ${x ?? ''} ${y ?? ''}`).filter((text) => !text.includes('#'))))
      expect(back.sides.map(({ figures }) => figures)).toEqual(forth.sides.map(({ figures }) => figures).reverse())
      for (const line of imageDiffText(forth, { width, most: 5 }).split('\n')) expect(line.length).toBeLessThanOrEqual(width)
    }), { numRuns: 100 })
  })
})
