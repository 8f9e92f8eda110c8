/**
 * What a person may want to change, as plain data: a simulated project has the change made in it and is run again (`main/loader/what-if`), of a
 * measured profile it is estimated (`profile/what-if`). Saved, sent and typed as JSON; the schema that checks it is `main/loader/what-if/schema.ts`.
 */

/** A method: by the place of its definition, or as Julia prints it, `convert(::Type{T}, x::Point) where T`. */
export type MethodPlace =
  | { readonly file: string, readonly line: number }
  | { readonly signature: string, readonly module?: string }

export const WRAPPINGS = ['nospecialize', 'specialize', 'function-wrapper'] as const
type Wrapping = (typeof WRAPPINGS)[number]

export type Change =
  /** `from`: only out of that package or of the project ("."); out of all that name it if left out. */
  | { readonly kind: 'remove-dependency', readonly package: string, readonly from?: string }
  /** What of `package` needs `dependency` moves into an extension, or where Julia has none into a package of its own. */
  | { readonly kind: 'split-package', readonly package: string, readonly dependency: string, readonly into?: 'extension' | 'package' }
  /** Its `using` comes after the first call. */
  | { readonly kind: 'load-later', readonly package: string }
  /** These first, in this order. */
  | { readonly kind: 'load-order', readonly packages: readonly string[] }
  | { readonly kind: 'drop-method', readonly method: MethodPlace }
  /** `callee(…)::type` at that line; an estimate needs no type. */
  | { readonly kind: 'annotate-call', readonly file: string, readonly line: number, readonly callee: string, readonly type?: string }
  /** `precompile(f, (Int,))` in that package. */
  | { readonly kind: 'precompile', readonly package: string, readonly statement: string }
  /** Calls that run while that package is precompiled. */
  | { readonly kind: 'workload', readonly package: string, readonly code: string }
  /** An argument that takes functions; `type` is the return type that a FunctionWrapper promises and those of its arguments: `Float64(Float64, Int)`. */
  | { readonly kind: 'wrap', readonly function: string, readonly argument: string, readonly how: Wrapping, readonly package?: string, readonly type?: string }
  /** A system image of these packages. */
  | { readonly kind: 'image', readonly packages: readonly string[] }
  | { readonly kind: 'julia', readonly version: string }
  | { readonly kind: 'max-methods', readonly package: string, readonly value: number }

export type ChangeKind = Change['kind']

/** In the order in which they are offered. */
export const CHANGE_TITLES: Readonly<Record<ChangeKind, string>> = {
  'remove-dependency': 'Remove a dependency',
  'split-package': 'Split a package',
  'load-later': 'Load a package later',
  'load-order': 'Change the order of loading',
  'drop-method': 'Drop a method',
  'annotate-call': 'Make a call inferrable',
  precompile: 'Add a precompile statement',
  workload: 'Add a workload',
  wrap: 'Wrap functions',
  image: 'Put packages into a system image',
  julia: 'Use another Julia',
  'max-methods': 'Change max_methods',
}
export const CHANGE_KINDS = Object.keys(CHANGE_TITLES) as readonly ChangeKind[]

const WRAPPING_TEXTS: Readonly<Record<Wrapping, string>> = {
  nospecialize: 'compile it once for all functions (@nospecialize)',
  specialize: 'compile it for each function (where F)',
  'function-wrapper': 'hand functions over in a FunctionWrapper',
}

/** `Foo.jl:12`, or the signature. */
export function methodPlaceText(place: MethodPlace): string {
  if ('file' in place) return `${place.file}:${place.line}`
  return place.module === undefined ? place.signature : `${place.signature} of ${place.module}`
}

/** The first line of code, as it may be long. */
function firstLine(code: string): string {
  const [line = '', ...rest] = code.trim().split('\n')
  return rest.length > 0 ? `${line} …` : line
}

/** In words, as an order: `Load GPUArrays later`. */
export function changeText(change: Change): string {
  switch (change.kind) {
    case 'remove-dependency':
      return change.from === undefined ? `Remove ${change.package}` : `Remove ${change.package} from ${change.from === '.' ? 'the project' : change.from}`
    case 'split-package':
      return `Move what needs ${change.dependency} out of ${change.package}${change.into === undefined ? '' : change.into === 'extension' ? ' into an extension' : ' into a package of its own'}`
    case 'load-later':
      return `Load ${change.package} after the first call`
    case 'load-order':
      return `Load ${change.packages.join(', then ')}`
    case 'drop-method':
      return `Drop the method ${methodPlaceText(change.method)}`
    case 'annotate-call':
      return `Say what ${change.callee} returns at ${change.file}:${change.line}${change.type === undefined ? '' : `: ${change.type}`}`
    case 'precompile':
      return `Precompile in ${change.package}: ${firstLine(change.statement)}`
    case 'workload':
      return `Run while ${change.package} is precompiled: ${firstLine(change.code)}`
    case 'wrap':
      return `${change.function}, argument ${change.argument}: ${WRAPPING_TEXTS[change.how]}`
    case 'image':
      return `Put ${change.packages.join(', ')} into a system image`
    case 'julia':
      return `Use Julia ${change.version}`
    case 'max-methods':
      return `Set max_methods of ${change.package} to ${change.value}`
  }
}

/** What each kind has to say beside its kind, and what it may. */
const FIELDS: Readonly<Record<ChangeKind, Readonly<Record<string, 'text' | 'number' | 'list' | 'text?'>>>> = {
  'remove-dependency': { package: 'text', from: 'text?' },
  'split-package': { package: 'text', dependency: 'text', into: 'text?' },
  'load-later': { package: 'text' },
  'load-order': { packages: 'list' },
  'drop-method': {},
  'annotate-call': { file: 'text', line: 'number', callee: 'text', type: 'text?' },
  precompile: { package: 'text', statement: 'text' },
  workload: { package: 'text', code: 'text' },
  wrap: { function: 'text', argument: 'text', how: 'text', package: 'text?', type: 'text?' },
  image: { packages: 'list' },
  julia: { version: 'text' },
  'max-methods': { package: 'text', value: 'number' },
}
const METHOD_FIELDS = { file: 'text', line: 'number', signature: 'text', module: 'text' } as const

/** `package=NAME [from=NAME]`: what `parseChange` takes. */
export function changeSyntax(kind: ChangeKind): string {
  if (kind === 'drop-method') return 'file=FILE line=LINE, or signature=SIGNATURE [module=NAME]'
  return Object.entries(FIELDS[kind]).map(([name, type]) => {
    const value = name === 'how' ? WRAPPINGS.join('|') : type === 'list' ? 'NAME,NAME' : name === 'value' ? 'NUMBER' : name === 'package' || name === 'dependency' || name === 'from' ? 'NAME' : name.toUpperCase()
    return type === 'text?' ? `[${name}=${value}]` : `${name}=${value}`
  }).join(' ')
}

/** `key=value`, `key="value with spaces"`, `key='…'`. */
const PAIR = /\s*([\p{L}_-]+)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S*))/uy

/**
 * A change as people write it: JSON, or its kind and what it says, `drop-method file=Foo.jl line=12`. Not checked beyond that: the result is for the
 * schema or for `isChange`. Undefined for a text that is neither.
 */
export function parseChange(text: string): unknown {
  const bare = text.trim().replace(/^kind=/, '')
  if (bare.startsWith('{')) {
    try {
      return JSON.parse(bare) as unknown
    } catch {
      return undefined
    }
  }
  const [kind = ''] = bare.split(/\s/, 1)
  const fields: Readonly<Record<string, string>> | undefined = kind === 'drop-method' ? METHOD_FIELDS : CHANGE_KINDS.some((one) => one === kind) ? FIELDS[kind as ChangeKind] : undefined
  if (fields === undefined) return undefined
  const said: Record<string, unknown> = {}
  for (let at = kind.length; bare.slice(at).trim() !== '';) {
    PAIR.lastIndex = at
    const [whole = '', name = '', double, single, plain] = PAIR.exec(bare) ?? []
    if (whole === '') return undefined
    const value = double?.replace(/\\(.)/gs, (_, char: string) => (char === 'n' ? '\n' : char)) ?? single ?? plain ?? ''
    said[name] = fields[name] === 'number' && /^\d+$/.test(value) ? Number(value) : fields[name] === 'list' ? value.split(',').filter((one) => one !== '') : value
    at += whole.length
  }
  return kind === 'drop-method' ? { kind, method: said } : { kind, ...said }
}

/** Whether data has the shape of a change; what names may be is left to whoever makes it. */
export function isChange(value: unknown): value is Change {
  if (!isRecord(value) || typeof value['kind'] !== 'string') return false
  const kind = CHANGE_KINDS.find((one) => one === value['kind'])
  if (kind === undefined) return false
  if (kind === 'drop-method') {
    const method = value['method']
    return isRecord(method) && ((typeof method['file'] === 'string' && typeof method['line'] === 'number') || typeof method['signature'] === 'string')
  }
  if (kind === 'wrap' && !WRAPPINGS.some((one) => one === value['how'])) return false
  return Object.entries(FIELDS[kind]).every(([name, type]) => {
    const said = value[name]
    if (type === 'list') return Array.isArray(said) && said.length > 0 && said.every((one) => typeof one === 'string')
    return type === 'text?' ? said === undefined || typeof said === 'string' : type === 'number' ? typeof said === 'number' && Number.isFinite(said) : typeof said === 'string' && said !== ''
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
