/** All formats by the kind of input they read. `open.ts` is the way in that asks them. */
import { chromeTrace } from './chrome-trace'
import type { BinaryFormat, JsonFormat, RangedFormat, RowFormat, TextFormat } from './format'
import { accumulateBySource } from './accumulate-by-source'
import { backedgeImage } from './backedge-image'
import { ENVIRONMENT } from './environment-toml'
import { inferenceList } from './inference-list'
import { inferenceTree } from './inference-tree'
import { inferenceTriggers } from './inference-triggers'
import { invalidationCounts } from './invalidation-counts'
import { invalidationsAction } from './invalidations-action'
import { invalidationLog } from './invalidation-log'
import { invalidationTrees } from './invalidation-trees'
import { ambiguities } from './ambiguities'
import { juliaErrors } from './julia-errors'
import { loadingLog } from './loading-log/loading-log'
import { logMessages } from './log-messages'
import { pkgPrecompile } from './pkg-precompile'
import { precompileBlockers } from './precompile-blockers'
import { RECORDING } from './recording-jsonl'
import { reportInvalidations } from './report-invalidations'
import { snoopLlvm } from './snoop-llvm'
import { snoopcompileParcel } from './snoopcompile-parcel'
import { snoopcompileWrite } from './snoopcompile-write'
import { timeImports } from './time-imports'
import { timeMacro } from './time-macro'
import { traceCompile } from './trace-compile'
import { trimVerifier } from './trim-verifier'
import { triggerSuggestions } from './trigger-suggestions'
import { uniqueInvalidated } from './uinvalidated'
import { jlprof } from './jlprof'
import { juliaCache } from './julia-cache/cache-file'
import { headerAnswers, staleAnswer } from './julia-cache/header-answers'
import { juliaImage } from './julia-image/image-file'
import { functionTable, sectionTable } from './julia-image/image-tables'
import { pkgCacheInspector } from './julia-image/pkg-cache-inspector'
import { readelfText } from './julia-image/readelf-text'
import { pprof } from './pprof'
import { processTimes } from './process-times'
import { runDescription } from './run-description'
import { snoopCounts } from './snoop-dumps/counts'
import { inferenceBacktraces } from './snoop-dumps/inference-backtraces'
import { inferenceFlamegraph } from './snoop-dumps/inference-flamegraph'
import { inferenceNodes } from './snoop-dumps/inference-nodes'
import { invalidationList, invalidationTreeDump } from './snoop-dumps/invalidation-dumps'
import { llvmSizes, llvmTimes } from './snoop-dumps/llvm-rows'
import { speedscope } from './speedscope'

/** In the order in which they are asked; the first whose block begins at a line reads it. */
export const TEXT_FORMATS: readonly TextFormat[] = [
  precompileBlockers,
  invalidationTrees,
  reportInvalidations,
  invalidationLog,
  uniqueInvalidated,
  invalidationCounts,
  invalidationsAction,
  inferenceTree,
  inferenceList,
  accumulateBySource,
  triggerSuggestions,
  inferenceTriggers,
  timeImports,
  timeMacro,
  trimVerifier,
  loadingLog,
  pkgPrecompile,
  snoopcompileWrite,
  snoopcompileParcel,
  traceCompile,
  snoopLlvm,
  pkgCacheInspector,
  readelfText,
  ambiguities,
  // Last: the others read log messages of their own.
  juliaErrors,
  logMessages,
]
/** In the order in which they are asked. */
export const JSON_FORMATS: readonly JsonFormat[] = [sectionTable, functionTable, headerAnswers, staleAnswer, snoopCounts, processTimes, runDescription, speedscope, chromeTrace]
/** In the order in which they are asked. */
export const ROW_FORMATS: readonly RowFormat[] = [
  inferenceNodes, inferenceFlamegraph, inferenceBacktraces, invalidationTreeDump, invalidationList, llvmTimes, llvmSizes,
]
export const BINARY_FORMATS: readonly BinaryFormat[] = [juliaCache, jlprof, pprof]
/** Of files that are not held in memory as a whole. */
export const RANGED_FORMATS: readonly RangedFormat[] = [backedgeImage, juliaImage]

/** All that can be opened, for people to read: what one looks at first stands first, whole files stand last. */
export const ALL_FORMATS: readonly { readonly id: string; readonly title: string }[] = [
  timeImports,
  ENVIRONMENT,
  timeMacro,
  inferenceTree,
  inferenceList,
  accumulateBySource,
  inferenceTriggers,
  triggerSuggestions,
  invalidationTrees,
  reportInvalidations,
  uniqueInvalidated,
  invalidationLog,
  invalidationCounts,
  invalidationsAction,
  precompileBlockers,
  traceCompile,
  snoopcompileWrite,
  snoopcompileParcel,
  snoopLlvm,
  pkgPrecompile,
  loadingLog,
  trimVerifier,
  ambiguities,
  juliaErrors,
  logMessages,
  ...ROW_FORMATS,
  snoopCounts,
  processTimes,
  runDescription,
  jlprof,
  pprof,
  speedscope,
  chromeTrace,
  RECORDING,
  juliaCache,
  headerAnswers,
  staleAnswer,
  juliaImage,
  pkgCacheInspector,
  readelfText,
  sectionTable,
  functionTable,
  backedgeImage,
  { id: 'backedge', title: 'Backedge profiles (.backedge)' },
]
