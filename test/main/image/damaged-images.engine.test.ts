/**
 * Damage anywhere in a cache, its native code or a system image: ten thousand files, each with some bits flipped, cut off, lengthened or
 * spliced, and every one is refused; what a session can begin from gives the right answer or says what is wrong.
 */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { UserError } from '../../../src/shared/errors'
import { sysimageOptions } from '../../../src/main/loader/sysimage/options'
import { ImageError } from '../../../src/main/image/bytes'
import { readContainer } from '../../../src/main/image/container'
import { MemoryFiles } from '../../../src/main/loader/files'
import { sessionRunner } from '../../../src/main/loader/run'
import { createSysimage } from '../../../src/main/loader/sysimage/create'
import { base } from '../../../src/main/services/base'
import { calibrationFor } from '../../../src/main/services/calibrations'

const APP = '00000000-0000-4000-8000-000000000002'
const SYSIMAGE = '/images/app.so'
const kit = { base, stdlibs: new Map<string, string>() }
const files = new MemoryFiles({}, () => 1_700_000_000)
const asked = { files, julia: '1.10', depot: '/depot', calibration: calibrationFor('1.10'), write: () => undefined } as const
const originals = new Map<string, Uint8Array>()

beforeAll(() => {
  files.writeText('/project/src/App.jl', 'module App\nstruct Box; value::Any; end\n@noinline get(b::Box) = b.value\nanswer(x) = 2 * get(Box(x))::Int + 2\nprecompile(answer, (Int,))\nend\n')
  files.writeText('/project/Project.toml', `name = "App"\nuuid = "${APP}"\nversion = "0.1.0"\n`)
  sessionRunner(kit)({ ...asked, project: '/project', steps: [{ code: 'using App', label: 'using App' }] })
  createSysimage(kit)({ ...asked, options: sysimageOptions.parse({ packages: ['App'], project: '/project', sysimage_path: SYSIMAGE }) })
  const folder = '/depot/compiled/v1.10/App'
  for (const path of [...files.list(folder).map((name) => `${folder}/${name}`), SYSIMAGE]) originals.set(path.slice(path.lastIndexOf('.')) + (path === SYSIMAGE ? ' system' : ''), files.readBytes(path) ?? new Uint8Array())
}, 120_000)

type Damage = readonly [kind: 'flip' | 'set' | 'cut' | 'add' | 'splice', place: number, value: number]
const damage: fc.Arbitrary<Damage> = fc.tuple(fc.constantFrom('flip', 'set', 'cut', 'add', 'splice'), fc.nat(), fc.integer({ min: 1, max: 255 }))

function damaged(bytes: Uint8Array, [kind, place, value]: Damage): Uint8Array {
  // Not 0: nothing repeated before the first byte is no damage.
  const at = 1 + (place % (bytes.length - 1))
  const made = bytes.slice()
  switch (kind) {
    case 'flip':
      made[at] = (made[at] ?? 0) ^ (1 << (value % 8))
      return made
    case 'set':
      made[at] = (made[at] ?? 0) ^ value
      return made
    case 'cut':
      return bytes.subarray(0, at)
    case 'add':
      return new Uint8Array(Buffer.concat([bytes, Uint8Array.of(value)]))
    case 'splice':
      return new Uint8Array(Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - value))]))
  }
}

function isRefused(bytes: Uint8Array): boolean {
  try {
    readContainer(bytes)
    return false
  } catch (error) {
    if (error instanceof ImageError) return true
    throw error
  }
}

describe('damage', () => {
  it.each([['.ji', 5000], ['.so', 4900], ['.so system', 100]])('in a %s file is always noticed', (name, runs) => {
    const original = originals.get(name) ?? new Uint8Array()
    expect(original.length).toBeGreaterThan(200)
    expect(isRefused(original)).toBe(false)
    fc.assert(fc.property(damage, (one) => {
      expect(isRefused(damaged(original, one))).toBe(true)
    }), { numRuns: runs })
  }, 120_000)

  it('in a system image never gives a wrong answer', () => {
    const original = originals.get('.so system') ?? new Uint8Array()
    const outcomes = new Map<string, number>()
    fc.assert(fc.property(damage, (one) => {
      files.write('/images/damaged.so', damaged(original, one))
      let outcome: string
      try {
        const { steps: [step] } = sessionRunner(kit)({ ...asked, project: '/project', sysimage: '/images/damaged.so', steps: [{ code: 'using App\nApp.answer(20)', label: 'it' }] })
        outcome = step?.error ?? step?.shown ?? ''
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        expect(error.message).toMatch(/^This system image cannot be used: /)
        outcome = 'refused'
      }
      expect(outcome).toBeOneOf(['42', 'refused'])
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }), { numRuns: 40 })
    expect([...outcomes.keys()].sort()).toEqual(['42', 'refused'])
  }, 120_000)
})
