/**
 * What is wrong with a text of a lab, while it is being written: Julia by our own parser, TOML by the readers of scenarios, projects and manifests.
 * Nothing is run and no macro is expanded, so what the simulated Julia does not take is found out by a run.
 */
import type { LabDiagnostic } from '../../../shared/lab'
import { UserError } from '../../../shared/errors'
import { parseJulia } from '../../julia/syntax/parse'
import type { LiteralTypes } from '../../julia/syntax/literal-types'
import { TypeUniverse } from '../../julia/types/universe'
import { CoreTypes } from '../../julia/values/core-types'
import { Bits } from '../../julia/values/value'
import { fileNameOf } from '../../loader/paths'
import { readManifest } from '../../loader/project/manifest'
import { readProject } from '../../loader/project/project-file'
import { lineOf, parseToml } from '../../loader/project/toml'
import { expandScenario } from '../../loader/scenario/expand'
import { readScenario } from '../../loader/scenario/read'
import { kindOfFile } from './lab-files'

let types: CoreTypes | undefined

/** Literals as values of a world that has nothing but types: nobody looks at them. */
function literals(): LiteralTypes {
  const core = (types ??= new CoreTypes(new TypeUniverse()))
  return { bits: (name, bits) => new Bits(core.type(name), bits), nothing: core.nothing, core: { juliaType: 'Module' } }
}

/** @param scenario the path of the lab's scenario. Throws nothing. */
export function checkText(path: string, text: string, scenario: string): LabDiagnostic[] {
  const kind = kindOfFile(path)
  if (kind === 'julia') return parseJulia(text, { file: path, literals: literals() }).diagnostics.map(({ line, column, message }) => marked(path, text, { line, column, text: message }))
  if (kind === 'text') return []
  const problem = problemOf(() => {
    if (path === scenario) expandScenario(readScenario(text, path))
    else readerOf(fileNameOf(path))(text, path)
  })
  return problem === undefined ? [] : [marked(path, text, placed(problem, text))]
}

const KEY = /^([\w-]+(?:\[\d+\]|\.[\w-]+)*): /
const UNKNOWN = /there is no key "([^"]+)"/

/** A reader of scenarios says the key, not the line: `variations[1].flags: there is no key "optimise"`. */
export function placed(problem: Problem, text: string): Problem {
  if (problem.line !== undefined) return problem
  const [, key = ''] = KEY.exec(problem.text) ?? []
  const parts = [...key.matchAll(/\[(\d+)\]|[\w-]+/g)].map((match) => (match[1] === undefined ? match[0] : Number(match[1])))
  const [, unknown] = UNKNOWN.exec(problem.text) ?? []
  return { ...problem, line: lineOf(text, unknown === undefined ? parts : [...parts, unknown]) }
}

function readerOf(name: string): (text: string, file: string) => unknown {
  if (/^(Julia)?Project\.toml$/.test(name)) return readProject
  if (/^(Julia)?Manifest(-v\d+\.\d+)?\.toml$/.test(name)) return readManifest
  return (text, file) => parseToml({ text, file })
}

/** Where a complaint points: the end of `where` of a `UserError`, `scenario.toml:3:7`. */
export interface Problem {
  readonly line: number | undefined
  readonly column: number | undefined
  readonly text: string
}

/** What a reader complains of; undefined if nothing. */
function problemOf(read: () => unknown): Problem | undefined {
  try {
    read()
    return undefined
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return problemIn(error)
  }
}

export function problemIn({ message, details: { where = '' } }: UserError): Problem {
  const [, line, column] = /:(\d+)(?::(\d+))?$/.exec(where) ?? []
  return { line: line === undefined ? undefined : Number(line), column: column === undefined ? undefined : Number(column), text: message }
}

/** With the word that stands there as its range, or what is on the line if only that is known. */
export function marked(path: string, text: string, { line = 1, column, text: message }: Problem, severity: LabDiagnostic['severity'] = 'error'): LabDiagnostic {
  const lines = text.split(/\r?\n/)
  // What is missing at the end is missed behind the last line.
  const at = Math.min(Math.max(1, line), lines.length)
  const content = lines[at - 1] ?? ''
  const from = Math.min(column ?? content.length - content.trimStart().length + 1, content.length + 1)
  const word = column === undefined ? content.slice(from - 1).trimEnd() : (/^(?:[\p{L}\p{N}_!@]+|[^\p{L}\p{N}_\s])/u.exec(content.slice(from - 1))?.[0] ?? '')
  return { path, line: at, column: from, endLine: at, endColumn: from + word.length, severity, text: message }
}
