/**
 * Where in the files of a lab a run went wrong: what the front end does not take, and exceptions, whose text ends with `in expression starting at
 * FILE:LINE` for each file that was being read. Code of a step is looked for in the scenario. What has no place in these files stays in the output.
 */
import type { LabDiagnostic } from '../../../shared/lab'
import type { Run } from '../../loader/scenario/expand'
import type { SessionResult } from '../../loader/session-request'
import { marked } from './check-text'
import type { LabFiles } from './lab-files'

interface Ended {
  readonly run: Run
  readonly session: Pick<SessionResult, 'diagnostics' | 'steps'>
  /** What was written to the standard streams. */
  readonly output: string
}

interface Place {
  readonly file: string
  readonly line: number
  readonly column: number | undefined
  readonly text: string
}

const STARTING_AT = /^in expression starting at (.+):(\d+)$/

/** @param scenario path of the scenario's file, '' if there is none. */
export function placesOf({ run, session, output }: Ended, files: LabFiles, scenario: string): LabDiagnostic[] {
  const errors = session.steps.flatMap(({ label, error }) => (error === undefined ? [] : [{ label, error }]))
  const places: Place[] = [
    ...session.diagnostics.map(({ file, line, column, message }) => ({ file, line, column, text: message })),
    ...errors.flatMap(({ error }) => startingPlaces(error)),
    ...startingPlaces(output),
  ]
  const found = places.flatMap((place) => diagnosticOf(place, run, files, scenario))
  // An exception of a step itself names no file.
  for (const { label, error } of errors) {
    if (places.length === 0) found.push(...diagnosticOf({ file: label, line: 1, column: undefined, text: firstLine(error) }, run, files, scenario))
  }
  return [...new Map(found.map((one) => [`${one.path}:${one.line}:${one.column}:${one.text}`, one])).values()]
}

/** The innermost place of each exception in a text; those around it, which follow, are where its file was asked for. */
function startingPlaces(text: string): Place[] {
  const found: Place[] = []
  let message = ''
  let last: 'message' | 'place' = 'place'
  for (const line of text.split('\n')) {
    const [, file, at] = STARTING_AT.exec(line) ?? []
    if (file === undefined) {
      if (last === 'place' || /^ERROR: /.test(line)) message = line
      last = 'message'
      continue
    }
    if (last === 'message') found.push({ file, line: Number(at), column: undefined, text: message.replace(/^ERROR: /, '').replace(/^((Load|Init)Error: )+/, '') })
    last = 'place'
  }
  return found
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}

function diagnosticOf({ file, line, column, text }: Place, run: Run, files: LabFiles, scenario: string): LabDiagnostic[] {
  const path = files.relative(file)
  const content = path === undefined ? undefined : files.text(path)
  if (path !== undefined && content !== undefined) return [marked(path, content, { line, column, text })]
  const step = run.steps.find(({ label }) => label === file)?.step
  return scenario === '' || step === undefined ? [] : inScenario(step.kind === 'eval' ? (step.code.split('\n')[line - 1] ?? '') : step.kind === 'using' ? step.packages.join(', ') : step.path, text, files, scenario)
}

/** The line of the scenario that has this code, if there is just one. */
function inScenario(code: string, message: string, files: LabFiles, scenario: string): LabDiagnostic[] {
  const content = files.text(scenario) ?? ''
  const wanted = code.trim()
  const lines = content.split('\n').flatMap((line, at) => (wanted !== '' && line.includes(wanted) ? [at + 1] : []))
  const [line] = lines
  return line === undefined || lines.length > 1 ? [] : [marked(scenario, content, { line, column: undefined, text: message })]
}
