/** Reads the files that a command names into profiles, or folders of caches; `-` is standard input. Progress is shown only to a person. */
import { resolve } from 'node:path'
import { plain } from '../../../shared/charts/chart-spec'
import { UserError } from '../../../shared/errors'
import type { Profile } from '../../../shared/profile/tables'
import { importMerged, MAX_INPUT_BYTES } from '../../formats/open'
import { folderReader, type FolderEvents } from '../../services/depot/open-folder'
import { openInput, type OpenInput } from '../../services/named-input'
import type { CommandContext } from './command'

type ReadContext = Pick<CommandContext, 'terminal' | 'scenarios'>

const CLEAR_LINE = '\r\u001b[K'
/** Milliseconds without a sign of life before progress is shown. */
const PATIENCE = 300

async function readInput(path: string, { terminal, scenarios }: ReadContext, events: FolderEvents): Promise<OpenInput> {
  if (path === '-') return { name: '', bytes: await terminal.readStdin(), close: () => undefined }
  const full = resolve(terminal.folder, path)
  try {
    const folder = folderReader(scenarios.files)(full, events)
    if (folder) return { ...folder, close: () => undefined }
    return await openInput(full, terminal.files, MAX_INPUT_BYTES)
  } catch (error) {
    // In the words that were typed.
    if (error instanceof UserError && error.details.where === full) throw new UserError(error.code, error.message, { ...error.details, where: path })
    throw error
  }
}

/** One profile of each path, or one of all with `merge`. Throws `UserError`. */
export async function readInputs(paths: readonly string[], merge: boolean, context: ReadContext): Promise<Profile[]> {
  const { stderr } = context.terminal
  if (paths.filter((path) => path === '-').length > 1) throw new UserError('bad-usage', 'Standard input (-) can be read only once.')
  const inputs: OpenInput[] = []
  const begun = performance.now()
  const progress = { shown: false }
  const onProgress = (done: number, total: number, text: string): void => {
    if (!stderr.isTerminal || performance.now() - begun < PATIENCE) return
    progress.shown = true
    void stderr.write(`${CLEAR_LINE}${plain(text, 60)} ${Math.round((100 * done) / Math.max(1, total))} %`)
  }
  try {
    for (const path of paths) inputs.push(await readInput(path, context, { onProgress }))
    const groups = merge ? [inputs] : inputs.map((input) => [input])
    const profiles: Profile[] = []
    for (const group of groups) profiles.push((await importMerged(group, { onProgress })).profile)
    return profiles
  } finally {
    for (const { close } of inputs) close()
    if (progress.shown) await stderr.write(CLEAR_LINE)
  }
}
