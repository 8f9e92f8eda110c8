/**
 * What a format importer is. One file in this folder per format; `index.ts` lists them. An importer only reads: it is
 * given its input and a builder, and reports what it could not read instead of throwing where the rest is still good.
 */
import type { ProfileBuilder } from '../../shared/profile/builder'
import type { ByteSource } from '../image/container'
import type { Lines } from './lines'

/** What an importer of text is given beside the lines. */
export interface TextImport {
  readonly builder: ProfileBuilder
  /** Row in the profile's sources. */
  readonly source: number
  /** What was typed at the nearest prompt above, in the same code block; '' if none. One input may print several blocks. */
  readonly command: string
  /**
   * Hands the line `at` to the other formats (a log message among `@time_imports` rows), as if the current block were
   * not there. Returns the first line after what they read, or `at` if none of them knows it.
   */
  interrupt(at: number): number
  /** Keeps line `at`, or only this part of it, as what could not be read. */
  leaveUnparsed(at: number, part?: string): void
}

/**
 * A format of printed text. Blocks of several formats may follow one another in one text, so an importer says where a
 * block begins and reads just that block.
 */
export interface TextFormat {
  readonly id: string
  /** In words, for the list of what can be opened: `@time_imports output`. */
  readonly title: string
  /**
   * Literal texts of which one stands in every line where a block begins, or in the line below it. Only such lines are
   * asked about (`marks.ts`), so a mark that is left out loses blocks, and one that any text holds costs time.
   */
  readonly marks: readonly string[]
  /** What it reads is worth opening by itself, though messages are all that it adds. */
  readonly answers?: true
  /** Further lines to ask about, of a format whose blocks begin like any text and only end with a mark. */
  starts?(lines: Lines): ReadonlySet<number>
  /** Whether a block begins at line `at`, which holds a mark of any format and which no block has claimed. */
  begins(lines: Lines, at: number): boolean
  /** Reads the block that begins at `at`. Returns the first line after it, or `at` if it was no block after all. */
  read(lines: Lines, at: number, into: TextImport): number
}

/** What an importer of whole files is given. */
export interface FileImport {
  readonly builder: ProfileBuilder
  readonly source: number
  /** The file's name, for titles and messages. */
  readonly name: string
  /** The file of the same name with another extension (`.so`) in its folder; undefined where there is none, or no folder is known. */
  readonly beside?: (extension: string) => ByteSource | undefined
}

/** A format that is one JSON document. */
export interface JsonFormat {
  readonly id: string
  readonly title: string
  detect(value: unknown): boolean
  /** Throws a `UserError` where the document cannot be read at all. */
  read(value: unknown, into: FileImport): void
}

/** One object of a list of objects. */
export interface DumpedRow {
  readonly fields: Readonly<Record<string, unknown>>
  /** 1-based line of the source; -1 where the whole list is one JSON document. */
  readonly line: number
}

/** A list of JSON objects of one kind: an object a line (JSON Lines), or one JSON list. */
export interface RowFormat {
  readonly id: string
  readonly title: string
  /** Whether an object is such a row; the first of a file is asked about. */
  detect(fields: Readonly<Record<string, unknown>>): boolean
  /** Returns the rows that it could not read. */
  read(rows: readonly DumpedRow[], into: FileImport): readonly DumpedRow[]
}

/** A binary format, after gunzipping if it was gzipped. */
export interface BinaryFormat {
  readonly id: string
  readonly title: string
  detect(bytes: Uint8Array): boolean
  /** Throws a `UserError` where the bytes cannot be read at all. */
  read(bytes: Uint8Array, into: FileImport): void
}

/** A binary format of files with hundreds of megabytes: parts are read as they are needed. */
export interface RangedFormat {
  readonly id: string
  readonly title: string
  /** `beginning`: a few thousand bytes, or all that there are. */
  detect(beginning: Uint8Array): boolean
  /** Throws a `UserError` where the file cannot be read at all. */
  read(file: ByteSource, into: FileImport): void
}
