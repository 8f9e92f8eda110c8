/**
 * The source text that Julia appends to a cache file for Revise (base/loading.jl `read_dependency_src`; formats b.12): each file with its
 * path and its text as it was when the cache was made.
 */
import { ByteReader } from '../byte-reader'

interface StoredSource {
  /** As in the header: absolute, or below `@depot/`. */
  readonly path: string
  readonly bytes: Uint8Array
}

export interface SourceText {
  readonly files: readonly StoredSource[]
  /** Where the list ends. */
  readonly end: number
}

/** `at`: where the header says that it begins; 0 where there is none. @throws UserError where it breaks off. */
export function readSourceText(bytes: Uint8Array, at: number, littleEndian: boolean, name: string): SourceText {
  const reader = new ByteReader(bytes, name)
  reader.littleEndian = littleEndian
  reader.skip(at, 'what stands before the source text')
  const files: StoredSource[] = []
  if (at === 0) return { files, end: at }
  for (;;) {
    const path = reader.text('a path')
    if (path === '') return { files, end: reader.position }
    files.push({ path, bytes: reader.take(reader.count(64, 1, 'bytes of a source file'), 'a source file') })
  }
}
