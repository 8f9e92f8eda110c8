/**
 * What the tools inside the session are made of: instances and their callers (MethodAnalysis), ambiguous pairs (Test), and
 * recorded stretches of inference and invalidation (SnoopCompile). Lists come as `Vector{Any}`, rows of them as `svec`.
 */
import { detectAmbiguities } from '../../dispatch/ambiguity'
import { allBackedges, directBackedges, methodInstance, methodInstances } from '../../worlds/method-analysis'
import { countDescendants, invalidationTree, uniqueInvalidated, type InvalidationNode, type InvalidationTree } from '../../worlds/invalidation-tree'
import { instanceText, signatureText, type Naming } from '../../worlds/instance-text'
import { FunctionTable } from '../../worlds/function-table'
import { CodeMethod, MethodInstance } from '../../worlds/method'
import { Binding } from '../../worlds/module'
import { vectorOf } from '../../values/array-storage'
import { valueOf } from '../../values/parameter'
import { toJuliaString } from '../../values/text'
import { SimpleVector, symbolOf, type JuliaValue } from '../../values/value'
import { errorException } from '../exception'
import type { StretchFrame } from '../observer'
import { given, typeAt, type ForeignContext, type ForeignTable } from './context'

function instanceAt(args: readonly JuliaValue[], at: number): MethodInstance {
  const found = given(args, at)
  if (!(found instanceof MethodInstance)) throw new Error(`argument ${at + 1} of a ccall is no MethodInstance`)
  return found
}

function namingOf({ core, main, namesModules }: ForeignContext): Naming {
  return {
    universe: core.universe,
    isVisible: (module, name) => {
      if (!namesModules) return true
      const found = main.resolve(symbolOf(name))
      return found instanceof Binding && found.module.path === module
    },
  }
}

function number(value: number): JuliaValue {
  return BigInt(value)
}

/** `(instance, isConstant, place of the caller from 1, seconds: start, inclusive, exclusive; site, category, advice)`. */
function frameRow({ core }: ForeignContext, frame: StretchFrame): JuliaValue {
  const { site } = frame
  const place = site === undefined ? core.nothing : new SimpleVector([
    site.caller ?? core.nothing, symbolOf(site.name), toJuliaString(site.file), number(site.line),
    site.inlinedInto === undefined ? core.nothing : new SimpleVector([toJuliaString(site.inlinedInto.file), number(site.inlinedInto.line)]),
  ])
  return new SimpleVector([
    frame.instance, frame.isConstant, number(frame.parent + 1), frame.start / 1e9, frame.inclusive / 1e9, frame.exclusive / 1e9,
    place, symbolOf(frame.category), toJuliaString(frame.advice),
  ])
}

function nodeRow(node: InvalidationNode): JuliaValue {
  return new SimpleVector([node.instance, new SimpleVector(node.children.map(nodeRow))])
}

/** `(reason, method or name, mt_backedges, backedges, mt_cache)`; roots are `(signature, instance, children)`. */
function treeRow({ core }: ForeignContext, { reason, method, binding, roots, mtCache }: InvalidationTree): JuliaValue {
  const rootsOf = (wanted: 'mtBackedges' | 'backedges') => new SimpleVector(roots.filter(({ kind }) => kind === wanted).map((root) =>
    new SimpleVector([root.signature === undefined ? core.nothing : valueOf(core, root.signature), root.instance, new SimpleVector(root.children.map(nodeRow))])))
  return new SimpleVector([
    symbolOf(reason), method ?? binding?.name ?? core.nothing, rootsOf('mtBackedges'), rootsOf('backedges'), new SimpleVector([...mtCache]),
  ])
}

/** Fewest instances first, as `invalidation_trees` sorts them. */
function sizeOf({ roots }: InvalidationTree): number {
  return roots.reduce((sum, { kind, children }) => sum + countDescendants(children) + (kind === 'mtBackedges' ? 1 : 0), 0)
}

export const ANALYSIS_FUNCTIONS: ForeignTable = {
  bk_method_instance: ({ core, world }, args) => methodInstance(world, typeAt(args, 0)) ?? core.nothing,
  /** Of a method table, a method, or of everything. */
  bk_method_instances: ({ core, world }, args) => {
    const of = given(args, 0)
    if (of instanceof CodeMethod) return vectorOf(core, [...of.specializations])
    return vectorOf(core, methodInstances(of instanceof FunctionTable ? of : world))
  },
  bk_direct_backedges: ({ core }, args) => vectorOf(core, directBackedges(instanceAt(args, 0))),
  bk_all_backedges: ({ core }, args) => vectorOf(core, allBackedges(instanceAt(args, 0))),
  bk_instance_text: (context, args) => toJuliaString(instanceText(namingOf(context), instanceAt(args, 0))),
  bk_signature_text: (context, args) => toJuliaString(signatureText(namingOf(context), typeAt(args, 0))),
  /** `(method, method, signature that resolves it)` for each pair in the table. */
  bk_ambiguities: ({ core, world }, args) => {
    const table = given(args, 0)
    if (!(table instanceof FunctionTable)) return vectorOf(core, [])
    const found = detectAmbiguities([table], world.age, { ambiguousBottom: given(args, 1) === true })
    return vectorOf(core, found.map(({ first, second, resolvedBy }) => new SimpleVector([first, second, valueOf(core, resolvedBy)])))
  },
  bk_snoop_begin: (context) => {
    const recorder = context.recorder()
    if (recorder === undefined) throw errorException(context.core, 'nothing is recorded in this session')
    recorder.begin()
    return undefined
  },
  bk_snoop_end: (context) => {
    context.recorder()?.end()
    return undefined
  },
  /** `(seconds, frames, trees of invalidations, instances that were invalidated)` of what ended last. */
  bk_snoop_take: (context) => {
    const { core } = context
    const stretch = context.recorder()?.take()
    if (stretch === undefined) throw errorException(core, 'nothing was recorded')
    const trees = stretch.invalidations.flatMap((entries) => invalidationTree(entries) ?? []).map((tree, at) => ({ tree, at, size: sizeOf(tree) }))
    trees.sort((a, b) => a.size - b.size || a.at - b.at)
    return new SimpleVector([
      stretch.total / 1e9,
      vectorOf(core, stretch.frames.map((frame) => frameRow(context, frame))),
      vectorOf(core, trees.map(({ tree }) => treeRow(context, tree))),
      vectorOf(core, uniqueInvalidated(stretch.invalidations.flat())),
    ])
  },
}
