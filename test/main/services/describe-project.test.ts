/** What `backedge project` tells. */
import { describe, expect, it } from 'vitest'
import { MemoryFiles } from '../../../src/main/loader/files'
import { describeProject } from '../../../src/main/services/describe-project'

const A = '11111111-1111-1111-1111-111111111111'
const B = '22222222-2222-2222-2222-222222222222'
const C = '33333333-3333-3333-3333-333333333333'
const DATES = 'ade2ca70-3891-5945-98fb-dc099432e06a'

const files = new MemoryFiles({
  '/app/Project.toml': `name = "App"
uuid = "${C}"
version = "0.2.0"
[deps]
A = "${A}"
Dates = "${DATES}"
[compat]
A = "2"
julia = "1.6"
`,
  '/app/Manifest.toml': `julia_version = "1.10.1"
manifest_format = "2.0"
[[deps.A]]
deps = ["Dates"]
path = "../A"
uuid = "${A}"
version = "1.4.0"
[deps.A.weakdeps]
B = "${B}"
[deps.A.extensions]
ABExt = "B"
ADatesExt = "Dates"
[[deps.Dates]]
uuid = "${DATES}"
`,
  '/app/LocalPreferences.toml': '[A]\nbackend = "fast"\n',
  '/A/Project.toml': `name = "A"\nuuid = "${A}"\nversion = "1.4.0"\n`,
  '/A/src/A.jl': 'module A end',
  '/app/src/App.jl': 'module App end',
})

describe('a project', () => {
  const facts = describeProject(files, '/app', '1.10', '/depot')

  it('has its packages, where they lie and whether they fit', () => {
    expect(facts.manifest).toEqual({ file: '/app/Manifest.toml', format: '2.0', juliaVersion: '1.10.1' })
    expect(facts.julia).toEqual({ bound: '1.6', found: '1.10.10', satisfied: true })
    expect(facts.packages.map(({ name, role, version, path, isStandard, bound, satisfied }) => [name, role, version, path, isStandard, bound, satisfied])).toEqual([
      ['App', 'project', '0.2.0', '/app/src/App.jl', false, undefined, undefined],
      ['A', 'direct', '1.4.0', '/A/src/A.jl', false, '2', false],
      ['Dates', 'direct', undefined, undefined, true, undefined, undefined],
    ])
    expect(facts.packages[1]?.preferences).toEqual(new Map([['backend', 'fast']]))
  })

  it('has extensions, and says which cannot load', () => {
    expect(new Map(facts.extensions.map(({ name, missing }) => [name, missing]))).toEqual(new Map([['ABExt', ['B']], ['ADatesExt', []]]))
    expect(facts.extensions.every(({ parent }) => parent === 'A')).toBe(true)
  })

  it('is none without a Project.toml', () => {
    expect(() => describeProject(files, '/A/src', '1.10', '/depot')).toThrow('There is no Project.toml in this folder.')
  })
})
