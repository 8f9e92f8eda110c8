/** Depots of a real Julia's caches, made up file by file: what is fresh, what is stale and in which words, what making it again touches. */
import { describe, expect, it } from 'vitest'
import { MemoryFiles } from '../../../../src/main/loader/files'
import { crc32c } from '../../../../src/main/loader/crc32c'
import { inspectDepot } from '../../../../src/main/services/depot/inspect-depot'
import { rejectionGroups } from '../../../../src/shared/profile/rejections'
import { checkIntegrity } from '../../../../src/shared/profile/integrity'
import { SCHEMA } from '../../../../src/shared/profile/schema'
import { textAt } from '../../../../src/shared/profile/tables'
import { writeCache, type WrittenCache } from '../../formats/julia-cache/cache-writer'

const CORE = { name: 'Core', buildId: 5n }
const UUIDS: Readonly<Record<string, string>> = { A: '00000000-0000-0000-0000-00000000000a', B: '00000000-0000-0000-0000-00000000000b', C: '00000000-0000-0000-0000-00000000000c' }

/** A depot in which C needs B and B needs A, each in one file of the same text. */
class Depot {
  readonly files: MemoryFiles
  private readonly checksums: Record<string, bigint> = {}
  private clock = 1000

  constructor(readonly julia: string) {
    this.files = new MemoryFiles({}, () => this.clock)
    for (const name of ['A', 'B', 'C']) {
      this.files.writeText(this.source(name), `module ${name} end`)
      this.build(name)
    }
  }

  source(name: string): string {
    return `/depot/packages/${name}/abcde/src/${name}.jl`
  }

  private buildId(name: string): bigint {
    const low = BigInt(name.charCodeAt(0))
    return Number(this.julia.split('.')[1]) >= 9 ? ((this.checksums[name] ?? 0n) << 64n) | low : low
  }

  /** Precompiles a package with what its dependencies are now. */
  build(name: string, changes: Partial<WrittenCache> = {}, slug = '11111'): void {
    this.clock += 10
    this.checksums[name] = 0xfafbfcfd_00000000n + BigInt(this.clock)
    const text = this.files.readText(this.source(name)) ?? ''
    const below = ['A', 'B', 'C'].slice(0, name.charCodeAt(0) - 65)
    const bytes = writeCache({
      julia: this.julia, name, uuid: UUIDS[name] ?? '', buildId: BigInt(name.charCodeAt(0)), checksum: this.checksums[name],
      includes: [{ path: this.source(name), mtime: Number(this.julia.split('.')[1]) >= 11 ? -1 : (this.files.stat(this.source(name))?.mtime ?? 0), size: text.length, crc: crc32c(new TextEncoder().encode(text)), text }],
      requires: below.slice(-1).map((one) => ({ name: one, uuid: UUIDS[one] ?? '' })),
      required: [CORE, ...below.map((one) => ({ name: one, uuid: UUIDS[one] ?? '', buildId: this.buildId(one) }))],
      ...changes,
    })
    const version = this.julia.split('.').slice(0, 2).join('.')
    this.files.write(`/depot/compiled/v${version}/${name}/xxxxx_${slug}.ji`, bytes)
  }

  inspect(folder = '/depot') {
    const { profile, verdicts, touched } = inspectDepot({ files: this.files, folder })
    expect(checkIntegrity(profile)).toEqual([])
    return { profile, touched, states: Object.fromEntries(verdicts.map(({ file, text, reason }) => [file.path.split('/').slice(-2).join('/'), text === '' ? 'fresh' : `${reason?.code ?? ''}: ${text}`])) }
  }
}

describe.each(['1.5.3', '1.8.5', '1.10.1', '1.11.7', '1.12.0'])('a depot of Julia %s', (julia) => {
  it('is fresh as it was made', () => {
    const { states, touched } = new Depot(julia).inspect()
    expect(states).toEqual({ 'A/xxxxx_11111.ji': 'fresh', 'B/xxxxx_11111.ji': 'fresh', 'C/xxxxx_11111.ji': 'fresh' })
    expect(touched).toEqual([])
  })

  it('says which file was changed, and that what was made with the package goes too', () => {
    const depot = new Depot(julia)
    depot.files.writeText(depot.source('B'), 'module B; x = 1 end')
    const { states, touched, profile } = depot.inspect('/depot/compiled')
    expect(states['A/xxxxx_11111.ji']).toBe('fresh')
    expect(states['B/xxxxx_11111.ji']).toMatch(/^(?:mtime: Rejecting stale cache file \(mtime|file-size: Rejecting stale cache file because file size of) .*B\.jl/)
    expect(states['C/xxxxx_11111.ji']).toMatch(/^dependency-missing: .*[Rr]equired dependency .*B.* (?:failed to load|is missing from the cache)/)
    expect(touched).toEqual(['B', 'C'])
    const reasons = rejectionGroups(profile).map(({ code, packages, about }) => [code, packages, about]).sort(([a], [b]) => (a === 'dependency-missing' ? 1 : b === 'dependency-missing' ? -1 : 0))
    expect(reasons).toEqual([[expect.stringMatching(/^(?:mtime|file-size)$/) as unknown, ['B'], [depot.source('B')]], ['dependency-missing', ['C'], ['B']]])
    const { path, state, length } = profile.imageFiles
    const files = Array.from({ length }, (_, row) => `${textAt(profile, path[row])} ${SCHEMA.imageFiles.state.oneOf[state[row] ?? 0] ?? ''}`)
    expect(files).toContain(`${depot.source('B')} changed`)
    expect(files).toContain(`${depot.source('A')} same`)
  })

  it('says that a dependency was made again', () => {
    const depot = new Depot(julia)
    depot.build('A', { buildId: 999n })
    const { states, touched } = depot.inspect()
    expect(Object.values(states).map((state) => state.split(':', 1)[0])).toEqual(['fresh', 'dependency-missing', 'dependency-missing'])
    expect(touched).toEqual(['B', 'C'])
  })

  it('says that a file is damaged', () => {
    const depot = new Depot(julia)
    const path = `/depot/compiled/v${julia.split('.').slice(0, 2).join('.')}/C/xxxxx_11111.ji`
    const bytes = depot.files.readBytes(path) ?? new Uint8Array()
    depot.files.write(path, bytes.map((byte, at) => (at === bytes.length - 15 ? byte ^ 1 : byte)))
    expect(depot.inspect().states['C/xxxxx_11111.ji']).toBe('checksum: Rejecting cache file because it has an invalid checksum')
    depot.files.write(path, bytes.subarray(0, 40))
    expect(depot.inspect().states['C/xxxxx_11111.ji']).toMatch(/^: (?:No zero ends|The file ends within)/)
  })
})

describe('variants', () => {
  it('are judged one by one: other flags, another build of Julia, native code that is gone', () => {
    const depot = new Depot('1.10.1')
    depot.build('C', { flags: 0x63 }, 'optim')
    depot.build('C', { required: [{ name: 'Core', buildId: 6n }] }, 'other')
    depot.files.write('/depot/compiled/v1.10/C/xxxxx_nativ.so', new Uint8Array(100))
    depot.build('C', { targets: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x78, 0, 0, 0, 0) }, 'nativ')
    depot.build('C', { targets: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x78, 0, 0, 0, 0) }, 'gone1')
    const { states, profile } = depot.inspect('/depot/compiled/v1.10/C')
    expect(states['C/xxxxx_optim.ji']).toMatch(/^flags: Rejecting cache file for C \[.*\] since the flags are mismatched; current session: .*opt_level = 2; cache file: .*opt_level = 1$/)
    expect(states['C/xxxxx_other.ji']).toMatch(/^dependency-loaded: Rejecting cache file because module Core \[top-level\] is already loaded and incompatible/)
    expect(states['C/xxxxx_nativ.ji']).toBe('fresh')
    expect(states['C/xxxxx_gone1.ji']).toMatch(/^native-missing: /)
    const sizes = Array.from({ length: profile.images.length }, (_, row) => profile.images.bytes[row] ?? 0)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeGreaterThanOrEqual(100)
  })
})

describe('a folder without caches', () => {
  it('is said to have none', () => {
    expect(() => inspectDepot({ files: new MemoryFiles({ '/x/y.txt': 'z' }), folder: '/x' })).toThrow(/There are no cache files of Julia in this folder/)
  })
})
