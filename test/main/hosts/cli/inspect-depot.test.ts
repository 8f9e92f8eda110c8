/** `backedge inspect FOLDER` over a depot in memory. */
import { describe, expect, it } from 'vitest'
import { parseArguments, type CommandContext } from '../../../../src/main/hosts/cli/command'
import { inspectCommand } from '../../../../src/main/hosts/cli/inspect-command'
import { MemoryFiles } from '../../../../src/main/loader/files'
import { writeCache } from '../../formats/julia-cache/cache-writer'

const UUID = '00000000-0000-0000-0000-00000000000a'
const SOURCE = '/depot/packages/Example/abcde/src/Example.jl'

function depot(): MemoryFiles {
  const files = new MemoryFiles({ [SOURCE]: 'module Example end' }, () => 1000)
  const bytes = writeCache({ julia: '1.10.1', name: 'Example', uuid: UUID, buildId: 7n, includes: [{ path: SOURCE, mtime: 1000, text: 'module Example end' }] })
  files.write('/depot/compiled/v1.10/Example/xxxxx_11111.ji', bytes)
  return files
}

async function inspect(files: MemoryFiles, ...args: readonly string[]): Promise<string> {
  let written = ''
  const output = { isTerminal: false, write: (text: string | Uint8Array) => Promise.resolve(void (written += String(text))) }
  const context = { terminal: { stdout: output, stderr: output, columns: 100, colour: false, folder: '/' }, scenarios: { files } } as unknown as CommandContext
  await inspectCommand.run(parseArguments(inspectCommand, args), context)
  return written
}

describe('backedge inspect FOLDER', () => {
  it('prints packages, what is stale and what has to be precompiled again', async () => {
    const files = depot()
    expect(await inspect(files, '/depot')).toMatch(/^1 package, 1 cache file, \d+ B; none is stale\n\nExample +\d+ B {2}fresh\n$/)
    files.touch(SOURCE, 2000)
    expect(await inspect(files, '/depot/compiled/v1.10')).toMatch(
      /; 1 stale, \d+ B\n\nExample +\d+ B {2}stale\n {4}xxxxx_11111\.ji: Rejecting stale cache file \(mtime 1000\.0\) because file \/depot\S+ \(mtime 2000\.0\) has changed\n\nTo precompile again: 1 package: Example\n$/,
    )
  })

  it('gives plain data', async () => {
    expect(JSON.parse(await inspect(depot(), '/depot/compiled/v1.10/Example', '--json'))).toMatchObject({
      folder: '/depot/compiled/v1.10/Example', precompileAgain: [], files: [{ package: 'Example', uuid: UUID, version: '1.10', julia: '1.10.1', state: 'fresh', code: null }],
    })
  })

  it('asks a project which version of a package counts', async () => {
    const files = depot()
    files.writeText('/project/Project.toml', `[deps]\nExample = "${UUID}"\n`)
    files.writeText('/project/Manifest.toml', `manifest_format = "2.0"\n\n[[deps.Example]]\npath = "../dev/Example"\nuuid = "${UUID}"\nversion = "1.0.0"\n`)
    files.writeText('/dev/Example/src/Example.jl', 'module Example end')
    expect(await inspect(files, '/depot', '--project', '/project')).toContain('because it is for file /depot/packages/Example/abcde/src/Example.jl not file /dev/Example/src/Example.jl')
  })

  it('is for one folder', async () => {
    await expect(inspect(depot(), '/depot', 'x.ji')).rejects.toThrow('A folder is inspected by itself.')
  })
})
