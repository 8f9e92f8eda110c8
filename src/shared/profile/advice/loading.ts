/**
 * What loading packages could do without: a heavy dependency of a package that is light itself, time in `__init__`, and compiling while packages are
 * loaded, again or for the first time. Who brought a package in is told by the tree of the list, else by the dominators of a manifest; of a flat
 * list without a manifest nothing is said about dependencies, as nothing says who needs them. A package that several need is a saving only if
 * all let go of it, which is why the dominator counts where it is known.
 */
import { formatTime } from '../../units'
import { importBlame } from '../import-blame'
import { importTimes } from '../import-times'
import { importSessions } from '../phases'
import { SCHEMA } from '../schema'
import type { Profile } from '../tables'
import { textAt } from '../tables'
import type { Advice, Evidence } from './rule'
import { ascending, estimated, shareText, timeText } from './words'

const KIND = SCHEMA.imports.kind.oneOf
const [PACKAGE, INIT] = [KIND.indexOf('package'), KIND.indexOf('init')]
/** Shares of the whole list that are worth a word. */
const [HEAVY, SOME] = [0.1, 0.05]
/** Share of a flat list that one package has to take by itself. */
const FLAT = 0.25
/** A list that takes less is not worth splitting a package for, in nanoseconds. */
const LEAST_LIST = 10e6
/** What packages need to be precompiled well, or by convention, and nobody splits off. */
const INFRASTRUCTURE = new Set(['SnoopPrecompile', 'PrecompileTools', 'Preferences', 'Requires', 'Reexport', 'Compat'])
/** The least part of its time that a heavy package takes by itself. */
const OWN = 0.2
/** A package is light if what it brings in takes so many times its own. */
const LIGHT = 2

/** The lists of one session, and what they add up to. */
interface Session {
  readonly rows: readonly number[]
  readonly nanoseconds: number
  /** `using A, B`. */
  readonly text: string
}

function sessionsOf(profile: Profile): Session[] {
  const { imports } = profile
  return importSessions(profile).map((groups) => {
    const rows = groups.flatMap((group) => [...group.rows])
    const nanoseconds = rows.filter((row) => (imports.parent[row] ?? -1) < 0).reduce((sum, row) => sum + ((imports.inclusive[row] || imports.exclusive[row]) ?? 0), 0)
    const commands = [...new Set(groups.map(({ block }) => block?.command.replace(/^@time_imports\s+/, '') ?? ''))].filter((command) => command !== '')
    const [only = ''] = commands
    return { rows, nanoseconds, text: commands.length === 1 && only.length < 60 ? only : 'loading' }
  })
}

function nameAt({ imports, strings }: Profile, row: number): string {
  return textAt({ strings }, imports.name[row])
}

function splitFix(owner: string, dependency: string): Advice['fix'] {
  return {
    text: `Find what ${owner} does with ${dependency}: often a method or two for its types. From Julia 1.9 on, move them into an extension, which is loaded only with ${dependency}. If only abstract types or a few functions are needed, they belong into a small package of interfaces (as GPUArraysCore and StaticArraysCore are), which both depend on.`,
    code: `# Project.toml of ${owner}\n[weakdeps]\n${dependency} = "its uuid, moved here from [deps]"\n\n[extensions]\n${owner}${dependency}Ext = "${dependency}"\n\n# ext/${owner}${dependency}Ext.jl\nmodule ${owner}${dependency}Ext\nusing ${owner}, ${dependency}\n# the methods of ${owner} for types of ${dependency}\nend`,
  }
}

function splitAdvice(total: Session, { owner, dependency, own, whole, rows }: { readonly owner: string, readonly dependency: string, readonly own: number, readonly whole: number, readonly rows: readonly Evidence[] }, assumes: string): Advice[] {
  if (!(whole >= HEAVY * total.nanoseconds) || !(whole >= LIGHT * own) || owner === dependency || total.nanoseconds < LEAST_LIST || INFRASTRUCTURE.has(dependency)) return []
  return [{
    id: `split ${owner} ${dependency}`, kind: 'split-package', title: `Split ${dependency} off ${owner}`,
    evidence: rows, saving: estimated(whole, assumes, total), sure: 'likely', fix: splitFix(owner, dependency),
    change: { kind: 'split-package', package: owner, dependency },
  }]
}

/** By the tree that the list prints. */
function splitsOfTree(profile: Profile, session: Session): Advice[] {
  const { imports } = profile
  return session.rows.filter((row) => imports.kind[row] === PACKAGE && (imports.parent[row] ?? -1) >= 0).flatMap((row) => {
    const parent = imports.parent[row] ?? -1
    const [owner, dependency] = [nameAt(profile, parent), nameAt(profile, row)]
    const [whole, own] = [imports.inclusive[row] ?? Number.NaN, imports.exclusive[parent] ?? Number.NaN]
    // What is heavy only by what it brings in is not the one to split off: that is told of what it brings in.
    if ((imports.exclusive[row] ?? Number.NaN) < whole * OWN) return []
    return splitAdvice(session, {
      owner, dependency, own, whole, rows: [
        { text: `${dependency} is loaded for ${owner}, and takes ${timeText(whole, session.nanoseconds)} with what it brings in`, part: 'imports', rows: [row] },
        { text: `${owner} itself takes ${timeText(own, session.nanoseconds)}`, part: 'imports', rows: [parent] },
      ],
    }, `that nothing else here needs ${dependency}, and that what is left of it for ${owner} loads in next to no time`)
  })
}

/** By the manifest, for lists that print no tree. */
function splitsOfManifest(profile: Profile, session: Session): Advice[] {
  const { imports, packages } = profile
  if (packages.length === 0 || session.rows.some((row) => imports.kind[row] !== INIT && (imports.parent[row] ?? -1) >= 0)) return []
  const { packages: blamed, packageOfImport } = importBlame(profile)
  return blamed.flatMap((one) => {
    if (!one || one.dominator < 0 || !(one.saves > 0)) return []
    const above = blamed[one.dominator]
    const [owner, dependency] = [textAt(profile, packages.name[one.dominator]), textAt(profile, packages.name[one.package])]
    const rowsOf = (at: number): number[] => session.rows.filter((row) => packageOfImport[row] === at)
    const evidence: Evidence[] = [
      { text: `Without ${dependency}, which only ${owner} brings in, loading takes ${timeText(one.saves, session.nanoseconds)} less`, part: 'packages', rows: [one.package] },
      ...[one.package, one.dominator].flatMap((at): Evidence[] => (rowsOf(at).length > 0 ? [{ text: `${textAt(profile, packages.name[at])} itself takes ${formatTime(blamed[at]?.own ?? Number.NaN)}`, part: 'imports', rows: ascending(rowsOf(at)) }] : [])),
    ]
    return splitAdvice(session, { owner, dependency, own: above?.own || 0, whole: one.saves, rows: evidence }, `that what is left of ${dependency} for ${owner} loads in next to no time`)
  })
}

/** Of a flat list that no manifest explains: nothing says who needs a package, only that it is heavy. */
function heavyOfFlat(profile: Profile, session: Session): Advice[] {
  const { imports, packages } = profile
  if (packages.length > 0 || session.nanoseconds < LEAST_LIST || session.rows.some((row) => imports.kind[row] !== INIT && (imports.parent[row] ?? -1) >= 0)) return []
  const loads = session.rows.filter((row) => imports.kind[row] === PACKAGE)
  return loads.flatMap((row): Advice[] => {
    const [name, time] = [nameAt(profile, row), imports.exclusive[row] ?? Number.NaN]
    // The packages that the statements name are what was wanted.
    if (!(time >= FLAT * session.nanoseconds) || loads.length < 3 || profile.blocks[imports.block[row] ?? -1]?.command.includes(name)) return []
    return [{
      id: `heavy ${name}`, kind: 'load-later', title: `See who needs ${name}, and whether it can wait`,
      evidence: [{ text: `${name} takes ${timeText(time, session.nanoseconds)} by itself`, part: 'imports', rows: [row] }],
      saving: estimated(time, `that whatever needs ${name} can do without it, or load it when it is called; what only ${name} brings in is not counted`, session), sure: 'possible',
      fix: { text: `The list does not say which package brought ${name} in. Open the Manifest.toml together with it, or ask Pkg; then split it off that package, as an extension, or load it later.`, code: `using Pkg\nPkg.why("${name}")` },
      change: { kind: 'load-later', package: name },
    }]
  })
}

function initAdvice(profile: Profile, session: Session): Advice[] {
  const { imports } = profile
  return session.rows.filter((row) => imports.kind[row] === INIT).flatMap((row): Advice[] => {
    const time = (imports.inclusive[row] || imports.exclusive[row]) ?? Number.NaN
    if (!(time >= SOME * session.nanoseconds)) return []
    const name = nameAt(profile, row)
    const module = name.replace(/\.__init__\(\)$/, '')
    const compile = imports.compilePercent[row] || 0
    return [{
      id: `init ${row}`, kind: 'init-heavy', title: `Do less in ${name}`,
      evidence: [{ text: `${name} takes ${timeText(time, session.nanoseconds)} in every session${compile >= 10 ? `, ${Math.round(compile)} % of it compiling` : ''}`, part: 'imports', rows: [row] }],
      saving: estimated(time, 'that all of it can be done at first use, or while the package is precompiled', session), sure: 'possible',
      fix: {
        text: `__init__ runs whenever ${module} is loaded. Only what is different in each session belongs there: pointers, handles, paths, the environment. Compute the rest at top level, so that the cache holds it, or at first use.${compile >= 10 ? ' What it calls is compiled each time: call it in a workload, so that its code is kept.' : ''}`,
        code: `const HANDLE = Ref{Any}()\nhandle() = isassigned(HANDLE) ? HANDLE[] : (HANDLE[] = open_it())   # at first use, not in __init__`,
      },
    }]
  })
}

function compilingAdvice(profile: Profile, session: Session): Advice[] {
  const { imports } = profile
  const { compile, recompile } = importTimes(profile, 'exclusive')
  return session.rows.filter((row) => imports.kind[row] !== INIT).flatMap((row): Advice[] => {
    const name = nameAt(profile, row)
    const [all, again] = [compile[row] || 0, recompile[row] || 0]
    const first = all - again
    const found: Advice[] = []
    if (again >= 0.02 * session.nanoseconds && again > 0) {
      found.push({
        id: `recompile ${row}`, kind: 'recompiling-import', title: `Find what makes Julia compile again while it loads ${name}`,
        evidence: [{ text: `${timeText(again, session.nanoseconds)} of loading ${name} is compiling again what a cache held: ${Math.round(imports.recompilePercent[row] || 0)} % of its compiling`, part: 'imports', rows: [row] }],
        saving: estimated(again, 'that the printed share is right, and that nothing else would compile the same', session), sure: 'likely',
        fix: {
          text: `A package that was loaded before ${name}, or ${name} itself, defines methods that end compiled code. Record who, and look at the Invalidations view: the methods to drop stand first there.`,
          code: `using SnoopCompileCore\ninvalidations = @snoop_invalidations using ${name}\nusing SnoopCompile\ninvalidation_trees(invalidations)`,
        },
      })
    }
    // What is said of `__init__` is not said twice.
    const inits = session.rows.some((init) => imports.parent[init] === row && imports.kind[init] === INIT && (imports.inclusive[init] || 0) >= SOME * session.nanoseconds)
    if (!inits && first >= SOME * session.nanoseconds && first > 0) {
      found.push({
        id: `compile ${row}`, kind: 'init-heavy', title: `Precompile what ${name} compiles while it is loaded`,
        evidence: [{ text: `${timeText(first, session.nanoseconds)} of loading ${name} is compiling (${shareText(all, imports.exclusive[row] ?? Number.NaN)} of its own time)`, part: 'imports', rows: [row] }],
        saving: estimated(first, 'that a workload can hold all of it', session), sure: 'possible',
        fix: {
          text: `Loading a package only runs its __init__, callbacks of others, and @require blocks. Call in the workload of ${name} what its __init__ calls, or do it at first use.`,
          code: `using PrecompileTools\n@compile_workload begin\n    # what __init__ of ${name} calls\nend`,
        },
      })
    }
    return found
  })
}

export function loadingAdvice(profile: Profile): Advice[] {
  return sessionsOf(profile).flatMap((session, at) => [...splitsOfTree(profile, session), ...(at === 0 ? splitsOfManifest(profile, session) : []), ...heavyOfFlat(profile, session), ...initAdvice(profile, session), ...compilingAdvice(profile, session)])
}
