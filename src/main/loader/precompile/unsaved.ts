/**
 * Why code that was compiled is not in the cache of the package, or not all of it: a closed list. Each reason has a sentence for users and
 * says where the rule is from.
 */
import type { CodeInstance, MethodInstance } from '../../julia/worlds/method'

interface Explanation {
  readonly sentence: string
  /** A file of Julia's sources, a PR, or a section of julia-semantics. */
  readonly source: string
}

export const UNSAVED_REASONS = {
  notOwned: {
    sentence: 'neither the method nor a type of the signature belongs to the package, and no code that is saved calls it',
    source: 'e.4; staticdata_utils.c, has_backedge_to_worklist',
  },
  noBackedgeChain: {
    sentence: 'the method belongs to another package, and its callers do not lead back to this one',
    source: 'e.4; staticdata_utils.c, has_backedge_to_worklist; julia#43990',
  },
  runtimeDispatch: {
    sentence: 'the method belongs to another package and was reached by runtime dispatch, which leaves no backedge; a workload would keep it',
    source: 'e.4, e.8; PrecompileTools, workloads.jl',
  },
  stubOnly: {
    sentence: 'the method belongs to another package: only the instance is saved, its code has to be inferred again',
    source: 'e.4; dump.c until 1.7, jl_serialize_value_ of a MethodInstance',
  },
  invalidated: {
    sentence: 'a later definition of the session made it invalid',
    source: 'e.4; queue_external_cis, max_world; dump.c, jl_serialize_code_instance',
  },
  methodReplaced: {
    sentence: 'its method was replaced or deleted later in the session',
    source: 'gf.c, jl_method_table_insert',
  },
  superseded: {
    sentence: 'newer code of the same instance is saved',
    source: 'staticdata_utils.c, queue_external_cis: the most recent result only',
  },
  alreadyElsewhere: {
    sentence: 'a dependency or the base image had code for it already: nothing was inferred anew',
    source: 'e.4: first inference wins',
  },
  notInferred: {
    sentence: 'it was asked for, but gave no code',
    source: 'e.8: precompile fails silently',
  },
  toplevelThunk: {
    sentence: 'a top-level expression runs once',
    source: 'staticdata_utils.c, queue_external_cis: jl_is_method(m)',
  },
  constantResult: {
    sentence: 'every call gives the same constant: there is no native code to keep',
    source: 'e.4; precompile_utils.c, jl_fptr_const_return',
  },
  inlineable: {
    sentence: 'it is put into its callers and was never called itself: native code would not be used',
    source: 'e.4; precompile_utils.c, precompile_enq_specialization_',
  },
  noStatements: {
    sentence: 'only its return type is kept, as no call can use this instance itself',
    source: 'e.4; typeinfer.jl, cache_result!',
  },
} as const satisfies Readonly<Record<string, Explanation>>

export type UnsavedReason = keyof typeof UNSAVED_REASONS

export interface Unsaved {
  readonly instance: MethodInstance
  /** Undefined for an instance that was asked for and has no new code. */
  readonly code: CodeInstance | undefined
  readonly reason: UnsavedReason
  /** All of the code, or its native code alone. */
  readonly lost: 'code' | 'native'
}
