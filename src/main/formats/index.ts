/**
 * All formats, and the one way in: bytes of any kind to a profile. The format is found from the content: gzip and other
 * magic numbers first, then JSON by its structure, then text line by line.
 */
import type { BinaryFormat, JsonFormat, TextFormat } from './format'

/** In the order in which they are asked; the first whose block begins at a line reads it. */
export const TEXT_FORMATS: readonly TextFormat[] = []
export const JSON_FORMATS: readonly JsonFormat[] = []
export const BINARY_FORMATS: readonly BinaryFormat[] = []
