/** What a session's profile says of the images that it loaded: who brought what, what was merged, what no longer held, what was refused. */
import { describe, expect, it } from 'vitest'
import { checkIntegrity } from '../../../../src/shared/profile/integrity'
import { carriedText, imageWaste, wasteSentences } from '../../../../src/shared/profile/image-waste'
import { SCHEMA } from '../../../../src/shared/profile/schema'
import { textAt, type Profile } from '../../../../src/shared/profile/tables'
import { MemoryFiles } from '../../../../src/main/loader/files'
import { sessionRunner } from '../../../../src/main/loader/run'
import type { SessionRequest } from '../../../../src/main/loader/session-request'
import { STANDARD_UUIDS } from '../../../../src/main/julia/runtime/standard-libraries'
import { base } from '../../../../src/main/services/base'
import { calibrationFor } from '../../../../src/main/services/calibrations'

const run = sessionRunner({ base, stdlibs: STANDARD_UUIDS })

const SOURCES: Readonly<Record<string, string>> = {
  PkgA: 'module PkgA\n@noinline f(x::Integer) = x * x + x\n@noinline g(x) = f(x) + 1\nh(x::Number) = 1\nend\n',
  PkgB: 'module PkgB\nusing PkgA\nrun() = PkgA.g(1)\ncall(x) = PkgA.h(x)\nrun(); call(2)\nend\n',
  PkgC: 'module PkgC\nusing PkgA\nrun() = PkgA.g(2) + 1\nrun()\nend\n',
  PkgD: 'module PkgD\nimport PkgA\nPkgA.h(x::Int) = 2\nend\n',
}
const uuid = (name: string) => `00000000-0000-4000-8000-${name.charCodeAt(3).toString().padStart(12, '0')}`

class Machine {
  time = 1_700_000_000
  readonly files = new MemoryFiles({}, () => this.time)

  constructor(private readonly julia: SessionRequest['julia'] = '1.10') {
    const names = Object.keys(SOURCES)
    for (const [name, text] of Object.entries(SOURCES)) {
      this.files.writeText(`/dev/${name}/src/${name}.jl`, text)
      this.files.writeText(`/dev/${name}/Project.toml`, `name = "${name}"\nuuid = "${uuid(name)}"\n${name === 'PkgA' ? '' : `[deps]\nPkgA = "${uuid('PkgA')}"\n`}`)
    }
    this.files.writeText('/project/Project.toml', `[deps]\n${names.map((name) => `${name} = "${uuid(name)}"\n`).join('')}`)
    const entry = (name: string) => `[[deps.${name}]]\n${name === 'PkgA' ? '' : 'deps = ["PkgA"]\n'}path = "/dev/${name}"\nuuid = "${uuid(name)}"\n`
    this.files.writeText('/project/Manifest.toml', ['manifest_format = "2.0"\n', ...names.map(entry)].join('\n'))
  }

  session(code: string): Profile {
    const { profile, steps } = run({
      files: this.files, julia: this.julia, depot: '/depot', project: '/project', steps: [{ label: code, code }], calibration: calibrationFor(this.julia), write: () => undefined,
    })
    expect(steps.map(({ error }) => error)).toEqual([undefined])
    expect(checkIntegrity(profile)).toEqual([])
    return profile
  }
}

/** `PkgC g(::Int64): merged, kept from PkgB`. */
function outcomes(profile: Profile): string[] {
  const { imageItems: items, images, frames } = profile
  const name = (image: number | undefined) => textAt(profile, images.name[image ?? -1])
  return Array.from({ length: items.length }, (_, row) => row).filter((row) => (items.parent[row] ?? -1) >= 0).map((row) => [
    `${name(items.image[row])} ${textAt(profile, frames.signature[items.frame[row] ?? -1])}: ${SCHEMA.imageItems.state.oneOf[items.state[row] ?? 0] ?? ''}`,
    ...(textAt(profile, items.reason[row]) === '' ? [] : [textAt(profile, items.reason[row])]), ...((items.keptFrom[row] ?? -1) >= 0 ? [`kept from ${name(items.keptFrom[row])}`] : []),
  ].join(', '))
}

describe('images of a session', () => {
  it('merges what two packages carry, and says what that wasted', () => {
    const machine = new Machine()
    machine.session('using PkgB, PkgC')
    const profile = machine.session('using PkgB, PkgC')
    const brought = 'merged, PkgB brought the same before, kept from PkgB'
    expect(outcomes(profile).filter((text) => /PkgA\.|run/.test(text))).toEqual([
      'PkgB PkgB.run(): loaded', 'PkgB PkgA.f(::Int64): loaded', 'PkgB PkgA.g(::Int64): loaded', 'PkgB PkgA.h(::Int64): loaded',
      'PkgC PkgC.run(): loaded', `PkgC PkgA.f(::Int64): ${brought}`, `PkgC PkgA.g(::Int64): ${brought}`,
    ])
    const { images } = profile
    expect(Array.from(images.name, (name) => textAt(profile, name))).toEqual(['PkgA', 'PkgB', 'PkgC'])
    expect([...images.load].every((time) => time > 0)).toBe(true)
    const waste = imageWaste(profile)
    expect(waste?.pairs.map(({ image, keptFrom, instances }) => [image, keptFrom, instances])).toEqual([['PkgC', 'PkgB', 4]])
    expect(waste?.total.bytes).toBeGreaterThan(0)
    expect(waste?.total.nanoseconds).toBeGreaterThan(0)
    expect(waste?.instances.map((one) => carriedText(one).replace(/ [\d.]+ \w+ and [\d.]+ \S+ wasted$/, '')).filter((text) => text.startsWith('PkgA')).sort()).toEqual([
      'PkgA.f(::Int64) is carried by PkgB and PkgC:', 'PkgA.g(::Int64) is carried by PkgB and PkgC:',
    ])
    expect(waste && wasteSentences(waste)[0]).toMatch(/^4 instances were merged on loading, as the same code was there before: [\d.]+ K?i?B and [\d.]+ ms wasted\.$/)
  })

  it('says what no longer held, and why', () => {
    const machine = new Machine()
    machine.session('using PkgB; using PkgD')
    expect(outcomes(machine.session('using PkgD; using PkgB')).filter((text) => !text.endsWith('loaded'))).toEqual([
      'PkgB PkgB.call(::Int64): invalidated, a lookup that it relies on gives other methods now: PkgA.h(::Int64) of PkgD came in, PkgA.h(::Number) of PkgA is not reached any more',
    ])
  })

  it('says in the words of Julia why a file was refused', () => {
    const machine = new Machine()
    machine.session('using PkgB')
    machine.time += 100
    machine.files.writeText('/dev/PkgB/src/PkgB.jl', SOURCES['PkgB']?.replace('g(1)', 'g(3)') ?? '')
    const profile = machine.session('using PkgB')
    const { images } = profile
    const rows = Array.from({ length: images.length }, (_, row) => `${textAt(profile, images.name[row])} ${SCHEMA.images.state.oneOf[images.state[row] ?? 0] ?? ''} ${textAt(profile, images.reason[row])}`)
    expect(rows.map((row) => row.replace(/\/compiled\S+/, '…'))).toEqual([
      'PkgA loaded ', 'PkgB loaded ',
      'PkgB rejected Rejecting stale cache file /depot… (mtime 1.7e9) because file /dev/PkgB/src/PkgB.jl (mtime 1.7000001e9) has changed',
    ])
  })
})
