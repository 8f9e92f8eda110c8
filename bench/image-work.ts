/**
 * The work of bench/image.mjs: a generated package in a system image. For each size a session that begins from the image and makes the first call, against
 * one that begins from the image of the version, runs the package from its source and makes the same call; and what opening an image with many
 * instances and calling one of them reads. Files lie in memory, so that no disk is measured.
 */
import { openContainer } from '../src/main/image/container'
import { bootSystem } from '../src/main/image/system-image'
import { Engine } from '../src/main/julia/runtime/engine'
import { STANDARD_UUIDS } from '../src/main/julia/runtime/standard-libraries'
import { VERSION_RULES, type JuliaVersion } from '../src/main/julia/versions'
import { methodInstances } from '../src/main/julia/worlds/method-analysis'
import { MemoryFiles } from '../src/main/loader/files'
import { sessionRunner } from '../src/main/loader/run'
import { createSysimage } from '../src/main/loader/sysimage/create'
import { readSysimageOptions } from '../src/main/loader/sysimage/options'
import { calibrationFor } from '../src/main/services/calibrations'
import { systemBase } from '../src/main/services/system'
import { generatePackage, type GeneratedPackage } from './generated-package'

interface ImageTiming {
  readonly methods: number
  /** Milliseconds of this machine, the best of some runs. */
  readonly fromSource: number
  readonly fromImage: number
  /** How many times faster the image is. */
  readonly ratio: number
  readonly build: number
  readonly imageBytes: number
  /** Virtual seconds of using and of the call. */
  readonly virtual: { readonly fromSource: number, readonly fromImage: number }
}

interface OpenTiming {
  readonly instances: number
  readonly imageBytes: number
  /** Milliseconds: boot and one call. */
  readonly milliseconds: number
  /** Pages that were read and checked, records that were decoded, and their bytes. */
  readonly read: { readonly pageBytes: number, readonly records: number, readonly recordBytes: number }
}

export interface ImageBench {
  readonly timings: readonly ImageTiming[]
  readonly open: OpenTiming | undefined
}

export interface ImageBenchOptions {
  readonly sizes: readonly number[]
  /** Of the image that is opened for one call; 0 for none. */
  readonly instances: number
  readonly julia: JuliaVersion
  readonly seed: number
  readonly runs: number
  readonly now: () => number
}

const PROJECT = '/project'
const UUID = '00000000-0000-4000-8000-00000000bac0'
const IMAGE = '/project/generated.image'

function filesOf({ name, files: texts, call }: GeneratedPackage, statements: readonly string[]): MemoryFiles {
  const files = new MemoryFiles()
  for (const [path, text] of texts) files.writeText(`/packages/${name}/${path}`, text)
  files.writeText(`/packages/${name}/Project.toml`, `name = "${name}"\nuuid = "${UUID}"\nversion = "1.0.0"\n`)
  files.writeText(`${PROJECT}/Project.toml`, `[deps]\n${name} = "${UUID}"\n`)
  files.writeText(`${PROJECT}/Manifest.toml`, `manifest_format = "2.0"\n\n[[deps.${name}]]\npath = "/packages/${name}"\nuuid = "${UUID}"\nversion = "1.0.0"\n`)
  files.writeText(`${PROJECT}/first-call.jl`, `using ${name}\n${call}\n`)
  files.writeText(`${PROJECT}/statements.jl`, statements.map((text) => `precompile(${text})\n`).join(''))
  return files
}

class Bench {
  private readonly kit

  constructor(private readonly options: ImageBenchOptions) {
    this.kit = { base: systemBase(options.julia), stdlibs: STANDARD_UUIDS }
    // The system image of the version is made, or read, when it is first needed.
    sessionRunner(this.kit)({ files: new MemoryFiles(), julia: options.julia, depot: '/depot', project: undefined, calibration: calibrationFor(options.julia), steps: [{ code: '1', label: '1' }], write: () => undefined })
  }

  private timed<T>(work: () => T): { readonly made: T, readonly milliseconds: number } {
    const began = this.options.now()
    const made = work()
    return { made, milliseconds: this.options.now() - began }
  }

  private build(files: MemoryFiles, { name }: GeneratedPackage): number {
    const { julia } = this.options
    return this.timed(() => createSysimage(this.kit)({
      files, julia, depot: '/depot', calibration: calibrationFor(julia), write: () => undefined,
      options: readSysimageOptions({
        packages: [name], project: PROJECT, sysimage_path: IMAGE, precompile_execution_file: `${PROJECT}/first-call.jl`, precompile_statements_file: `${PROJECT}/statements.jl`,
      }),
    })).milliseconds
  }

  private session(files: MemoryFiles, { name, call }: GeneratedPackage, begins: 'image' | 'source') {
    const { julia } = this.options
    const { made: { steps, counts }, milliseconds } = this.timed(() => sessionRunner(this.kit)({
      files, julia, depot: '/depot', project: PROJECT, calibration: calibrationFor(julia), write: () => undefined,
      steps: [{ code: `using ${name}`, label: 'using' }, { code: call, label: 'call' }],
      ...(begins === 'image' ? { sysimage: IMAGE } : { compiledModules: 'no' as const }),
    }))
    const failed = steps.find(({ error }) => error !== undefined)
    if (failed !== undefined || steps.length !== 2) throw new Error(failed?.error ?? 'a step is missing')
    if (begins === 'image' && (counts['inferred'] !== 0 || counts['generated'] !== 0)) throw new Error(`the image lacks code: ${counts['inferred']} instances were inferred`)
    return { milliseconds, shown: steps[1]?.shown, seconds: steps.reduce((sum, { seconds }) => sum + seconds, 0) }
  }

  compare(size: number): ImageTiming {
    const { seed, runs } = this.options
    const made = generatePackage({ methods: size, seed })
    const files = filesOf(made, [])
    const build = this.build(files, made)
    const fromImage = Array.from({ length: runs }, () => this.session(files, made, 'image'))
    const fromSource = Array.from({ length: Math.min(runs, 2) }, () => this.session(files, made, 'source'))
    const [image, source] = [fromImage, fromSource].map((all) => all.reduce((best, one) => (one.milliseconds < best.milliseconds ? one : best)))
    if (image === undefined || source === undefined || image.shown !== source.shown) throw new Error(`the image gives ${image?.shown}, the source ${source?.shown}`)
    return {
      methods: made.methods, fromSource: source.milliseconds, fromImage: image.milliseconds, ratio: source.milliseconds / image.milliseconds, build,
      imageBytes: files.stat(IMAGE)?.size ?? 0, virtual: { fromSource: source.seconds, fromImage: image.seconds },
    }
  }

  /** A package of as many methods as it takes to have so many instances. */
  open(instances: number): OpenTiming {
    const { julia, seed, runs, now } = this.options
    const made = generatePackage({ methods: Math.round(instances * METHODS_FOR_INSTANCE), seed })
    const files = filesOf(made, made.signatures)
    this.build(files, made)
    const bytes = files.readBytes(IMAGE) ?? new Uint8Array()
    let best: OpenTiming | undefined
    for (let run = 0; run < runs; run++) {
      const began = now()
      const counted = new CountedSections(bytes)
      const engine = new Engine({
        base: { files: [], boot: (session) => bootSystem(counted, session) }, rules: VERSION_RULES[julia], execution: 'compile', host: { write: () => undefined },
      })
      const { error } = engine.evaluate(`import ${made.name}\n${made.name}.Part1.start(0.5)`)
      const milliseconds = now() - began
      if (error !== undefined) throw new Error(error.text)
      if (best === undefined || milliseconds < best.milliseconds) best = { instances: 0, imageBytes: bytes.length, milliseconds, read: counted.read }
      if (run === runs - 1) best = { ...best, instances: methodInstances(engine.world).length }
    }
    if (best === undefined) throw new Error('nothing was opened')
    return best
  }
}

/** Found by counting: directives for all signatures give about as many instances for a method. */
const METHODS_FOR_INSTANCE = 0.65
const OFFSET_BYTES = 4

/** Counts what a reader asks of sections: records lie behind the offsets of their section. */
class CountedSections {
  private readonly sections
  private readonly first = new Map<string, number>()
  private records = 0
  private recordBytes = 0

  constructor(bytes: Uint8Array) {
    this.sections = openContainer(bytes).sections
  }

  get(name: string) {
    const section = this.sections.get(name)
    return section && {
      length: section.length,
      range: (from: number, to: number): Uint8Array => {
        const found = section.range(from, to)
        const first = this.first.get(name)
        if (first === undefined) this.first.set(name, OFFSET_BYTES * (1 + new DataView(found.buffer, found.byteOffset, found.length).getUint32(0, true)))
        else if (from >= first) {
          this.records++
          this.recordBytes += to - from
        }
        return found
      },
    }
  }

  get read(): OpenTiming['read'] {
    return { pageBytes: [...this.sections.values()].reduce((sum, { touched }) => sum + touched, 0), records: this.records, recordBytes: this.recordBytes }
  }
}

export function benchImage(options: ImageBenchOptions): ImageBench {
  const bench = new Bench(options)
  return { timings: options.sizes.map((size) => bench.compare(size)), open: options.instances === 0 ? undefined : bench.open(options.instances) }
}
