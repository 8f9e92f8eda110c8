/**
 * What a person sees of each part of a profile: the columns of its table, in reading order, with the meaning of each
 * value. The tables of the window, CSV and TSV all follow from this list. It leaves out how a cell is drawn.
 */
import { formatBytes, formatCount, formatPercent, formatTime } from '../units'
import type { ColumnSpec, PartName } from './schema'
import { CALL_FLAG, SCHEMA } from './schema'
import { rejectionCode, REJECTIONS } from './rejections'
import type { Block, Profile } from './tables'
import { textAt } from './tables'

/**
 * `time` is nanoseconds, `bytes` bytes, `percent` 0 to 100, `count` a whole number, `number` one to read but not to add up.
 * A number that is not known is `NaN`. `location` is `file:line`, `choice` one of a few words, the rest is text.
 */
export type ColumnKind = 'text' | 'signature' | 'time' | 'percent' | 'count' | 'bytes' | 'choice' | 'location' | 'number'

export interface PartColumn {
  /** Unique within the part. */
  readonly id: string
  readonly title: string
  readonly kind: ColumnKind
  /** The one column by which a table is sorted at first, and how. None: in the order of the rows. */
  readonly defaultSort?: 'ascending' | 'descending'
  /** What the number means, in a sentence. */
  readonly hint?: string
  /** Takes the room that is left over, as signatures do. */
  readonly wide?: true
  value(profile: Profile, row: number): string | number
  /** For a `time` column whose rows may count something else (stacks of bytes or samples). */
  unit?(profile: Profile, row: number): Block['unit']
}

type Numbers = (profile: Profile) => ArrayLike<number>
type Extra = Pick<PartColumn, 'defaultSort' | 'hint' | 'unit'>

/** Words of the tools, or plain English, for the choices of the schema; those not listed are shown as they are. */
const CHOICE_WORDS: Readonly<Record<string, string>> = {
  none: '',
  unknown: '',
  mtBackedges: 'mt_backedges',
  mtDisable: 'mt_disable',
  mtCache: 'mt_cache',
  unique: 'in the list',
  notFound: 'not found',
  notInferred: 'not inferred',
  returnedFalse: 'returned false',
  needsOutput: 'needs output',
  codegen: 'code generation',
  specialization: 'with specialization',
  inlined: 'inlined into',
  toplevel: 'from toplevel',
  pkgimage: 'package image',
  sysimage: 'system image',
  entryPoint: 'entry point',
}

const FLAG_WORDS = [
  [CALL_FLAG.constProp, 'constant propagation'],
  [CALL_FLAG.notPrecompilable, 'not precompilable'],
  [CALL_FLAG.runtimeDispatch, 'runtime dispatch'],
  [CALL_FLAG.gc, 'garbage collection'],
  [CALL_FLAG.repl, 'REPL'],
  [CALL_FLAG.cut, 'cut by the tool'],
] as const

function numeric(kind: ColumnKind, id: string, title: string, of: Numbers, extra: Extra = {}): PartColumn {
  return { id, title, kind, value: (profile, row) => of(profile)[row] ?? Number.NaN, ...extra }
}

/** Counts and lines are stored with -1 for "none". */
function natural(kind: 'count' | 'number', id: string, title: string, of: Numbers, extra: Extra = {}): PartColumn {
  const value = (profile: Profile, row: number): number => {
    const stored = of(profile)[row] ?? -1
    return stored < 0 ? Number.NaN : stored
  }
  return { id, title, kind, value, ...extra }
}

function string(kind: 'text' | 'signature', id: string, title: string, of: Numbers, extra: Extra = {}): PartColumn {
  return { id, title, kind, value: (profile, row) => textAt(profile, of(profile)[row]), ...extra }
}

function choice(id: string, title: string, spec: ColumnSpec, of: Numbers, extra: Extra = {}): PartColumn {
  const words = (spec.oneOf ?? []).map((name) => CHOICE_WORDS[name] ?? name)
  return { id, title, kind: 'choice', value: (profile, row) => words[of(profile)[row] ?? -1] ?? '', ...extra }
}

/** `file:line`, or what of it is known. */
export function locationText(file: string, line: number): string {
  return file && line >= 0 ? `${file}:${line}` : file
}

/** Name, signature, module and place of the frame in column `of`; `prefix` and `word` tell several frames of a row apart. */
function frameColumns(of: Numbers, prefix = '', word = ''): Readonly<Record<'name' | 'signature' | 'module' | 'location', PartColumn>> {
  const id = (name: string): string => (prefix ? prefix + name.charAt(0).toUpperCase() + name.slice(1) : name)
  const title = (name: string): string => (word ? `${word} ${name.toLowerCase()}` : name)
  const at = (profile: Profile, row: number): number => of(profile)[row] ?? -1
  return {
    name: { id: id('name'), title: title('Function'), kind: 'text', value: (profile, row) => textAt(profile, profile.frames.name[at(profile, row)]) },
    signature: {
      id: id('signature'),
      title: word || 'Signature',
      kind: 'signature',
      value: (profile, row) => textAt(profile, profile.frames.signature[at(profile, row)]),
    },
    module: { id: id('module'), title: title('Module'), kind: 'text', value: (profile, row) => textAt(profile, profile.frames.module[at(profile, row)]) },
    location: {
      id: id('location'),
      title: title('Defined at'),
      kind: 'location',
      value: (profile, row) => {
        const frame = at(profile, row)
        return locationText(textAt(profile, profile.frames.file[frame]), profile.frames.line[frame] ?? -1)
      },
    },
  }
}

/** Where a row came from: its block, and the line of the source. */
function origin(part: PartName): readonly PartColumn[] {
  const blockOf = (profile: Profile, row: number): Block | undefined => profile.blocks[profile[part].block[row] ?? -1]
  const columns: PartColumn[] = [
    { id: 'block', title: 'From', kind: 'choice', value: (profile, row) => blockOf(profile, row)?.title ?? '' },
  ]
  if ('line' in SCHEMA[part]) {
    columns.push({
      id: 'source',
      title: 'Read at',
      kind: 'location',
      value: (profile, row) => {
        const { line } = profile[part] as { readonly line?: Int32Array }
        return locationText(profile.sources[blockOf(profile, row)?.source ?? -1]?.name ?? '', line?.[row] ?? -1)
      },
    })
  }
  return columns
}

function callTreeColumns(part: 'inference' | 'stacks'): readonly PartColumn[] {
  const frame = frameColumns((p) => p[part].frame)
  const unit = (profile: Profile, row: number): Block['unit'] => profile.blocks[profile[part].block[row] ?? -1]?.unit ?? 'nanoseconds'
  const extra = part === 'stacks' ? { unit } : {}
  return [
    frame.name,
    frame.signature,
    numeric('time', 'exclusive', 'Exclusive', (p) => p[part].exclusive, {
      defaultSort: 'descending',
      hint: 'Of this row alone, without what it called.',
      ...extra,
    }),
    numeric('time', 'inclusive', 'Inclusive', (p) => p[part].inclusive, { hint: 'With what it called: do not add up.', ...extra }),
    natural('count', 'children', 'Children', (p) => p[part].children, { hint: 'Direct children.' }),
    {
      id: 'flags',
      title: 'Marks',
      kind: 'choice',
      value: (profile, row) => {
        const bits = profile[part].flags[row] ?? 0
        return FLAG_WORDS.filter(([bit]) => bits & bit).map(([, word]) => word).join(', ')
      },
    },
    frame.module,
    frame.location,
    numeric('time', 'start', 'Start', (p) => p[part].start, extra),
    ...origin(part),
  ]
}

function importColumns(): readonly PartColumn[] {
  return [
    string('text', 'name', 'Package', (p) => p.imports.name),
    choice('kind', 'Kind', SCHEMA.imports.kind, (p) => p.imports.kind),
    string('text', 'owner', 'Extends', (p) => p.imports.owner, { hint: 'The package that an extension extends.' }),
    {
      id: 'parent',
      title: 'Loaded by',
      kind: 'text',
      value: (profile, row) => textAt(profile, profile.imports.name[profile.imports.parent[row] ?? -1]),
    },
    numeric('time', 'exclusive', 'Exclusive', (p) => p.imports.exclusive, {
      defaultSort: 'descending',
      hint: 'Of this package alone, without its dependencies.',
    }),
    numeric('time', 'inclusive', 'Inclusive', (p) => p.imports.inclusive, {
      hint: 'With `__init__`, and with what was loaded for it where the tool prints cumulative times: do not add up.',
    }),
    numeric('percent', 'compilePercent', 'Compilation', (p) => p.imports.compilePercent, {
      hint: 'Share of the time of this row. Julia 1.8 to 1.10 divide by the rounded time, so more than 100 % is possible.',
    }),
    numeric('percent', 'recompilePercent', 'Recompilation', (p) => p.imports.recompilePercent, {
      hint: 'Share of the compilation time that was compiling again what a cache already held.',
    }),
    numeric('time', 'start', 'Start', (p) => p.imports.start),
    natural('number', 'order', 'Order', (p) => p.imports.order, { hint: 'In which the rows were printed.' }),
    ...origin('imports'),
  ]
}

function triggerColumns(): readonly PartColumn[] {
  const callee = frameColumns((p) => p.triggers.callee, 'callee', 'Callee')
  const caller = frameColumns((p) => p.triggers.caller, 'caller', 'Caller')
  return [
    callee.signature,
    caller.signature,
    string('text', 'siteName', 'Called in', (p) => p.triggers.siteName),
    {
      id: 'site',
      title: 'Call site',
      kind: 'location',
      value: (profile, row) => locationText(textAt(profile, profile.triggers.siteFile[row]), profile.triggers.siteLine[row] ?? -1),
    },
    choice('relation', 'Relation', SCHEMA.triggers.relation, (p) => p.triggers.relation),
    choice('category', 'Category', SCHEMA.triggers.category, (p) => p.triggers.category),
    string('text', 'advice', 'Advice', (p) => p.triggers.advice),
    natural('count', 'callees', 'Callees', (p) => p.triggers.callees),
    natural('count', 'callers', 'Callers', (p) => p.triggers.callers),
    callee.name,
    callee.module,
    caller.module,
    ...origin('triggers'),
  ]
}

function invalidationColumns(): readonly PartColumn[] {
  const frame = frameColumns((p) => p.invalidations.frame)
  return [
    choice('kind', 'Kind', SCHEMA.invalidations.kind, (p) => p.invalidations.kind),
    choice('reason', 'Reason', SCHEMA.invalidations.reason, (p) => p.invalidations.reason),
    frame.signature,
    natural('count', 'children', 'Children', (p) => p.invalidations.children, {
      defaultSort: 'descending',
      hint: 'Descendants as printed, the row itself not counted. Of a cause: the sum over its trees.',
    }),
    numeric('percent', 'share', 'Share', (p) => p.invalidations.share, { hint: 'Of all invalidations, where a report prints it.' }),
    numeric('time', 'seconds', 'Cost', (p) => p.invalidations.seconds, { hint: 'Inference time that had to be spent again.' }),
    string('signature', 'via', 'Through', (p) => p.invalidations.via, { hint: 'The signature that triggered, or the method that was superseded.' }),
    frame.name,
    frame.module,
    frame.location,
    ...origin('invalidations'),
  ]
}

function staleColumns(): readonly PartColumn[] {
  const frame = frameColumns((p) => p.stale.frame)
  return [
    frame.name,
    frame.signature,
    numeric('time', 'exclusive', 'Exclusive', (p) => p.stale.exclusive, { defaultSort: 'descending', hint: 'Of this instance alone.' }),
    numeric('time', 'inclusive', 'Inclusive', (p) => p.stale.inclusive, { hint: 'With what it called: do not add up.' }),
    {
      id: 'cause',
      title: 'Cause',
      kind: 'signature',
      value: (profile, row) => {
        const cause = profile.stale.cause[row] ?? -1
        return textAt(profile, profile.frames.signature[profile.invalidations.frame[cause] ?? -1])
      },
    },
    frame.module,
    frame.location,
    ...origin('stale'),
  ]
}

function precompileColumns(): readonly PartColumn[] {
  const frame = frameColumns((p) => p.precompile.frame)
  return [
    frame.name,
    string('signature', 'statement', 'Statement', (p) => p.precompile.statement),
    numeric('time', 'time', 'Time', (p) => p.precompile.time, {
      defaultSort: 'descending',
      hint: 'As the tool gives it: times of --trace-compile-timing may contain those of other rows.',
    }),
    numeric('time', 'outOf', 'Out of', (p) => p.precompile.outOf, { hint: 'Of a module: the inference time that statements could save.' }),
    choice('recompile', 'Recompiled', SCHEMA.precompile.recompile, (p) => p.precompile.recompile),
    choice('outcome', 'Outcome', SCHEMA.precompile.outcome, (p) => p.precompile.outcome),
    string('text', 'reason', 'Why', (p) => p.precompile.reason),
    imageColumn((p) => p.precompile.image, 'image', 'Image', { hint: 'That it was made for.' }),
    choice('kind', 'Kind', SCHEMA.precompile.kind, (p) => p.precompile.kind),
    frame.module,
    ...origin('precompile'),
  ]
}

function codegenColumns(): readonly PartColumn[] {
  const frame = frameColumns((p) => p.codegen.frame)
  return [
    frame.name,
    frame.signature,
    numeric('time', 'time', 'Time', (p) => p.codegen.time, { defaultSort: 'descending', hint: 'Of the optimisation passes of LLVM.' }),
    numeric('count', 'instructions', 'Instructions', (p) => p.codegen.instructions),
    numeric('count', 'basicBlocks', 'Basic blocks', (p) => p.codegen.basicBlocks),
    numeric('count', 'instructionsBefore', 'Instr. before', (p) => p.codegen.instructionsBefore, { hint: 'Instructions before the optimisation passes.' }),
    numeric('count', 'basicBlocksBefore', 'Blocks before', (p) => p.codegen.basicBlocksBefore, { hint: 'Basic blocks before the optimisation passes.' }),
    frame.module,
    frame.location,
    ...origin('codegen'),
  ]
}

function unsavedColumns(): readonly PartColumn[] {
  const frame = frameColumns((p) => p.unsaved.frame)
  return [
    string('text', 'package', 'Package', (p) => p.unsaved.package),
    frame.name,
    frame.signature,
    choice('lost', 'Lost', SCHEMA.unsaved.lost, (p) => p.unsaved.lost, { hint: 'native: the inferred code is in the cache, its native code is not.' }),
    string('text', 'reason', 'Why', (p) => p.unsaved.reason),
    ...origin('unsaved'),
  ]
}

function rejectionColumns(): readonly PartColumn[] {
  return [
    string('text', 'package', 'Package', (p) => p.rejections.package),
    { id: 'code', title: 'Why', kind: 'choice', wide: true, value: (profile, row) => REJECTIONS[rejectionCode(profile, row)].title },
    string('text', 'about', 'Because of', (p) => p.rejections.about, { hint: 'The file, package or setting that Julia names.' }),
    { id: 'fix', title: 'What to do', kind: 'text', value: (profile, row) => REJECTIONS[rejectionCode(profile, row)].fix },
    string('text', 'path', 'Cache file', (p) => p.rejections.path),
    natural('count', 'times', 'Times', (p) => p.rejections.times, { hint: 'How often Julia said so: it often searches twice.' }),
    { ...string('text', 'reason', 'In Julia’s words', (p) => p.rejections.reason), wide: true },
    ...origin('rejections'),
  ]
}

function packageColumns(): readonly PartColumn[] {
  return [
    string('text', 'name', 'Package', (p) => p.packages.name),
    string('text', 'version', 'Version', (p) => p.packages.version),
    choice('direct', 'Direct', SCHEMA.packages.direct, (p) => p.packages.direct, { hint: 'Whether the project itself asks for it.' }),
    string('text', 'path', 'Path', (p) => p.packages.path, { hint: 'Of a package under development.' }),
    string('text', 'uuid', 'UUID', (p) => p.packages.uuid),
    ...origin('packages'),
  ]
}

/** What a row of the near-static report is: an entry point or a call by its function, a cause in words, a place by its statement. */
function reachLabel(profile: Profile, row: number): string {
  const { reach } = profile
  const kind = SCHEMA.reach.kind.oneOf[reach.kind[row] ?? 0]
  if (kind === 'cause') return textAt(profile, reach.reason[row])
  if (kind === 'site') return textAt(profile, reach.statement[row])
  return textAt(profile, profile.frames.signature[reach.frame[row] ?? -1])
}

function reachColumns(): readonly PartColumn[] {
  const frame = frameColumns((p) => p.reach.frame)
  const unlessNamed = (column: PartColumn, name: (typeof SCHEMA.reach.kind.oneOf)[number]): PartColumn => ({
    ...column, value: (profile, row) => (SCHEMA.reach.kind.oneOf[profile.reach.kind[row] ?? 0] === name ? '' : column.value(profile, row)),
  })
  const ifYes = (column: PartColumn): PartColumn => ({ ...column, value: (profile, row) => (column.value(profile, row) === 'no' ? '' : column.value(profile, row)) })
  return [
    { id: 'what', title: 'What', kind: 'text', wide: true, hint: 'An entry point, why something is needed, the place, and the calls that lead there.', value: reachLabel },
    choice('kind', 'Kind', SCHEMA.reach.kind, (p) => p.reach.kind),
    choice('need', 'Needs', SCHEMA.reach.need, (p) => p.reach.need),
    choice('severity', 'Severity', SCHEMA.reach.severity, (p) => p.reach.severity, { hint: 'A warning always throws, or is done on the way to an exception.' }),
    frame.name,
    frame.signature,
    unlessNamed({ ...string('text', 'reason', 'Why', (p) => p.reach.reason), wide: true }, 'cause'),
    string('text', 'problem', 'Problem', (p) => p.reach.problem),
    unlessNamed(string('text', 'statement', 'Returns', (p) => p.reach.statement), 'site'),
    natural('number', 'sites', 'Places', (p) => p.reach.sites, { hint: 'Below this row.' }),
    numeric('number', 'instances', 'Instances', (p) => p.reach.instances, { hint: 'That are reachable from the entry point.' }),
    string('text', 'advice', 'Advice', (p) => p.reach.advice),
    ifYes(choice('inlined', 'Inlined', SCHEMA.reach.inlined, (p) => p.reach.inlined, { hint: 'Whether its code was put into its caller.' })),
    ifYes(choice('failing', 'On failure', SCHEMA.reach.failing, (p) => p.reach.failing, { hint: 'Whether every way to it ends in an exception.' })),
    frame.module,
    { ...frame.location, title: 'Place' },
    ...origin('reach'),
  ]
}

function imageColumns(): readonly PartColumn[] {
  return [
    string('text', 'name', 'Image', (p) => p.images.name),
    choice('kind', 'Kind', SCHEMA.images.kind, (p) => p.images.kind),
    numeric('bytes', 'bytes', 'Size', (p) => p.images.bytes, { defaultSort: 'descending', hint: 'Of all its files.' }),
    numeric('time', 'load', 'Load', (p) => p.images.load, { hint: 'Reading, linking, checking and __init__, without the images that it needs.' }),
    choice('state', 'State', SCHEMA.images.state, (p) => p.images.state),
    string('text', 'reason', 'Why', (p) => p.images.reason),
    string('text', 'julia', 'Julia', (p) => p.images.julia),
    string('text', 'buildId', 'Build id', (p) => p.images.buildId),
    string('text', 'path', 'File', (p) => p.images.path),
    ...origin('images'),
  ]
}

/** The image that a row belongs to, by name. */
function imageColumn(of: Numbers, id = 'image', title = 'Image', extra: Extra = {}): PartColumn {
  return { id, title, kind: 'text', value: (profile, row) => textAt(profile, profile.images.name[of(profile)[row] ?? -1]), ...extra }
}

/** Bytes of an item of an image: what is known of its four parts. `NaN` where nothing is. */
export function itemBytes({ imageItems: { lowered, inferred, native, data } }: Profile, row: number): number {
  const known = [lowered, inferred, native, data].map((of) => of[row] ?? Number.NaN).filter((bytes) => !Number.isNaN(bytes))
  return known.length === 0 ? Number.NaN : known.reduce((sum, bytes) => sum + bytes, 0)
}

function imageItemColumns(): readonly PartColumn[] {
  const frame = frameColumns((p) => p.imageItems.frame)
  return [
    frame.name,
    frame.signature,
    string('text', 'package', 'Package', (p) => p.imageItems.package, { hint: 'That owns the method.' }),
    imageColumn((p) => p.imageItems.image, 'image', 'Image', { hint: 'That holds it.' }),
    { id: 'bytes', title: 'Size', kind: 'bytes', defaultSort: 'descending', hint: 'Of all that is its own.', value: itemBytes },
    numeric('bytes', 'lowered', 'Lowered', (p) => p.imageItems.lowered, { hint: 'Lowered code, of methods.' }),
    numeric('bytes', 'inferred', 'Inferred', (p) => p.imageItems.inferred, { hint: 'Inferred statements.' }),
    numeric('bytes', 'native', 'Native', (p) => p.imageItems.native, { hint: 'Native code.' }),
    numeric('bytes', 'data', 'Other data', (p) => p.imageItems.data, { hint: 'Signatures, edges, constants.' }),
    natural('count', 'pieces', 'Functions', (p) => p.imageItems.pieces, { hint: 'That the row stands for, where a table adds them up.' }),
    numeric('time', 'infer', 'Inference', (p) => p.imageItems.infer, { hint: 'That making it took, without what it called.' }),
    numeric('time', 'generate', 'Code generation', (p) => p.imageItems.generate, { hint: 'That making it took.' }),
    choice('state', 'State', SCHEMA.imageItems.state, (p) => p.imageItems.state),
    string('text', 'reason', 'Why', (p) => p.imageItems.reason),
    imageColumn((p) => p.imageItems.keptFrom, 'keptFrom', 'Kept from', { hint: 'Of merged code: the image whose code is used.' }),
    frame.module,
    frame.location,
    ...origin('imageItems'),
  ]
}

export const PART_COLUMNS: Readonly<Record<PartName, readonly PartColumn[]>> = {
  imports: importColumns(),
  inference: callTreeColumns('inference'),
  stacks: callTreeColumns('stacks'),
  codegen: codegenColumns(),
  triggers: triggerColumns(),
  invalidations: invalidationColumns(),
  counts: [
    string('text', 'name', 'Name', (p) => p.counts.name),
    string('text', 'version', 'Julia', (p) => p.counts.version),
    string('text', 'label', 'Counted', (p) => p.counts.label),
    natural('count', 'count', 'Count', (p) => p.counts.count, { defaultSort: 'descending' }),
    ...origin('counts'),
  ],
  stale: staleColumns(),
  precompile: precompileColumns(),
  builds: [
    string('text', 'name', 'Package', (p) => p.builds.name),
    string('text', 'owner', 'Extends', (p) => p.builds.owner),
    numeric('time', 'time', 'Time', (p) => p.builds.time, {
      defaultSort: 'descending',
      hint: 'Packages are built side by side: the sum is work, not waiting.',
    }),
    numeric('time', 'include', 'Include', (p) => p.builds.include, { hint: 'Running the files of the package, with dependencies and compilation.' }),
    numeric('time', 'dependencies', 'Dependencies', (p) => p.builds.dependencies, { hint: 'Part of include: loading what the package depends on.' }),
    numeric('time', 'compile', 'Compilation', (p) => p.builds.compile, { hint: 'Part of include.' }),
    numeric('count', 'methods', 'Methods', (p) => p.builds.methods),
    numeric('time', 'image', 'Image', (p) => p.builds.image, { hint: 'Generating the package image.' }),
    numeric('bytes', 'cacheBytes', 'Cache', (p) => p.builds.cacheBytes),
    numeric('bytes', 'peakBytes', 'Peak memory', (p) => p.builds.peakBytes),
    choice('status', 'Status', SCHEMA.builds.status, (p) => p.builds.status),
    ...origin('builds'),
  ],
  unsaved: unsavedColumns(),
  rejections: rejectionColumns(),
  images: imageColumns(),
  imageSections: [
    string('text', 'name', 'Section', (p) => p.imageSections.name),
    choice('kind', 'Kind', SCHEMA.imageSections.kind, (p) => p.imageSections.kind),
    numeric('bytes', 'bytes', 'Size', (p) => p.imageSections.bytes, { defaultSort: 'descending' }),
    numeric('count', 'records', 'Records', (p) => p.imageSections.records),
    imageColumn((p) => p.imageSections.image),
    ...origin('imageSections'),
  ],
  imageItems: imageItemColumns(),
  imageLinks: [
    string('signature', 'name', 'Name', (p) => p.imageLinks.name),
    choice('kind', 'Kind', SCHEMA.imageLinks.kind, (p) => p.imageLinks.kind),
    string('text', 'target', 'Of', (p) => p.imageLinks.target, { hint: 'The package or library that owns it; of an entry point its signature and return type.' }),
    imageColumn((p) => p.imageLinks.image),
    ...origin('imageLinks'),
  ],
  imageModules: [
    string('text', 'name', 'Module', (p) => p.imageModules.name),
    choice('role', 'Role', SCHEMA.imageModules.role, (p) => p.imageModules.role, { hint: 'Defined here, named in the code, or loaded when it was made.' }),
    string('text', 'buildId', 'Build id', (p) => p.imageModules.buildId),
    string('text', 'uuid', 'UUID', (p) => p.imageModules.uuid),
    imageColumn((p) => p.imageModules.image),
    ...origin('imageModules'),
  ],
  imageFiles: [
    string('text', 'path', 'File', (p) => p.imageFiles.path),
    string('text', 'module', 'Module', (p) => p.imageFiles.module, { hint: 'That it was included into.' }),
    choice('kind', 'Kind', SCHEMA.imageFiles.kind, (p) => p.imageFiles.kind),
    choice('state', 'State', SCHEMA.imageFiles.state, (p) => p.imageFiles.state),
    string('text', 'reason', 'Why', (p) => p.imageFiles.reason),
    numeric('bytes', 'bytes', 'Size', (p) => p.imageFiles.bytes, { defaultSort: 'descending' }),
    numeric('number', 'mtime', 'Modified', (p) => p.imageFiles.mtime, { hint: 'Seconds since 1970.' }),
    numeric('number', 'hash', 'CRC-32C', (p) => p.imageFiles.hash),
    string('text', 'text', 'Text', (p) => p.imageFiles.text, { hint: 'The source text that the image carries.' }),
    imageColumn((p) => p.imageFiles.image),
    ...origin('imageFiles'),
  ],
  imageFacts: [
    string('text', 'name', 'Fact', (p) => p.imageFacts.name),
    string('text', 'value', 'Value', (p) => p.imageFacts.value),
    choice('topic', 'Topic', SCHEMA.imageFacts.topic, (p) => p.imageFacts.topic),
    numeric('bytes', 'bytes', 'Size', (p) => p.imageFacts.bytes, { defaultSort: 'descending' }),
    imageColumn((p) => p.imageFacts.image),
    ...origin('imageFacts'),
  ],
  reach: reachColumns(),
  packages: packageColumns(),
  timings: [
    string('text', 'label', 'Label', (p) => p.timings.label),
    string('text', 'expression', 'Expression', (p) => p.timings.expression),
    numeric('time', 'elapsed', 'Elapsed', (p) => p.timings.elapsed),
    numeric('count', 'allocations', 'Allocations', (p) => p.timings.allocations),
    numeric('bytes', 'bytes', 'Allocated', (p) => p.timings.bytes),
    numeric('percent', 'gcPercent', 'GC', (p) => p.timings.gcPercent, { hint: 'Share of the time that went to garbage collection.' }),
    numeric('percent', 'compilePercent', 'Compilation', (p) => p.timings.compilePercent),
    numeric('percent', 'recompilePercent', 'Recompilation', (p) => p.timings.recompilePercent, { hint: 'Share of the compilation time.' }),
    numeric('count', 'lockConflicts', 'Lock conflicts', (p) => p.timings.lockConflicts),
    ...origin('timings'),
  ],
  timeline: [
    choice('phase', 'Phase', SCHEMA.timeline.phase, (p) => p.timeline.phase),
    string('text', 'name', 'What', (p) => p.timeline.name),
    numeric('time', 'start', 'Start', (p) => p.timeline.start, { defaultSort: 'ascending' }),
    numeric('time', 'duration', 'Duration', (p) => p.timeline.duration),
    ...origin('timeline'),
  ],
}

/** Names of the parts as titles. */
export const PART_TITLES: Readonly<Record<PartName, string>> = {
  imports: 'Imports',
  inference: 'Inference',
  stacks: 'Stacks',
  codegen: 'Code generation',
  triggers: 'Inference triggers',
  invalidations: 'Invalidations',
  counts: 'Counts',
  stale: 'Stale instances',
  precompile: 'Precompile statements',
  builds: 'Package builds',
  unsaved: 'Not in the cache',
  rejections: 'Caches refused',
  images: 'Images',
  imageSections: 'Sections of images',
  imageItems: 'Contents of images',
  imageLinks: 'Links of images',
  imageModules: 'Modules of images',
  imageFiles: 'Files of images',
  imageFacts: 'Facts of images',
  reach: 'Near-static report',
  packages: 'Packages of the environment',
  timings: 'Timings',
  timeline: 'Timeline',
}

/** A value of `column` for reading: `12.6 s`, `61 %`, `12,345`; an en dash for a number that is not known. */
export function cellText(column: PartColumn, profile: Profile, row: number): string {
  const value = column.value(profile, row)
  if (typeof value === 'string') return value
  switch (column.kind) {
    case 'time': {
      const unit = column.unit?.(profile, row) ?? 'nanoseconds'
      return unit === 'bytes' ? formatBytes(value) : unit === 'count' ? formatCount(value) : formatTime(value)
    }
    case 'percent':
      return formatPercent(value)
    case 'bytes':
      return formatBytes(value)
    case 'number':
      return Number.isNaN(value) ? '–' : String(value)
    default:
      return formatCount(value)
  }
}
