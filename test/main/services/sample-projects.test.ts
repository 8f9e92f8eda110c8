/** The sample projects: every scenario can be run as far as its files go. What the runs show is tested where packages are loaded. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse, type TomlTable } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { MemoryFiles, type FileSystem } from '../../../src/main/loader/files'
import { joinPath } from '../../../src/main/loader/paths'
import type { SessionRequest } from '../../../src/main/loader/session-request'
import { loaderPath, nodeFileSystem } from '../../../src/main/services/node-files'
import { findScenario, ScenarioRunner } from '../../../src/main/services/scenarios'
import { fakeSession } from './fake-session'

const FOLDER = join(import.meta.dirname, '../../../resources/samples/projects')
const SAMPLES = readdirSync(FOLDER)

/** The depot in memory, all else on disk. */
function withMemoryDepot(): FileSystem {
  const depot = new MemoryFiles()
  const owner = (path: string) => (path.startsWith('/depot') ? depot : nodeFileSystem)
  return {
    readText: (path) => owner(path).readText(path),
    readBytes: (path) => owner(path).readBytes(path),
    open: (path) => owner(path).open(path),
    stat: (path) => owner(path).stat(path),
    list: (path) => owner(path).list(path),
    write: (path, bytes) => {
      if (!path.startsWith('/depot')) throw new Error(`${path} is written`)
      depot.write(path, bytes)
    },
    remove: (path) => depot.remove(path),
  }
}

const toml = (files: FileSystem, path: string) => parse(files.readText(path) ?? '')

describe.each(SAMPLES)('%s', (name) => {
  const files = withMemoryDepot()
  const found = findScenario(files, loaderPath(join(FOLDER, name)))

  it('says in one sentence what it shows, and compares something', () => {
    expect(found.scenario.title).toMatch(/\S/)
    expect(found.scenario.about).toMatch(/^[^\n]+\.$/)
    expect(found.runs.length).toBeGreaterThan(1)
  })

  it('has every file that its runs name, and edits that fit', () => {
    const asked: SessionRequest[] = []
    const runner = new ScenarioRunner({ files, depot: '/depot', runSession: fakeSession(asked) }, found.folder)
    // Images are built elsewhere.
    for (const run of found.runs) expect(runner.run({ ...run, sysimage: { kind: 'none' } }, { write: () => undefined }).failed).toBe(false)
    for (const { project, loadPath = [], files: seen } of asked) {
      for (const folder of [project ?? '', ...loadPath.filter((entry) => !entry.startsWith('@'))]) {
        const deps = toml(seen, joinPath(folder, 'Project.toml'))['deps'] as Record<string, string>
        const manifest = toml(seen, joinPath(folder, 'Manifest.toml')) as Record<string, TomlTable[]>
        for (const [dependency, uuid] of Object.entries(deps)) expect([dependency, manifest[dependency]?.[0]?.['uuid']]).toEqual([dependency, uuid])
        for (const [listed, [entry]] of Object.entries(manifest)) {
          expect(entry?.['deps'] ?? []).toEqual((entry?.['deps'] as string[] | undefined ?? []).filter((one) => manifest[one] !== undefined))
          if (entry?.['path'] === undefined) continue
          const place = joinPath(folder, entry['path'] as string)
          const own = toml(seen, joinPath(place, 'Project.toml'))
          expect([own['name'], own['uuid']]).toEqual([listed, entry['uuid']])
          expect(Object.keys((own['deps'] ?? {}) as TomlTable)).toEqual(entry['deps'] ?? [])
          expect(seen.readText(joinPath(place, 'src', `${listed}.jl`))).toContain(`module ${listed}\n`)
          for (const extension of Object.keys((own['extensions'] ?? {}) as TomlTable)) expect(seen.readText(joinPath(place, 'ext', `${extension}.jl`))).toContain(`module ${extension}\n`)
        }
      }
    }
  })
})

it('are all there', () => {
  expect(SAMPLES.sort()).toEqual([
    'Ambiguities', 'BackedgeDemo', 'DemoPkg', 'Duplicates', 'Extensions', 'InvalidatedImage', 'Invalidation', 'MyPackage', 'OdeJourney', 'OrdinaryDiffEq', 'PackageThatPrints', 'RecursiveArrayTools', 'SCDType', 'Startup', 'TypePiracy',
  ])
})
