/**
 * Which Julias are on this machine, without running any: BACKEDGE_JULIA, the PATH, what juliaup has installed, and the one that VS Code
 * is set to use. Files are read through an interface, because tests have other machines.
 */
import { posix, win32 } from 'node:path'
import { isObject } from './json-object'

export interface FoundJulia {
  readonly path: string
  /** Where it was found: `PATH`, `juliaup: release`, `VS Code`. */
  readonly source: string
  /** Where the place says it: `1.10.4`, else ''. */
  readonly version: string
}

export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: NodeJS.ProcessEnv
  readonly home: string
  /** Undefined if there is no such file. */
  readonly readText: (path: string) => string | undefined
  /** Whether it is a file that may be run. */
  readonly isProgram: (path: string) => boolean
}

interface Ways {
  readonly join: (...parts: string[]) => string
  readonly isAbsolute: (path: string) => boolean
  readonly delimiter: string
}
const waysOf = (platform: NodeJS.Platform): Ways => (platform === 'win32' ? win32 : posix)

const VSCODE_FOLDERS = ['Code', 'Code - Insiders', 'VSCodium', 'Cursor']
/** Comments are allowed there, so it is not JSON; one key is all that counts. */
const EXECUTABLE = /^(?:(?!\/\/).)*?"julia\.executablePath"\s*:\s*("(?:[^"\\]|\\.)*")/gm

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** In the order in which they should be offered; each program once. */
export function findJulias(machine: Machine): FoundJulia[] {
  const found = [...ofEnvironment(machine), ...onPath(machine), ...ofJuliaup(machine), ...ofVsCode(machine)]
  const seen = new Set<string>()
  return found.filter(({ path }) => machine.isProgram(path) && !seen.has(path) && seen.add(path))
}

/** What a name without a folder means; undefined if nothing of that name is on the PATH. */
export function programOnPath(name: string, { platform, env, isProgram }: Machine): string | undefined {
  const { join, delimiter } = waysOf(platform)
  const names = platform === 'win32' && !/\.\w+$/.test(name) ? [`${name}.exe`, `${name}.cmd`, `${name}.bat`] : [name]
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.flatMap((folder) => names.map((one) => join(folder, one))).find((path) => isProgram(path))
}

function ofEnvironment({ env }: Machine): FoundJulia[] {
  const path = env['BACKEDGE_JULIA'] ?? ''
  return path === '' ? [] : [{ path, source: 'BACKEDGE_JULIA', version: '' }]
}

function onPath(machine: Machine): FoundJulia[] {
  const path = programOnPath('julia', machine)
  return path === undefined ? [] : [{ path, source: 'PATH', version: '' }]
}

function ofJuliaup({ platform, env, home, readText }: Machine): FoundJulia[] {
  const { join, isAbsolute } = waysOf(platform)
  const depot = env['JULIAUP_DEPOT_PATH'] ?? (env['JULIA_DEPOT_PATH'] ?? '').split(platform === 'win32' ? ';' : ':')[0] ?? ''
  const folder = join(depot === '' ? join(home, '.julia') : depot, 'juliaup')
  const config = parsed(readText(join(folder, 'juliaup.json')))
  if (!isObject(config)) return []
  const versions = isObject(config['InstalledVersions']) ? config['InstalledVersions'] : {}
  const channels = isObject(config['InstalledChannels']) ? config['InstalledChannels'] : {}
  const byDefault = config['Default']
  return Object.entries(channels)
    .sort(([a], [b]) => Number(b === byDefault) - Number(a === byDefault))
    .flatMap(([channel, is]): FoundJulia[] => {
      if (!isObject(is)) return []
      const source = `juliaup: ${channel}`
      if (typeof is['Command'] === 'string') return [{ path: is['Command'], source, version: '' }]
      const name = typeof is['Version'] === 'string' ? is['Version'] : ''
      const version = Object.hasOwn(versions, name) ? versions[name] : undefined
      if (!isObject(version) || typeof version['Path'] !== 'string') return []
      const place = isAbsolute(version['Path']) ? version['Path'] : join(folder, version['Path'])
      return [{ path: join(place, 'bin', platform === 'win32' ? 'julia.exe' : 'julia'), source, version: /^\d+\.\d+\.\d+(?:-[\w.]+)?/.exec(name)?.[0] ?? '' }]
    })
}

function ofVsCode(machine: Machine): FoundJulia[] {
  const { platform, env, home, readText } = machine
  const { join, isAbsolute } = waysOf(platform)
  const base = platform === 'win32' ? (env['APPDATA'] ?? join(home, 'AppData', 'Roaming'))
    : platform === 'darwin' ? join(home, 'Library', 'Application Support') : (env['XDG_CONFIG_HOME'] || join(home, '.config'))
  return VSCODE_FOLDERS.flatMap((folder): FoundJulia[] => {
    const settings = readText(join(base, folder, 'User', 'settings.json')) ?? ''
    // The last one counts, as in every reader of JSON.
    const text = parsed([...settings.matchAll(EXECUTABLE)].at(-1)?.[1])
    if (typeof text !== 'string' || text === '') return []
    const path = text.startsWith('~') ? join(home, text.slice(1)) : isAbsolute(text) ? text : programOnPath(text, machine)
    return path === undefined ? [] : [{ path, source: 'VS Code', version: '' }]
  })
}
