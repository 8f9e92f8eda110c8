/**
 * The profile: one model for everything that Backedge opens, records or simulates. Tables of columns (`schema.ts`), one
 * string table, and a list of blocks that says for each row where its numbers come from and what they mean.
 */
import type { ColumnSpec, PartName, SCHEMA, TableName } from './schema'

type ColumnOf<Spec extends ColumnSpec> = Spec['type'] extends 'f64'
  ? Float64Array
  : Spec['type'] extends 'u8'
    ? Uint8Array
    : Int32Array

/** One table: equal columns of `length` rows. */
export type Table<Name extends TableName> = { readonly length: number } & {
  readonly [Column in keyof (typeof SCHEMA)[Name]]: (typeof SCHEMA)[Name][Column] extends ColumnSpec
    ? ColumnOf<(typeof SCHEMA)[Name][Column]>
    : never
}

type Tables = { readonly [Name in TableName]: Table<Name> }

/** A forest of calls: `inference` and `stacks` have the same columns. */
export type CallTree = Table<'inference'>

/** Where numbers come from. `tool` is what measured or simulated them, in words a user knows (`@time_imports`). */
export interface Provenance {
  readonly kind: 'measured' | 'simulated' | 'estimated' | 'derived'
  readonly tool: string
  /** Julia versions that print this form (`1.8.0-beta1 to rc1`), or the version itself; '' if the form does not tell. */
  readonly julia: string
  /** The known error of the numbers: `rounded to 0.1 ms`, `Float16: about 3 digits`; '' if none. */
  readonly error: string
}

/** What the times of a block mean. `nested` times contain other rows of the same block: their sum is not a total. */
export type TimeMeaning = 'both' | 'inclusive' | 'exclusive' | 'nested' | 'none'

/**
 * A run of rows that came from one place: one printed tree, one list, one file. A part of a profile may have several,
 * and they are never added up without saying so.
 */
export interface Block {
  readonly part: PartName
  /** Id of the importer. */
  readonly format: string
  readonly title: string
  /** What was typed at the prompt, '' if not known. */
  readonly command: string
  readonly source: number
  /** 1-based and inclusive; -1 where the source has no lines. */
  readonly firstLine: number
  readonly lastLine: number
  /** `tree`: parents are known. `list`: flat rows. `grouped`: each row adds up others (by method, by location). */
  readonly shape: 'tree' | 'list' | 'grouped'
  readonly times: TimeMeaning
  /** What the `start`, `exclusive` and `inclusive` columns of stacks count. */
  readonly unit: 'nanoseconds' | 'bytes' | 'count'
  readonly provenance: Provenance
  /** Caveats in whole sentences, shown beside the numbers. */
  readonly notes: readonly string[]
}

/** One file, paste or run that went into the profile. */
export interface Source {
  readonly name: string
  /** Id of the outer format: `text`, `speedscope`, `pprof`, … */
  readonly format: string
  /** Size in bytes as opened. */
  readonly bytes: number
}

export interface ProfileMeta {
  readonly title: string
  /** Julia version where one is known, else ''. */
  readonly julia: string
  /** Lines that were counted but not kept in `unparsed`, because there were too many. */
  readonly unparsedDropped: number
}

export interface Profile extends Tables {
  readonly meta: ProfileMeta
  readonly strings: readonly string[]
  readonly blocks: readonly Block[]
  readonly sources: readonly Source[]
}

/** The text at position `index` of the string table, '' for -1. */
export function textAt(profile: Pick<Profile, 'strings'>, index: number | undefined): string {
  return index === undefined || index < 0 ? '' : (profile.strings[index] ?? '')
}
