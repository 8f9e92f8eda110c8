/**
 * The package that a source file belongs to, from its path alone: where depots, development folders and the standard
 * library keep files. Paths may be of any system, and of another machine.
 */

export interface FileOwner {
  readonly name: string
  readonly kind: 'package' | 'standard library' | 'Base' | 'session' | 'unknown'
}

const SESSION = /^(?:REPL\[\d+\]|In\[\d+\]|none|<stdin>|string|Untitled.*)$|^\/.*#==#/
const DEPOT = /(?:^|[\\/])packages[\\/]([^\\/]+)[\\/]/
const STDLIB = /(?:^|[\\/])stdlib[\\/]v?[\d.]*[\\/]?([^\\/]+)[\\/](?:src|ext)[\\/]/
const SOURCES = /.*[\\/]([^\\/]+)[\\/](?:src|ext)[\\/]/
const BASE = /(?:^|[\\/])(?:base|julia)[\\/][\w.]+\.jl$/

/** `module` is that of the method, for files whose path says nothing. */
export function ownerOfFile(file: string, module: string): FileOwner {
  const root = module.split('.', 1)[0] ?? ''
  if (file === '') return { name: root, kind: 'unknown' }
  if (SESSION.test(file)) return { name: root || 'Main', kind: 'session' }
  const library = STDLIB.exec(file)
  if (library) return { name: library[1] ?? '', kind: 'standard library' }
  const found = DEPOT.exec(file) ?? SOURCES.exec(file)
  if (found) return { name: (found[1] ?? '').replace(/\.jl$/, ''), kind: 'package' }
  // Base and Core print their files relative to their own folder.
  if (BASE.test(file) || ((root === 'Base' || root === 'Core') && !/^(?:[\\/]|[A-Za-z]:)/.test(file))) return { name: root || 'Base', kind: 'Base' }
  return { name: root, kind: 'unknown' }
}

/** `Static`, `Pkg (standard library)`, `Main (typed in the session)`; '' if it is not known. */
export function ownerText({ name, kind }: FileOwner): string {
  if (kind === 'standard library') return `${name} (standard library)`
  if (kind === 'session') return `${name} (typed in the session)`
  return name
}
