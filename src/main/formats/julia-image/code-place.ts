/**
 * Which package code belongs to, from the path of the file that it was written in: the depot's `packages/Name/slug`, a standard library,
 * Base's own files, the compiler's. Modules within a package are not told by paths.
 */
export interface CodePlace {
  /** '' where the path does not tell. */
  readonly package: string
  readonly module: string
}

const UNKNOWN: CodePlace = { package: '', module: '' }
const COMPILER: CodePlace = { package: 'Core', module: 'Core.Compiler' }
/** Folders and files that the compiler has for itself (Julia 1.12 has it as a package of its own). */
const COMPILERS = /(?:^|\/)(?:base\/compiler|compiler|Compiler\/src)\/[^/]+/
const STANDARD = /\/stdlib\/(?:v[\d.]+\/)?([^/]+)\//
const INSTALLED = /\/packages\/([^/]+)\/[^/]+\//
/** `Name/src/file.jl`, wherever it lies. */
const SOURCES = /\/([^/]+?)(?:\.jl)?\/(?:src|ext)\//
const CORE_FILES = new Set(['boot.jl', 'coreio.jl', 'coreimg.jl'])

export function placeOfFile(path: string): CodePlace {
  const file = path.replaceAll('\\', '/')
  if (!/\.jl$/.test(file)) return UNKNOWN
  const named = STANDARD.exec(file)?.[1] ?? INSTALLED.exec(file)?.[1]
  if (named !== undefined) return { package: named, module: named }
  if (COMPILERS.test(file)) return COMPILER
  const isBase = !/^(?:\/|[A-Za-z]:)/.test(file) || /\/base\//.test(file)
  if (isBase) return CORE_FILES.has(file.slice(file.lastIndexOf('/') + 1)) ? { package: 'Core', module: 'Core' } : { package: 'Base', module: 'Base' }
  const folder = SOURCES.exec(file)?.[1]
  return folder === undefined ? UNKNOWN : { package: folder, module: folder }
}
