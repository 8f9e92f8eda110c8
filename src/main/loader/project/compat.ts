/**
 * `[compat]`: which versions a project allows, and whether its manifest keeps to it. The grammar is Pkg's (`semver_spec` in
 * Pkg/src/versions.jl): caret (also without a sign), tilde, equality, `≥`, `<` and ranges with a hyphen, joined by commas. Only major, minor and patch are compared,
 * as Pkg does; pre-releases and build metadata are passed over.
 */
import { UserError } from '../../../shared/errors'
import type { Manifest } from './manifest'
import type { ProjectFile } from './project-file'

/** Major, minor, patch; a bound may leave the later ones open. */
type Parts = readonly number[]

/** From `low` (missing parts are 0) to and with `high` (missing parts are anything; undefined: no end). */
interface VersionRange {
  readonly low: Parts
  readonly high: Parts | undefined
}

const VERSION = String.raw`v?(\d+(?:\.\d+){0,2})`
const SEMVER = new RegExp(`^([~^]?)\\s*${VERSION}$`)
const INEQUALITY = new RegExp(`^(≥|>=|=|<)\\s*${VERSION}$`)
const HYPHEN = new RegExp(`^${VERSION}\\s-\\s${VERSION}$`)

const partsOf = (text: string): Parts => text.split('.').map(Number)

/**
 * The ranges of a specifier such as `"1.2, ~0.3.1"`.
 * @throws UserError for one that Pkg does not take.
 */
export function readCompat(specifier: string): readonly VersionRange[] {
  return specifier.split(',').map((piece) => rangeOf(piece.trim()) ?? refuse(specifier))
}

function refuse(specifier: string): never {
  throw new UserError('bad-input', `expected versions such as "1.2", "~1.2.3", "= 1.2.3", "≥ 1.2", "< 2" or "1.2 - 1.4", found ${JSON.stringify(specifier)}`)
}

function rangeOf(piece: string): VersionRange | undefined {
  const semver = SEMVER.exec(piece)
  if (semver) return semverRange(semver[1] === '~' ? 'tilde' : 'caret', partsOf(semver[2] ?? ''))
  const inequality = INEQUALITY.exec(piece)
  if (inequality) return inequalityRange(inequality[1] ?? '', partsOf(inequality[2] ?? ''))
  const hyphen = HYPHEN.exec(piece)
  return hyphen ? { low: partsOf(hyphen[1] ?? ''), high: partsOf(hyphen[2] ?? '') } : undefined
}

/** A caret keeps the first part that is not zero, a tilde all but the last of three parts. */
function semverRange(kind: 'caret' | 'tilde', low: Parts): VersionRange | undefined {
  if (low.length === 3 && low.every((part) => part === 0)) return undefined
  if (kind === 'tilde') return { low, high: low.slice(0, Math.min(low.length, 2)) }
  const kept = low.findIndex((part) => part !== 0)
  return { low, high: kept < 0 ? low : low.slice(0, kept + 1) }
}

/** Missing parts are zero here: `= 1.2` is 1.2.0 alone. */
function inequalityRange(sign: string, given: Parts): VersionRange | undefined {
  const version = [0, 1, 2].map((at) => given[at] ?? 0)
  if (sign === '=') return { low: version, high: version }
  if (sign !== '<') return { low: version, high: undefined }
  const last = version.findLastIndex((part) => part !== 0)
  return last < 0 ? undefined : { low: [0], high: version.slice(0, last + 1).map((part, at) => (at === last ? part - 1 : part)) }
}

/** Whether a version lies in one of the ranges; undefined for what is no version. */
export function allowsVersion(ranges: readonly VersionRange[], version: string): boolean | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+].*)?$/.exec(version)
  if (!match) return undefined
  const parts = [match[1], match[2], match[3]].map((part) => Number(part ?? 0))
  return ranges.some(({ low, high }) => compare(parts, [0, 1, 2].map((at) => low[at] ?? 0)) >= 0 && (high === undefined || compare(parts, high) <= 0))
}

/** By the parts that `bound` has. */
function compare(version: Parts, bound: Parts): number {
  for (const [at, part] of bound.entries()) {
    const difference = (version[at] ?? 0) - part
    if (difference !== 0) return difference
  }
  return 0
}

/** One line of `[compat]`, for people. */
export interface CompatRow {
  readonly name: string
  /** As written. */
  readonly bound: string
  /** What the manifest has; undefined where it lists no version. */
  readonly found: string | undefined
  /** Undefined where there is nothing to compare. */
  readonly satisfied: boolean | undefined
}

/**
 * The bounds of a project beside what its manifest has, in the order of the file.
 * @param julia the version that `julia = "…"` is held against.
 * @throws UserError for a bound that cannot be read, with the file.
 */
export function compatRows(project: ProjectFile, manifest: Manifest | undefined, julia: string): readonly CompatRow[] {
  return [...project.compat].map(([name, bound]) => {
    const found = name === 'julia' ? julia : versionIn(project, manifest, name)
    const ranges = inFile(project.file, name, () => readCompat(bound))
    return { name, bound, found, satisfied: found === undefined ? undefined : allowsVersion(ranges, found) }
  })
}

function versionIn(project: ProjectFile, manifest: Manifest | undefined, name: string): string | undefined {
  const uuid = project.deps.get(name) ?? project.weakdeps.get(name) ?? project.extras.get(name)
  const entries = manifest?.entries.get(name) ?? []
  return (uuid === undefined ? undefined : entries.find((entry) => entry.uuid === uuid))?.version
}

function inFile<T>(file: string, name: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof UserError) throw new UserError(error.code, `compat.${name}: ${error.message}`, { where: file })
    throw error
  }
}
