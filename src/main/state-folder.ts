/** Where the web server and the terminal keep what they remember, by the customs of each system. Electron has its own. */
import { homedir } from 'node:os'
import { join } from 'node:path'

export function stateFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform, home = homedir()): string {
  if (env['BACKEDGE_STATE']) return env['BACKEDGE_STATE']
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Backedge')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Backedge')
  return join(env['XDG_STATE_HOME'] ?? join(home, '.local', 'state'), 'backedge')
}
