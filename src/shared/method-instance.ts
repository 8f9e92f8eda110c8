/**
 * All that a run knows of one method instance, as plain data: its forms from source to native code and where each is stored, its code with the
 * worlds it holds in, why it was compiled, and the graph of what relies on it and what it relies on. `loader/pipeline.ts` makes it; terminal and
 * windows show it.
 */
export const STAGES = ['source', 'lowered', 'inferred', 'optimised', 'native'] as const
export type StageName = (typeof STAGES)[number]

export interface StoredForm {
  /** `file` is the source itself; a `cache` holds no native code. */
  readonly in: 'file' | 'session' | 'cache' | 'pkgimage' | 'sysimage'
  /** Path of the file, or name of the package whose cache or module it is; '' for the session. */
  readonly name: string
  /** `dropped`: loading refused it; `ended`: it was used until something made it invalid. */
  readonly state: 'used' | 'dropped' | 'ended'
  /** Of what is not used: why. */
  readonly reason: string
}

/** A type within a text that is not concrete, as `@code_warntype` colours it: a `union` of less than four concrete types is no harm. */
export interface TypeMark {
  /** UTF-16 code units from the beginning of the text. */
  readonly start: number
  readonly end: number
  readonly level: 'abstract' | 'union'
}

export interface PipelineStage {
  readonly stage: StageName
  /** '' if there is no such form; `reason` says why. */
  readonly text: string
  /** In the order of the text; of typed code only. */
  readonly marks: readonly TypeMark[]
  /** Lines of the source, statements, or instructions of native code. */
  readonly count: number
  /** UTF-8 of the source, or what the record in an image takes; 0 for what no image ever stores. */
  readonly bytes: number
  readonly stored: readonly StoredForm[]
  /** Why it is stored nowhere, or nowhere but in the session; '' otherwise. */
  readonly reason: string
}

/** A `CodeInstance`: code for a range of worlds. */
export interface CodeRange {
  readonly minWorld: number
  /** The last world that it holds in; left out if it holds until something ends it. */
  readonly maxWorld?: number
  readonly returnType: string
  /** Whether the return type is known to the bit: a concrete type, or a constant. */
  readonly isConcrete: boolean
  /** What every call gives; '' if that is not known. */
  readonly constant: string
  readonly hasNative: boolean
  /** Where it came from and, if it is not used, why. */
  readonly place: StoredForm
  /** Why it was made in this session; left out if it was not. */
  readonly because?: CompiledBecause
}

/** What asked for code. Inference asks for callees along the way: they were wanted by `root`. */
export interface CompiledBecause {
  /** `call`: a call found no code. `precompile`: a directive. `reflection`: somebody looked at it. */
  readonly reason: 'call' | 'precompile' | 'reflection'
  /** The instance that was asked for, and that led here; '' if it is this one. */
  readonly root: string
  /** The instance whose code made the call; '' at top level and where nobody called. */
  readonly caller: string
  /** Where the call stands. */
  readonly file: string
  readonly line: number
}

export interface GraphNode {
  /** `binding`: a global. `lookup`: a call that no method covers, which any new method may change. */
  readonly kind: 'instance' | 'lookup' | 'binding'
  /** Of an instance `f(::Int64)`. */
  readonly text: string
  readonly module: string
  readonly file: string
  readonly line: number
  /** `valid`: it has code that holds now. */
  readonly state: 'valid' | 'ended' | 'none'
  /** Of the code that holds, '' if there is none. */
  readonly returnType: string
  /** Nodes whose code relies on it, and nodes that its own code relies on. */
  readonly callers: readonly number[]
  readonly callees: readonly number[]
  /** Neighbours that are left out, as the graph would get too large. */
  readonly moreCallers: number
  readonly moreCallees: number
}

export interface PipelineView {
  /** `f(::Int64)`. */
  readonly signature: string
  /** `f(x::Integer)` as the method was defined, without names: `f(::Integer)`. */
  readonly method: string
  readonly module: string
  readonly file: string
  readonly line: number
  /** In the order of the pipeline, all five. */
  readonly stages: readonly PipelineStage[]
  /** The world that the run ended in. */
  readonly world: number
  /** What is used first, then what ended, then what loading refused; none if nobody compiled it. */
  readonly codes: readonly CodeRange[]
  /** The instance is the first node. */
  readonly graph: readonly GraphNode[]
}
