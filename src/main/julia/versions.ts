/**
 * What differs between Julia versions in the compiler, as data: one row a version, 1.5 to 1.12. Nothing else asks for a
 * version. Sources: base/compiler/params.jl (1.5), base/compiler/types.jl (1.6 on), Compiler.jl (1.12); julia#36208 lowered
 * the number of methods; julia#43370 and julia#44426 let modules and functions set their own.
 */
export const JULIA_VERSIONS = ['1.5', '1.6', '1.7', '1.8', '1.9', '1.10', '1.11', '1.12'] as const
export type JuliaVersion = (typeof JULIA_VERSIONS)[number]

interface InferenceLimits {
  /** Methods that one call may match before inference gives up on it. */
  readonly maxMethods: number
  /** Combinations of the members of argument unions that are looked up one by one. */
  readonly maxUnionSplitting: number
  /** The same for arguments that are splatted. */
  readonly maxApplyUnionEnum: number
  readonly tupleComplexityLimitDepth: number
  readonly maxTupleSplat: number
  /** `@max_methods` in a module, and on one function. */
  readonly maxMethodsPerModule: boolean
  readonly maxMethodsPerFunction: boolean
  /** Members of a union, and unions within one another, before merging widens them. */
  readonly unions: { readonly length: number, readonly complexity: number }
}

/** What is put in place of calls: base/compiler/params.jl (1.5), types.jl `OptimizationParams` (1.6 on). */
export interface InliningRules {
  /** A body that costs more is not put into callers. About cycles. */
  readonly costThreshold: number
  /** For a call that is dispatched at run time. */
  readonly nonleafPenalty: number
  /** Added to the threshold where a tuple is returned that would have to be allocated. */
  readonly tupleReturnBonus: number
  /** For a call that never returns. */
  readonly errorPathCost: number
}

/** Which calls leave an edge behind (julia-semantics e.2). */
interface EdgeRules {
  /** No edge for a call whose result is `Any`: always, only if its effects are unknown too, or never (julia#54894). */
  readonly skipResultAny: 'always' | 'withUnknownEffects' | 'never'
  /** A call with union arguments waits for new methods only if one of its choices is not covered; before only one method could cover it. */
  readonly coversByChoice: boolean
  /** Backedges name one CodeInstance, not all of a MethodInstance. */
  readonly toCodeInstances: boolean
  /** An `invoke` keeps the signature that it asked with (julia#46010). */
  readonly invokeSignatures: boolean
  /** Globals that code mentions are edges too (julia#57213). */
  readonly bindings: boolean
}

/** What a new method invalidates (julia-semantics e.3). */
interface InsertionRules {
  /** Callers of the method table only if the call was not covered, or the new method is more specific than all that cover it (julia#36733). */
  readonly sparesCoveredCalls: boolean
  /** The log names the instances of a method that is deleted or replaced, and calls a replacement a deletion and an insertion (gf.c `jl_method_table_invalidate`). */
  readonly namesDisabled: boolean
}

/**
 * When a compiled cache file is refused, and where it lies (julia-semantics e.6; base/loading.jl `stale_cachefile`,
 * `find_all_in_cache_path`, `compilecache_path`; src/staticdata_utils.c `jl_match_cache_flags`).
 */
export interface StalenessRules {
  /** The name and the build that are wanted are compared with those of the file. */
  readonly comparesPackage: boolean
  readonly comparesPreferences: boolean
  /** Flags, CPU targets, and the file with native code; a level of debugging must agree, or be at least the one asked for. */
  readonly comparesFlags: false | { readonly debugLevel: 'exact' | 'atLeast' }
  /** Of the file format; a file of another is no cache file. */
  readonly formatVersion: number
  /** What of a source file is compared. */
  readonly sources: 'mtime' | 'content'
  /** Mtimes besides the exact one: 1 (julia#43090), rounded up (julia#47433), up to 1 µs early (julia#45552). Rounded down, to s or µs, is taken always. */
  readonly mtimes: { readonly one: boolean, readonly ceiling: boolean, readonly microsecondEarly: boolean }
  /** That a file is gone is a reason of its own; before, its mtime is 0. */
  readonly noticesMissingFiles: boolean
  /** Dependencies are looked for and checked before anything is loaded; before, they were loaded one by one. */
  readonly checksDependenciesFirst: boolean
  /** In the order in which they were loaded, or the other way round. */
  readonly dependencyOrder: 'forward' | 'reverse'
  /** Which of several files is tried first. */
  readonly order: 'name' | 'newest' | 'nativeThenNewest'
  /** A search that found nothing is made again under the lock that lets one process build (julia#49052). */
  readonly searchesAgain: boolean
  /** What goes into the name of the file, with the project, the system image and the executable. */
  readonly slug: { readonly flags: boolean, readonly preferences: boolean }
  readonly words: StalenessWords
}

/** How Julia words it. */
interface StalenessWords {
  readonly badHeader: 'invalid' | 'incompatible'
  /** A package amid a sentence: `Tiny [ef5dff4f-…]` or `Base.PkgId(Base.UUID("ef5dff4f-…"), "Tiny")`. */
  readonly packages: 'plain' | 'constructor'
  readonly flags: 'fields' | 'call'
  /** 1.5 closed a parenthesis that it did not open, and named the function `mod` instead of the package. */
  readonly slips: boolean
  /** Of a dependency with another build: `wrong uuid` or `wrong build_id`; builds as numbers or as uuids. */
  readonly wrongBuild: 'uuid' | 'build_id'
  readonly builds: 'decimal' | 'uuid'
  /** The file that could not be made: the cache, or the temporary file that was to become it, later in quotes. */
  readonly failedFile: 'cache' | 'temporary' | 'quoted'
  /** `since it is does not provide` was mended. */
  readonly mended: boolean
  /** Another build of Core is called another version of Julia, not a dependency that is incompatible. */
  readonly juliaVersion: boolean
  /** What is said of `__precompile__(false)`: `since __precompile__(false)`, or `due to precompilable error` with the error. */
  readonly precompilableError: boolean
  /** Misses are counted and told when precompilation begins. */
  readonly countsMisses: boolean
}

/** Where packages are looked up (base/loading.jl of each version). */
interface ProjectRules {
  /** `Manifest-v1.11.toml` goes before `Manifest.toml` (in 1.10 from 1.10.8 on). */
  readonly versionedManifests: boolean
  /** A project below a `[workspace]` has the manifest of the project above. */
  readonly workspaces: boolean
  /** `entryfile` says where a package begins; `path` did always. */
  readonly entryFiles: boolean
  /** In a package folder, `X.jl` is tried before `X/src/X.jl`, or after it (julia#55331). */
  readonly bareFilesFirst: boolean
  /** A package that the manifest has and no depot ends the search; before, the environments below were asked too. */
  readonly stopsAtMissing: boolean
  /** What a package loads without having it in its dependencies is taken from the project, with a warning; later it is an error (julia#42822). */
  readonly fallsBackToProject: boolean
  /** Where a project says which package its preferences are for (julia#43361, julia#48796). */
  readonly preferenceNames: readonly ('deps' | 'extras' | 'weakdeps')[]
  readonly messages: {
    /** "not found in current path" ends a sentence, with a hint at a module of that name in scope. */
    readonly hintsAtModules: boolean
    /** A package without the dependency is told to instantiate first. */
    readonly namesInstantiate: boolean
    /** Manifests of another Julia are named; and what to do with them. */
    readonly namesManifests: 'never' | 'named' | 'withAdvice'
  }
}

/** Package extensions (julia-semantics e.7). */
export interface ExtensionRules {
  readonly exist: boolean
  /** Of those that become ready at once, those with the fewest triggers go first (julia#49891); before, in the order of the dormitory. */
  readonly fewestTriggersFirst: boolean
  /** A trigger may be an ordinary dependency too (julia#54009; in 1.10 from 1.10.7 on). */
  readonly dependenciesTrigger: boolean
  /** While an extension is compiled, only those whose triggers are a part of its own may load (julia#55589); before, any. */
  readonly onlySmallerInBuild: boolean
  /** A trigger that the extension itself could not find ends the wait in failure; later that is left to the load. */
  readonly checksTriggers: boolean
}

/**
 * What a package's cache keeps of the code that was compiled, and when that is used again (julia-semantics e.4, e.5). Sources: src/dump.c
 * (1.5 to 1.8), src/staticdata.c, staticdata_utils.c and precompile_utils.c (1.9 on), base/staticdata.jl (1.12).
 */
export interface CachingRules {
  /** Of methods of other packages: stubs of instances alone, or the code that a chain of backedges links to the package (julia#43990). */
  readonly foreignCode: 'stubs' | 'linked'
  /** An instance with a type of the package in its signature is linked to it (julia#47924). */
  readonly ownTypesLink: boolean
  /** What a workload marks to be kept: what it reached by runtime dispatch, by `precompile` of it afterwards; or all that was inferred in it. */
  readonly workloadsMark: 'dispatched' | 'inferred'
  /** PrecompileTools may be installed: its compat entry asks for Julia 1.6. */
  readonly workloadPackage: boolean
  /** Bytecode is kept (julia#44527, julia#47184). */
  readonly native: boolean
  /**
   * Statements that are not kept, of code that is not put into callers: of what was run, as making native code deleted them (codegen.cpp); of
   * what native code is kept for (julia#56749).
   */
  readonly forgetsStatements: 'ofRun' | 'never' | 'ofNative'
  /** Code that ended before the cache was written leaves an entry without content. */
  readonly keepsEnded: boolean
  /** Code that relies on nothing outside its package is used (julia#41961); before, nothing ever enabled it. */
  readonly usesEdgeless: boolean
  /** Code is dropped with what it calls, also within the package; before, each caller was looked at alone, with all that its foreign callees rely on. */
  readonly dropsCallers: boolean
  /** `Pkg.precompile` compiles packages that do not need one another at the same time (Julia 1.6, Pkg.jl#2018). */
  readonly inParallel: boolean
  /** `Pkg.precompile(timing = true)` (Julia 1.9). */
  readonly tellsTimes: boolean
}

export interface VersionRules {
  readonly version: JuliaVersion
  /** What `VERSION` is: a release of the version. */
  readonly release: string
  readonly inference: InferenceLimits
  readonly inlining: InliningRules
  readonly edges: EdgeRules
  readonly insertion: InsertionRules
  /** `@ccallable` under a name that has one already is an error (src/jitlayers.cpp). */
  readonly ccallable: { readonly refusesTakenNames: boolean }
  readonly caching: CachingRules
  readonly projects: ProjectRules
  readonly extensions: ExtensionRules
  readonly staleness: StalenessRules
  /** All calls with keywords go to one function, `Core.kwcall` (julia#47157); before, every method table had a sorter of its own. */
  readonly hasKwcall: boolean
  /** Functions that Main does not see are printed with their module. */
  readonly printsModules: boolean
  /** `include` reads files as `open` does, and throws what that throws; before, the runtime did (base/loading.jl `_include`). */
  readonly opensIncludes: boolean
  /** Standard libraries in the system image: loaded from the start, as far as extensions are concerned (base/sysimg.jl). */
  readonly imageLibraries: ReadonlySet<string>
}

const IMAGE_LIBRARIES_OF_111 = ['Artifacts', 'FileWatching', 'LinearAlgebra', 'Libdl', 'Random', 'SHA', 'Sockets']
const IMAGE_LIBRARIES_OF_19 = [
  ...IMAGE_LIBRARIES_OF_111, 'ArgTools', 'Base64', 'CRC32c', 'Dates', 'Downloads', 'Future', 'InteractiveUtils', 'LibCURL', 'LibGit2', 'Logging',
  'Markdown', 'Mmap', 'NetworkOptions', 'Pkg', 'Printf', 'REPL', 'Serialization', 'TOML', 'Tar', 'UUIDs', 'Unicode',
]
const IMAGE_LIBRARIES_OF_15 = [
  ...IMAGE_LIBRARIES_OF_19, 'DelimitedFiles', 'Distributed', 'Profile', 'SharedArrays', 'SparseArrays', 'Statistics', 'SuiteSparse', 'Test',
]

const RELEASES: Readonly<Record<JuliaVersion, string>> = {
  '1.5': '1.5.3', '1.6': '1.6.7', '1.7': '1.7.3', '1.8': '1.8.5', '1.9': '1.9.4', '1.10': '1.10.10', '1.11': '1.11.7', '1.12': '1.12.0',
}

function rulesOf(version: JuliaVersion): VersionRules {
  const at = JULIA_VERSIONS.indexOf(version)
  const since = (first: JuliaVersion) => at >= JULIA_VERSIONS.indexOf(first)
  return {
    version,
    release: RELEASES[version],
    inference: {
      maxMethods: since('1.6') ? 3 : 4,
      maxUnionSplitting: 4,
      maxApplyUnionEnum: 8,
      tupleComplexityLimitDepth: 3,
      maxTupleSplat: 32,
      maxMethodsPerModule: since('1.8'),
      maxMethodsPerFunction: since('1.9'),
      unions: { length: 3, complexity: 3 },
    },
    inlining: {
      costThreshold: 100,
      nonleafPenalty: 1000,
      tupleReturnBonus: since('1.8') ? 250 : 400,
      errorPathCost: since('1.6') ? 20 : 0,
    },
    edges: {
      skipResultAny: since('1.12') ? 'never' : since('1.8') ? 'withUnknownEffects' : 'always',
      coversByChoice: since('1.6'),
      toCodeInstances: since('1.12'),
      invokeSignatures: since('1.9'),
      bindings: since('1.12'),
    },
    ccallable: { refusesTakenNames: since('1.7') },
    insertion: { sparesCoveredCalls: since('1.6'), namesDisabled: since('1.6') },
    caching: {
      foreignCode: since('1.8') ? 'linked' : 'stubs',
      ownTypesLink: since('1.9'),
      workloadsMark: since('1.12') ? 'inferred' : 'dispatched',
      workloadPackage: since('1.6'),
      native: since('1.9'),
      forgetsStatements: since('1.12') ? 'ofNative' : since('1.8') ? 'never' : 'ofRun',
      keepsEnded: !since('1.9'),
      usesEdgeless: since('1.8'),
      dropsCallers: since('1.8'),
      inParallel: since('1.6'),
      tellsTimes: since('1.9'),
    },
    projects: {
      versionedManifests: since('1.10'),
      workspaces: since('1.12'),
      entryFiles: since('1.11'),
      bareFilesFirst: !since('1.12'),
      stopsAtMissing: since('1.8'),
      fallsBackToProject: !since('1.8'),
      preferenceNames: since('1.9') ? ['deps', 'extras', 'weakdeps'] : since('1.8') ? ['deps', 'extras'] : since('1.6') ? ['deps'] : [],
      messages: {
        hintsAtModules: since('1.8'),
        namesInstantiate: since('1.8'),
        namesManifests: since('1.12') ? 'withAdvice' : since('1.11') ? 'named' : 'never',
      },
    },
    extensions: {
      exist: since('1.9'),
      fewestTriggersFirst: since('1.11'),
      dependenciesTrigger: since('1.10'),
      onlySmallerInBuild: since('1.11'),
      checksTriggers: !since('1.11'),
    },
    staleness: {
      formatVersion: since('1.9') ? 12 : 11,
      comparesPackage: since('1.8'),
      comparesPreferences: since('1.6'),
      comparesFlags: since('1.9') && { debugLevel: since('1.11') ? 'atLeast' : 'exact' },
      sources: since('1.11') ? 'content' : 'mtime',
      mtimes: { one: since('1.6'), ceiling: since('1.8'), microsecondEarly: since('1.8') },
      noticesMissingFiles: since('1.9'),
      checksDependenciesFirst: since('1.8'),
      dependencyOrder: since('1.12') ? 'reverse' : 'forward',
      order: since('1.9') ? 'nativeThenNewest' : since('1.8') ? 'newest' : 'name',
      searchesAgain: since('1.10'),
      slug: { flags: since('1.9'), preferences: since('1.6') },
      words: {
        badHeader: since('1.11') ? 'incompatible' : 'invalid',
        packages: since('1.11') ? 'constructor' : 'plain',
        flags: since('1.11') ? 'call' : 'fields',
        slips: !since('1.6'),
        wrongBuild: since('1.8') ? 'build_id' : 'uuid',
        builds: since('1.9') ? 'uuid' : 'decimal',
        failedFile: since('1.9') ? 'quoted' : since('1.8') ? 'temporary' : 'cache',
        mended: since('1.11'),
        juliaVersion: since('1.11'),
        precompilableError: since('1.11'),
        countsMisses: since('1.11'),
      },
    },
    hasKwcall: since('1.9'),
    printsModules: since('1.6'),
    opensIncludes: since('1.6'),
    imageLibraries: new Set(since('1.11') ? IMAGE_LIBRARIES_OF_111 : since('1.9') ? IMAGE_LIBRARIES_OF_19 : IMAGE_LIBRARIES_OF_15),
  }
}

export const VERSION_RULES: Readonly<Record<JuliaVersion, VersionRules>> = Object.freeze(
  Object.fromEntries(JULIA_VERSIONS.map((version) => [version, Object.freeze(rulesOf(version))])) as Record<JuliaVersion, VersionRules>,
)
