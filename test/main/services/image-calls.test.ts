/** What the front end asks of builds: what there is to choose, paths that a person must have chosen, progress by phase, all or nothing. */
import { describe, expect, it } from 'vitest'
import { writeContainer } from '../../../src/main/image/container'
import { MemoryFiles as LoaderFiles } from '../../../src/main/loader/files'
import { readSysimageOptions } from '../../../src/main/loader/sysimage/options'
import type { SysimageRequest } from '../../../src/main/loader/sysimage/request'
import { readSysimageHeader } from '../../../src/main/image/sysimage-header'
import { Access } from '../../../src/main/services/access'
import { ImageCalls } from '../../../src/main/services/image-calls'
import type { ImageBuild } from '../../../src/shared/api'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import type { Profile } from '../../../src/shared/profile/tables'
import type { CallContext } from '../../../src/shared/rpc'
import { fakeSession } from './fake-session'
import { MemoryFiles } from './memory-files'

const HEADER = readSysimageHeader({
  kind: 'system', julia: '1.10', buildId: '1', origin: 'version', cpuTarget: 'native', dataBytes: 0, addedBytes: 0, packages: [], stdlibs: [], options: {}, phases: [],
  statements: [{ statement: 'precompile(Tuple{typeof(Pkg.f)})', file: '/p/s.jl', line: 1, from: 'statements', outcome: 'notFound', reason: 'there is no Pkg.f', time: 1 }],
})

function world() {
  const asked: SysimageRequest[] = []
  const opened: Profile[] = []
  const files = new MemoryFiles({ '/p/Project.toml': '', '/out/sys.image': '', '/elsewhere/more.jl': '' })
  const loader = new LoaderFiles({
    '/p/Project.toml': 'name = "Own"\nuuid = "7876af07-990d-54b4-ab0e-23690620f79a"\n[deps]\nExample = "8876af07-990d-54b4-ab0e-23690620f79b"\n',
    '/p/run.jl': '', '/p/env/Project.toml': '', '/p/.git/x.jl': '', '/elsewhere/more.jl': '',
  })
  const access = new Access(files)
  const calls = new ImageCalls(
    {
      files: loader, depot: '/depot', runSession: fakeSession([]),
      systemImage: (julia) => (julia === '1.10' ? '/bundle/system-1.10.image' : undefined),
      createSysimage(request) {
        asked.push(request)
        request.onProgress?.({ phase: 'statements', what: 'precompile(f)', done: 1, of: 2 })
        request.write(1, 'said\n')
        const builder = new ProfileBuilder()
        const block = builder.block({ part: 'images', format: 'simulated', title: 'The image' })
        builder.add('images', { name: 'twice', block })
        builder.add('imports', { name: 'Example', block: builder.block({ part: 'imports', format: 'simulated', title: 'Loads' }) })
        const { options: { sysimage_path: path } } = request
        request.files.write(path, writeContainer({ header: HEADER, sections: new Map([['methods', new Uint8Array(8)]]) }))
        return { path, size: 1, header: HEADER, seconds: 2.5, built: [], log: [], profile: builder.finish({ title: 'Build' }) }
      },
    },
    { access, files, sessions: { put: (profiles) => profiles.map((profile, at) => ({ id: opened.push(profile) + at, title: profile.meta.title, path: '', format: 'simulated', unsaved: true })) } },
  )
  return { asked, opened, files, loader, access, calls }
}
const said: [number, number, string][] = []
const context = (signal = new AbortController().signal): CallContext => ({ signal, progress: (done, total, text) => void said.push([done, total, text]) })
const build = (change: object = {}): ImageBuild => ({
  source: { kind: 'path', path: '/p/Project.toml' }, julia: '1.10', target: { kind: 'bytes' },
  options: readSysimageOptions({ sysimage_path: 'mine.image', packages: 'Example', precompile_execution_file: 'run.jl', ...change }),
})

describe('what there is to choose', () => {
  it('is the projects of a granted folder with their packages, and files that are not hidden', async () => {
    const { calls, access } = world()
    await expect(calls.project({ kind: 'path', path: '/p/Project.toml' })).rejects.toMatchObject({ code: 'no-access' })
    access.grant('/p/Project.toml')
    expect(await calls.project({ kind: 'path', path: '/p/Project.toml' })).toMatchObject({
      title: 'p', project: '.', julia: '1.10', projects: [{ path: '.', packages: ['Own', 'Example'] }, { path: 'env', packages: [] }], files: ['run.jl'], images: { '1.10': '/bundle/system-1.10.image' },
    })
  })
  it('is what the scenario of a sample says', async () => {
    const { calls } = world()
    const { project, projects, files } = await calls.project({ kind: 'sample', id: 'DemoPkg' })
    expect(projects.map(({ path }) => path)).toContain(project)
    expect(files.some((file) => file.endsWith('.jl'))).toBe(true)
    await expect(calls.project({ kind: 'sample', id: '../x' })).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a build', () => {
  it('gives the image as bytes, and opens one profile with what the image says of itself', async () => {
    const { calls, access, asked, opened, loader } = world()
    access.grant('/p/Project.toml')
    said.length = 0
    const built = await calls.build(build(), context())
    expect(built).toMatchObject({ file: { name: 'mine.image' }, seconds: 2.5, output: 'said\n', session: { title: 'Build' } })
    expect(asked[0]?.options).toMatchObject({ project: '/p', packages: ['Example'], precompile_execution_file: ['/p/run.jl'], sysimage_path: '/p/mine.image' })
    expect(said).toEqual([[3.5, 7, 'replaying statements: precompile(f)']])
    const [profile] = opened
    expect(profile?.images.length).toBe(1)
    expect(profile?.strings[profile.images.name[0] ?? -1]).toBe('mine.image')
    expect([profile?.precompile.length, profile?.imports.length, profile?.imageSections.length]).toEqual([1, 1, 2])
    // The project is only read.
    expect(loader.stat('/p/mine.image')).toBeUndefined()
  })
  it('writes to a path that was chosen, and to no other', async () => {
    const { calls, access, files, asked } = world()
    access.grant('/p/Project.toml')
    await expect(calls.build({ ...build(), target: { kind: 'path', path: '/out/sys.image' } }, context())).rejects.toMatchObject({ code: 'no-access' })
    expect(asked).toEqual([])
    access.grant('/out/sys.image')
    const { file } = await calls.build({ ...build(), target: { kind: 'path', path: '/out/sys.image' } }, context())
    expect((await files.read('/out/sys.image', 10_000)).length).toBe(file.size)
  })
  it('goes on from the image of the version without anybody choosing it, and from no other', async () => {
    const { calls, access, asked } = world()
    access.grant('/p/Project.toml')
    await calls.build(build({ base_sysimage: '/bundle/system-1.10.image' }), context())
    expect(asked[0]?.options.base_sysimage).toBeUndefined()
    await expect(calls.build({ ...build({ base_sysimage: '/bundle/system-1.10.image' }), julia: '1.9' }, context())).rejects.toMatchObject({ code: 'no-access' })
    expect(asked).toHaveLength(1)
  })
  it.each([
    ['precompile_execution_file', ['/elsewhere/more.jl']],
    ['precompile_statements_file', ['../elsewhere/more.jl']],
    ['script', '/elsewhere/more.jl'],
    ['project', '/elsewhere'],
  ])('reads no %s outside of the project that nobody chose', async (option, value) => {
    const { calls, access, asked } = world()
    access.grant('/p/Project.toml')
    await expect(calls.build(build({ [option]: value }), context())).rejects.toMatchObject({ code: 'no-access' })
    expect(asked).toEqual([])
    if (option !== 'precompile_execution_file') return
    access.grant('/elsewhere/more.jl')
    await calls.build(build({ [option]: value }), context())
    expect(asked[0]?.options.precompile_execution_file).toEqual(value)
  })
  it('opens and writes nothing when it is cancelled', async () => {
    const { calls, access, opened } = world()
    access.grant('/p/Project.toml')
    const abort = new AbortController()
    const ends = calls.build(build(), { ...context(abort.signal), progress: () => abort.abort() })
    await expect(ends).rejects.toThrow()
    expect(opened).toEqual([])
  })
  it('says which versions there are rules for', async () => {
    const { calls, access } = world()
    access.grant('/p/Project.toml')
    await expect(calls.build({ ...build(), julia: '0.7' }, context())).rejects.toThrow(/rules for Julia "0.7"/)
  })
})
