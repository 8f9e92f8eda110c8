/** Where Julias are found, on machines of three kinds. */
import { describe, expect, it } from 'vitest'
import { findJulias, type Machine } from '../../../src/main/record/find-julia'

/** `files`: programs are those without a content. */
function machine(files: Readonly<Record<string, string>>, change: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux', env: { PATH: '/usr/bin:/opt/bin' }, home: '/home/me',
    readText: (path) => (Object.hasOwn(files, path) && files[path] !== '' ? files[path] : undefined),
    isProgram: (path) => files[path] === '',
    ...change,
  }
}

const JULIAUP = JSON.stringify({
  Default: 'release',
  InstalledVersions: { '1.9.4+0.x64.linux.gnu': { Path: './julia-1.9.4' }, '1.11.2+0.x64.linux.gnu': { Path: './julia-1.11.2' }, '1.7.0': { Path: '/gone' } },
  InstalledChannels: { '1.9': { Version: '1.9.4+0.x64.linux.gnu' }, release: { Version: '1.11.2+0.x64.linux.gnu' }, mine: { Command: '/src/julia/usr/bin/julia', Args: [] }, old: { Version: '1.7.0' }, odd: 3 },
})

describe('findJulias', () => {
  it('looks at the environment, the PATH, juliaup (its default first) and VS Code', () => {
    const found = findJulias(machine({
      '/opt/bin/julia': '', '/own/julia': '', '/src/julia/usr/bin/julia': '', '/home/me/bin/julia': '',
      '/home/me/.julia/juliaup/juliaup.json': JULIAUP,
      '/home/me/.julia/juliaup/julia-1.9.4/bin/julia': '', '/home/me/.julia/juliaup/julia-1.11.2/bin/julia': '',
      '/home/me/.config/Code/User/settings.json': '{\n  // "julia.executablePath": "/commented/julia",\n  "julia.executablePath": "~/bin/julia", // mine\n}',
    }, { env: { PATH: '/usr/bin:/opt/bin', BACKEDGE_JULIA: '/own/julia' } }))
    expect(found).toEqual([
      { path: '/own/julia', source: 'BACKEDGE_JULIA', version: '' },
      { path: '/opt/bin/julia', source: 'PATH', version: '' },
      { path: '/home/me/.julia/juliaup/julia-1.11.2/bin/julia', source: 'juliaup: release', version: '1.11.2' },
      { path: '/home/me/.julia/juliaup/julia-1.9.4/bin/julia', source: 'juliaup: 1.9', version: '1.9.4' },
      { path: '/src/julia/usr/bin/julia', source: 'juliaup: mine', version: '' },
      { path: '/home/me/bin/julia', source: 'VS Code', version: '' },
    ])
  })

  it('follows the customs of Windows and macOS', () => {
    const windows = machine({ 'C:\\bin\\julia.exe': '', 'D:\\j\\julia.exe': '', 'C:\\Roaming\\Code\\User\\settings.json': '{"julia.executablePath": "D:\\\\j\\\\julia.exe"}' }, {
      platform: 'win32', env: { Path: 'C:\\bin', APPDATA: 'C:\\Roaming' }, home: 'C:\\me',
    })
    expect(findJulias(windows).map(({ path }) => path)).toEqual(['C:\\bin\\julia.exe', 'D:\\j\\julia.exe'])
    const mac = machine({ '/Users/me/Library/Application Support/VSCodium/User/settings.json': '{"julia.executablePath": "/Applications/Julia.app/julia"}', '/Applications/Julia.app/julia': '' }, { platform: 'darwin', home: '/Users/me' })
    expect(findJulias(mac)).toEqual([{ path: '/Applications/Julia.app/julia', source: 'VS Code', version: '' }])
  })

  it('is not troubled by files that are none of what is expected', () => {
    for (const text of ['', '{', '[]', '{"InstalledChannels": 3}', '{"InstalledChannels": {"a": {"Version": "__proto__"}}}']) {
      expect(findJulias(machine({ '/home/me/.julia/juliaup/juliaup.json': text, '/home/me/.config/Code/User/settings.json': '"julia.executablePath": 3' }))).toEqual([])
    }
  })
})
