/** `backedge inspect FOLDER`: the caches of a real Julia's depot. */
import { resolve } from 'node:path'
import { loaderPath } from '../../services/node-files'
import { depotText } from '../../services/depot/depot-text'
import { inspectDepot, type DepotReport } from '../../services/depot/inspect-depot'
import { projectView } from '../../services/depot/project-view'
import type { CommandContext } from './command'

/** Whether something lies in the folder; files and what is not there have nothing in them. */
export function isFolder(path: string, { terminal, scenarios }: CommandContext): boolean {
  const full = loaderPath(resolve(terminal.folder, path))
  return path !== '-' && scenarios.files.stat(full) === undefined && scenarios.files.list(full).length > 0
}

/** @param project whose packages, versions and preferences count; as the files themselves say, if left out. */
export async function inspectFolder(path: string, { project, json }: { project: string | undefined, json: boolean }, { terminal, scenarios }: CommandContext): Promise<void> {
  const full = (one: string) => loaderPath(resolve(terminal.folder, one))
  const folder = full(path)
  const { files } = scenarios
  const version = /\/v(\d+\.\d+)(?:\/|$)/.exec(folder)?.[1]
  const depot = folder.replace(/\/compiled(?:\/.*)?$/, '')
  const report = inspectDepot({ files, folder, ...(project !== undefined && { project: projectView(files, full(project), version ?? '1.10', [depot]) }) })
  const text = json ? JSON.stringify(plainReport(path, report), null, 2) : depotText(report)
  await terminal.stdout.write(`${text}\n`)
}

/** Sizes are bytes; `code` is the kind of the reason, which is a sentence in Julia's words. */
function plainReport(folder: string, { verdicts, touched }: DepotReport): unknown {
  const files = verdicts.map(({ file, state, text, reason }) => ({
    package: file.header?.package.name ?? null, uuid: file.header?.package.uuid ?? null, version: file.version, path: file.path, julia: file.header?.juliaVersion ?? null,
    buildId: file.header?.buildId ?? null, bytes: file.bytes, nativeBytes: file.nativeBytes, state, code: reason?.code ?? null, reason: text,
  }))
  return { folder, files, precompileAgain: touched }
}
