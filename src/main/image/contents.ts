/**
 * What a package leaves behind when it was precompiled, and brings along when it is loaded: modules, methods, instances with their
 * code, and what that code relies on. The objects are those of one session: of the one that wrote, or of the one that reads.
 */
import type { CodeInstance, CodeMethod, Edge, MethodInstance } from '../julia/worlds/method'
import type { Module } from '../julia/worlds/module'

export interface ImageContents {
  /** The root modules that the package defined; submodules hang below them. */
  readonly modules: readonly Module[]
  /** All methods that it defined, of its own functions and of others, in the order of definition. */
  readonly methods: readonly CodeMethod[]
  /** Instances of its own methods and of others. */
  readonly instances: readonly SavedInstance[]
}

/**
 * Without code it is a stub: the instance is there after loading, but has to be inferred. Edges belong to the instance, as Julia
 * collects them from the backedges of others (`jl_collect_edges`): stubs have some too where code that is saved relies on theirs.
 */
export interface SavedInstance {
  readonly instance: MethodInstance
  /** The newest first. */
  readonly code: readonly SavedCode[]
  readonly edges: readonly SavedEdge[]
}

export interface SavedCode {
  readonly code: CodeInstance
  /** The inferred statements are kept; else only the return type, and the constant if it is one. */
  readonly inferred: boolean
  /** The bytecode is kept. */
  readonly native: boolean
  /** An entry without content, for code that had ended before it was written: it is never enabled (until 1.8). */
  readonly ended: boolean
}

/** Something that code relies on. */
export interface SavedEdge {
  readonly edge: Edge
  /** The methods that the lookup gave when the code was written; undefined for what the package itself brings: that is not looked up again. */
  readonly expected: readonly CodeMethod[] | undefined
}
