/** The Julia session that scenarios run in: packages, caches and the simulated Base that comes with the app. */
import { UserError } from '../../shared/errors'
import type { RunSession } from '../loader/session-request'

/** Throws `UserError` until packages can be loaded. */
export const runSession: RunSession = () => {
  throw new UserError('bad-usage', 'Packages cannot be loaded yet.', { hint: 'a program without packages of its own can be run: backedge run FILE.jl' })
}
