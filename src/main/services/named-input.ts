/**
 * A file as the formats take it: whole, or, if it is of a format that is read in parts, open, so that an image of hundreds of megabytes is never
 * held in memory. The files beside it that belong to it (the native half of a package image) can be asked for.
 */
import { basename } from 'node:path'
import { BEGINNING, isReadInParts, type NamedInput } from '../formats/open'
import type { FileSource } from './file-source'
import type { Files } from './files'

export interface OpenInput extends NamedInput {
  /** To be called when it was read. */
  readonly close: () => void
}

/** Throws `UserError`, as `Files.read`; `limit` is only for what is read whole. */
export async function openInput(path: string, files: Files, limit: number, signal?: AbortSignal): Promise<OpenInput> {
  const open: FileSource[] = []
  const source = (at: string): FileSource | undefined => {
    const found = files.source?.(at)
    if (found) open.push(found)
    return found
  }
  const close = (): void => {
    for (const one of open.splice(0)) one.close()
  }
  const stem = path.replace(/\.[^./\\]+$/, '')
  const input = { name: basename(path), beside: (extension: string) => source(`${stem}.${extension}`), close }
  const file = source(path)
  const beginning = file?.read(0, Math.min(BEGINNING, file.length))
  if (file && beginning && isReadInParts(beginning)) return { ...input, bytes: beginning, file }
  close()
  return { ...input, bytes: await files.read(path, limit, signal) }
}
