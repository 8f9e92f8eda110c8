/**
 * Absolute posix paths ("/depot/packages/Example/abcde"). Our own few lines and not `node:path`, because this room is free of Node: it also
 * runs in tests and samples over files that exist only in memory, and there every path is posix, whatever the machine. Windows drives are left out:
 * the host turns them into posix paths before they come here.
 */

/** Without `.`, `..`, doubled and closing slashes. `..` above the root stays at the root. */
export function normalizePath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** The parts below one another; as in Julia's `joinpath`, an absolute part begins anew. The result is normal and absolute. */
export function joinPath(...parts: readonly string[]): string {
  return normalizePath(parts.reduce((path, part) => (isAbsolutePath(part) ? part : `${path}/${part}`), ''))
}

export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/')
}

/** The folder that holds a path; the root's is the root. */
export function folderOf(path: string): string {
  const normal = normalizePath(path)
  return normal.slice(0, normal.lastIndexOf('/')) || '/'
}

/** The last part; `''` for the root. */
export function fileNameOf(path: string): string {
  const normal = normalizePath(path)
  return normal.slice(normal.lastIndexOf('/') + 1)
}

/** `path` as seen from `folder` ("src/a.jl"), or undefined where it does not lie below it; `''` for the folder itself. */
export function pathBelow(folder: string, path: string): string | undefined {
  const [above, whole] = [normalizePath(folder), normalizePath(path)]
  if (whole === above) return ''
  const stem = above === '/' ? '/' : `${above}/`
  return whole.startsWith(stem) ? whole.slice(stem.length) : undefined
}
