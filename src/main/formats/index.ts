/**
 * All formats, and the one way in: bytes of any kind to a profile. The format is found from the content: gzip and other
 * magic numbers first, then JSON by its structure, then text line by line.
 */
import type { BinaryFormat, JsonFormat, TextFormat } from './format'
import { accumulateBySource } from './accumulate-by-source'
import { inferenceList } from './inference-list'
import { inferenceTree } from './inference-tree'
import { inferenceTriggers } from './inference-triggers'
import { invalidationCounts } from './invalidation-counts'
import { invalidationLog } from './invalidation-log'
import { invalidationTrees } from './invalidation-trees'
import { precompileBlockers } from './precompile-blockers'
import { reportInvalidations } from './report-invalidations'
import { triggerSuggestions } from './trigger-suggestions'
import { uniqueInvalidated } from './uinvalidated'

/** In the order in which they are asked; the first whose block begins at a line reads it. */
export const TEXT_FORMATS: readonly TextFormat[] = [
  precompileBlockers,
  invalidationTrees,
  reportInvalidations,
  invalidationLog,
  uniqueInvalidated,
  invalidationCounts,
  inferenceTree,
  inferenceList,
  accumulateBySource,
  triggerSuggestions,
  inferenceTriggers,
]
export const JSON_FORMATS: readonly JsonFormat[] = []
export const BINARY_FORMATS: readonly BinaryFormat[] = []
