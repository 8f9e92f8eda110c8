/**
 * The columns of a profile. Every table of the model is declared here once, as data; the builder, the integrity check,
 * the file format and the column types of `tables.ts` all follow from it.
 *
 * Conventions: `-1` is "none" in integer columns, `NaN` is "not known" in float columns. Times are nanoseconds.
 * In a column with `before: true` a row refers only to rows above it, so parents stand before their children.
 */

/** How one column is stored, and what its integers refer to. */
export interface ColumnSpec {
  readonly type: 'i32' | 'f64' | 'u8'
  /** Integers of this column are rows of that table, of `strings`, `blocks` or `sources`, or of the table itself. */
  readonly refers?: string
  /** With `refers: 'self'`: only rows above. */
  readonly before?: true
  /** A `u8` column that holds positions in this list. */
  readonly oneOf?: readonly string[]
}

const text = { type: 'i32', refers: 'strings' } as const
const frame = { type: 'i32', refers: 'frames' } as const
const parent = { type: 'i32', refers: 'self', before: true } as const
const block = { type: 'i32', refers: 'blocks' } as const
const count = { type: 'i32' } as const
const nanoseconds = { type: 'f64' } as const
const percent = { type: 'f64' } as const
const number = { type: 'f64' } as const
const bits = { type: 'u8' } as const
/** 1-based line of the source, or -1 where the source has no lines. */
const line = { type: 'i32' } as const
function oneOf<const Names extends readonly string[]>(...names: Names) {
  return { type: 'u8', oneOf: names } as const
}

/**
 * A forest of calls, used for inference and for stacks of any other kind.
 * `children` is the number of direct children that the tool printed, which may be more than the rows that follow.
 */
const callTree = {
  frame,
  parent,
  start: nanoseconds,
  exclusive: nanoseconds,
  inclusive: nanoseconds,
  flags: bits,
  children: count,
  block,
  line,
} as const

export const SCHEMA = {
  /** What a row is about: a method instance, a method, a binding, or a plain frame of a stack. */
  frames: {
    /** As the tool printed it, with modules and types. */
    signature: text,
    /** The function's name without module and arguments. */
    name: text,
    module: text,
    file: text,
    /** Line in `file`. */
    line,
    kind: oneOf('instance', 'method', 'function', 'binding', 'frame'),
  },
  /** Package loads, in the order in which parents stand before children; `order` is the order printed. */
  imports: {
    name: text,
    kind: oneOf('package', 'extension', 'init'),
    parent,
    /** The package that an extension extends. */
    owner: text,
    order: count,
    start: nanoseconds,
    inclusive: nanoseconds,
    exclusive: nanoseconds,
    /** 0 to 100 of this row's own time as printed; Julia 1.8 to 1.10 can print more than 100. */
    compilePercent: percent,
    /** Share of the compile time that was compiling again, 0 to 100. */
    recompilePercent: percent,
    block,
    line,
  },
  inference: callTree,
  stacks: callTree,
  codegen: {
    frame,
    time: nanoseconds,
    /** In LLVM's own code, after its passes and before them. */
    instructions: number,
    basicBlocks: number,
    instructionsBefore: number,
    basicBlocksBefore: number,
    block,
    line,
  },
  /** Entries into inference by runtime dispatch. */
  triggers: {
    parent,
    callee: frame,
    /** The method instance that made the call. */
    caller: frame,
    siteName: text,
    siteFile: text,
    siteLine: line,
    relation: oneOf('unknown', 'specialization', 'inlined', 'toplevel'),
    category: oneOf(
      'none', 'UnspecCall', 'UnspecType', 'Invoke', 'CalleeVariable', 'CallerVararg', 'CalleeVararg',
      'InvokedCalleeVararg', 'ErrorPath', 'FromTestDirect', 'FromTestCallee', 'CallerInlineable', 'NoCaller',
      'FromInvokeLatest', 'FromInvoke', 'MaybeFromC', 'HasCoreBox',
    ),
    advice: text,
    /** Of a row that stands for a group (by method, by location): how many callees and callers it has. */
    callees: count,
    callers: count,
    block,
    line,
  },
  /** Invalidation trees: a cause, below it the roots of the trees, below them the instances they invalidated. */
  invalidations: {
    parent,
    kind: oneOf('cause', 'mtBackedges', 'backedges', 'mtDisable', 'mtCache', 'node', 'unique'),
    reason: oneOf('none', 'inserting', 'deleting', 'rebinding', 'unknown'),
    frame,
    /** What led here: the signature that triggered, or the method that was superseded. */
    via: text,
    /** Number of descendants as printed. Of a cause: the sum over its roots. */
    children: count,
    /** Share of all invalidations, 0 to 100, where a report prints it. */
    share: percent,
    /** Inference time that had to be spent again, where known. */
    seconds: nanoseconds,
    block,
    line,
  },
  /** Counts of invalidations by package and Julia version, as tables in texts give them. */
  counts: { name: text, version: text, label: text, count, block, line },
  /** Instances whose code was no longer valid in the newest world. */
  stale: {
    frame,
    exclusive: nanoseconds,
    inclusive: nanoseconds,
    cause: { type: 'i32', refers: 'invalidations' },
    block,
    line,
  },
  precompile: {
    /** The statement as it can be written into a file: `precompile(Tuple{…})`. */
    statement: text,
    frame,
    time: nanoseconds,
    /** Of a row that stands for a module: the time in question, of which `time` is what the statements save. */
    outOf: nanoseconds,
    recompile: oneOf('no', 'yes', 'unknown'),
    kind: oneOf('trace', 'dispatch', 'directive', 'parcel'),
    outcome: oneOf('unknown', 'kept', 'duplicate', 'unparsed', 'notFound', 'notInferred', 'returnedFalse', 'invalidated'),
    /** Why it is not kept: a sentence. */
    reason: text,
    /** That it was made for. */
    image: { type: 'i32', refers: 'images' },
    block,
    line,
  },
  /** Packages that were precompiled, with the time each took. */
  builds: {
    name: text,
    owner: text,
    time: nanoseconds,
    /** Running the package's files. It contains `dependencies` (loading them) and `compile`. */
    include: nanoseconds,
    dependencies: nanoseconds,
    compile: nanoseconds,
    methods: number,
    /** Generating the package image. */
    image: nanoseconds,
    cacheBytes: number,
    /** The largest resident set of the process, in bytes. */
    peakBytes: number,
    status: oneOf('done', 'needsOutput', 'failed', 'skipped'),
    block,
    line,
  },
  /** Code that was compiled while a package was precompiled, and that its cache does not hold. */
  unsaved: {
    package: text,
    frame,
    /** All of it, or only the native code. */
    lost: oneOf('code', 'native'),
    /** A sentence. */
    reason: text,
    block,
  },
  /** Cache files that Julia would not take, each once for each reason; where Julia only counts reasons, one row for each of a package. */
  rejections: {
    /** That was asked for; '' where the log does not say. */
    package: text,
    /** The cache file; '' where only the reason is told. */
    path: text,
    /** Of `rejections.ts`. */
    code: oneOf(
      'unknown', 'not-opened', 'invalid-header', 'unreadable', 'empty', 'flags', 'requires-pkgimages', 'cpu-target', 'native-missing', 'other-package',
      'other-build', 'julia-version', 'syntax-version', 'dependency-loaded', 'dependency-not-found', 'dependency-missing', 'wrong-build', 'other-source',
      'uuid-mapping', 'depot-unresolved', 'file-missing', 'mtime', 'file-size', 'file-hash', 'checksum', 'native-checksum', 'preferences',
      'deserialization', 'evicted', 'not-precompilable', 'no-cache',
    ),
    /** In Julia's words, one line. */
    reason: text,
    /** The file, package or setting to blame, where it is named. */
    about: text,
    /** How often it was said. */
    times: count,
    block,
    line,
  },
  /** Compiled files: caches without native code, package images, system images. */
  images: {
    /** Of the package, or of the file of a system image. */
    name: text,
    kind: oneOf('cache', 'pkgimage', 'sysimage'),
    path: text,
    /** Version of Julia that it is for. */
    julia: text,
    buildId: text,
    /** Of all its files. */
    bytes: number,
    /** What a session did with it; `fresh` and `stale` are answers of a check that loaded nothing. */
    state: oneOf('unknown', 'built', 'loaded', 'fresh', 'stale', 'rejected'),
    /** Why it is stale or was rejected: a sentence. */
    reason: text,
    /** Reading, linking, checking and `__init__`, without the images that it needs. */
    load: nanoseconds,
    block,
    line,
  },
  /** Stretches of an image's files. */
  imageSections: {
    image: { type: 'i32', refers: 'images' },
    name: text,
    kind: oneOf('header', 'metadata', 'lowered', 'inferred', 'native', 'data', 'links', 'debug', 'source', 'other'),
    bytes: number,
    /** Entries in it, where it is a table. */
    records: number,
    block,
  },
  /** What an image holds: methods, and below them their instances with their code. */
  imageItems: {
    image: { type: 'i32', refers: 'images' },
    /** Of an instance: its method, in the same image. */
    parent,
    /** Root module that owns the method. */
    package: text,
    /** Of a method, an instance, or a function of native code. */
    frame,
    /** Bytes of the method's lowered code; of an instance's inferred statements; of native code; of all else that is its own. */
    lowered: number,
    inferred: number,
    native: number,
    data: number,
    /** Functions of native code that the row stands for, where a table adds them up. */
    pieces: count,
    /** What making it took, exclusive. */
    infer: nanoseconds,
    generate: nanoseconds,
    /** What is stored (code, a constant result, nothing, code that had ended), or what became of it when it was loaded. */
    state: oneOf('stored', 'constant', 'stub', 'ended', 'loaded', 'merged', 'invalidated', 'rejected'),
    /** Why it is not used: a sentence. */
    reason: text,
    /** Of merged code: the image whose code is used instead, if it came out of one. */
    keptFrom: { type: 'i32', refers: 'images' },
    block,
  },
  /** What an image refers to in others, and the entry points that it offers to others. */
  imageLinks: {
    image: { type: 'i32', refers: 'images' },
    kind: oneOf('module', 'type', 'method', 'instance', 'value', 'code', 'function', 'library', 'entryPoint'),
    /** The package or library that owns it; of an entry point its signature and return type. */
    target: text,
    name: text,
    block,
  },
  /** Modules with the builds that a cache of a real Julia defines, names in its code, or needs to be loaded. */
  imageModules: {
    image: { type: 'i32', refers: 'images' },
    name: text,
    uuid: text,
    buildId: text,
    role: oneOf('defined', 'direct', 'required'),
    block,
  },
  /** Files that an image was made from, as it remembers them, and what became of them. */
  imageFiles: {
    image: { type: 'i32', refers: 'images' },
    path: text,
    /** The module that the file was included into; '' of the entry file and of `include_dependency`. */
    module: text,
    kind: oneOf('source', 'dependency'),
    /** Seconds since 1970. */
    mtime: number,
    bytes: number,
    /** CRC-32C of the content. */
    hash: number,
    /** The source text that the image carries. */
    text,
    state: oneOf('unknown', 'same', 'changed', 'missing'),
    /** What is different now: a sentence. */
    reason: text,
    block,
  },
  /** What else an image says of itself. */
  imageFacts: {
    image: { type: 'i32', refers: 'images' },
    topic: oneOf('build', 'flags', 'preferences', 'targets', 'checksums', 'segments', 'contents'),
    name: text,
    value: text,
    /** Of what has a size. */
    bytes: number,
    block,
  },
  /**
   * What an entry point needs of Julia when it is compiled ahead of time (reach.ts): an entry with its verdict, below it causes, below them the
   * places, below them the chain of calls from the entry, the outermost first.
   */
  reach: {
    parent,
    kind: oneOf('entry', 'cause', 'site', 'frame'),
    /** Of all but the entry. */
    need: oneOf('none', 'dispatch', 'gc', 'exceptions', 'globals', 'types', 'io', 'tasks', 'foreign'),
    /** Runtime dispatch is an error; a warning is what always throws, or is done on the way to an exception. */
    severity: oneOf('none', 'error', 'warning', 'need'),
    /** In the words of `--trim`'s verifier where it has some: `unresolved call`. */
    problem: text,
    /** The statement with the types of what it works on; of an entry the type that it returns. */
    statement: text,
    /** Of an entry the verdict, of a cause a clause that says why, of a place what else is known of it. */
    reason: text,
    advice: text,
    frame,
    /** Of a frame: whether its code was put into the caller's. */
    inlined: oneOf('no', 'yes'),
    /** Of a place: whether every way to it ends in an exception. */
    failing: oneOf('no', 'yes'),
    /** Places below. */
    sites: count,
    /** Of an entry: method instances that are reachable. */
    instances: number,
    block,
    line,
  },
  /** Packages of an environment, as its manifest lists them. */
  packages: {
    name: text,
    uuid: text,
    version: text,
    /** Of a package under development. */
    path: text,
    /** Whether the project itself asks for it; unknown without a project file. */
    direct: oneOf('unknown', 'no', 'yes'),
    block,
    line,
  },
  /** What packages of an environment need: `package` needs `on`; or it has an extension that is loaded with `on`. */
  dependencies: {
    package: { type: 'i32', refers: 'packages' },
    on: { type: 'i32', refers: 'packages' },
    kind: oneOf('needs', 'extension'),
    /** Of an extension its name. One with several triggers has several rows. */
    name: text,
  },
  /** `@time` lines. `bytes` are bytes allocated. */
  timings: {
    label: text,
    expression: text,
    elapsed: nanoseconds,
    allocations: number,
    bytes: number,
    gcPercent: percent,
    compilePercent: percent,
    recompilePercent: percent,
    lockConflicts: number,
    block,
    line,
  },
  /** Phases of a run that was recorded or simulated as a whole. */
  timeline: {
    phase: oneOf('load', 'validate', 'recompile', 'inference', 'codegen', 'run', 'unaccounted', 'compile'),
    start: nanoseconds,
    duration: nanoseconds,
    name: text,
    block,
  },
  /** Log messages of Julia among the output. */
  messages: {
    level: oneOf('debug', 'info', 'warning', 'error'),
    text,
    where: text,
    source: { type: 'i32', refers: 'sources' },
    line,
  },
  /** Lines that no importer could read. */
  unparsed: { text, source: { type: 'i32', refers: 'sources' }, line },
} as const satisfies Record<string, Record<string, ColumnSpec>>

export type TableName = keyof typeof SCHEMA
export const TABLE_NAMES = Object.keys(SCHEMA) as TableName[]

/** The parts of a profile that a view or a summary shows. */
export const PARTS = [
  'imports', 'inference', 'stacks', 'codegen', 'triggers', 'invalidations', 'counts', 'stale', 'precompile', 'builds', 'unsaved', 'rejections',
  'images', 'imageSections', 'imageItems', 'imageLinks', 'imageModules', 'imageFiles',
  'imageFacts', 'reach', 'packages', 'timings', 'timeline',
] as const satisfies readonly TableName[]
export type PartName = (typeof PARTS)[number]

/** Bits of the `flags` column of call trees. */
export const CALL_FLAG = {
  constProp: 1,
  notPrecompilable: 2,
  runtimeDispatch: 4,
  gc: 8,
  repl: 16,
  /** The tool cut the tree below this row. */
  cut: 32,
} as const
