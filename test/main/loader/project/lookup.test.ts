/** Which package a name means, and where it lies. Answers for 1.5 are those of Julia 1.5.3, those on extensions follow its loading.jl by version. */
import { describe, expect, it } from 'vitest'
import { dependenciesOf } from '../../../../src/main/loader/project/identify'
import { locatePackage } from '../../../../src/main/loader/project/locate'
import { extensionId } from '../../../../src/main/loader/project/pkg-id'
import { notInstalled, requirePackage } from '../../../../src/main/loader/project/require'
import { OLD_MANIFEST, UUIDS, found, pkg, shown, stackOf, world } from './world'

const LOAD_PATH = ['@', '/pkgs', '@stdlib']

describe('the load path', () => {
  const files = world()
  files.writeText('/depot2/environments/named/JuliaProject.toml', '')
  files.writeText('/depot2/environments/named/Project.toml', '')
  const depots = ['/depot', '/depot2']

  it.each([
    ['/env', '/env/Project.toml'],
    ['/env/Project.toml', '/env/Project.toml'],
    ['/nothing', '/nothing/Project.toml'],
    ['@named', '/depot2/environments/named/JuliaProject.toml'],
    ['@missing', '/depot/environments/missing/Project.toml'],
  ])('begins with the active project: %s', (activeProject, path) => {
    expect(stackOf('1.5', { files, depots, activeProject }).loadPath).toEqual([path, '/depot/environments/v1.5/Project.toml', '/usr/share/julia/stdlib/v1.5'])
  })

  it('has each entry once, and passes over what is not there', () => {
    const stack = stackOf('1.10', { files, depots, loadPath: ['@', '/env', 'env', '/nowhere', '@.', '@v#.#.#', '@stdlib'], folder: '/' })
    expect(stack.loadPath).toEqual(['/env/Project.toml', '/nowhere', '/depot/environments/v1.10.10/Project.toml', '/usr/share/julia/stdlib/v1.10'])
    expect(stack.environments.map(({ kind }) => kind)).toEqual(['project', 'stdlib'])
  })

  it('finds the project above the working folder', () => {
    expect(stackOf('1.10', { files, loadPath: ['@.'], folder: '/dev/ExtParent/src' }).loadPath).toEqual(['/dev/ExtParent/Project.toml'])
  })
})

describe('a manifest', () => {
  const manifestOf = (version: '1.9' | '1.10' | '1.11' | '1.12', files = world(), activeProject = '/env') => {
    const [environment] = stackOf(version, { files, activeProject }).environments
    return environment?.kind === 'project' ? environment.manifest?.file : undefined
  }

  it('for one version goes before that for all, from 1.10 on', () => {
    const files = world()
    for (const version of ['1.9', '1.10', '1.11']) files.writeText(`/env/Manifest-v${version}.toml`, OLD_MANIFEST)
    expect(manifestOf('1.9', files)).toBe('/env/Manifest.toml')
    expect(manifestOf('1.10', files)).toBe('/env/Manifest-v1.10.toml')
    expect(manifestOf('1.11', files)).toBe('/env/Manifest-v1.11.toml')
    expect(manifestOf('1.12', files)).toBe('/env/Manifest.toml')
    files.writeText('/env/JuliaManifest.toml', OLD_MANIFEST)
    expect(manifestOf('1.9', files)).toBe('/env/JuliaManifest.toml')
  })

  it('may lie elsewhere, or be that of the workspace (1.12)', () => {
    const files = world()
    files.writeText('/env/test/Project.toml', '')
    files.writeText('/env/Project.toml', '[workspace]\nprojects = ["test"]\n')
    expect(manifestOf('1.11', files, '/env/test')).toBeUndefined()
    expect(manifestOf('1.12', files, '/env/test')).toBe('/env/Manifest.toml')
    files.writeText('/env/Project.toml', 'manifest = "../old/Manifest.toml"')
    expect(manifestOf('1.11', files)).toBe('/old/Manifest.toml')
  })
})

describe('a name', () => {
  it.each(['/env', '/old'])('at top level means a dependency of the project, not what these need: %s', (activeProject) => {
    const stack = stackOf('1.5', { activeProject, loadPath: LOAD_PATH })
    expect(['TinyDep', 'Tiny', 'ExtParent', 'Preferences', 'Dates', 'Solo', 'Folder', 'Both', 'Owned', 'Nope'].map((name) => found(stack, undefined, name))).toEqual([
      `TinyDep [${UUIDS.TinyDep}]`, 'nothing', `ExtParent [${UUIDS.ExtParent}]`, 'nothing', `Dates [${UUIDS.Dates}]`,
      'Solo [top-level]', 'Folder [top-level]', 'Both [top-level]', 'Owned [22222222-2222-2222-2222-222222222222]', 'nothing',
    ])
  })

  it('in a package means one of its own dependencies', () => {
    const stack = stackOf('1.5', { loadPath: LOAD_PATH })
    expect(found(stack, pkg('TinyDep'), 'Tiny')).toBe(`Tiny [${UUIDS.Tiny}]`)
    expect(found(stack, pkg('TinyDep'), 'TinyDep')).toBe(`TinyDep [${UUIDS.TinyDep}]`)
    expect(found(stack, pkg('TinyDep'), 'Dates')).toBe('nothing')
    expect(found(stack, pkg('ExtParent'), 'Tiny')).toBe('nothing')
    expect(found(stack, { name: 'Owned', uuid: '22222222-2222-2222-2222-222222222222' }, 'Tiny')).toBe(`Tiny [${UUIDS.Tiny}]`)
    expect(found(stack, { name: 'Owned', uuid: '22222222-2222-2222-2222-222222222222' }, 'Solo')).toBe('nothing')
    expect(found(stack, { name: 'Solo', uuid: undefined }, 'Dates')).toBe(`Dates [${UUIDS.Dates}]`)
    expect(dependenciesOf(stack, pkg('TinyDep')).map(shown)).toEqual([`Tiny [${UUIDS.Tiny}]`])
    expect(dependenciesOf(stack, pkg('Tiny'))).toEqual([])
  })

  it('in the project itself means its dependencies, and ends there', () => {
    const stack = stackOf('1.10', { activeProject: '/dev/ExtParent' })
    expect(found(stack, undefined, 'ExtParent')).toBe(`ExtParent [${UUIDS.ExtParent}]`)
    expect(found(stack, pkg('ExtParent'), 'Tiny')).toBe('nothing')
    expect(found(stack, pkg('ExtParent'), 'Dates')).toBe('nothing')
  })
})

describe('an extension', () => {
  const single = extensionId(UUIDS.ExtParent, 'ExtParentTinyExt')
  const double = extensionId(UUIDS.ExtParent, 'ExtParentTinyDatesExt')

  it.each(['/env', '/dev/ExtParent'])('sees its parent and its triggers: %s', (activeProject) => {
    const stack = stackOf('1.10', { activeProject })
    expect(found(stack, double, 'ExtParent')).toBe(`ExtParent [${UUIDS.ExtParent}]`)
    expect(found(stack, double, 'Dates')).toBe(`Dates [${UUIDS.Dates}]`)
    expect(found(stack, single, 'Tiny')).toBe(`Tiny [${UUIDS.Tiny}]`)
    expect(found(stack, single, 'TinyDep')).toBe('nothing')
    expect(locatePackage(stack, single)?.path).toBe('/dev/ExtParent/ext/ExtParentTinyExt.jl')
    expect(locatePackage(stack, double)).toMatchObject({ path: '/dev/ExtParent/ext/ExtParentTinyDatesExt/ExtParentTinyDatesExt.jl', folder: '/dev/ExtParent' })
  })

  it('in a manifest does not see triggers of other extensions of the same parent', () => {
    expect(found(stackOf('1.10'), single, 'Dates')).toBe('nothing')
    expect(dependenciesOf(stackOf('1.10'), single).map(({ name }) => name)).toEqual(['ExtParent', 'Tiny'])
  })

  it('is not known before 1.9', () => {
    expect(found(stackOf('1.8'), single, 'Tiny')).toBe('nothing')
    expect(locatePackage(stackOf('1.8'), single)).toBeUndefined()
  })
})

describe('the source', () => {
  const path = (stack: ReturnType<typeof stackOf>, name: keyof typeof UUIDS) => locatePackage(stack, pkg(name))?.path

  it('lies where the manifest says, relative to it, or in the standard library', () => {
    const stack = stackOf('1.10')
    expect(path(stack, 'TinyDep')).toBe('/dev/TinyDep/src/TinyDep.jl')
    expect(path(stack, 'Tiny')).toBe('/dev/Tiny/src/Tiny.jl')
    expect(locatePackage(stack, pkg('Printf'))).toMatchObject({ path: '/usr/share/julia/stdlib/v1.10/Printf/src/Printf.jl', isStdlib: true })
    expect(locatePackage(stack, { name: 'Tiny', uuid: UUIDS.Dates })).toBeUndefined()
  })

  it('lies in the first depot that has the version, by either length of slug', () => {
    const files = world()
    const stack = () => stackOf('1.10', { files, depots: ['/depot', '/depot2'] })
    expect(path(stack(), 'Preferences')).toBeUndefined()
    files.writeText('/depot2/packages/Preferences/TTEA/src/Preferences.jl', '')
    expect(path(stack(), 'Preferences')).toBe('/depot2/packages/Preferences/TTEA/src/Preferences.jl')
    files.writeText('/depot2/packages/Preferences/TTEAN/src/Preferences.jl', '')
    expect(path(stack(), 'Preferences')).toBe('/depot2/packages/Preferences/TTEAN/src/Preferences.jl')
  })

  it('of a package that no depot has is not looked for further down, from 1.8 on', () => {
    const files = world()
    files.writeText('/pkgs/Preferences/src/Preferences.jl', '')
    files.writeText('/pkgs/Preferences/Project.toml', `name = "Preferences"\nuuid = "${UUIDS.Preferences}"`)
    expect(path(stackOf('1.7', { files, loadPath: LOAD_PATH }), 'Preferences')).toBe('/pkgs/Preferences/src/Preferences.jl')
    expect(path(stackOf('1.8', { files, loadPath: LOAD_PATH }), 'Preferences')).toBeUndefined()
  })

  it('in a folder of packages is a file before a folder, from 1.12 on after it', () => {
    const both = (version: '1.5' | '1.11' | '1.12') => locatePackage(stackOf(version, { loadPath: LOAD_PATH }), { name: 'Both', uuid: undefined })?.path
    expect(both('1.5')).toBe('/pkgs/Both.jl')
    expect(both('1.11')).toBe('/pkgs/Both.jl')
    expect(both('1.12')).toBe('/pkgs/Both/src/Both.jl')
    expect(locatePackage(stackOf('1.5', { loadPath: LOAD_PATH }), { name: 'Folder', uuid: undefined })?.path).toBe('/pkgs/Folder.jl/src/Folder.jl')
  })

  it('of a project begins in its entry file, which 1.11 brought', () => {
    const files = world()
    files.writeText('/own/Project.toml', `name = "Own"\nuuid = "${UUIDS.Tiny}"\nentryfile = "code/Begin.jl"`)
    files.writeText('/own/code/Begin.jl', '')
    files.writeText('/own/src/Own.jl', '')
    const own = (version: '1.10' | '1.11') => locatePackage(stackOf(version, { files, activeProject: '/own' }), { name: 'Own', uuid: UUIDS.Tiny })?.path
    expect(own('1.10')).toBe('/own/src/Own.jl')
    expect(own('1.11')).toBe('/own/code/Begin.jl')
  })
})

describe('what is not found', () => {
  const error = (version: '1.5' | '1.10' | '1.11' | '1.12', into: Parameters<typeof requirePackage>[1], name: string, scope?: '.' | '..') => {
    const required = requirePackage(stackOf(version, { loadPath: ['@', '/pkgs'] }), into, name, scope)
    return 'error' in required ? required.error : shown(required.found)
  }

  it('at top level', () => {
    expect(error('1.5', undefined, 'Nope')).toBe('Package Nope not found in current path:\n- Run `import Pkg; Pkg.add("Nope")` to install the Nope package.\n')
    expect(error('1.10', undefined, 'Nope')).toBe('Package Nope not found in current path.\n- Run `import Pkg; Pkg.add("Nope")` to install the Nope package.')
    expect(error('1.10', undefined, 'Nope', '..')).toBe('Package Nope not found in current path, maybe you meant `import/using ..Nope`.\n- Otherwise, run `import Pkg; Pkg.add("Nope")` to install the Nope package.')
  })

  it('in a package, as 1.10.1 said it', () => {
    expect(error('1.10', pkg('TinyDep'), 'Preferences')).toBe(`Package TinyDep does not have Preferences in its dependencies:
- You may have a partially installed environment. Try \`Pkg.instantiate()\`
  to ensure all packages in the environment are installed.
- Or, if you have TinyDep checked out for development and have
  added Preferences as a dependency but haven't updated your primary
  environment's manifest file, try \`Pkg.resolve()\`.
- Otherwise you may need to report an issue with TinyDep`)
  })

  it('names the manifests of another Julia from 1.11 on', () => {
    expect(error('1.11', pkg('TinyDep'), 'Preferences')).toContain(`:
- Note that the following manifests in the load path were resolved with a different
  julia version, which may be the cause of the error:
    /env/Manifest.toml (v1.10.1)
- You may`)
    expect(error('1.12', pkg('TinyDep'), 'Preferences')).toContain('Try to re-resolve them in the\n  current version, or consider deleting them if that fails:\n    /env/Manifest.toml (v1.10.1)\n- You may')
  })

  it('is taken from the project with a warning until 1.7', () => {
    expect(requirePackage(stackOf('1.7'), pkg('Tiny'), 'TinyDep')).toEqual({
      found: pkg('TinyDep'),
      warning: `Package Tiny does not have TinyDep in its dependencies:
- If you have Tiny checked out for development and have
  added TinyDep as a dependency but haven't updated your primary
  environment's manifest file, try \`Pkg.resolve()\`.
- Otherwise you may need to report an issue with Tiny
Loading TinyDep into Tiny from project dependency, future warnings for Tiny are suppressed.`,
    })
    expect(requirePackage(stackOf('1.8'), pkg('Tiny'), 'TinyDep')).toHaveProperty('error')
  })

  it('is known but has no source', () => {
    expect(notInstalled(pkg('Preferences'))).toBe(`Package Preferences [${UUIDS.Preferences}] is required but does not seem to be installed:\n - Run \`Pkg.instantiate()\` to install all recorded dependencies.\n`)
  })
})
