/** What caches keep, by version of Julia, as far as estimates need it; the simulated loader has the whole of it in main/julia/versions.ts (e.4). */

/** From these versions on. */
const SINCE = {
  /** Code of other packages' methods that leads to the package (julia#43990). */
  foreignCode: '1.8',
  /** Native code (julia#44527, julia#47184). */
  nativeCode: '1.9',
} as const

/** Below zero if `a` is older; versions as `1.10`. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((one) => one.split('.').map(Number))
  return (left?.[0] ?? 0) - (right?.[0] ?? 0) || (left?.[1] ?? 0) - (right?.[1] ?? 0)
}

/** Undefined if the version is not known. */
export function keeps(what: keyof typeof SINCE, version: string): boolean | undefined {
  return version === '' ? undefined : compareVersions(version, SINCE[what]) >= 0
}
