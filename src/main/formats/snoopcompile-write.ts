/**
 * Files that `SnoopCompile.write` makes (`precompile_<Module>.jl`) and what it reports while it writes them (reference/formats.md b.9).
 * Statements keep their guards, and the blocks that look up a keyword body are kept whole. The function that those blocks
 * call is the same in every file and is only read over.
 */
import type { TextFormat, TextImport } from './format'
import type { Lines } from './lines'
import { callSignature, closing, commentSeconds, isComment, splitArguments, statementsIn } from './precompile-statement'

const BODY = /^(\s*)function _precompile_\w*\(\)\s*$/
const LOOKUP = /^\s*(?:const __bodyfunction__ = |function __lookup_kwbody__\()/
const KEYWORD_BODY = /^\s*let fbody = try __lookup_kwbody__\(which\(/
const BLOCK_END = /^\s*end\s*(?:#\s*time:\s*(\d+(?:\.\d+)?(?:[ef][-+]?\d+)?)\s*)?$/
const GENERATING = /^\s*(?:ccall\(:jl_generating_output|@static if|if ccall\(:jl_generating_output)/
const FLOAT = String.raw`(\d+(?:\.\d+)?(?:e[-+]?\d+)?)`
const REPORT = new RegExp(String.raw`^\s*([\p{L}_][\p{L}\p{N}_.!]*): (?:precompiled ${FLOAT}|no precompile statements) out of ${FLOAT}\s*$`, 'u')

/** A lookup function is at most this many lines long. */
const LOOKUP_LINES = 120

interface WrittenStatement {
  readonly text: string
  readonly signature: string
  readonly time: number
  readonly line: number
}

/** Lines without the indentation that all of them share. */
function dedent(block: readonly string[]): string {
  const margins = block.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  const margin = Math.min(...margins)
  return block.map((line) => line.slice(margin).trimEnd()).join('\n')
}

/** The call whose body the block looks up: `which(f, (A,B,))` is `f(::A, ::B)`. */
function lookedUp(line: string): string {
  const open = line.indexOf('which(') + 'which'.length
  const end = closing(line, open)
  const [name = '', types = ''] = splitArguments(line.slice(open + 1, end < 0 ? undefined : end))
  return types.startsWith('(') ? callSignature(name, types.slice(1, -1)) : name
}

/** Reads `let fbody = … end`; returns the first line after it, or `at` if it does not end where it should. */
function readKeywordBody(lines: Lines, at: number, statements: WrittenStatement[]): number {
  const block = [lines.at(at)]
  let depth = 1
  for (let next = at + 1; next <= at + 12 && next < lines.length; next++) {
    const line = lines.at(next)
    const end = BLOCK_END.exec(line)
    if (!end && !/^\s*(?:if !ismissing\(fbody\)|precompile\(fbody, .*\))\s*$/.test(line)) return at
    block.push(end ? line.replace(/\s*#.*$/, '') : line)
    if (/^\s*if\b/.test(line)) depth++
    if (!end || --depth > 0) continue
    const time = end[1] === undefined ? Number.NaN : commentSeconds(end[1])
    statements.push({ text: dedent(block), signature: lookedUp(lines.at(at)), time, line: at + 1 })
    return next + 1
  }
  return at
}

/** Reads over the dictionary and the function that look up keyword bodies; returns the line of `_precompile_`, or `at`. */
function readLookup(lines: Lines, at: number): number {
  let next = at
  while (next < lines.length && !BODY.test(lines.at(next))) {
    const line = lines.at(next)
    if (/^\s*function __lookup_kwbody__\(/.test(line)) {
      const last = `${/^\s*/.exec(line)?.[0] ?? ''}end`
      const limit = next + LOOKUP_LINES
      while (next < limit && lines.at(next).trimEnd() !== last) next++
      if (next === limit) return at
    } else if (line.trim() !== '' && !isComment(line) && !LOOKUP.test(line)) return at
    next++
  }
  return next < lines.length ? next : at
}

/** Reads the function from its line on; returns the first line after it. */
function readBody(lines: Lines, at: number, into: TextImport): number {
  const { builder, source, command } = into
  const indent = BODY.exec(lines.at(at))?.[1] ?? ''
  const statements: WrittenStatement[] = []
  let disabled = 0
  let next = at + 1
  while (next < lines.length) {
    const line = lines.at(next)
    if (KEYWORD_BODY.test(line)) {
      const after = readKeywordBody(lines, next, statements)
      if (after > next) {
        next = after
        continue
      }
    }
    if (isComment(line)) {
      if (line.includes('precompile(Tuple{')) disabled++
      next++
      continue
    }
    const [statement, second] = statementsIn(line)
    if (statement && !second && line.slice(0, statement.from).trim() === '' && line.slice(statement.to).trim() === '') {
      statements.push({ text: statement.text, signature: statement.signature, time: statement.time, line: next + 1 })
    } else if (line.startsWith(`${indent}end`) && BLOCK_END.test(line)) {
      next++
      break
    } else if (BODY.test(line)) break
    else if (!GENERATING.test(line)) into.leaveUnparsed(next)
    next++
  }
  const timed = statements.some((statement) => !Number.isNaN(statement.time))
  const notes = timed
    ? ['Each time is the inclusive inference time of one root, measured when the file was written. Roots do not overlap.']
    : ['Statements without times.']
  if (disabled > 0) notes.push(`${disabled} of the statements are commented out and not listed.`)
  const block = builder.block({
    part: 'precompile',
    format: 'snoopcompile-write',
    title: 'SnoopCompile.write file',
    command,
    source,
    firstLine: at + 1,
    lastLine: next,
    times: timed ? 'inclusive' : 'none',
    provenance: { kind: 'measured', tool: 'SnoopCompile.write', julia: '', error: timed ? 'single precision' : '' },
    notes,
  })
  for (const { text, signature, time, line } of statements) {
    builder.add('precompile', {
      statement: text, frame: builder.frame({ signature }), time, recompile: 'unknown', kind: 'directive', block, line,
    })
  }
  return next
}

/** Reads the lines of the report; returns the first line after them. */
function readReport(lines: Lines, at: number, { builder, source, command }: TextImport): number {
  let next = at
  while (REPORT.test(lines.at(next))) next++
  const block = builder.block({
    part: 'precompile',
    format: 'snoopcompile-write',
    title: 'SnoopCompile.write report',
    command,
    source,
    firstLine: at + 1,
    lastLine: next,
    shape: 'grouped',
    times: 'inclusive',
    provenance: { kind: 'measured', tool: 'SnoopCompile.write', julia: '', error: '' },
    notes: ['For each module the inference time that the written statements save, out of what its roots took.'],
  })
  for (let row = at; row < next; row++) {
    const [, module = '', saved = '0', total = ''] = REPORT.exec(lines.at(row)) ?? []
    builder.add('precompile', {
      frame: builder.frame({ signature: module, name: module, module, kind: 'frame' }),
      time: Math.round(Number(saved) * 1e9),
      outOf: Math.round(Number(total) * 1e9),
      recompile: 'unknown',
      kind: 'parcel',
      block,
      line: row + 1,
    })
  }
  return next
}

export const snoopcompileWrite: TextFormat = {
  id: 'snoopcompile-write',
  title: 'write of SnoopCompile: files and reports',
  marks: ['_precompile_', '__bodyfunction__', '__lookup_kwbody__', ' out of '],
  begins(lines, at) {
    const line = lines.at(at)
    return line.includes('_precompile_') || line.includes('__bodyfunction__') || line.includes('__lookup_kwbody__')
      ? BODY.test(line) || LOOKUP.test(line)
      : line.includes(' out of ') && REPORT.test(line)
  },
  read(lines, at, into) {
    const line = lines.at(at)
    if (REPORT.test(line)) return readReport(lines, at, into)
    const body = BODY.test(line) ? at : readLookup(lines, at)
    return BODY.test(lines.at(body)) ? readBody(lines, body, into) : at
  },
}
