/**
 * A recording as a profile, in the terms of SnoopCompile: the tree of `@snoop_inference` below ROOT, inference triggers, trees of
 * invalidations, stale instances, `--trace-compile` statements, native code by instance, and the phases of the run. Times are virtual.
 */
import { ProfileBuilder, type NewBlock } from '../../../shared/profile/builder'
import { CALL_FLAG } from '../../../shared/profile/schema'
import type { Profile, Provenance } from '../../../shared/profile/tables'
import { isTuple, unwrapUnionAll, type Parameter } from '../types/type'
import type { CodeMethod, MethodInstance } from '../worlds/method'
import { instanceText, precompileStatement, signatureText, type Naming } from '../worlds/instance-text'
import { countDescendants, invalidationTree, type InvalidationNode } from '../worlds/invalidation-tree'
import type { InferenceFrame, Recording } from './recording'
import { phasesOf, type Background } from './run-phases'
import { adviceFor } from './trigger-advice'

export interface ProfileOptions {
  readonly naming: Naming
  readonly title: string
  /** The version whose rules were followed. */
  readonly julia: string
  /** Which calibration gave the times, and how good it is in a few words. */
  readonly calibration: { readonly name: string, readonly basis: string }
  /** Virtual nanoseconds of the whole run. */
  readonly total: number
  readonly source: { readonly name: string, readonly bytes: number }
  /** Loading, and what it consists of. */
  readonly background?: readonly Background[]
  /** Adds parts that the recording knows nothing of. */
  readonly extend?: (builder: ProfileBuilder, block: (block: Omit<NewBlock, 'source' | 'provenance' | 'format'>) => number) => void
}

const FORMAT = 'simulation'

export function recordingToProfile(recording: Recording, options: ProfileOptions): Profile {
  return new ProfileWriter(recording, options).write()
}

class ProfileWriter {
  private readonly builder = new ProfileBuilder()
  private readonly frames = new Map<MethodInstance, number>()
  /** Frames of each instance, in the order of time. */
  private readonly inferred = new Map<MethodInstance, InferenceFrame[]>()
  /** The row of the newest invalidation of each instance. */
  private readonly causes = new Map<MethodInstance, number>()

  constructor(
    private readonly recording: Recording,
    private readonly options: ProfileOptions,
  ) {
    for (const frame of recording.frames) {
      const known = this.inferred.get(frame.instance)
      if (known === undefined) this.inferred.set(frame.instance, [frame])
      else known.push(frame)
    }
  }

  write(): Profile {
    const { source, title, julia } = this.options
    this.builder.source({ name: source.name, format: FORMAT, bytes: source.bytes })
    this.timeline()
    this.inference()
    this.triggers()
    this.codegen()
    this.invalidations()
    this.precompile()
    this.options.extend?.(this.builder, (block) => this.block({ ...block, format: FORMAT }))
    return this.builder.finish({ title, julia, unparsedDropped: 0 })
  }

  private get provenance(): Provenance {
    const { julia, calibration } = this.options
    // The tool is what every view names beside its numbers.
    return { kind: 'simulated', tool: `Julia ${julia} with calibration "${calibration.name}"`, julia, error: `times: ${calibration.basis}` }
  }

  private block(block: Omit<NewBlock, 'source' | 'provenance'>): number {
    return this.builder.block({ source: 0, provenance: this.provenance, ...block })
  }

  private frameOf(instance: MethodInstance): number {
    let row = this.frames.get(instance)
    if (row === undefined) {
      const { method } = instance
      row = this.builder.frame({
        signature: instanceText(this.options.naming, instance),
        ...(method === undefined ? {} : { name: method.source.name, module: method.source.module.path, file: method.source.file, line: method.source.line }),
      })
      this.frames.set(instance, row)
    }
    return row
  }

  private methodFrame(method: CodeMethod): number {
    const { name, module, file, line } = method.source
    return this.builder.frame({ signature: signatureText(this.options.naming, method.signature), name, module: module.path, file, line, kind: 'method' })
  }

  /** `f(::Integer) in Main at a.jl:1` */
  private methodText(method: CodeMethod | undefined): string {
    if (method === undefined) return ''
    const { module, file, line } = method.source
    return `${signatureText(this.options.naming, method.signature)} in ${module.path} at ${file}:${line}`
  }

  private inference(): void {
    const { frames, compilations } = this.recording
    const { total, title } = this.options
    const block = this.block({
      part: 'inference', format: FORMAT, title: `Inference of ${title}`, shape: 'tree', times: 'both',
      notes: ['The exclusive time of ROOT is everything that was not inference: generating code, loading, running.'],
    })
    const roots = frames.filter(({ parent }) => parent < 0)
    const inferred = roots.reduce((sum, { start, end }) => sum + (end - start), 0)
    const root = this.builder.add('inference', {
      frame: this.builder.frame({ signature: 'Core.Compiler.Timings.ROOT()' }), start: 0, inclusive: total, exclusive: total - inferred, children: roots.length, block,
    })
    const dispatched = new Set(compilations.filter(({ reason, site }) => reason === 'call' && site?.caller !== undefined).map(({ frame }) => frame))
    const rows: number[] = []
    for (const [at, { instance, parent, constants, start, end, exclusive, children }] of frames.entries()) {
      rows.push(this.builder.add('inference', {
        frame: this.frameOf(instance), parent: rows[parent] ?? root, start, inclusive: end - start, exclusive, children, block,
        flags: (constants === undefined ? 0 : CALL_FLAG.constProp) | (dispatched.has(at) ? CALL_FLAG.runtimeDispatch : 0)
          | (parent < 0 && !isPrecompilable(instance) ? CALL_FLAG.notPrecompilable : 0),
      }))
    }
  }

  private triggers(): void {
    const triggers = this.recording.compilations.filter(({ reason, frame }) => reason === 'call' && frame >= 0)
    if (triggers.length === 0) return
    const block = this.block({ part: 'triggers', format: FORMAT, title: 'Inference triggers', shape: 'list', times: 'none' })
    for (const trigger of triggers) {
      const { instance, site } = trigger
      const { category, advice } = adviceFor(trigger, (one) => instanceText(this.options.naming, one))
      this.builder.add('triggers', {
        callee: this.frameOf(instance), ...(site?.caller === undefined ? {} : { caller: this.frameOf(site.caller) }),
        siteName: site?.name ?? '', siteFile: site?.file ?? '', siteLine: site?.line ?? -1,
        relation: site === undefined || site.caller === undefined ? 'toplevel' : site.inlinedInto === undefined ? 'specialization' : 'inlined',
        category, advice, block,
      })
    }
  }

  private codegen(): void {
    const { generations } = this.recording
    if (generations.length === 0) return
    const block = this.block({ part: 'codegen', format: FORMAT, title: 'Native code', shape: 'list', times: 'exclusive' })
    for (const { code, start, end, instructions } of generations) {
      this.builder.add('codegen', { frame: this.frameOf(code.instance), time: end - start, instructions, block })
    }
  }

  private invalidations(): void {
    const trees = this.recording.invalidations.flatMap(({ entries, at }) => {
      const tree = invalidationTree(entries)
      return tree === undefined ? [] : [{ tree, at }]
    })
    if (trees.length > 0) {
      const block = this.block({ part: 'invalidations', format: FORMAT, title: 'Invalidations', shape: 'tree', times: 'inclusive' })
      for (const { tree: { reason, method, binding, roots, mtCache, disabled }, at } of trees) {
        const frame = method === undefined
          ? this.builder.frame({ signature: `${binding?.module.path ?? ''}.${Symbol.keyFor(binding?.name ?? Symbol.for('')) ?? ''}`, kind: 'binding' })
          : this.methodFrame(method)
        const counts = roots.map(({ children }) => countDescendants(children))
        const cause = this.builder.add('invalidations', { kind: 'cause', reason, frame, children: counts.reduce((sum, count) => sum + count, 0), block })
        for (const [place, root] of roots.entries()) {
          const { kind, instance, children } = root
          const via = root.signature === undefined ? this.methodText(instance.method) : signatureText(this.options.naming, root.signature)
          // The superseded instance itself stays valid.
          const seconds = kind === 'backedges' ? Number.NaN : this.spentAgain(instance, at)
          const row = this.builder.add('invalidations', { parent: cause, kind, frame: this.frameOf(instance), via, children: counts[place] ?? 0, seconds, block })
          if (kind === 'mtBackedges') this.causes.set(instance, row)
          this.nodes(children, { parent: row, at, block })
        }
        for (const instance of disabled) this.builder.add('invalidations', { parent: cause, kind: 'mtDisable', frame: this.frameOf(instance), children: 0, block })
        for (const instance of mtCache) this.builder.add('invalidations', { parent: cause, kind: 'mtCache', frame: this.frameOf(instance), children: 0, block })
      }
    }
    this.stale()
  }

  private nodes(nodes: readonly InvalidationNode[], under: { readonly parent: number, readonly at: number, readonly block: number }): void {
    const { parent, at, block } = under
    for (const { instance, children } of nodes) {
      const row = this.builder.add('invalidations', {
        parent, kind: 'node', frame: this.frameOf(instance), children: countDescendants(children), seconds: this.spentAgain(instance, at), block,
      })
      this.causes.set(instance, row)
      this.nodes(children, { parent: row, at, block })
    }
  }

  /** What inferring the instance took after this time: the price of its invalidation (`precompile_blockers`). NaN if it was not needed again. */
  private spentAgain(instance: MethodInstance, after: number): number {
    const again = this.inferred.get(instance)?.find(({ start, constants }) => start >= after && constants === undefined)
    return again === undefined ? Number.NaN : again.end - again.start
  }

  /** `staleinstances`: inferred in this run, with code that no longer holds at its end. */
  private stale(): void {
    const stale = [...this.inferred].filter(([{ codeInstances }]) => codeInstances.some(({ maxWorld }) => maxWorld !== Infinity))
    if (stale.length === 0) return
    const block = this.block({ part: 'stale', format: FORMAT, title: 'Stale instances', shape: 'list', times: 'both' })
    for (const [instance, frames] of stale) {
      const first = frames.find(({ constants }) => constants === undefined) ?? frames[0]
      if (first === undefined) continue
      const { exclusive, start, end } = first
      this.builder.add('stale', { frame: this.frameOf(instance), exclusive, inclusive: end - start, cause: this.causes.get(instance) ?? -1, block })
    }
  }

  private precompile(): void {
    const compiled = this.recording.compilations.filter(({ reason, instance }) => reason === 'call' && instance.method !== undefined)
    if (compiled.length === 0) return
    const block = this.block({ part: 'precompile', format: FORMAT, title: 'Compiled when called', shape: 'list', times: 'inclusive' })
    for (const { instance, start, end, again } of compiled) {
      this.builder.add('precompile', {
        statement: precompileStatement(this.options.naming.universe, instance.specTypes), frame: this.frameOf(instance), time: end - start,
        recompile: again ? 'yes' : 'no', kind: 'trace', block,
      })
    }
  }

  private timeline(): void {
    const phases = phasesOf(this.recording, this.options.total, this.options.background)
    const block = this.block({ part: 'timeline', format: FORMAT, title: `Run of ${this.options.title}`, shape: 'list', times: 'exclusive' })
    for (const { phase, start, end, instance, name } of phases) {
      this.builder.add('timeline', { phase, start, duration: end - start, name: instance === undefined ? name : instanceText(this.options.naming, instance), block })
    }
  }
}

/** The root modules of all types in a signature. */
function rootModules(type: Parameter, found: Set<string>): Set<string> {
  const body = unwrapUnionAll(type)
  if (body.kind === 'union') {
    rootModules(body.a, found)
    rootModules(body.b, found)
  } else if (body.kind === 'datatype') {
    if (!isTuple(body)) found.add(body.name.module.split('.', 1)[0] ?? '')
    for (const parameter of body.parameters) rootModules(parameter, found)
  }
  return found
}

/** Whether the method's module knows all types of the signature: SnoopCompile's `isprecompilable` (e.4), stricter than what caches keep. */
function isPrecompilable({ method, specTypes }: MethodInstance): boolean {
  if (method === undefined) return false
  const own = method.source.module.root.name
  return [...rootModules(specTypes, new Set())].every((module) => module === own || module === 'Core' || module === 'Base')
}

