/** The symbol table of an image (its packages stand in Main here) says what its records say: by name, and to the byte. */
import { describe, expect, it } from 'vitest'
import { readIndex, type ImageItem } from '../../../src/main/image/image-index'
import { precompileAll } from '../loader/packages'

const PACKAGES = [
  { name: 'PkgA', source: 'module PkgA\nconst LIMITS = [1, 2]\nf(x::Integer) = (x in LIMITS ? x + 1 : Base.inferencebarrier(x))\nend' },
  { name: 'PkgB', source: 'module PkgB\nusing PkgA\nstruct Own end\nk(::Own) = 3\n@noinline g(x) = PkgA.f(x)\nprecompile(g, (Int,))\nprecompile(k, (Own,))\nend' },
]

function lineOf({ package: owner, method, instance, state, lowered, inferred, native }: ImageItem): string {
  const kept = Object.entries({ lowered, inferred, native }).filter(([, bytes]) => bytes > 0).map(([what]) => what)
  return `${instance === undefined ? `${owner}: ${method}` : `  ${instance} ${state}`}${kept.length === 0 ? '' : ` (${kept.join(', ')})`}`
}

describe('the symbol table', () => {
  it('names methods, instances, what is kept of each, and what others have', () => {
    const sections = precompileAll(PACKAGES, '1.10').get('PkgB')?.sections
    const { items, links } = readIndex(sections?.get('index') ?? new Uint8Array())
    expect(items.filter(({ package: owner }) => owner !== 'Base').map(lineOf)).toMatchInlineSnapshot(`
      [
        "Main: eval(::Any) (lowered)",
        "Main: include(::Any) (lowered)",
        "Main: Own() (lowered)",
        "Main: k(::Own) (lowered)",
        "  k(::Own) constant",
        "Main: g(::Any) (lowered)",
        "  g(::Int64) stored (inferred, native)",
        "Main: f(::Integer)",
        "  f(::Int64) stored (inferred)",
      ]
    `)
    expect(links.filter(({ target }) => target === 'Main').map(({ kind, name }) => `${kind} ${name}`)).toMatchInlineSnapshot(`
      [
        "method f(::Integer)",
        "module Main",
        "module Main.PkgA",
        "value Main.PkgA.LIMITS",
        "type #f",
      ]
    `)
    const sum = (what: 'lowered' | 'inferred' | 'native') => items.reduce((all, item) => all + item[what], 0)
    const records = (name: string) => {
      const section = sections?.get(name) ?? new Uint8Array(4)
      return section.length - 4 * (1 + new DataView(section.buffer, section.byteOffset).getUint32(0, true))
    }
    expect([sum('inferred'), sum('native')]).toEqual([records('optimized'), records('natives')])
  })

  it('has the same bytes each time', () => {
    const [first, second] = [precompileAll(PACKAGES, '1.10'), precompileAll(PACKAGES, '1.10')]
    for (const { name } of PACKAGES) expect(first.get(name)?.sections).toEqual(second.get(name)?.sections)
  })
})
