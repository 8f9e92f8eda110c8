/** What `static` and `call` ask: a program, a scenario, a project or an image, and the options that say in which session. */
import { resolve } from 'node:path'
import { JULIA_VERSIONS } from '../../julia/versions'
import type { EntryPointSubject } from '../../services/entry-points'
import { loaderPath } from '../../services/node-files'
import { juliaVersion } from '../../services/simulate'
import { textOf, type Arguments, type Command } from './command'
import type { Terminal } from './terminal'

export const SUBJECT_OPTIONS = { julia: { type: 'string' }, project: { type: 'string' }, sysimage: { type: 'string' }, variation: { type: 'string' } } as const

export const SUBJECT_HELP = [
  '',
  'The session:',
  `  --julia VERSION    whose rules are followed: ${JULIA_VERSIONS.join(', ')}; what the scenario or the image says, or 1.10`,
  '  --project FOLDER   the active project, for a file or an image',
  '  --sysimage FILE    the system image to begin from',
  '  --variation LABEL  of a scenario: this one in place of the scenario as it is, or a cell of its matrix',
]

export function subjectOf(command: Command, path: string, args: Arguments, terminal: Terminal): EntryPointSubject {
  const here = (one: string | undefined): string | undefined => (one === undefined ? undefined : loaderPath(resolve(terminal.folder, one)))
  const julia = textOf(command, args, 'julia')
  return {
    path: loaderPath(resolve(terminal.folder, path)), julia: julia === undefined ? undefined : juliaVersion(julia),
    project: here(textOf(command, args, 'project')), sysimage: here(textOf(command, args, 'sysimage')), variation: textOf(command, args, 'variation'),
  }
}
