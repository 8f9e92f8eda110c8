/** Project and manifest files: what is read, and what is said of a file that is not as it should be. */
import fc from 'fast-check'
import { stringify } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { dependencyIn, entryOf, readManifest } from '../../../../src/main/loader/project/manifest'
import { readProject } from '../../../../src/main/loader/project/project-file'
import { UserError } from '../../../../src/shared/errors'
import { NEW_MANIFEST, OLD_MANIFEST, UUIDS, pkg } from './world'

function complaint(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof UserError) return error.line
    throw error
  }
  return 'no error'
}

const project = (text: string) => readProject(text, '/p/Project.toml')
const manifest = (text: string) => readManifest(text, '/p/Manifest.toml')

describe('Project.toml', () => {
  it('is read with all that a loader needs', () => {
    const read = project(`
name = "Demo"
uuid = "EF5DFF4F-221E-5EAA-AC18-F8662B2B55F6"
authors = ["someone"]
version = "0.2.0"
entryfile = "code/Demo.jl"

[deps]
TinyDep = "${UUIDS.TinyDep}"

[weakdeps]
Dates = "${UUIDS.Dates}"

[extensions]
DemoDatesExt = "Dates"
DemoMoreExt = ["Dates", "TinyDep"]

[compat]
TinyDep = "1.2, 2"
julia = "1.6"

[sources]
TinyDep = {url = "https://example.org/TinyDep.git", rev = "main"}

[workspace]
projects = ["test", "docs"]

[preferences.Demo]
backend = "fast"
nested = {level = 3}
`)
    expect(read).toMatchObject({ name: 'Demo', uuid: UUIDS.Tiny, version: '0.2.0', entryFile: 'code/Demo.jl', workspace: ['test', 'docs'] })
    expect([...read.deps]).toEqual([['TinyDep', UUIDS.TinyDep]])
    expect([...read.extensions]).toEqual([['DemoDatesExt', ['Dates']], ['DemoMoreExt', ['Dates', 'TinyDep']]])
    expect([...read.compat]).toEqual([['TinyDep', '1.2, 2'], ['julia', '1.6']])
    expect(read.sources.get('TinyDep')).toEqual({ url: 'https://example.org/TinyDep.git', rev: 'main' })
    expect(read.preferences.get('Demo')).toEqual(new Map<string, unknown>([['backend', 'fast'], ['nested', new Map([['level', 3]])]]))
  })

  it('may be empty', () => {
    expect(project('')).toMatchObject({ name: undefined, uuid: undefined, deps: new Map(), workspace: [] })
  })

  it.each([
    ['[deps]\nTiny = "ef5d"', '/p/Project.toml:2: deps.Tiny: expected a uuid like 01234567-89ab-cdef-0123-456789abcdef, found "ef5d"'],
    ['name = "A"\nuuid = 5', '/p/Project.toml:2: uuid: expected a uuid, found the number 5'],
    ['name = "../A"', '/p/Project.toml:1: name: expected the name of a package'],
    ['deps = ["Tiny"]', '/p/Project.toml:1: deps: expected a table, found a list'],
    ['[extensions]\n\nAExt = ["B", 3]', '/p/Project.toml:3: extensions.AExt: expected a text or a list of texts, found a list'],
    ['[sources]\nB = {path = 1}', '/p/Project.toml:2: sources.B.path: expected a text, found the number 1'],
    ['[workspace]\nprojects = "test"', '/p/Project.toml:2: workspace.projects: expected a list of texts, found "test"'],
    ['name = "A"\nname = "B"', '/p/Project.toml:2:1: not TOML: trying to redefine an already defined table or value'],
  ])('%j is refused with what was expected', (text, expected) => {
    expect(complaint(() => project(text))).toBe(expected)
  })
})

describe('Manifest.toml', () => {
  it('says the same in both formats', () => {
    expect(manifest(OLD_MANIFEST)).toMatchObject({ format: '1.0', juliaVersion: undefined })
    expect(manifest(NEW_MANIFEST)).toMatchObject({ format: '2.0', juliaVersion: '1.10.1' })
    expect(manifest(NEW_MANIFEST).entries).toEqual(manifest(OLD_MANIFEST).entries)
  })

  it('knows the dependencies of each package, as a list and as a table', () => {
    const read = manifest(NEW_MANIFEST)
    expect(entryOf(read, pkg('ExtParent'))).toMatchObject({ path: '../dev/ExtParent', version: '0.1.0', extensions: new Map([['ExtParentTinyDatesExt', ['Tiny', 'Dates']], ['ExtParentTinyExt', ['Tiny']]]) })
    const dates = entryOf(read, pkg('Dates'))
    const tinyDep = entryOf(read, pkg('TinyDep'))
    expect(dates && dependencyIn(read, dates.deps, 'Printf')).toEqual(pkg('Printf'))
    expect(tinyDep && dependencyIn(read, tinyDep.deps, 'Tiny')).toEqual(pkg('Tiny'))
    expect(tinyDep && dependencyIn(read, tinyDep.deps, 'Dates')).toBeUndefined()
    expect(entryOf(read, { name: 'Tiny', uuid: UUIDS.Dates })).toBeUndefined()
  })

  it('may have a package called manifest_format in the first format', () => {
    const read = manifest(`[[manifest_format]]\nuuid = "${UUIDS.Tiny}"\n`)
    expect(read.format).toBe('1.0')
    expect(read.entries.get('manifest_format')?.[0]?.uuid).toBe(UUIDS.Tiny)
  })

  it('needs a uuid with a name that two packages have', () => {
    const read = manifest(`
[[A]]
deps = ["B", "C"]
uuid = "${UUIDS.Tiny}"
[[B]]
uuid = "${UUIDS.Dates}"
[[B]]
uuid = "${UUIDS.Printf}"
`)
    const entry = entryOf(read, { name: 'A', uuid: UUIDS.Tiny })
    expect(complaint(() => entry && dependencyIn(read, entry.deps, 'B'))).toBe('/p/Manifest.toml: expected a single entry for "B", found 2')
    expect(complaint(() => entry && dependencyIn(read, entry.deps, 'C'))).toBe('/p/Manifest.toml: expected a single entry for "C", found none')
  })

  it.each([
    ['manifest_format = "3.1"', '/p/Manifest.toml: manifest_format: expected 1 or 2, found "3.1"'],
    ['[[A]]\nuuid = "1"\n', '/p/Manifest.toml:2: A[1].uuid: expected a uuid like 01234567-89ab-cdef-0123-456789abcdef, found "1"'],
    [`manifest_format = "2.0"\n[[deps.A]]\nuuid = "${UUIDS.Tiny}"\n[[deps.A]]\ngit-tree-sha1 = "xyz"\n`, '/p/Manifest.toml:5: deps.A[2].git-tree-sha1: expected 40 hex digits, found "xyz"'],
    ['manifest_format = "2.0"\n[[deps.A]]\ndeps = "B"', '/p/Manifest.toml:3: deps.A[1].deps: expected a list of names or a table of uuids, found "B"'],
    ['[A]\nuuid = "1"', '/p/Manifest.toml:1: A: expected [[…]] tables, found a table'],
  ])('%j is refused with what was expected', (text, expected) => {
    expect(complaint(() => manifest(text))).toBe(expected)
  })
})

describe('any text', () => {
  const keys = fc.constantFrom('name', 'uuid', 'deps', 'weakdeps', 'extensions', 'compat', 'Tiny', 'manifest_format', 'path', '__proto__', 'constructor', 'toString', 'sources', 'preferences')
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, fc.string(), fc.constantFrom(UUIDS.Tiny, '2.0', '1.2'), fc.integer(), fc.boolean(), fc.date({ noInvalidDate: true }), fc.array(tie('value'), { maxLength: 3 }), tie('table')),
    table: fc.dictionary(keys, tie('value'), { maxKeys: 5 }),
  }))
  const tables = fc.dictionary(keys, value, { maxKeys: 6 }).map((table) => stringify(table))
  const lines = fc.array(fc.constantFrom('[deps]', '[[deps.A]]', '[A.deps]', 'uuid = "x"', `Tiny = "${UUIDS.Tiny}"`, 'manifest_format = "2.0"', 'a = 1979-13-45', 'x = 1e999', '"', '[', 'b = """', 'c = \'\'\'', '# é'), { maxLength: 8 }).map((all) => all.join('\n'))

  it('gives a project, a manifest, or a UserError that names the file', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), tables, lines), (text) => {
      for (const read of [project, manifest]) {
        try {
          expect(read(text).file).toMatch(/^\/p\//)
        } catch (error) {
          if (!(error instanceof UserError)) throw error
          expect(error.details.where).toMatch(/^\/p\//)
        }
      }
    }), { numRuns: 120 })
  })

  it('never meets the properties of objects', () => {
    expect(complaint(() => project(`[deps]\n__proto__ = "${UUIDS.Tiny}"`))).toMatch(/^\/p\/Project.toml:2:1: not TOML/)
    expect(project(`[deps]\ntoString = "${UUIDS.Tiny}"`).deps.get('toString')).toBe(UUIDS.Tiny)
    expect(project('').deps.get('toString')).toBeUndefined()
  })
})
