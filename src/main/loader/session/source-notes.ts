/** What a session learns of the sources that it runs, for the header of the cache that is made of them. */
import type { Module } from '../../julia/worlds/module'
import { samePkgId, type PkgId } from '../project/pkg-id'

export class SourceNotes {
  /** `from` said `using` of `to`'s name; each pair once, in order. */
  readonly requires: { readonly from: PkgId, readonly to: PkgId }[] = []
  /** Files that code was read from, with the module that they were included into, and those of `include_dependency`; in order. */
  readonly files: ({ readonly path: string, readonly module: Module } | { readonly path: string, readonly tracksContent: boolean })[] = []
  private readonly preferences = new Map<string, Set<string>>()

  require(from: PkgId, to: PkgId): void {
    if (!this.requires.some((known) => samePkgId(known.from, from) && samePkgId(known.to, to))) this.requires.push({ from, to })
  }

  preference(uuid: string, name: string): void {
    const known = this.preferences.get(uuid)
    if (known === undefined) this.preferences.set(uuid, new Set([name]))
    else known.add(name)
  }

  /** Names of the preferences of a package that were read while it was compiled. */
  preferencesOf(uuid: string): ReadonlySet<string> {
    return this.preferences.get(uuid) ?? new Set()
  }
}
