/**
 * The sample projects that come with the app, as files of the loader: they lie in memory, below a folder that no disk has. A file's time of
 * modification follows from its content, so that caches of an older version of a sample are found to be stale.
 */
import { crc32c } from '../loader/crc32c'
import type { FileSystem } from '../loader/files'
import { OverlayFiles } from '../loader/overlay-files'
import { joinPath } from '../loader/paths'

const texts = import.meta.glob<string>('../../../resources/samples/projects/**/*.{toml,jl,md}', { query: '?raw', import: 'default', eager: true })
const BUNDLED = '../../../resources/samples/projects/'
const FOLDER = '/backedge samples'

/** Names of the samples, sorted: each is a folder with a `scenario.toml`. */
export const sampleProjects: readonly string[] = [...new Set(Object.keys(texts).map((path) => path.slice(BUNDLED.length).split('/', 1)[0] ?? ''))].sort()

export function samplePath(name: string): string {
  return joinPath(FOLDER, name)
}

/** The samples and, for the depot alone, what is below. */
export function sampleFiles(below: FileSystem, depot: string): FileSystem {
  const files = new OverlayFiles(below, [{ folder: depot, place: depot }])
  for (const [path, text] of Object.entries(texts)) {
    const bytes = new TextEncoder().encode(text)
    files.put(joinPath(FOLDER, path.slice(BUNDLED.length)), bytes, crc32c(bytes))
  }
  return files
}
