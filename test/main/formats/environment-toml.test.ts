/** Manifest and project joined with imports: who brought a package in, and what leaving it out saves. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isEnvironment } from '../../../src/main/formats/environment-toml'
import { importMerged } from '../../../src/main/formats/open'
import { UserError } from '../../../src/shared/errors'
import { appendProfile } from '../../../src/shared/profile/append'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { broughtInBy, importBlame } from '../../../src/shared/profile/import-blame'
import { checkIntegrity } from '../../../src/shared/profile/integrity'
import { summarize } from '../../../src/shared/profile/summary'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { fixture } from './fixture'

const input = (name: string, text = fixture(`environment/${name}`)) => ({ name, bytes: new TextEncoder().encode(text) })
const [manifest, project, imports] = [input('Manifest.toml'), input('Project.toml'), input('imports.txt')]
const MS = 1e6

/** By name: who brought it in, and in milliseconds its own time, with all below, and what leaving it out saves. */
function blamed(profile: Profile): Record<string, (string | number)[]> {
  const { packages } = importBlame(profile)
  return Object.fromEntries(packages.flatMap((one) => (one ? [[textAt(profile, profile.packages.name[one.package]), [broughtInBy(profile, one), one.own / MS, one.total / MS, one.saves / MS]]] : [])))
}

const EXPECTED = {
  // Its extension, and what only it needs. Shared comes in through Plots, too.
  Frames: ['asked for', 100, 100 + 8 + 30 + 10, 148],
  // Its time has that of __init__. The extension of Frames is gone without Plots, which triggers it.
  Plots: ['asked for', 60, 60 + 40, 100 + 8],
  Pooled: ['Frames', 30, 30, 30],
  Sorting: ['Frames', 10, 10, 10],
  Recipes: ['Plots', 40, 40, 40],
  Shared: ['2 packages', 20, 21, 21],
  Base64: ['Shared', 1, 1, 1],
}

it('joins files in any order', async () => {
  for (const inputs of [[manifest, project, imports], [imports, project, manifest], [imports, manifest]]) {
    const { profile } = await importMerged(inputs)
    expect(blamed(profile)).toEqual(EXPECTED)
    expect(importBlame(profile).unexplained / MS).toBe(7)
  }
})

it('joins profiles that were opened one after the other', async () => {
  const builder = new ProfileBuilder()
  for (const one of [project, imports, manifest]) appendProfile(builder, (await importMerged([one])).profile)
  const profile = builder.finish()
  expect(checkIntegrity(profile)).toEqual([])
  expect(blamed(profile)).toEqual(EXPECTED)
})

it('starts from what the statement names', async () => {
  const one = input('imports.txt', fixture('environment/imports.txt').replace('using Frames, Plots', 'using Plots: plot'))
  const { profile } = await importMerged([manifest, project, one])
  const rows = blamed(profile)
  expect(rows['Plots']?.[0]).toBe('asked for')
  expect(rows['Shared']?.[0]).toBe('Plots')
  // Plots does not need Frames: who loaded it is not known.
  expect(rows['Frames']).toBeUndefined()
})

it('a manifest alone says what needs what; nothing is unparsed', async () => {
  const { profile } = await importMerged([manifest])
  expect(profile.meta.julia).toBe('1.10.1')
  expect(Object.fromEntries(Object.entries(blamed(profile)).map(([name, [by]]) => [name, by]))).toEqual({
    Frames: 'no other package', Plots: 'no other package', Unused: 'no other package', Pooled: 'Frames', Sorting: 'Frames', Recipes: 'Plots', Shared: '2 packages', Base64: 'Shared',
  })
  expect(Array.from(profile.packages.line)).toEqual([7, 16, 21, 25, 29, 34, 37, 43])
})

it('summary says who costs most', async () => {
  const { profile } = await importMerged([manifest, project, imports])
  const { packages } = summarize(profile).parts
  expect(packages?.count).toBe(8)
  expect(packages?.top.slice(0, 3)).toMatchObject([{ name: 'Frames, asked for', seconds: 0.148 }, { name: 'Plots, asked for', seconds: 0.108 }, { name: 'Recipes, brought in by Plots', seconds: 0.04 }])
})

it('takes no log for an environment', () => {
  for (const text of ['[ Info: [deps]\n', '[deps]\njulia> using A\n', '    330.5 ms  A\n[deps]\n', 'name = "x"\n', '[[1, 2]]']) expect(isEnvironment(text), text).toBe(false)
  expect(isEnvironment('[[Example]]\nuuid = "00000000-0000-0000-0000-000000000001"\n')).toBe(true)
})

it('names file and line of what does not fit', async () => {
  const text = fixture('environment/Manifest.toml').replace('"00000000-0000-0000-0000-000000000003"', '3')
  await expect(importMerged([input('M.toml', text)])).rejects.toMatchObject({ code: 'bad-input', details: { where: 'M.toml:22' } })
})

it('damaged files are read or refused, never worse', async () => {
  const text = fixture('environment/Manifest.toml')
  await fc.assert(fc.asyncProperty(fc.nat(text.length), fc.nat(40), fc.constantFrom('', '"', '[[deps.X]]\n', 'deps = 3\n', '\u0000', ']'), async (at, cut, put) => {
    try {
      const { profile } = await importMerged([input('M.toml', text.slice(0, at) + put + text.slice(at + cut)), imports])
      expect(checkIntegrity(profile)).toEqual([])
      importBlame(profile)
    } catch (error) {
      expect(error).toBeInstanceOf(UserError)
    }
  }), { numRuns: 200 })
})
