/**
 * Packages that were loaded from their caches in a real Julia: which instances are there before anything is called, whether they have code,
 * who calls them, and what loading printed. Types are compared without the modules of their names, as the table has them, and closures without
 * the numbers of theirs; lists are compared as sets, but the code of one instance in its order.
 */
import { z } from 'zod'
import type { OtherTable } from '../../julia/conformance/run'
import type { Answer } from '../../julia/conformance/tables'
import type { MethodInstance } from '../../julia/worlds/method'
import { CachedPackages, type CachedKit } from './cached-packages'
import { entryText, Observation } from './observation'
import { askTiming, timingRow } from './timing'

const entryRow = z.object({ valid: z.boolean(), inferred: z.boolean(), const: z.boolean(), rettype: z.string() })
const instanceRow = z.object({ spec: z.string(), method: z.string(), valid: z.boolean(), entries: z.array(entryRow), backedges: z.array(z.string()) })
const queryRow = z.object({
  sig: z.string(), exists: z.boolean(), exists_without_package: z.boolean(),
  entries: z.array(entryRow).default([]), package_backedges: z.array(z.string()).default([]),
})
const cachedRow = z.object({
  id: z.string(),
  kind: z.literal('instances'),
  packages: z.array(z.object({ name: z.string(), source: z.string() })),
  load: z.array(z.string()),
  stdout_first_load: z.string().optional(),
  stdout_later_load: z.string().optional(),
  observed: z.object({
    values: z.array(z.string()),
    functions: z.array(z.object({ f: z.string(), instances: z.array(instanceRow) })),
    queries: z.array(queryRow),
  }),
})
type CachedRow = z.infer<typeof cachedRow>

/** The rows of `kind` `instances` and `timing`. */
export function cachedTable(kit: CachedKit): OtherTable {
  let bare: Observation | undefined
  const withoutPackages = () => (bare ??= new Observation(new CachedPackages(kit, []).open(), []))
  return {
    name: 'cached',
    ask: (row) => {
      const instances = cachedRow.safeParse(row)
      if (instances.success) return askInstances(instances.data, kit, withoutPackages)
      const timing = timingRow.safeParse(row)
      return timing.success ? askTiming(timing.data, kit) : undefined
    },
  }
}

/** A type of the row as it is compared. */
type Read = (type: string) => string

/** One thing that a row says; `found` may throw. */
interface Question {
  readonly kind: string
  readonly about: string
  readonly expected: (read: Read) => readonly string[]
  readonly found: (seen: Observation) => readonly string[]
}

/** For each function `instances`, `entries` and `backedges`; for each query `queries`, `without package` and `package backedges`; `values` and `output` as there are. */
function askInstances(row: CachedRow, kit: CachedKit, withoutPackages: () => Observation): Answer[] {
  const questions = [...row.observed.functions.flatMap(functionQuestions), ...row.observed.queries.flatMap((query) => queryQuestions(query, withoutPackages))]
  const answers: Answer[] = []
  const results: string[] = []
  let seen: Observation | undefined
  let [first, later] = ['', '']
  let failure = ''
  try {
    const packages = new CachedPackages(kit, row.packages)
    first = packages.precompile()
    const session = packages.open()
    for (const code of row.load) {
      const { value } = session.run(code)
      if (!/^\s*(?:using|import)\b/.test(code)) results.push(value === undefined ? 'nothing' : session.engine.print(value))
    }
    later = session.output
    seen = new Observation(session, row.packages.map(({ name }) => name))
  } catch (error) {
    failure = failureOf(error)
  }
  row.observed.values.forEach((expected, at) => {
    const found = seen === undefined ? failure : results[at] ?? 'no value'
    answers.push({ kind: 'values', agrees: found === expected, expected, found })
  })
  for (const [expected, found] of [[row.stdout_first_load, first], [row.stdout_later_load, later]] as const) {
    if (expected !== undefined) answers.push({ kind: 'output', agrees: failure === '' && found === expected, expected: JSON.stringify(expected), found: failure || JSON.stringify(found) })
  }
  return [...answers, ...questions.map((question) => (seen === undefined ? unanswered(question, failure) : answer(question, seen)))]
}

function functionQuestions({ f, instances }: CachedRow['observed']['functions'][number]): Question[] {
  type Row = typeof instances[number]
  const question = (kind: string, expected: (one: Row, name: string, read: Read) => readonly string[], found: (instance: MethodInstance, name: string, seen: Observation) => readonly string[]): Question => ({
    kind, about: f,
    expected: (read) => instances.flatMap((one) => expected(one, `${read(one.spec)} of ${read(one.method)}`, read)),
    found: (seen) => seen.instancesOf(f).flatMap((instance) => found(instance, seen.nameOf(instance), seen)),
  })
  return [
    question('instances', (_, name) => [name], (_, name) => [name]),
    question('entries', ({ entries }, name, read) => [`${name}: ${entryTexts(entries, read)}`], (instance, name, seen) => [`${name}: ${seen.entriesOf(instance)}`]),
    question('backedges', ({ backedges }, name, read) => backedges.map((caller) => `${name} < ${read(caller)}`), (instance, name, seen) => seen.callersOf(instance).map((caller) => `${name} < ${caller}`)),
  ]
}

function queryQuestions({ sig, exists, exists_without_package, entries, package_backedges }: CachedRow['observed']['queries'][number], withoutPackages: () => Observation): Question[] {
  const isThere = (there: boolean) => (there ? 'there' : 'absent')
  return [
    {
      kind: 'queries', about: sig,
      expected: (read) => [exists ? `there: ${entryTexts(entries, read)}` : 'absent'],
      found: (seen) => {
        const instance = seen.find(sig)
        return [instance === undefined ? 'absent' : `there: ${seen.entriesOf(instance)}`]
      },
    },
    {
      kind: 'without package', about: sig,
      expected: () => [isThere(exists_without_package)],
      found: () => [isThere(withoutPackages().find(sig) !== undefined)],
    },
    {
      kind: 'package backedges', about: sig,
      expected: (read) => package_backedges.map(read),
      found: (seen) => {
        const instance = seen.find(sig)
        return instance === undefined ? [] : seen.packageCallersOf(instance)
      },
    },
  ]
}

function entryTexts(entries: readonly z.infer<typeof entryRow>[], read: Read): string {
  return entries.map(({ valid, inferred, const: isConstant, rettype }) => entryText({ valid, inferred, isConstant, returns: read(rettype) })).join(', ')
}

function answer(question: Question, seen: Observation): Answer {
  const { kind, about } = question
  const expected = question.expected((type) => seen.read(type))
  let found: readonly string[]
  try {
    found = question.found(seen)
  } catch (error) {
    return unanswered(question, failureOf(error))
  }
  const missing = expected.filter((line) => !found.includes(line))
  const extra = found.filter((line) => !expected.includes(line))
  return { kind, agrees: missing.length === 0 && extra.length === 0, expected: `of ${about}: ${missing.join('; ') || 'no more'}`, found: extra.join('; ') || 'nothing else' }
}

function unanswered({ kind, about, expected }: Question, failure: string): Answer {
  return { kind, agrees: false, expected: `of ${about}: ${expected((type) => type).join('; ')}`, found: failure }
}

function failureOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
