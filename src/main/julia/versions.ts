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
}

export interface VersionRules {
  readonly version: JuliaVersion
  /** What `VERSION` is: a release of the version. */
  readonly release: string
  readonly inference: InferenceLimits
  readonly inlining: InliningRules
  readonly edges: EdgeRules
  readonly insertion: InsertionRules
  /** Functions that Main does not see are printed with their module. */
  readonly printsModules: boolean
}

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
    insertion: { sparesCoveredCalls: since('1.6') },
    printsModules: since('1.6'),
  }
}

export const VERSION_RULES: Readonly<Record<JuliaVersion, VersionRules>> = Object.freeze(
  Object.fromEntries(JULIA_VERSIONS.map((version) => [version, Object.freeze(rulesOf(version))])) as Record<JuliaVersion, VersionRules>,
)
