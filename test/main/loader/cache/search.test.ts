/** Plans: in order, whole, with all builds as the files want them; and an answer for packages that need each other. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CacheHeader } from '../../../../src/main/loader/cache/header'
import { searchCache, type CacheSearch, type SearchHost } from '../../../../src/main/loader/cache/search'
import type { CacheFile } from '../../../../src/main/loader/cache/staleness'
import { MemoryFiles } from '../../../../src/main/loader/files'
import { JULIA_VERSIONS, VERSION_RULES, type JuliaVersion } from '../../../../src/main/julia/versions'
import { DEFAULT_FLAGS } from './small-session'

const idOf = (name: string) => ({ name, uuid: undefined })
const buildId = (build: number) => `00000000-0000-0000-0000-00000000000${build}`

/** `"A1:B1 C2"`: a cache file of A in build 1 that needs B in build 1 and C in build 2; `!` before it: its source has changed. */
function search(version: JuliaVersion, wanted: string, cacheFiles: readonly string[]): CacheSearch {
  const rules = VERSION_RULES[version]
  const files = new MemoryFiles(Object.fromEntries(['A', 'B', 'C', 'D'].map((name) => [`/${name}.jl`, name])), () => 9)
  const parsed = cacheFiles.map((text, index) => fileOf(text, index, version))
  const host: SearchHost = {
    rules, files, juliaVersion: '', juliaBuild: '', flags: { ...DEFAULT_FLAGS, usePkgimages: false }, cpuTargets: [], depots: [], concreteDependencies: [],
    loadedBuild: () => undefined,
    locate: ({ name }) => `/${name}.jl`,
    identify: (_where, name) => idOf(name),
    preferencesHash: () => '0000000000000000',
    cacheFiles: ({ name }) => parsed.filter(({ package: of }) => of === name),
  }
  return searchCache({ package: idOf(wanted), sourcePath: `/${wanted}.jl` }, host)
}

function fileOf(text: string, index: number, version: JuliaVersion): CacheFile & { readonly package: string } {
  const stale = text.startsWith('!')
  const [own = '', needs = ''] = text.replace('!', '').split(':')
  const build = (name: string) => ({ package: idOf(name.slice(0, 1)), buildId: buildId(Number(name.slice(1))) })
  const content = VERSION_RULES[version].staleness.sources === 'content'
  const header: CacheHeader = {
    formatVersion: VERSION_RULES[version].staleness.formatVersion, juliaVersion: '', juliaBuild: '', flags: undefined, ...build(own),
    includes: [{ module: undefined, modulePath: [], path: `/${own.slice(0, 1)}.jl`, mtime: stale ? 5 : 9, size: 1, contentHash: 0 }],
    requires: [], requiredModules: needs.split(' ').filter((name) => name !== '').map(build),
    preferences: { names: [], hash: '0000000000000000' }, cpuTargets: [], nativeChecksum: undefined,
  }
  return { package: own.slice(0, 1), path: `/${content ? 'new' : 'old'}/${index}.ji`, header, intact: true, nativeChecksum: undefined }
}

const names = (found: CacheSearch['plan']) => found?.map(({ package: { name }, header }) => `${name}${Number(header.buildId.slice(-1))}`)

it.each(JULIA_VERSIONS)('plans dependencies before what needs them: %s', (version) => {
  expect(names(search(version, 'C', ['A1', 'B1:A1', 'C1:A1 B1']).plan)).toEqual(['A1', 'B1', 'C1'])
})

it.each(['1.8', '1.10', '1.12'] as const)('takes the file of a dependency that has the right build, and the next file where none has: %s', (version) => {
  expect(names(search(version, 'B', ['A1', 'A2', 'B1:A3', 'B2:A2']).plan)).toEqual(['A2', 'B2'])
  expect(search(version, 'B', ['A1', 'B1:A3']).plan).toBeUndefined()
})

it('keeps, before 1.8, what it loaded for a file that it then refused', () => {
  const { plan, strays, log } = search('1.7', 'B', ['A1', '!A2', 'B1:A2'])
  expect([plan, names(strays), log.map(({ site }) => site)]).toEqual([undefined, ['A1'], ['dependency-missing']])
  expect(search('1.8', 'B', ['A1', 'B1:A2'])).toMatchObject({ plan: undefined, strays: [] })
})

it('tries the files of a dependency that fails once, however many want it', () => {
  const chain = ['!A1', ...Array.from({ length: 9 }, () => 'B1:A1'), ...Array.from({ length: 9 }, () => 'C1:B1')]
  expect(search('1.5', 'C', chain).log.filter(({ site }) => site === 'mtime')).toHaveLength(1)
})

it('ends, and plans only what fits', () => {
  const name = fc.constantFrom('A', 'B', 'C', 'D')
  const build = fc.tuple(name, fc.integer({ min: 1, max: 2 })).map(([letter, number]) => `${letter}${number}`)
  const file = fc.tuple(fc.constantFrom('', '', '!'), build, fc.array(build, { maxLength: 3 })).map(([stale, own, needs]) => `${stale}${own}:${needs.join(' ')}`)
  fc.assert(fc.property(fc.constantFrom('1.5', '1.7', '1.8', '1.10', '1.12'), name, fc.array(file, { maxLength: 10 }), (version, wanted, files) => {
    const { plan, log, strays } = search(version, wanted, files)
    if (!plan) {
      expect(log.length > 0 || !files.some((text) => text.replace('!', '').startsWith(wanted))).toBe(true)
      return
    }
    expect(strays).toEqual([])
    expect(plan.at(-1)?.package.name).toBe(wanted)
    const builds = names(plan) ?? []
    for (const { package: need, buildId: needed } of plan.at(-1)?.header.requiredModules ?? []) expect(builds).toContain(`${need.name}${Number(needed.slice(-1))}`)
  }), { numRuns: 500 })
})
