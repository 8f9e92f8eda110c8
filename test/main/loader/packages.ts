/**
 * Packages without a depot: each is run in an engine of its own, planned, written and read again, and linked into the sessions that
 * use it. What the tables recorded from a real Julia say of loaded packages can be asked of such a session.
 */
import { readPackage, writePackage } from '../../../src/main/image/package-image'
import { link, type LinkResult } from '../../../src/main/loader/linking/link'
import type { SavingMode } from '../../../src/main/loader/precompile/foreign-code'
import { planImage, type ImagePlan } from '../../../src/main/loader/precompile/plan'
import type { PrecompileSession } from '../../../src/main/loader/precompile/session'
import { BuildRecorder } from '../../../src/main/loader/session/build-recorder'
import { Engine } from '../../../src/main/julia/runtime/engine'
import { VERSION_RULES, type JuliaVersion } from '../../../src/main/julia/versions'
import { Module } from '../../../src/main/julia/worlds/module'
import { base as baseSource } from '../../../src/main/services/base'

export interface PackageText {
  readonly name: string
  readonly source: string
}

export interface Precompiled {
  readonly name: string
  readonly dependencies: readonly string[]
  readonly plan: ImagePlan
  readonly session: PrecompileSession
  readonly sections: ReadonlyMap<string, Uint8Array>
}

/** One session with the packages that were loaded into it. */
export class Session {
  readonly engine: Engine
  readonly links = new Map<string, LinkResult>()
  private readonly roots = new Map<string, Module>()

  constructor(
    private readonly depot: ReadonlyMap<string, Precompiled>,
    readonly version: JuliaVersion,
    generatingOutput = false,
  ) {
    this.engine = new Engine({
      rules: VERSION_RULES[version], base: baseSource, budget: 50_000_000,
      host: { write: () => undefined, requirePackage: (name) => this.load(name), generatingOutput },
    })
    const { coreModule, base: baseModule, main } = this.engine
    for (const module of [coreModule, baseModule, main]) if (module !== undefined) this.roots.set(module.id, module)
    const known = new Set<unknown>(this.engine.world.allTables().flatMap(({ all }) => all.map(({ source }) => source.module.root)))
    for (const module of known) if (module instanceof Module) this.roots.set(module.id, module)
  }

  private load(name: string): Module | undefined {
    const known = this.roots.get(`Main.${name}`)
    const cached = this.depot.get(name)
    if (known !== undefined || cached === undefined) return known
    for (const dependency of cached.dependencies) this.load(dependency)
    const { world, sorters, main } = this.engine
    const { contents } = readPackage(cached.sections, { world, sorters, rootModule: (id) => this.roots.get(id) })
    this.links.set(name, link(contents, world))
    const [module] = contents.modules
    if (module === undefined) throw new Error(`${name} has no module`)
    this.roots.set(module.id, module)
    main.setConstant(name, module)
    const init = module.get('__init__')
    if (init !== undefined) this.engine.call(init, [])
    return module
  }

  /** Of a module that is not loaded from a cache. */
  others(own: Module): Module[] {
    return [...this.roots.values()].filter((module) => module !== own)
  }

  run(code: string): void {
    const { diagnostics: [problem], error } = this.engine.evaluate(code, { file: 'step' })
    if (problem !== undefined) throw new Error(`line ${problem.line}: ${problem.message}`)
    if (error !== undefined) throw new Error(error.text)
  }
}

/** Runs the source of a package in a fresh session and keeps what its cache would hold. */
export function precompile({ name, source }: PackageText, depot: ReadonlyMap<string, Precompiled>, version: JuliaVersion, mode: SavingMode = 'version'): Precompiled {
  const session = new Session(depot, version, true)
  const { engine } = session
  const recorder = new BuildRecorder()
  engine.watch(recorder)
  session.run(source)
  const module = engine.main.get(name)
  if (!(module instanceof Module)) throw new Error(`${name} defines no module of its name`)
  const worklist = (one: Module): boolean => one === module || (one.parent !== undefined && one.parent !== one && worklist(one.parent))
  const precompiled: PrecompileSession = {
    world: engine.world, worklist, modules: [module], methods: recorder.methods.filter((method) => worklist(method.source.module)), compiled: recorder.compiled, made: recorder.made, requested: recorder.requested,
  }
  const plan = planImage(precompiled, engine.rules, mode)
  for (const code of plan.toGenerate) engine.compiler?.generate(code)
  const sections = writePackage(plan.contents, { initialized: [] }, { world: engine.world, sorters: engine.sorters, owns: worklist, others: session.others(module) })
  return { name, dependencies: [...session.links.keys()], plan, session: precompiled, sections }
}

export function precompileAll(packages: readonly PackageText[], version: JuliaVersion, mode?: SavingMode): Map<string, Precompiled> {
  const depot = new Map<string, Precompiled>()
  for (const one of packages) depot.set(one.name, precompile(one, depot, version, mode))
  return depot
}
