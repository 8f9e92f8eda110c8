/**
 * What the verifier of `juliac --trim` prints (Compiler/src/verifytrim.jl since 1.12; formats b.14): each call that it cannot resolve, with the
 * calls that lead there. They become a near-static report for each entry point, in which errors with the same root cause stand together: the
 * same kind of statement in the same method. Which types there are it does not know; it goes by what stands in the statement.
 */
import { addReach, type ReachCause, type ReachFrame, type ReachSite } from '../../shared/profile/reach'
import { formatCount } from '../../shared/units'
import { splitSignature } from '../../shared/signature/split'
import type { TextFormat } from './format'
import type { Lines } from './lines'

const BEGINS = /^Verifier (error|warning) #\d+: (.*)$/
const STATEMENT = /^(.+?) from (?:statement )?(.*)$/
const CCALLABLE = /^(ccallable declared return type does not match inference) for (.+) => (.*)$/
const SUMMARY = /^(?:Trim verify finished with (?:(\d+) errors?)?(?:, )?(?:(\d+) warnings?)?\.|Verifier errors: (\d+), warnings: (\d+))\s*$/
const FRAME = /^\s*\[\d+\] (\S.*)$/
const PLACE = /^\s+@ (?:(\S+) )?(\S.*?):(\d+)( \[inlined\])?\s*$/
const REPEATED = /^\s*--- the (?:last|above) \d+ lines? /
/** juliac's own `main`, which calls that of the program. */
const BUILDSCRIPT = /juliac-buildscript\.jl$/

interface Problem {
  readonly warning: boolean
  readonly problem: string
  readonly statement: string
  /** Of a function for C: its signature, as it has no stack trace. */
  readonly callable: string
  /** The innermost first, as printed. */
  readonly frames: readonly ReachFrame[]
  readonly next: number
}

function problemAt(lines: Lines, at: number): Problem | undefined {
  const begin = BEGINS.exec(lines.at(at))
  if (!begin) return undefined
  const message = begin[2] ?? ''
  let next = at + 1
  const frames: ReachFrame[] = []
  if (lines.at(next).trim() === 'Stacktrace:') {
    next++
    for (let frame = FRAME.exec(lines.at(next)); frame ?? REPEATED.test(lines.at(next)); frame = FRAME.exec(lines.at(next))) {
      next++
      const place = PLACE.exec(lines.at(next))
      if (!frame) continue
      if (place) next++
      frames.push({ signature: frame[1] ?? '', module: place?.[1] ?? '', file: place?.[2] ?? '', line: place ? Number(place[3]) : -1, inlined: place?.[4] !== undefined })
    }
  }
  const warning = begin[1] === 'warning'
  const callable = CCALLABLE.exec(message)
  if (callable) return { warning, problem: callable[1] ?? '', statement: `${callable[2] ?? ''} => ${callable[3] ?? ''}`, callable: callable[2] ?? '', frames, next }
  const [, problem = message, statement = ''] = STATEMENT.exec(message) ?? []
  return { warning, problem, statement, callable: '', frames, next }
}

/** What statements of one kind have in common, and what helps. The first that fits is taken. */
const KINDS: readonly (readonly [pattern: RegExp, reason: string, advice: string])[] = [
  [/%new\(\)::(?:Core\.)?Box|::(?:Core\.)?Box, :contents/, 'a captured variable is assigned more than once and lives in a Core.Box', 'Give the variable another name in the closure, or pass it as an argument.'],
  [/_apply_iterate\(/, 'a container of unknown length is splatted', 'Splat tuples only, or call a function that takes the container itself.'],
  [/_call_latest|invokelatest|_call_in_world/, 'it calls through invokelatest', 'Nothing reaches such a call ahead of time: leave it out of what is compiled.'],
  [/^ccallable /, 'the declared return type is not what the function returns', 'Declare the type that it returns, or convert to it.'],
  [/\b(?:Main\.)?[\p{L}_][\p{L}\p{N}_!]*\.[\p{L}_][\p{L}\p{N}_!]*::Any\b/u, 'a global variable has no type', 'Make the global const, or declare its type.'],
  [/::Any\b/, 'the type of a value is not known (Any)', 'Declare the type where the value comes from: a field, a container, a keyword.'],
  [/::(?:Abstract\w*|Function|Type|DataType|Union\{)/, 'the type of a value is not concrete', 'Make the type concrete: a parameter of the struct, a smaller Union, a specialised argument.'],
]

function kindOf({ problem, statement }: Problem): readonly [reason: string, advice: string] {
  const found = KINDS.find(([pattern]) => pattern.test(problem.startsWith('ccallable') ? problem : statement))
  if (found) return [found[1], found[2]]
  return [problem, '']
}

/** The function and the file of the frame with the statement: its line may differ from error to error. */
function placeOf({ frames: [innermost] }: Problem): { readonly name: string, readonly file: string, readonly line: number } {
  return { name: innermost ? splitSignature(innermost.signature).name : '', file: innermost?.file ?? '', line: innermost?.line ?? -1 }
}

function entryOf({ frames, callable }: Problem): ReachFrame | undefined {
  const last = frames.at(-1)
  if (!last) return callable === '' ? undefined : { signature: callable, module: '', file: '', line: -1, inlined: false }
  return BUILDSCRIPT.test(last.file) && frames.length > 1 ? frames.at(-2) : last
}

function causesOf(problems: readonly Problem[]): ReachCause[] {
  const groups = new Map<string, { readonly reason: string, readonly advice: string, readonly place: ReturnType<typeof placeOf>, readonly sites: ReachSite[] }>()
  for (const problem of problems) {
    const [reason, advice] = kindOf(problem)
    const place = placeOf(problem)
    const key = `${reason}\0${place.name}\0${place.file}`
    const group = groups.get(key) ?? { reason, advice, place, sites: [] }
    groups.set(key, group)
    group.sites.push({
      problem: problem.problem, detail: '', statement: problem.statement, warning: problem.warning, failing: false, chain: [...problem.frames].reverse(),
    })
  }
  return [...groups.values()]
    .sort((a, b) => b.sites.length - a.sites.length)
    .map(({ reason, advice, place, sites }) => ({
      need: 'dispatch', reason: place.name === '' ? reason : `${reason}, in ${place.name}`, advice, file: place.file, line: place.line, sites,
    }))
}

export const trimVerifier: TextFormat = {
  id: 'trim-verifier',
  title: 'Errors of juliac --trim',
  marks: ['Verifier error #', 'Verifier warning #'],
  begins: (lines, at) => BEGINS.test(lines.at(at)),
  read(lines, at, into) {
    const { builder, source, command } = into
    const problems: Problem[] = []
    const said: string[] = []
    let announced: number | undefined
    let [next, last] = [at, at]
    while (next < lines.length) {
      const line = lines.at(next)
      const problem = problemAt(lines, next)
      const summary = SUMMARY.exec(line)
      if (problem) {
        problems.push(problem)
        next = last = problem.next
      } else if (summary) {
        announced = (announced ?? 0) + [1, 2, 3, 4].reduce((sum, group) => sum + Number(summary[group] ?? 0), 0)
        said.push(line.trim())
        next = last = next + 1
      } else if (line.trim() === '') next++
      else break
    }
    const byEntry = new Map<string, { readonly entry: ReachFrame, readonly problems: Problem[] }>()
    for (const problem of problems) {
      const entry = entryOf(problem) ?? { signature: 'no entry point', module: '', file: '', line: -1, inlined: false }
      const group = byEntry.get(entry.signature) ?? { entry, problems: [] }
      byEntry.set(entry.signature, group)
      group.problems.push(problem)
    }
    const missing = announced !== undefined && announced !== problems.length
    const block = builder.block({
      part: 'reach', format: this.id, title: 'juliac --trim', command, source, firstLine: at + 1, lastLine: last, shape: 'tree',
      provenance: { kind: 'measured', tool: 'juliac --trim', julia: '1.12 or later', error: '' },
      notes: [
        'Errors with the same kind of statement in the same method are taken for one cause; the verifier itself does not group.',
        ...said.map((text) => `The verifier says: ${text}`),
        ...(missing ? [`${formatCount(problems.length)} are here of the ${formatCount(announced ?? 0)} that it counts.`] : []),
      ],
    })
    for (const { entry, problems: own } of byEntry.values()) {
      const { signature, module, file, line } = entry
      addReach(builder, { entry: signature, returns: '', module, file, line, instances: Number.NaN, statements: Number.NaN, causes: causesOf(own) }, block)
    }
    return last
  },
}
