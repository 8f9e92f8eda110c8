/** Caches that are damaged, foreign or half written: refused with the reason that Julia gives, made anew, and the session goes on. */
import { describe, expect, it } from 'vitest'
import { writeContainer, readContainer } from '../../../../src/main/image/container'
import { MemoryFiles } from '../../../../src/main/loader/files'
import { sessionRunner } from '../../../../src/main/loader/run'
import type { SessionResult } from '../../../../src/main/loader/session-request'
import type { JuliaVersion } from '../../../../src/main/julia/versions'
import { base } from '../../../../src/main/services/base'
import { calibrationFor } from '../../../../src/main/services/calibrations'

const LIB = '00000000-0000-4000-8000-000000000001'
const APP = '00000000-0000-4000-8000-000000000002'
const run = sessionRunner({ base, stdlibs: new Map() })

/** Writes that fail: the path for which this is true gets nothing, as a disk that is full. */
class FailingFiles extends MemoryFiles {
  fails: (path: string) => boolean = () => false

  override write(path: string, bytes: Uint8Array): void {
    if (this.fails(path)) throw new Error(`cannot write ${path}`)
    super.write(path, bytes)
  }
}

class TwoPackages {
  time = 1_700_000_000
  readonly files = new FailingFiles({}, () => this.time)

  constructor(readonly julia: JuliaVersion) {
    const { files } = this
    files.writeText('/dev/Lib/src/Lib.jl', 'module Lib\nlent(x) = 2x\nprecompile(lent, (Int,))\nend\n')
    files.writeText('/dev/Lib/Project.toml', `name = "Lib"\nuuid = "${LIB}"\nversion = "0.1.0"\n`)
    files.writeText('/dev/App/src/App.jl', 'module App\nusing Lib\nanswer(x) = Lib.lent(x) + 2\nprecompile(answer, (Int,))\nend\n')
    files.writeText('/dev/App/Project.toml', `name = "App"\nuuid = "${APP}"\nversion = "0.1.0"\n[deps]\nLib = "${LIB}"\n`)
    files.writeText('/project/Project.toml', `[deps]\nApp = "${APP}"\n`)
    files.writeText('/project/Manifest.toml', `[[App]]\ndeps = ["Lib"]\npath = "/dev/App"\nuuid = "${APP}"\nversion = "0.1.0"\n\n[[Lib]]\npath = "/dev/Lib"\nuuid = "${LIB}"\nversion = "0.1.0"\n`)
  }

  session(): SessionResult {
    this.time += 10
    return run({
      files: this.files, julia: this.julia, depot: '/depot', project: '/project', calibration: calibrationFor(this.julia), write: () => undefined,
      steps: [{ code: 'using App\nApp.answer(20)', label: 'using App' }],
    })
  }

  /** Each session ends well; what it says of the caches. */
  works(): { readonly rejected: readonly string[], readonly built: readonly string[] } {
    const { steps: [step], loadingLog, built } = this.session()
    expect(step?.error).toBeUndefined()
    expect(step?.shown).toBe('42')
    return { rejected: loadingLog.filter(({ text }) => /^Reject/.test(text)).map(({ text }) => text), built: built.map(({ package: name }) => name) }
  }

  cacheOf(name: string, extension = '.ji'): string {
    const folder = `/depot/compiled/v${this.julia}/${name}`
    const file = this.files.list(folder).find((one) => one.endsWith(extension))
    if (file === undefined) throw new Error(`there is no ${extension} in ${folder}`)
    return `${folder}/${file}`
  }

  bytes(path: string): Uint8Array {
    const found = this.files.readBytes(path)
    if (found === undefined) throw new Error(`there is no ${path}`)
    return found
  }

  compiled(): ReadonlyMap<string, Uint8Array> {
    const folder = `/depot/compiled/v${this.julia}`
    return new Map(['App', 'Lib'].flatMap((name) => this.files.list(`${folder}/${name}`).map((file) => [`${name}/${file}`, this.bytes(`${folder}/${name}/${file}`)] as const)))
  }
}

const flipped = (bytes: Uint8Array, at: number) => Uint8Array.from(bytes, (byte, place) => (place === at ? byte ^ 0x40 : byte))
const VERSIONS = ['1.5', '1.10', '1.12'] as const satisfies readonly JuliaVersion[]
const all = ['Lib', 'App'] as const

describe.each(VERSIONS)('under the rules of %s', (julia) => {
  const world = new TwoPackages(julia)

  it('caches are made once', () => {
    expect(world.works()).toEqual({ rejected: [], built: ['Lib', 'App'] })
    expect(world.works()).toEqual({ rejected: [], built: [] })
  })

  it('a damaged header is no header', () => {
    const path = world.cacheOf('App')
    for (const damaged of [flipped(world.bytes(path), 0), flipped(world.bytes(path), 30), new Uint8Array(), new TextEncoder().encode('module App end')]) {
      world.files.write(path, damaged)
      const { rejected, built } = world.works()
      expect(rejected[0]).toContain(`${path} due to it containing an ${julia === '1.12' ? 'incompatible' : 'invalid'} cache header`)
      expect(built).toEqual(['App'])
    }
  })

  it('damaged contents have an invalid checksum, at the beginning as at the end', () => {
    const path = world.cacheOf('App')
    const whole = world.bytes(path)
    const contents = [...readContainer(whole).sections.values()].reduce((sum, section) => sum + section.length, 0)
    for (const at of [whole.length - contents, whole.length - Math.floor(contents / 2), whole.length - 1]) {
      world.files.write(path, flipped(whole, at))
      const { rejected, built } = world.works()
      expect(rejected[0], `byte ${at}`).toContain(`${path} because it has an invalid checksum`)
      expect(built).toEqual(['App'])
    }
  })

  it('a file that is cut off is refused wherever that is', () => {
    const path = world.cacheOf('App')
    const whole = world.bytes(path)
    for (const length of [1, 12, 40, Math.floor(whole.length / 2), whole.length - 1]) {
      world.files.write(path, whole.subarray(0, length))
      const { rejected, built } = world.works()
      expect(rejected.length, `cut at ${length}`).toBeGreaterThan(0)
      expect(built).toEqual(['App'])
    }
  })

  it('the cache of another Julia, and that of another package', () => {
    const path = world.cacheOf('App')
    const { header, sections } = readContainer(world.bytes(path))
    world.files.write(path, writeContainer({ header: { ...header as object, juliaVersion: '1.4.0' }, sections }))
    const { rejected, built } = world.works()
    expect(rejected[0]).toContain('cache header')
    expect(built).toEqual(['App'])
    world.files.write(path, world.bytes(world.cacheOf('Lib')))
    if (julia !== '1.5') world.files.write(path.replace('.ji', '.so'), new Uint8Array())
    expect(world.works().built).toEqual(['App'])
  })

  it('a dependency whose cache is damaged takes the dependents with it', () => {
    const path = world.cacheOf('Lib')
    world.files.write(path, flipped(world.bytes(path), world.bytes(path).length - 1))
    const { rejected, built } = world.works()
    expect(rejected.some((line) => line.includes(path) && line.includes('invalid checksum'))).toBe(true)
    expect(new Set(built)).toEqual(new Set(all))
    expect(world.works()).toEqual({ rejected: [], built: [] })
  })

  it('a write that fails leaves the cache that was there', () => {
    const before = world.compiled()
    const source = '/dev/App/src/App.jl'
    const [old, mtime] = [world.files.readText(source) ?? '', world.files.stat(source)?.mtime ?? 0]
    for (const extension of julia === '1.10' || julia === '1.12' ? ['.ji', '.so'] : ['.ji']) {
      world.files.writeText(source, `${old}\n# changed\n`)
      world.files.fails = (path) => path.startsWith('/depot/compiled') && path.endsWith(extension)
      expect(() => world.session()).toThrow('cannot write')
      world.files.fails = () => false
      expect(world.compiled()).toEqual(before)
      world.files.writeText(source, old)
      world.files.touch(source, mtime)
      expect(world.works()).toEqual({ rejected: [], built: [] })
    }
  })

  it('two worlds have the same bytes and say the same', () => {
    const [one, other] = [new TwoPackages(julia), new TwoPackages(julia)]
    const [first, second] = [one.session(), other.session()]
    expect(second.loadingLog).toEqual(first.loadingLog)
    expect(second.counts).toEqual(first.counts)
    expect(second.phases).toEqual(first.phases)
    expect(one.compiled().size).toBeGreaterThan(1)
    expect(one.compiled()).toEqual(other.compiled())
  })
})

describe.each(['1.10', '1.12'] as const)('native code under the rules of %s', (julia) => {
  it('that is missing or damaged', () => {
    const world = new TwoPackages(julia)
    world.works()
    const path = world.cacheOf('App', '.so')
    const whole = world.bytes(path)
    world.files.remove(path)
    const missing = world.works()
    expect(missing.rejected[0]).toContain(`since pkgimage ${path} was not found`)
    expect(missing.built).toEqual(['App'])
    for (const damaged of [flipped(whole, whole.length - 1), whole.subarray(0, 20), new Uint8Array()]) {
      world.files.write(path, damaged)
      const { rejected, built } = world.works()
      expect(rejected[0]).toContain(`because ${path} has an invalid checksum`)
      expect(built).toEqual(['App'])
    }
  })
})
