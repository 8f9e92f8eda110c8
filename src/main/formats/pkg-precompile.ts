/**
 * What Pkg prints while it precompiles (reference/formats.md b.11): rows with and without times, the table of 1.14-DEV, the progress bar of
 * 1.6, the summary, failures, and what packages printed meanwhile. Rows of a live display that was not finished are dropped: they
 * hold no result.
 */
import type { Row } from '../../shared/profile/builder'
import type { TextFormat, TextImport } from './format'
import type { Lines } from './lines'

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_!]*`
const HEADER = new RegExp(String.raw`^\s*Precompiling (?:project|environment|packages|${NAME})(?: finished\.|\s?(?:\.\.\.|…)(?: Finished.*)?)\s*$`, 'u')
const PACKAGE = String.raw`([✓✗?]) (${NAME})(?: → (${NAME}))?(?: .*)?$`
const TIMED = new RegExp(String.raw`^\s*(\d+\.\d|\d\.\d+e\d+) ms\s+${PACKAGE}`, 'u')
const PLAIN = new RegExp(String.raw`^\s*${PACKAGE}`, 'u')
const SECONDS = String.raw`\s*(\d+(?:\.\d+)?|-)\s*(?:s)?`
const TABLE_HEADER = /^\s*total\s*│\s*include\s+\(deps\)\s+\(comp\)\s*│\s*methods\s+img-gen\s+cache\s+~pk-rss\s*$/
const TABLE_ROW = new RegExp(
  String.raw`^\s*(\d+(?:\.\d+)?) s\s*│${SECONDS}${SECONDS}${SECONDS}\s*│\s*(\d+|-)${SECONDS}\s*(\d+(?:\.\d+)?|-)\s*(?:MB)?\s*(\d+(?:\.\d+)?|-)\s*(?:MB)?\s*${PACKAGE}`,
  'u',
)
const SUMMARY = /^\s*(\d+) dependenc(?:y|ies)(?: configurations)? successfully precompiled in (\d+) seconds\b.*$/
const FURTHER = /^\s*\d+ dependenc(?:y|ies)(?: configurations)? (?:errored|failed|had |precompiled but|skipped)/
const PROGRESS = /^\s*Progress \[[=>\-\s#█]*\]\s+\d+\/\d+\s*$/
/** A spinner before a package, or a line of the live display: still running when the text was saved. */
const RUNNING = new RegExp(String.raw`^\s*[◐◓◑◒⠁-⣿] ${NAME}(?: .*)?$`, 'u')
const ADVICE = /^\s*(?:For a report of the errors see|To retry use|Restart julia|Otherwise, loading dependents|Precompilation will be attempted)/
const FAILED = new RegExp(String.raw`^(?:ERROR: )?(?:LoadError: )?Failed to precompile (${NAME}) \[[0-9a-f-]+\]`, 'u')
const FAILED_LIST = /^(?:ERROR: )?The following \d+ (?:direct |indirect )?(?:package|dependenc(?:y|ies))s? failed to precompile:/
const LISTED = new RegExp(String.raw`^\s*(${NAME})(?: \[[0-9a-f-]+\])?\s*$`, 'u')
const OUTPUT = new RegExp(String.raw`^\s*┌ (${NAME}(?: → ${NAME})?)\s*$`, 'u')

type Build = Omit<Row<'builds'>, 'block'> & { readonly name: string; readonly owner: string; readonly line: number }

const STATUS = { '✓': 'done', '?': 'needsOutput', '✗': 'failed' } as const

function cell(text: string | undefined, scale: number): number {
  return text === undefined || text === '-' ? Number.NaN : Math.round(Number(text) * scale)
}

function packageOf(mark = '', first = '', second = ''): Pick<Build, 'name' | 'owner'> & Pick<Row<'builds'>, 'status'> {
  const status = STATUS[mark as keyof typeof STATUS]
  return second === '' ? { name: first, owner: '', status } : { name: second, owner: first, status }
}

function parseRow(line: string, at: number): Build | undefined {
  if (!/[✓✗?] /.test(line)) return undefined
  const timed = TIMED.exec(line)
  if (timed) return { ...packageOf(timed[2], timed[3], timed[4]), time: Math.round(Number(timed[1]) * 1e6), line: at + 1 }
  const row = TABLE_ROW.exec(line)
  if (row) {
    const [, total, include, dependencies, compile, methods, image, cache, peak, mark, first, second] = row
    return {
      ...packageOf(mark, first, second),
      time: cell(total, 1e9),
      include: cell(include, 1e9),
      dependencies: cell(dependencies, 1e9),
      compile: cell(compile, 1e9),
      methods: cell(methods, 1),
      image: cell(image, 1e9),
      cacheBytes: cell(cache, 1e6),
      peakBytes: cell(peak, 1e6),
      line: at + 1,
    }
  }
  const plain = PLAIN.exec(line)
  return plain ? { ...packageOf(plain[1], plain[2], plain[3]), line: at + 1 } : undefined
}

interface Found {
  readonly builds: Build[]
  readonly notes: string[]
  /** The summary line: how many were done, in how many nanoseconds on the wall clock. */
  summary: { readonly count: number; readonly time: number; readonly line: number } | undefined
  table: boolean
  progress: boolean
  /** Lines read that say nothing of their own. */
  readonly frame: number[]
  lastAt: number
}

/** Reads what a package printed while it was precompiled: a box under its name. */
function readOutput(lines: Lines, at: number, { builder, source }: TextImport): number {
  const where = OUTPUT.exec(lines.at(at))?.[1] ?? ''
  const text: string[] = []
  let next = at + 1
  for (let inside = /^\s*│ {0,2}(.*)$/.exec(lines.at(next)); inside; inside = /^\s*│ {0,2}(.*)$/.exec(lines.at(next))) {
    text.push(inside[1] ?? '')
    next++
  }
  if (text.length === 0) return at
  if (/^\s*└\s*$/.test(lines.at(next))) next++
  builder.add('messages', { level: 'info', text: text.join('\n'), where, source, line: at + 1 })
  return next
}

/** Reads the names below a sentence that says that packages failed; returns the first line after them. */
function readFailed(lines: Lines, at: number, found: Found): number {
  let next = at + 1
  let last = at
  for (; next < lines.length; next++) {
    const line = lines.at(next)
    const name = LISTED.exec(line)?.[1]
    if (name !== undefined) {
      addFailure(found, name, next)
      last = next
    } else if (line.trim() !== '') break
  }
  return last + 1
}

/** A failure that is told again in words is the same failure. */
function addFailure(found: Found, name: string, at: number): void {
  if (!found.builds.some((build) => build.name === name && build.status === 'failed')) {
    found.builds.push({ name, owner: '', status: 'failed', line: at + 1 })
  }
}

/** Reads the line or box at `at` into `found`; returns the first line after it, or `at` if it is something else. */
function readLine(lines: Lines, at: number, found: Found, into: TextImport): number {
  const line = lines.at(at)
  const build = parseRow(line, at)
  if (build) {
    found.builds.push(build)
    return at + 1
  }
  const summary = SUMMARY.exec(line)
  if (summary) {
    found.summary = { count: Number(summary[1]), time: Number(summary[2]) * 1e9, line: at + 1 }
    found.notes.push(`Pkg says: ${line.trim()}`)
    return at + 1
  }
  if (OUTPUT.test(line)) return readOutput(lines, at, into)
  if (FAILED_LIST.test(line)) return readFailed(lines, at, found)
  const failed = FAILED.exec(line)?.[1]
  if (failed !== undefined) {
    addFailure(found, failed, at)
    return at + 1
  }
  if (FURTHER.test(line)) found.notes.push(`Pkg says: ${line.trim()}`)
  else if (PROGRESS.test(line)) found.progress = true
  else if (TABLE_HEADER.test(line)) found.table = true
  else if (!HEADER.test(line) && !RUNNING.test(line) && !ADVICE.test(line)) return at
  found.frame.push(at)
  return at + 1
}

/** The line below blank ones where Pkg goes on about failures, or `at`. */
function failureBelow(lines: Lines, at: number): number {
  let next = at
  while (next < at + 3 && lines.at(next).trim() === '') next++
  const line = lines.at(next)
  return FAILED.test(line) || FAILED_LIST.test(line) ? next : at
}

function versionsOf({ builds, table, progress }: Found): string {
  if (table) return '1.14-DEV'
  if (progress) return '1.6 or later'
  return builds.some((build) => build.time !== undefined) ? '1.9 or later' : ''
}

function write(found: Found, firstLine: number, into: TextImport): void {
  const { builder, source, command } = into
  const { builds, notes, summary, table } = found
  const timed = builds.some((build) => build.time !== undefined)
  const common = {
    part: 'builds',
    format: 'pkg-precompile',
    title: 'Packages precompiled',
    command,
    source,
    firstLine,
    lastLine: found.lastAt + 1,
  } as const
  const measured = { kind: 'measured', tool: 'Pkg.precompile', julia: versionsOf(found) } as const
  if (builds.length > 0) {
    const caveats = timed ? ['Packages are precompiled side by side: their times add up to more than the time that passed.'] : ['Pkg printed no times for the packages.']
    if (table) caveats.push('The table has seconds and megabytes; include contains deps and comp.')
    const block = builder.block({
      ...common,
      times: timed ? 'exclusive' : 'none',
      provenance: { ...measured, error: timed ? (table ? 'rounded as printed' : 'rounded to 0.1 ms') : '' },
      notes: [...caveats, ...notes],
    })
    for (const build of builds) builder.add('builds', { ...build, block })
  }
  if (summary && !timed) {
    const block = builder.block({
      ...common,
      title: 'All packages together',
      shape: 'grouped',
      times: 'inclusive',
      provenance: { ...measured, error: 'whole seconds' },
      notes: ['Time that passed while packages were precompiled side by side.', ...notes],
    })
    const name = `${summary.count} ${summary.count === 1 ? 'dependency' : 'dependencies'}`
    builder.add('builds', { name, time: summary.time, status: 'done', block, line: summary.line })
  }
}

export const pkgPrecompile: TextFormat = {
  id: 'pkg-precompile',
  title: 'Pkg.precompile',
  marks: ['precompil', 'Precompiling ', ' ms', '✓ ', '✗ ', '│', 'Progress ['],
  begins(lines, at) {
    const line = lines.at(at)
    if (line.includes('precompil') || line.includes('Precompiling ')) {
      return HEADER.test(line) || SUMMARY.test(line) || FAILED_LIST.test(line) || FAILED.test(line) || FURTHER.test(line)
    }
    // A mark and a name alone could be anything: there it takes the indentation that Pkg prints.
    return TIMED.test(line) || TABLE_HEADER.test(line) || TABLE_ROW.test(line) || PROGRESS.test(line) || (/^ {2,}[✓✗] /.test(line) && PLAIN.test(line))
  },
  read(lines, at, into) {
    const found: Found = { builds: [], notes: [], summary: undefined, table: false, progress: false, frame: [], lastAt: at }
    let next = at
    while (next < lines.length) {
      if (found.summary && HEADER.test(lines.at(next))) break
      const after = readLine(lines, next, found, into)
      if (after > next) {
        found.lastAt = after - 1
        next = after
        continue
      }
      const interrupted = into.interrupt(next)
      const more = interrupted > next ? interrupted : failureBelow(lines, next)
      if (more <= next) break
      next = more
    }
    if (found.builds.length > 0 || found.summary) write(found, at + 1, into)
    else for (const line of found.frame) into.leaveUnparsed(line)
    return next
  },
}
