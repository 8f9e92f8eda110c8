/** A small depot in memory: projects of both manifest formats, a folder of packages, a package with extensions. Uuids are those of recordings. */
import { type JuliaVersion, VERSION_RULES } from '../../../../src/main/julia/versions'
import { MemoryFiles } from '../../../../src/main/loader/files'
import { type EnvironmentOptions, EnvironmentStack } from '../../../../src/main/loader/project/environments'
import { identifyPackage } from '../../../../src/main/loader/project/identify'
import { type PkgId, pkgIdText } from '../../../../src/main/loader/project/pkg-id'

export const UUIDS = {
  Tiny: 'ef5dff4f-221e-5eaa-ac18-f8662b2b55f6',
  TinyDep: '96cc1b0c-f219-5236-9589-4f027618b97a',
  ExtParent: '33725abd-ba0b-5c09-9346-da9693de48ed',
  Dates: 'ade2ca70-3891-5945-98fb-dc099432e06a',
  Printf: 'de0858da-6303-5e67-8744-51eddeeeb8d7',
  Preferences: '21216c6a-2e73-6563-6e65-726566657250',
} as const

const PROJECT = `
[deps]
TinyDep = "${UUIDS.TinyDep}"
ExtParent = "${UUIDS.ExtParent}"

[extras]
Preferences = "${UUIDS.Preferences}"
`

/** @param below `deps.` in the second format. */
function manifestEntries(below: '' | 'deps.'): string {
  return `
[[${below}Dates]]
deps = ["Printf"]
uuid = "${UUIDS.Dates}"

[[${below}ExtParent]]
path = "../dev/ExtParent"
uuid = "${UUIDS.ExtParent}"
version = "0.1.0"
weakdeps = ["Dates", "Tiny"]

    [${below}ExtParent.extensions]
    ExtParentTinyDatesExt = ["Tiny", "Dates"]
    ExtParentTinyExt = "Tiny"

[[${below}Preferences]]
git-tree-sha1 = "00805cd429dcb4870060ff49ef443486c262e38e"
uuid = "${UUIDS.Preferences}"
version = "1.4.1"

[[${below}Printf]]
uuid = "${UUIDS.Printf}"

[[${below}Tiny]]
path = "../dev/Tiny"
uuid = "${UUIDS.Tiny}"
version = "0.1.0"

[[${below}TinyDep]]
path = "../dev/TinyDep"
uuid = "${UUIDS.TinyDep}"

    [${below}TinyDep.deps]
    Tiny = "${UUIDS.Tiny}"
`
}

export const OLD_MANIFEST = manifestEntries('')
export const NEW_MANIFEST = `julia_version = "1.10.1"\nmanifest_format = "2.0"\nproject_hash = "da39a3ee5e6b4b0d3255bfef95601890afd80709"\n${manifestEntries('deps.')}`

export function world(): MemoryFiles {
  return new MemoryFiles({
    '/env/Project.toml': PROJECT,
    '/env/Manifest.toml': NEW_MANIFEST,
    '/old/Project.toml': PROJECT,
    '/old/Manifest.toml': OLD_MANIFEST,
    '/dev/Tiny/src/Tiny.jl': 'module Tiny end',
    '/dev/TinyDep/src/TinyDep.jl': 'module TinyDep end',
    '/dev/ExtParent/Project.toml': `name = "ExtParent"\nuuid = "${UUIDS.ExtParent}"\n[weakdeps]\nTiny = "${UUIDS.Tiny}"\nDates = "${UUIDS.Dates}"\n[extensions]\nExtParentTinyExt = "Tiny"\nExtParentTinyDatesExt = ["Tiny", "Dates"]\n`,
    '/dev/ExtParent/src/ExtParent.jl': 'module ExtParent end',
    '/dev/ExtParent/ext/ExtParentTinyExt.jl': 'module ExtParentTinyExt end',
    '/dev/ExtParent/ext/ExtParentTinyDatesExt/ExtParentTinyDatesExt.jl': 'module ExtParentTinyDatesExt end',
    '/pkgs/Solo.jl': 'module Solo end',
    '/pkgs/Folder.jl/src/Folder.jl': 'module Folder end',
    '/pkgs/Both.jl': 'module Both end',
    '/pkgs/Both/src/Both.jl': 'module Both end',
    '/pkgs/Owned/src/Owned.jl': 'module Owned end',
    '/pkgs/Owned/Project.toml': `name = "Owned"\nuuid = "22222222-2222-2222-2222-222222222222"\n[deps]\nTiny = "${UUIDS.Tiny}"\n`,
  })
}

const STDLIBS: ReadonlyMap<string, string> = new Map([['Dates', UUIDS.Dates], ['Printf', UUIDS.Printf]])

export function stackOf(version: JuliaVersion, options: Partial<EnvironmentOptions> = {}): EnvironmentStack {
  const project = options.activeProject ?? '/env'
  return new EnvironmentStack({ files: world(), rules: VERSION_RULES[version], depots: ['/depot'], stdlibs: STDLIBS, ...options, activeProject: project })
}

/** As people write it: `Tiny [ef5d…]`, or `nothing`. */
export const shown = (id: PkgId | undefined) => (id === undefined ? 'nothing' : pkgIdText(id))

/** A package of the world. */
export function pkg(name: keyof typeof UUIDS): PkgId {
  return { name, uuid: UUIDS[name] }
}

export const found = (stack: EnvironmentStack, into: PkgId | undefined, name: string) => shown(identifyPackage(stack, into, name))
