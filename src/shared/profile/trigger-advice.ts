/**
 * What the categories of SnoopCompile's `suggest` mean and what one does about them, and the suggestion that belongs to an
 * inference trigger of another output: `inference_triggers` prints the calls, `suggest` the advice, both the call site.
 */
import type { PartColumn } from './part-columns'
import { PART_COLUMNS } from './part-columns'
import { SCHEMA } from './schema'
import type { Profile } from './tables'
import { textAt } from './tables'

type Category = (typeof SCHEMA)['triggers']['category']['oneOf'][number]

interface CategoryAdvice {
  readonly title: string
  readonly means: string
  readonly todo: string
}

/** After the docstrings of `SnoopCompile.Suggestion` (3.1). */
export const CATEGORY_ADVICE: Readonly<Record<Exclude<Category, 'none'>, CategoryAdvice>> = {
  UnspecCall: {
    title: 'Unspecialised call',
    means: 'The types of the arguments were not known when the caller was compiled, so the callee was chosen, and inferred, at run time.',
    todo: 'Make the arguments inferrable: annotate the caller’s variables, or find where their types are lost. If an argument is a type or a function, force its specialisation with a type parameter.',
  },
  UnspecType: {
    title: 'Partial type call',
    means: 'A constructor was called on a type whose parameters were only partly known, as Container{T} without T.',
    todo: 'Write out the parameters that can be known, or construct through a function that infers them from its arguments.',
  },
  Invoke: {
    title: 'Invoked callee',
    means: 'The call was inferrable and bound to one method, but no compiled code for these types was at hand.',
    todo: 'Precompile the callee for these types: call it in a precompile workload of the package that owns the method or the types.',
  },
  CalleeVariable: {
    title: 'Variable callee',
    means: 'The function that is called is itself a variable: a field, a global, an argument that is not specialised.',
    todo: 'Give the function a type parameter (f::F where F) or keep it in a typed field; where it may be any function, precompile the ones that are usual.',
  },
  CallerVararg: {
    title: 'Vararg caller',
    means: 'The caller takes args..., and Julia does not specialise such a method on every number and type of arguments.',
    todo: 'Force specialisation with Vararg{T,N} where {T,N}, pass a tuple instead, or annotate the results.',
  },
  CalleeVararg: {
    title: 'Vararg callee',
    means: 'The callee takes args... and was not specialised on the arguments it was given.',
    todo: 'Force-specialise the callee with Vararg{T,N}, homogenise the arguments, or declare a method with a fixed number of them.',
  },
  InvokedCalleeVararg: {
    title: 'Invoked vararg callee',
    means: 'The call was bound to one method whose signature ends in args..., inferred anew for these arguments.',
    todo: 'Precompile it for the argument types in use, force its specialisation, or declare an umbrella type for the arguments.',
  },
  ErrorPath: {
    title: 'Error path',
    means: 'The call is on the way to an exception: it makes a message or shows a value.',
    todo: 'Usually nothing: errors are rare, and waiting for their message is acceptable.',
  },
  FromTestDirect: {
    title: 'Called by Test',
    means: 'A macro of Test made the call, which is a dynamic call by design.',
    todo: 'Nothing in the package; users do not call through @test.',
  },
  FromTestCallee: {
    title: 'Inlineable callee of Test',
    means: 'A callee that would be inlined elsewhere was called from Test, which dispatches at run time.',
    todo: 'Wrap the tested calls in a function to see what users would see; otherwise ignore it.',
  },
  CallerInlineable: {
    title: 'Inlineable caller',
    means: 'The caller is small enough to be inlined, and was not inferred on its own for these arguments.',
    todo: 'Look at the caller’s caller: fix inference there, or force specialisation of the small method.',
  },
  NoCaller: {
    title: 'Unknown caller',
    means: 'No Julia frame was found above the call, as when a Task starts.',
    todo: 'If it is the function of a Task, precompile it for the types it is started with.',
  },
  FromInvokeLatest: {
    title: 'Called by invokelatest',
    means: 'Base.invokelatest calls in the newest world on purpose, so that inference cannot see through it.',
    todo: 'Precompile the callee for the types it gets; replace invokelatest if nothing is defined while the program runs.',
  },
  FromInvoke: {
    title: 'Called by invoke',
    means: 'The call went through invoke with a signature that was wider than its arguments.',
    todo: 'Precompile the callee for the types it gets.',
  },
  MaybeFromC: {
    title: 'Perhaps called from C',
    means: 'No plausible Julia caller was found: C code of the runtime or of a library may have made the call.',
    todo: 'Precompile the callee; there is no Julia call site to improve.',
  },
  HasCoreBox: {
    title: 'Captured variable in a box',
    means: 'A closure captures a variable that is assigned more than once, so it lives in a Core.Box without a type.',
    todo: 'Capture it in a let block, give it one assignment, or annotate its type (julialang.org manual: performance of captured variables).',
  },
}

interface JoinedAdvice {
  readonly category: Category
  readonly advice: string
  /** Row of the suggestion, the trigger itself where it has its own. */
  readonly from: number
}

const CATEGORIES = SCHEMA.triggers.category.oneOf
const joined = new WeakMap<Profile, Map<string, number[]>>()

function siteOf(profile: Profile, row: number): string {
  const { siteFile, siteLine } = profile.triggers
  const file = textAt(profile, siteFile[row])
  return file === '' ? '' : `${file.replace(/^\.\//, '')}:${siteLine[row] ?? -1}`
}

/** Rows that carry advice, by call site. */
function suggestions(profile: Profile): Map<string, number[]> {
  const known = joined.get(profile)
  if (known) return known
  const bySite = new Map<string, number[]>()
  for (let row = 0; row < profile.triggers.length; row++) {
    if ((profile.triggers.advice[row] ?? -1) < 0) continue
    const site = siteOf(profile, row)
    if (site !== '') bySite.set(site, [...(bySite.get(site) ?? []), row])
  }
  joined.set(profile, bySite)
  return bySite
}

/**
 * The advice for a trigger: its own, or that of a suggestion for the same call site and, where both name it, the same
 * callee. Of several suggestions that differ in category none is chosen.
 */
export function adviceFor(profile: Profile, row: number): JoinedAdvice | undefined {
  const { category, advice, callee } = profile.triggers
  const of = (at: number): JoinedAdvice => ({ category: CATEGORIES[category[at] ?? 0] ?? 'none', advice: textAt(profile, advice[at]), from: at })
  if ((advice[row] ?? -1) >= 0) return of(row)
  const site = siteOf(profile, row)
  const there = site === '' ? [] : (suggestions(profile).get(site) ?? [])
  const signature = (at: number): string => textAt(profile, profile.frames.signature[callee[at] ?? -1])
  const exact = there.filter((at) => signature(at) !== '' && signature(at) === signature(row))
  const open = there.filter((at) => signature(at) === '')
  const found = exact.length > 0 ? exact : open
  const [first] = found
  if (first === undefined || found.some((at) => category[at] !== category[first])) return undefined
  return of(first)
}

/** Those that say what to do stand before what is long. */
const ORDER = ['calleeSignature', 'category', 'site', 'callerSignature', 'advice']

function withAdvice(column: PartColumn): PartColumn {
  switch (column.id) {
    case 'category':
      return {
        ...column,
        hint: 'What suggest of SnoopCompile says about the call site.',
        value: (profile, row) => {
          const category = adviceFor(profile, row)?.category ?? 'none'
          return category === 'none' ? '' : category
        },
      }
    case 'advice':
      return { ...column, value: (profile, row) => adviceFor(profile, row)?.advice ?? '' }
    default:
      return column
  }
}

/** The columns of triggers, with the advice of `suggest` beside the calls that `inference_triggers` prints. */
export const TRIGGER_COLUMNS: readonly PartColumn[] = [
  ...ORDER.flatMap((id) => PART_COLUMNS.triggers.filter((column) => column.id === id)),
  ...PART_COLUMNS.triggers.filter((column) => !ORDER.includes(column.id)),
].map(withAdvice)
