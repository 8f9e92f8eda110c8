/** Files as the rows of a tree: folders before files, each by name; what lies in a folded folder is left out. */
import type { LabFile } from '../../../shared/lab'

export interface TreeRow {
  /** Of a folder without a slash at its end. */
  readonly path: string
  readonly name: string
  /** From 0. */
  readonly depth: number
  /** Undefined for a folder. */
  readonly file: LabFile | undefined
}

interface Folder {
  readonly folders: Map<string, Folder>
  readonly files: Map<string, LabFile>
}

function newFolder(): Folder {
  return { folders: new Map(), files: new Map() }
}

/** The same on every machine: capitals do not matter. */
function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()]
  return left < right ? -1 : left > right ? 1 : 0
}

export function treeRows(files: readonly LabFile[], folded: ReadonlySet<string>): TreeRow[] {
  const root = newFolder()
  for (const file of files) {
    const names = file.path.split('/')
    let folder = root
    for (const name of names.slice(0, -1)) {
      const next = folder.folders.get(name) ?? newFolder()
      folder.folders.set(name, next)
      folder = next
    }
    folder.files.set(names.at(-1) ?? file.path, file)
  }
  const rows: TreeRow[] = []
  const walk = (folder: Folder, path: string, depth: number): void => {
    for (const [name, inner] of [...folder.folders].sort(byName)) {
      rows.push({ path: path + name, name, depth, file: undefined })
      if (!folded.has(path + name)) walk(inner, `${path}${name}/`, depth + 1)
    }
    for (const [name, file] of [...folder.files].sort(byName)) rows.push({ path: path + name, name, depth, file })
  }
  walk(root, '', 0)
  return rows
}
