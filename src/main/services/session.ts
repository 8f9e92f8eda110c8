/** The Julia session that scenarios run in: the loader's, with the simulated Base and the standard library that come with the app. */
import { sessionRunner } from '../loader/run'
import { STANDARD_UUIDS } from '../julia/runtime/standard-libraries'
import { base } from './base'

export const runSession = sessionRunner({ base, stdlibs: STANDARD_UUIDS })
