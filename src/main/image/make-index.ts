/**
 * The symbol table of what a graph writer wrote (image-index.ts): methods with their instances, what each record takes, and what the image
 * refers to in others. It is made of the records themselves, so that it cannot say anything else than they do.
 */
import { NativeCode } from '../julia/codegen/native-code'
import { FOREVER } from '../julia/dispatch/method'
import { TypeName } from '../julia/types/type'
import { instanceText, signatureText, type Naming } from '../julia/worlds/instance-text'
import { CodeMethod, type CodeInstance, type MethodInstance } from '../julia/worlds/method'
import { Module } from '../julia/worlds/module'
import type { GraphWriter } from './graph/writer'
import type { EntryPoint, ImageIndex, ImageItem, ImageLink } from './image-index'

/** Of a graph that is written to its end. */
export function makeIndex(written: GraphWriter, entryPoints: readonly EntryPoint[]): ImageIndex {
  return new IndexMaker(written).make(entryPoints)
}

class IndexMaker {
  private readonly naming: Naming
  private readonly codes = new Map<MethodInstance, CodeInstance[]>()

  constructor(private readonly written: GraphWriter) {
    this.naming = { universe: written.scope.world.universe, isVisible: () => true }
    for (const code of written.rowsOf('codes')) push(this.codes, code.instance, code)
  }

  make(entryPoints: readonly EntryPoint[]): ImageIndex {
    const instances = new Map<CodeMethod, MethodInstance[]>()
    for (const instance of this.written.rowsOf('instances')) if (instance.method !== undefined) push(instances, instance.method, instance)
    const items = this.written.rowsOf('methods').flatMap((method) => this.methodWith(method, instances.get(method) ?? []))
    return { items, links: [...this.links(), ...this.codeLinks()], entryPoints }
  }

  private methodWith(method: CodeMethod, instances: readonly MethodInstance[]): ImageItem[] {
    const { written, naming } = this
    const { module, file, line, code } = method.source
    const shared = { package: module.root.name, module: module.path, method: signatureText(naming, method.signature), file, line }
    const isOwn = written.scope.owns(module)
    return [
      {
        ...shared, instance: undefined, lowered: isOwn ? written.sizeOf('lowered', code) : 0, inferred: 0, native: 0, data: written.sizeOf('methods', method),
        state: 'stored', infer: 0, generate: 0,
      },
      ...instances.map((instance): ImageItem => ({ ...shared, ...this.instance(instance) })),
    ]
  }

  private instance(instance: MethodInstance): Omit<ImageItem, 'package' | 'module' | 'method' | 'file' | 'line'> {
    const { written } = this
    const codes = this.codes.get(instance) ?? []
    let [inferred, native, data] = [0, 0, written.sizeOf('instances', instance)]
    for (const code of codes) {
      if (this.isKept(code, 'inferred') && code.inferred !== undefined) inferred += written.sizeOf('optimized', code.inferred)
      if (this.isKept(code, 'native') && code.native instanceof NativeCode) native += written.sizeOf('natives', code.native)
      data += written.sizeOf('codes', code)
    }
    const sum = (of: (code: CodeInstance) => number) => Math.round(codes.reduce((all, code) => all + of(code), 0))
    return {
      instance: instanceText(this.naming, instance), lowered: 0, inferred, native, data, state: stateOf(codes),
      infer: sum(({ timeInfer }) => timeInfer), generate: sum(({ timeCompile }) => timeCompile),
    }
  }

  private isKept(code: CodeInstance, what: 'inferred' | 'native'): boolean {
    return this.written.kept(code)[what]
  }

  private links(): readonly ImageLink[] {
    return this.written.rowsOf('links').map((row): ImageLink => {
      if (row instanceof Module) return { kind: 'module', target: row.root.name, name: row.path }
      if (row instanceof CodeMethod) return { kind: 'method', target: row.source.module.root.name, name: signatureText(this.naming, row.signature) }
      if (row instanceof TypeName) return { kind: 'type', target: this.rootOf(row), name: row.name }
      const name = this.written.externals.nameOf(row)
      if (name === undefined) throw new Error('an object of others has no name')
      return name.kind === 'value'
        ? { kind: 'value', target: name.module.root.name, name: `${name.module.path}.${Symbol.keyFor(name.name) ?? ''}` }
        : { kind: 'value', target: name.root.name, name: `${name.root.name}: object ${name.record}` }
    })
  }

  private rootOf(name: TypeName): string {
    const module = this.written.scope.world.core.typeModules.get(name)
    return module instanceof Module ? module.root.name : name.module
  }

  /** Instances that are named and have no code here: `code` where native code calls it, which another image has or the session makes. */
  private codeLinks(): readonly ImageLink[] {
    const called = new Set<MethodInstance>()
    for (const { relocations } of this.written.rowsOf('natives')) {
      for (const relocation of relocations) if (relocation.kind === 'instance') called.add(relocation.instance)
    }
    return this.written.rowsOf('instances').flatMap((instance): ImageLink[] => {
      const { method } = instance
      if (method === undefined || this.codes.has(instance) || this.written.scope.owns(method.source.module)) return []
      return [{ kind: called.has(instance) ? 'code' : 'instance', target: method.source.module.root.name, name: instanceText(this.naming, instance) }]
    })
  }
}

function stateOf(codes: readonly CodeInstance[]): ImageItem['state'] {
  if (codes.length === 0) return 'stub'
  if (codes.every(({ maxWorld }) => maxWorld !== FOREVER)) return 'ended'
  return codes.some(({ callIsConstant }) => callIsConstant) ? 'constant' : 'stored'
}

function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = lists.get(key)
  if (known === undefined) lists.set(key, [value])
  else known.push(value)
}
