/**
 * The work of bench/load.mjs: packages in a chain (each uses the one before it) and in a star (one uses all others), precompiled once, then
 * loaded from their caches and from their sources. Files lie in memory, so that no disk is measured.
 */
import { MemoryFiles } from '../src/main/loader/files'
import { sessionRunner } from '../src/main/loader/run'
import { precompiler } from '../src/main/loader/session/precompile-all'
import type { JuliaVersion } from '../src/main/julia/versions'
import { STANDARD_UUIDS } from '../src/main/julia/runtime/standard-libraries'
import { calibrationFor } from '../src/main/services/calibrations'
import { systemBase } from '../src/main/services/system'

type Shape = 'chain' | 'star'

interface LoadTiming {
  readonly shape: Shape
  readonly julia: JuliaVersion
  readonly packages: number
  /** Milliseconds of this machine. */
  readonly precompile: number
  readonly fromCaches: number
  readonly fromSource: number
  /** Virtual seconds until the last package is there. */
  readonly virtual: { readonly fromCaches: number, readonly fromSource: number, readonly precompile: number }
  readonly cacheBytes: number
}

export interface LoadBench {
  readonly timings: readonly LoadTiming[]
}

export interface LoadBenchOptions {
  readonly packages: number
  readonly versions: readonly JuliaVersion[]
  readonly shapes: readonly Shape[]
  readonly now: () => number
}

const PROJECT = '/project'

function nameOf(at: number): string {
  return `Pkg${String(at).padStart(3, '0')}`
}

function uuidOf(at: number): string {
  return `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`
}

/** A small package as there are many: a type, methods of its own functions and of others, and a precompile directive for each entry. */
function sourceOf(at: number, uses: readonly number[]): string {
  const name = nameOf(at)
  const [first] = uses
  return [
    `module ${name}`,
    ...uses.map((one) => `using ${nameOf(one)}`),
    `export Item${at}, total${at}`,
    `struct Item${at}{T<:Real}`,
    '    weight::T',
    '    count::Int',
    'end',
    `Base.length(item::Item${at}) = item.count`,
    `Base.:(==)(a::Item${at}, b::Item${at}) = a.weight == b.weight && a.count == b.count`,
    `weight(item::Item${at}) = item.weight * item.count`,
    `function total${at}(items::Vector)`,
    '    sum = 0.0',
    '    for item in items',
    '        sum += weight(item)',
    '    end',
    first === undefined ? '    return sum' : `    return sum + ${nameOf(first)}.start${first}(length(items))`,
    'end',
    `start${at}(n::Int; scale = 2) = n * scale + ${at}`,
    `precompile(total${at}, (Vector{Item${at}{Float64}},))`,
    `precompile(start${at}, (Int,))`,
    'end',
    '',
  ].join('\n')
}

/** What a package uses. */
function dependencies(shape: Shape, at: number, count: number): readonly number[] {
  if (shape === 'chain') return at === 1 ? [] : [at - 1]
  return at === count ? Array.from({ length: count - 1 }, (_, before) => before + 1) : []
}

function filesOf(shape: Shape, count: number): MemoryFiles {
  const files = new MemoryFiles()
  const manifest = ['manifest_format = "2.0"', '']
  for (let at = 1; at <= count; at++) {
    const name = nameOf(at)
    const deps = dependencies(shape, at, count)
    files.writeText(`/packages/${name}/src/${name}.jl`, sourceOf(at, deps))
    files.writeText(`/packages/${name}/Project.toml`, [`name = "${name}"`, `uuid = "${uuidOf(at)}"`, 'version = "1.0.0"', '', '[deps]', ...deps.map((one) => `${nameOf(one)} = "${uuidOf(one)}"`), ''].join('\n'))
    manifest.push(`[[deps.${name}]]`, ...(deps.length > 0 ? [`deps = [${deps.map((one) => `"${nameOf(one)}"`).join(', ')}]`] : []), `path = "/packages/${name}"`, `uuid = "${uuidOf(at)}"`, 'version = "1.0.0"', '')
  }
  files.writeText(`${PROJECT}/Manifest.toml`, manifest.join('\n'))
  files.writeText(`${PROJECT}/Project.toml`, `[deps]\n${nameOf(count)} = "${uuidOf(count)}"\n`)
  return files
}

export function benchLoad({ packages, versions, shapes, now }: LoadBenchOptions): LoadBench {
  const timings = shapes.flatMap((shape) => versions.map((julia): LoadTiming => {
    const kit = { base: systemBase(julia), stdlibs: STANDARD_UUIDS }
    const run = sessionRunner(kit)
    const precompile = precompiler(kit)
    const files = filesOf(shape, packages)
    const world = { files, julia, depot: '/depot', project: PROJECT, calibration: calibrationFor(julia) }
    const name = nameOf(packages)
    const step = { code: `using ${name}\n${name}.start${packages}(1)`, label: `using ${name}` }
    const load = (compiledModules: 'yes' | 'no'): { readonly milliseconds: number, readonly seconds: number } => {
      const began = now()
      const { steps: [done], counts } = run({ ...world, compiledModules, steps: [step], write: () => undefined })
      const milliseconds = now() - began
      if (done?.error !== undefined) throw new Error(done.error)
      const found = compiledModules === 'yes' ? counts['cachesLoaded'] : counts['packages']
      if (found !== packages || counts['precompiled'] !== 0) throw new Error(`${found} of ${packages} packages were loaded as they should be, ${counts['precompiled']} precompiled`)
      return { milliseconds, seconds: done?.seconds ?? NaN }
    }
    // The system image of the version is made, or read, when it is first needed.
    run({ ...world, steps: [{ code: '1', label: '1' }], write: () => undefined })
    const began = now()
    const made = precompile({ ...world, workers: 1 })
    const building = now() - began
    const failed = made.packages.find(({ status }) => status !== 'done')
    if (failed !== undefined || made.packages.length !== packages) throw new Error(failed?.error ?? `${made.packages.length} packages were precompiled`)
    const cached = load('yes')
    const source = load('no')
    return {
      shape, julia, packages,
      precompile: building, fromCaches: cached.milliseconds, fromSource: source.milliseconds,
      virtual: { fromCaches: cached.seconds, fromSource: source.seconds, precompile: made.schedule.total },
      cacheBytes: made.packages.reduce((sum, { build }) => sum + (build?.bytes ?? 0), 0),
    }
  }))
  return { timings }
}
