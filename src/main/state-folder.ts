/** Where the web server and the terminal keep what they remember and what they can make anew, by the customs of each system. Electron has its own. */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

export function stateFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform, home = homedir()): string {
  if (env['BACKEDGE_STATE']) return env['BACKEDGE_STATE']
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Backedge')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Backedge')
  return join(env['XDG_STATE_HOME'] ?? join(home, '.local', 'state'), 'backedge')
}

/** Compiled caches: it may be deleted at any time. A relative XDG_CACHE_HOME does not count, as its specification says. */
export function depotFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform, home = homedir()): string {
  if (env['BACKEDGE_DEPOT']) return env['BACKEDGE_DEPOT']
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Backedge', 'depot')
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'Backedge', 'depot')
  const cache = env['XDG_CACHE_HOME'] ?? ''
  return join(isAbsolute(cache) ? cache : join(home, '.cache'), 'backedge', 'depot')
}
