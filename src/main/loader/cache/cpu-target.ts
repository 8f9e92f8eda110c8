/**
 * Whether native code that was made for some processors runs on this one (src/processor.cpp `jl_check_pkgimage_clones`). A target is a
 * line as Julia prints it: `generic; flags=0; features_en=(sse3, avx2)`. Our machine is virtual and is whatever the session calls itself, so
 * only this is compared: one of the file's targets must need no feature that the session's first target lacks. Left out: the choice of
 * the best target, and what each instruction set requires by itself.
 */

/** Undefined where the code runs here; else what Julia says of each target. */
export function cpuTargetObjection(file: readonly string[], session: readonly string[]): string | undefined {
  const here = readTarget(session[0] ?? '')
  const objections: string[] = []
  for (const [index, text] of file.entries()) {
    const target = readTarget(text)
    const missing = [...target.features].filter((feature) => !here.features.has(feature))
    if (missing.length === 0 && (target.name === here.name || target.name === 'generic')) return undefined
    const why = missing.length > 0 ? 'use of runtime-disabled features' : `CPU mismatch with ${here.name}`
    objections.push(`Target ${index} (${target.name}): Rejecting this target due to ${why}\n`)
  }
  return objections.join('')
}

function readTarget(text: string): { readonly name: string, readonly features: ReadonlySet<string> } {
  const features = /features_en=\(([^)]*)\)/.exec(text)?.[1] ?? ''
  return { name: text.split(';', 1)[0] ?? '', features: new Set(features.split(',').map((name) => name.trim()).filter((name) => name !== '')) }
}
