/**
 * What became of one method instance on its way from source to native code: its source, lowered, inferred, optimised and native form, each as text
 * with its size, and for each where it is stored (in this session alone, in the cache or package image of a package, in the system image) or why
 * it is not. What is not there is made for the view: that is told apart, as its place of storage is none.
 */
import type { CodeRange, CompiledBecause, GraphNode, PipelineStage, PipelineView, StageName, StoredForm } from '../../shared/method-instance'
import { signatureKey } from '../../shared/signature/key'
import { instructionCount, listing } from '../julia/codegen/listing'
import { NativeCode } from '../julia/codegen/native-code'
import type { Engine } from '../julia/runtime/engine'
import { FOREVER } from '../julia/dispatch/method'
import { parseJulia } from '../julia/syntax/parse'
import { isConcreteType } from '../julia/types/query'
import type { Parameter } from '../julia/types/type'
import { Bits } from '../julia/values/value'
import type { CodeInstance, CodeMethod, MethodInstance } from '../julia/worlds/method'
import { instanceText, signatureText, type Naming } from '../julia/worlds/instance-text'
import type { Module } from '../julia/worlds/module'
import { recordBytes } from '../image/record-bytes'
import { changeText, dropText, methodText, type ChangedLookup } from './linking/drop-text'
import { UNSAVED_REASONS } from './precompile/unsaved'
import { instanceGraph } from './instance-graph'
import type { Build } from './session-request'
import type { CodeOrigins, InvalidationCause, Wanted } from './session/code-origins'
import type { PackageSession } from './session/package-session'

interface PipelineWorld {
  readonly session: PackageSession
  readonly origins: CodeOrigins
  readonly naming: Naming
  /** Of the run, and of those that went before it. */
  readonly builds: readonly Build[]
  /** The text of a file that code came from; undefined if it is not known. */
  readonly sourceOf: (file: string) => string | undefined
}

/** Code of an instance as it was before anybody looked. */
interface Held {
  readonly code: CodeInstance
  readonly place: StoredForm
  readonly hasStatements: boolean
  readonly hasNative: boolean
  /** Native code was made in this session, wherever the rest came from. */
  readonly generatedHere: boolean
}

interface PipelineAsked {
  readonly instance: MethodInstance
  readonly held: readonly Held[]
  readonly codes: readonly CodeRange[]
  readonly graph: readonly GraphNode[]
}

/** What the run had of an instance. Looking at others, which infers what is missing, changes nothing of it. */
export function askPipeline({ session, origins, naming }: PipelineWorld, instance: MethodInstance): PipelineAsked {
  const { age } = session.engine.world
  const used = instance.codeInstances.find((code) => code.minWorld <= age && age <= code.maxWorld && origins.had(code))
  const held: Held[] = []
  const add = (code: CodeInstance, place: StoredForm): void => {
    held.push({ code, place, hasStatements: code.hasInferred, hasNative: origins.hadNative(code), generatedHere: origins.generated.has(code) })
  }
  const known = new Set<CodeInstance>()
  const stateOf = (code: CodeInstance): Pick<StoredForm, 'state' | 'reason'> => (code === used || code.maxWorld === FOREVER
    ? { state: 'used', reason: '' } : { state: 'ended', reason: causeText(origins.causes.get(instance), naming) })
  for (const { package: { name }, kind, enabled, dropped } of session.caches.links) {
    for (const code of enabled) {
      if (code.instance !== instance) continue
      known.add(code)
      add(code, { in: kind, name, ...stateOf(code) })
    }
    for (const { code, cause } of dropped) {
      if (code.instance !== instance) continue
      known.add(code)
      add(code, { in: kind, name, state: 'dropped', reason: dropText(cause, changedLookup(origins.causes.get(instance)), naming) })
    }
  }
  for (const code of instance.codeInstances) {
    if (known.has(code) || !origins.had(code)) continue
    const here = origins.inferred.has(code)
    add(code, { in: here ? 'session' : 'sysimage', name: here ? '' : moduleOf(instance)?.root.name ?? '', ...stateOf(code) })
  }
  const sorted = [...held].sort((a, b) => order(a) - order(b))
  const returnType = (code: CodeInstance): string => typeText(session.engine, code.returnType)
  return {
    instance, held: sorted,
    codes: sorted.map((one) => codeRange(one, { session, origins, naming })),
    graph: instanceGraph(instance, { age, naming, returnType, had: (code) => origins.had(code) }),
  }
}

function typeText(engine: Engine, type: Parameter): string {
  return type.kind === 'value' || type.kind === 'var' ? '?' : engine.print(type)
}

function codeRange({ code, place, hasNative }: Held, { session: { engine }, origins, naming }: Pick<PipelineWorld, 'session' | 'origins' | 'naming'>): CodeRange {
  const wanted = origins.inferred.get(code)
  return {
    minWorld: code.minWorld,
    ...(code.maxWorld !== FOREVER && { maxWorld: code.maxWorld }),
    returnType: typeText(engine, code.returnType),
    isConcrete: code.constant !== undefined || isConcreteType(code.returnType),
    constant: code.constant === undefined ? '' : engine.print(code.constant),
    hasNative, place,
    ...(wanted && { because: because(wanted, code.instance, naming) }),
  }
}

function because({ root, reason, site }: Wanted, instance: MethodInstance, naming: Naming): CompiledBecause {
  return {
    reason,
    root: root === instance ? '' : instanceText(naming, root),
    caller: site?.caller === undefined ? '' : instanceText(naming, site.caller),
    file: site?.file ?? '', line: site?.line ?? 0,
  }
}

function order({ place: { state } }: Held): number {
  return ['used', 'ended', 'dropped'].indexOf(state)
}

export function pipelineView(world: PipelineWorld, { instance, held, codes, graph }: PipelineAsked): PipelineView {
  const { method } = instance
  const { source } = method ?? {}
  return {
    signature: instanceText(world.naming, instance),
    method: method === undefined ? '' : signatureText(world.naming, method.signature),
    module: moduleOf(instance)?.path ?? '', file: source?.file ?? '', line: source?.line ?? 0,
    stages: [
      sourceStage(world, method),
      loweredStage(world, instance),
      inferredStage(world, instance),
      optimisedStage(world, instance, held),
      nativeStage(world, instance, held),
    ],
    world: world.session.engine.world.age, codes, graph,
  }
}

function moduleOf({ method, thunk }: MethodInstance): Module | undefined {
  return method?.source.module ?? thunk?.module
}

function sourceStage({ session, sourceOf }: PipelineWorld, method: CodeMethod | undefined): PipelineStage {
  const { file = '', line = 0 } = method?.source ?? {}
  const whole = sourceOf(file)
  const text = whole === undefined ? '' : definitionAt(whole, line, session.engine)
  return {
    stage: 'source', text, marks: [], count: text === '' ? 0 : text.split('\n').length, bytes: new TextEncoder().encode(text).length,
    stored: text === '' ? [] : [{ in: 'file', name: file, state: 'used', reason: '' }],
    reason: text === '' ? `the text of ${file === '' ? 'the definition' : file} is not known` : '',
  }
}

/** The lines of the expression that begins on a line; the line alone if it cannot be read by itself. */
function definitionAt(text: string, line: number, { core, coreModule }: Engine): string {
  let start = 0
  for (let at = 1; at < line && start >= 0; at++) start = text.indexOf('\n', start) + 1 || -1
  if (start < 0 || line < 1) return ''
  const rest = text.slice(start)
  const { expressions: [first] } = parseJulia(rest, { file: '', literals: { bits: (name, bits) => new Bits(core.type(name), bits), nothing: core.nothing, core: coreModule } })
  const end = first?.line === 1 ? first.end : 0
  return (end > 0 ? rest.slice(0, end) : rest.split('\n', 1)[0] ?? '').trimEnd()
}

function loweredStage({ session: { engine, caches }, origins }: PipelineWorld, instance: MethodInstance): PipelineStage {
  const { method } = instance
  const code = engine.codeOf(instance)
  if (code === undefined) return absent('lowered', 'nothing could be generated for these types')
  const isGenerated = method?.source.generator !== undefined
  const root = moduleOf(instance)?.root
  const link = caches.links.find(({ package: { name, uuid } }) => name === root?.name && uuid === root.uuid)
  const name = root?.name ?? ''
  const place: StoredForm = link !== undefined ? { in: link.kind, name, ...USED }
    : method === undefined || origins.methods.has(method) ? { in: 'session', name: '', ...USED } : { in: 'sysimage', name, ...USED }
  return {
    stage: 'lowered', text: engine.compiler?.reflection.loweredText(code) ?? '', marks: [], count: code.code.length, bytes: recordBytes('lowered', code, engine),
    stored: isGenerated ? [{ in: 'session', name: '', ...USED }] : [place],
    reason: isGenerated ? 'it was generated for these types: only its generator is stored' : place.in === 'session' ? 'its module was evaluated in this session' : '',
  }
}

const USED = { state: 'used', reason: '' } as const

function absent(stage: StageName, reason: string, stored: readonly StoredForm[] = []): PipelineStage {
  return { stage, text: '', marks: [], count: 0, bytes: 0, stored, reason }
}

/** What inference knows of each statement is never kept: only what the optimiser makes of it. */
function inferredStage({ session: { engine } }: PipelineWorld, instance: MethodInstance): PipelineStage {
  const form = engine.compiler?.forms.inferred(instance, engine.world.age)
  if (form === undefined) return absent('inferred', 'there is no code to infer')
  return { stage: 'inferred', text: form.text, marks: form.marks, count: form.statements, bytes: 0, stored: [], reason: 'inference hands it to the optimiser: only what that makes of it is kept' }
}

function optimisedStage(world: PipelineWorld, instance: MethodInstance, held: readonly Held[]): PipelineStage {
  const { session: { engine } } = world
  const stored = held.filter(({ hasStatements }) => hasStatements).map(({ place }) => place)
  const [first] = held
  const reason = stored.some(isOutside) ? '' : first === undefined ? NOT_COMPILED
    : first.hasStatements ? notSaved(world, instance, 'code')
      : first.code.callIsConstant || first.code.constant !== undefined ? 'every call gives the same constant: only that is kept'
        : isOutside(first.place) && first.hasNative ? 'the cache keeps native code in place of it: it cannot be put into callers' : UNSAVED_REASONS.noStatements.sentence
  const form = engine.compiler?.forms.optimized(instance, engine.world.age)
  if (form === undefined) return absent('optimised', reason, stored)
  return { stage: 'optimised', text: form.text, marks: form.marks, count: form.code.code.length, bytes: recordBytes('optimized', form.code, engine), stored, reason }
}

const NOT_COMPILED = 'it has no code in this session: this was made for the view'

function isOutside(place: StoredForm): boolean {
  return place.in !== 'session'
}

function nativeStage(world: PipelineWorld, instance: MethodInstance, held: readonly Held[]): PipelineStage {
  const { session: { engine } } = world
  const stored = held.flatMap(({ hasNative, generatedHere, place }): StoredForm[] => {
    if (!hasNative) return []
    return [generatedHere ? { in: 'session', name: '', state: place.state, reason: place.reason } : place]
  })
  const [first] = held
  const isConstant = first?.code.callIsConstant === true
  const reason = stored.some(isOutside) ? '' : first === undefined ? NOT_COMPILED
    : isConstant ? UNSAVED_REASONS.constantResult.sentence : noNativeOutside(world, instance, first)
  const text = engine.compiler?.reflection.nativeText(instance, engine.world.age) ?? ''
  const native = instance.codeIn(engine.world.age)?.native
  if (!(native instanceof NativeCode)) return absent('native', isConstant ? reason : text, stored)
  return { stage: 'native', text: listing(engine.universe, native), marks: [], count: instructionCount(native), bytes: recordBytes('natives', native, engine), stored, reason }
}

function noNativeOutside(world: PipelineWorld, instance: MethodInstance, { place }: Held): string {
  const { session: { world: { rules, flags } } } = world
  const inCache = place.in === 'cache' || place.in === 'pkgimage'
  if (!inCache) return place.in === 'sysimage' ? 'the system image holds none: it was never called there' : notSaved(world, instance, 'code')
  if (!rules.caching.native) return 'caches hold native code from Julia 1.9 on'
  return flags.usePkgimages ? notSaved(world, instance, 'native') : 'package images are switched off'
}

/** Why no cache holds what this session compiled. */
function notSaved({ builds, naming, session }: PipelineWorld, instance: MethodInstance, lost: Build['notSaved'][number]['lost']): string {
  const key = signatureKey(instanceText(naming, instance))
  const found = builds.flatMap(({ package: name, notSaved }) => notSaved
    .filter((one) => one.lost === lost && signatureKey(one.instance) === key)
    .map(({ reason }) => `${name}: ${reason}`))
  if (found.length > 0) return [...new Set(found)].join('; ')
  const root = moduleOf(instance)?.root
  if (root === session.engine.main) return 'its method belongs to Main, which no cache holds'
  return 'no package needed it while its cache was made: it was compiled for this session'
}

function changedLookup(cause: InvalidationCause | undefined): ChangedLookup | undefined {
  return cause?.kind === 'load' ? cause : undefined
}

function causeText(cause: InvalidationCause | undefined, naming: Naming): string {
  switch (cause?.kind) {
    case 'insert':
      return `${methodText(cause.method, naming)} was defined`
    case 'delete':
      return `${methodText(cause.method, naming)} was deleted`
    case 'rebind':
      return `${cause.binding.module.path}.${Symbol.keyFor(cause.binding.name) ?? ''} got another value`
    case 'load':
      return changeText(cause, naming)
    case undefined:
      return 'a later definition made it invalid'
  }
}
