/**
 * What a person may want to change, as plain data: a simulated project has the change made in it and is run again (`main/loader/what-if`), of a
 * measured profile it is estimated (`profile/what-if`). Saved, sent and typed as JSON; the schema that checks it is `main/loader/what-if/schema.ts`.
 */

/** A method: by the place of its definition, or as Julia prints it, `convert(::Type{T}, x::Point) where T`. */
export type MethodPlace =
  | { readonly file: string, readonly line: number }
  | { readonly signature: string, readonly module?: string }

export const WRAPPINGS = ['nospecialize', 'specialize', 'function-wrapper'] as const
export type Wrapping = (typeof WRAPPINGS)[number]

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
