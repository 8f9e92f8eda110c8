/** A package that one session writes and another reads, without files and without code of instances. */
import { readPackage, writePackage } from '../../../src/main/image/package-image'
import { Engine } from '../../../src/main/julia/runtime/engine'
import { VERSION_RULES, type JuliaVersion } from '../../../src/main/julia/versions'
import type { CodeMethod } from '../../../src/main/julia/worlds/method'
import type { Module } from '../../../src/main/julia/worlds/module'
import { base } from '../../../src/main/services/base'

export type Sections = ReadonlyMap<string, Uint8Array>

interface Loaded {
  readonly module: Module
  readonly methods: readonly CodeMethod[]
}

export class PackageSession {
  readonly engine: Engine

  constructor(julia: JuliaVersion) {
    this.engine = new Engine({ base, rules: VERSION_RULES[julia], host: { write: () => undefined } })
  }

  private roots(): readonly Module[] {
    const { coreModule, base: baseModule, main } = this.engine
    return [coreModule, ...(baseModule === undefined ? [] : [baseModule]), main, ...this.engine.packages.modules()]
  }

  /** Runs the source of a package, in which it is called `P`. */
  define(source: string): Loaded {
    const methods: CodeMethod[] = []
    const watcher = { methodAdded: (method: CodeMethod) => methods.push(method) }
    this.engine.watch(watcher)
    const module = this.engine.packages.load({ name: 'P', uuid: undefined, file: 'P.jl', text: `module P\n${source}\nend` })
    this.engine.unwatch(watcher)
    this.engine.main.setConstant('P', module)
    return { module, methods: methods.filter(({ source: { module: at } }) => at.root === module) }
  }

  write({ module, methods }: Loaded): Sections {
    const { world, sorters } = this.engine
    return writePackage({ modules: [module], methods, instances: [] }, { initialized: [] }, {
      world, sorters, owns: (one) => one.root === module, others: this.roots().filter((root) => root !== module),
    })
  }

  /** Throws `ImageError`. */
  read(sections: Sections): Loaded {
    const { engine } = this
    const roots = new Map(this.roots().map((root) => [root.id, root]))
    const { contents } = readPackage(sections, { world: engine.world, sorters: engine.sorters, rootModule: (id) => roots.get(id) })
    const [module] = contents.modules
    if (module === undefined) throw new Error('no module was read')
    engine.world.enterMethods(contents.methods)
    engine.packages.holder.setConstant('P', module)
    engine.main.setConstant('P', module)
    return { module, methods: contents.methods }
  }

  /** What the REPL shows of it, or how the error begins. */
  show(code: string): string {
    const { value, error, diagnostics: [problem] } = this.engine.evaluate(code, { file: 'REPL' })
    if (problem !== undefined) throw new Error(problem.message)
    return error === undefined ? this.engine.print(value ?? this.engine.core.nothing) : `ERROR: ${error.text.split('\n', 1)[0] ?? ''}`
  }
}

/** The same package in the session that ran its source, and in one that read it. */
export function twoSessions(source: string, julia: JuliaVersion = '1.5'): { readonly wrote: PackageSession, readonly read: PackageSession, readonly sections: Sections, readonly again: Sections } {
  const [wrote, read] = [new PackageSession(julia), new PackageSession(julia)]
  const sections = wrote.write(wrote.define(source))
  return { wrote, read, sections, again: read.write(read.read(sections)) }
}

export function sameBytes(a: Sections, b: Sections): boolean {
  return a.size === b.size && [...a].every(([name, bytes]) => Buffer.compare(bytes, b.get(name) ?? new Uint8Array()) === 0)
}
