/** `[compat]` as Pkg reads it: the ranges are those that `Pkg.Types.semver_spec` of Julia 1.5.3 gives. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowsVersion, compatRows, readCompat } from '../../../../src/main/loader/project/compat'
import { readManifest } from '../../../../src/main/loader/project/manifest'
import { readProject } from '../../../../src/main/loader/project/project-file'
import { UserError } from '../../../../src/shared/errors'
import { UUIDS } from './world'

const ranges = (specifier: string) => readCompat(specifier).map(({ low, high }) => `${low.join('.')}-${high?.join('.') ?? '*'}`).join(', ')
const allows = (specifier: string, version: string) => allowsVersion(readCompat(specifier), version)

describe('a bound', () => {
  it.each([
    ['1.2.3', '1.2.3-1'], ['^1.2', '1.2-1'], ['^0.2.3', '0.2.3-0.2'], ['^0.0.3', '0.0.3-0.0.3'], ['^0.0', '0.0-0.0'], ['0', '0-0'],
    ['~1.2.3', '1.2.3-1.2'], ['~1.2', '1.2-1.2'], ['~1', '1-1'], ['~0.0.3', '0.0.3-0.0'], ['v1.2', '1.2-1'],
    ['=1.2.3', '1.2.3-1.2.3'], ['= 1.2', '1.2.0-1.2.0'], ['>= 1.2.3', '1.2.3-*'], ['≥1.2', '1.2.0-*'],
    ['<1.2.3', '0-1.2.2'], ['< 1.2', '0-1.1'], ['<1', '0-0'], ['<0.0.1', '0-0.0.0'],
    ['1.2.3 - 4.5.6', '1.2.3-4.5.6'], ['0.2 - 1', '0.2-1'], [' 1.2 , 3.4.5 ', '1.2-1, 3.4.5-3'],
  ])('%j is %s', (specifier, expected) => {
    expect(ranges(specifier)).toBe(expected)
  })

  it.each(['', '*', '> 1.2', '<= 1.2', '1.2-2', '1.2.3.4', '1.x', '1.2.3-alpha', '0.0.0', '<0', '1,'])('%j is refused, as Pkg does', (specifier) => {
    expect(() => readCompat(specifier)).toThrow(UserError)
  })

  it.each([
    ['1.2', '1.2.0', true], ['1.2', '1.99.1', true], ['1.2', '2.0.0', false], ['1.2', '1.1.9', false], ['1.2', '1.2.0-rc1', true], ['=1.2.3', '1.2.3+4', true],
    ['<1.2', '1.2.0-rc1', false], ['<1.2', '1.1.99', true], ['0.2 - 1', '1.9.9', true], ['1, 3', '2.5.0', false], ['1, 3', '3.5', true],
  ])('%j and %s: %s', (specifier, version, expected) => {
    expect(allows(specifier, version)).toBe(expected)
  })

  it('has nothing to say of what is no version', () => {
    expect(allows('1', 'main')).toBeUndefined()
  })

  it('with a sign or without reads the same, allows its own version and never the next major one', () => {
    const part = fc.nat(40)
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), part, part, (major, minor, patch) => {
      const version = `${major}.${minor}.${patch}`
      expect(readCompat(version)).toEqual(readCompat(`^${version}`))
      for (const sign of ['', '~', '=', '≥ ']) expect(allows(`${sign}${version}`, version)).toBe(true)
      expect(allows(`< ${version}`, version)).toBe(false)
      expect(allows(version, `${major + 1}.0.0`)).toBe(false)
    }))
  })

  it('of any text is ranges or a UserError', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(fc.constantFrom('1', '.', '~', '^', '=', '<', '≥', ' - ', ',', ' ', '0'), { maxLength: 8 }).map((all) => all.join(''))), (text) => {
      try {
        expect(readCompat(text).length).toBeGreaterThan(0)
      } catch (error) {
        expect(error).toBeInstanceOf(UserError)
      }
    }))
  })
})

describe('the rows of [compat]', () => {
  const project = readProject(`[deps]\nTiny = "${UUIDS.Tiny}"\nTinyDep = "${UUIDS.TinyDep}"\nDates = "${UUIDS.Dates}"\n[compat]\nTiny = "0.1"\nTinyDep = ["1", "2"]\nDates = "1"\njulia = "1.9"\n`, '/p/Project.toml')
  const manifest = readManifest(`[[Tiny]]\nuuid = "${UUIDS.Tiny}"\nversion = "0.1.4"\n[[TinyDep]]\nuuid = "${UUIDS.TinyDep}"\nversion = "3.0.0"\n[[Dates]]\nuuid = "${UUIDS.Dates}"\n`, '/p/Manifest.toml')

  it('stand beside what the manifest has', () => {
    expect(compatRows(project, manifest, '1.10.10')).toEqual([
      { name: 'Tiny', bound: '0.1', found: '0.1.4', satisfied: true },
      { name: 'TinyDep', bound: '1, 2', found: '3.0.0', satisfied: false },
      { name: 'Dates', bound: '1', found: undefined, satisfied: undefined },
      { name: 'julia', bound: '1.9', found: '1.10.10', satisfied: true },
    ])
    expect(compatRows(project, undefined, '1.8.5').map(({ satisfied }) => satisfied)).toEqual([undefined, undefined, undefined, false])
  })

  it('name the file of a bound that cannot be read', () => {
    const bad = readProject('[compat]\njulia = "latest"', '/p/Project.toml')
    expect(() => compatRows(bad, undefined, '1.10.10')).toThrow(/^compat\.julia: expected versions such as .*, found "latest"$/)
  })
})
