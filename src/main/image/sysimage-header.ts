/**
 * What a system image says of itself: of which Julia it is, on what it was built, which packages are frozen in it and what their sources
 * were, and how the build went. Sessions decide by it whether they can begin from the image and whether it is stale.
 */
import { z } from 'zod'
import { ImageError } from './bytes'

const id = z.object({ name: z.string(), uuid: z.string().optional() })

const source = z.object({
  /** Absolute. */
  path: z.string(),
  /** Seconds since 1970; 0 where there was no such file. */
  mtime: z.number(),
  /** Bytes. */
  size: z.number().min(0),
  /** CRC-32C of the content. */
  crc: z.number().min(0),
}).readonly()

const frozenPackage = id.extend({
  version: z.string().optional(),
  /** The file where its code begins. */
  path: z.string(),
  buildId: z.string(),
  /** The entry file first. */
  includes: z.array(source).readonly(),
}).readonly()

/** The words of the profile's table of precompile statements. */
const OUTCOMES = ['kept', 'duplicate', 'unparsed', 'notFound', 'notInferred', 'returnedFalse', 'invalidated'] as const

const statementOutcome = z.object({
  /** As it was written. */
  statement: z.string(),
  /** The file that it stands in, or the execution file whose run gave it. */
  file: z.string(),
  /** 1-based; of the trace for execution files. */
  line: z.int(),
  from: z.enum(['execution', 'statements']),
  outcome: z.enum(OUTCOMES),
  /** Why it is not kept; '' if it is. */
  reason: z.string(),
  /** Virtual nanoseconds that it took. */
  time: z.number(),
}).readonly()

const PHASES = ['precompile', 'load', 'execution', 'statements', 'script', 'codegen', 'write'] as const

const phase = z.object({ name: z.enum(PHASES), /** Virtual nanoseconds from the beginning of the build. */ start: z.number(), end: z.number() }).readonly()

export const sysimageHeader = z.object({
  kind: z.literal('system'),
  /** `1.10`. */
  julia: z.string(),
  buildId: z.string(),
  /** The build of the image that it was built on; undefined for a Base that was made anew. */
  base: z.string().optional(),
  /** Names the builds of Base and the standard libraries: the same for all images that were built on one another. */
  origin: z.string(),
  cpuTarget: z.string(),
  /** Bytes that a session reads to begin; native code, which is mapped, is not among them. */
  dataBytes: z.number().min(0),
  /** How many of them are not in the image that comes with Julia, or in the Base that was made anew. */
  addedBytes: z.number().min(0),
  /** In the order in which they were loaded: so are they initialised. */
  packages: z.array(frozenPackage).readonly(),
  /** Names of the standard libraries that are there before anything is loaded. */
  stdlibs: z.array(z.string()).readonly(),
  /** As they were said, in PackageCompiler's words. */
  options: z.record(z.string(), z.unknown()).readonly(),
  statements: z.array(statementOutcome).readonly(),
  phases: z.array(phase).readonly(),
}).readonly()

export type SysimageHeader = z.infer<typeof sysimageHeader>
export type FrozenPackage = SysimageHeader['packages'][number]
export type FrozenSource = FrozenPackage['includes'][number]
export type StatementOutcome = SysimageHeader['statements'][number]
export type BuildPhase = SysimageHeader['phases'][number]

/** Throws `ImageError` for the header of something else. */
export function readSysimageHeader(header: unknown): SysimageHeader {
  const read = sysimageHeader.safeParse(header)
  if (read.success) return read.data
  const kind = typeof header === 'object' && header !== null && 'kind' in header ? header.kind : undefined
  throw new ImageError(kind === 'system' ? 'its header is not that of a system image of this Backedge' : 'it is no system image')
}
