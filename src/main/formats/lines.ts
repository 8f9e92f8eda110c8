/**
 * A text as numbered lines without copying it: offsets only, and each line cut out when asked for. What a terminal, a CI
 * service, a forum or a notebook put around the output is taken off (colours, rewritten progress bars, timestamps, quote
 * marks, code fences, `Out[1]:`); numbers of lines stay those of the file.
 */
import { stripVTControlCharacters } from 'node:util'

/** `gh run view --log` puts job and step before the timestamp. */
const JOB_AND_STEP = /^[^\t]{1,200}\t[^\t]{1,200}\t\ufeff?(?=\d{4}-\d\d-)/
const TIMESTAMP = /^\ufeff?\[?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)\]?(?: |$)/
const QUOTE_MARKS = /^(?:> )*(?:> |>$)/
const BUILDKIT = /^#\d+ \d+\.\d+ /
const WORKER = /^ +From worker \d+:\t/
const RESULT = /^Out\[\d+\]:(?: |$)/
const CI_COMMAND = /^##\[(?:debug|warning|error|info)\]/
const OPENING_TAGS = /^(?:<\/?(?:details|summary|pre|code|samp|p|br|div|blockquote)(?: [^>]{0,200})?\/?>)+/i
const CLOSING_TAGS = /(?:<\/?(?:details|summary|pre|code|samp|p|br|div|blockquote) ?\/?>)+\s*$/i
const FORUM_TAG = /^\s*\[\/?(?:details|spoiler|quote|code)(?:=[^\]]{0,200})?\]\s*$/

/** A line that is nothing but a fence, with what Markdown and Documenter allow after it. */
const FENCE_LINE
  = /^ *`{3,} *(?:(?:julia(?:-repl)?|jl|jldoctest|text|txt|console|shell(?:session)?|sh|bash|log|output|plain(?:text)?|repl|none)(?:[\s;,{:].*)?|\{.*\}|@(?:repl|example|setup|eval)\b.*)?$/i
const SERVICE = /^[\w.-]{1,60}\s*\| /

/** Docker Compose puts the service's name before each line: a name that comes back again and again. */
function hasServicePrefix(sample: readonly string[]): boolean {
  const names = sample.map((line) => SERVICE.exec(line)?.[0])
  const distinct = new Set(names)
  return names.length >= 5 && !distinct.has(undefined) && distinct.size <= Math.max(2, names.length / 10)
}

/** A pass for each character is many times faster than one for a class of them. */
function includesAny(text: string, characters: readonly string[]): boolean {
  return characters.some((character) => text.includes(character))
}

const RECENT = 16
/** Lines between two calls of `onReach`. */
const REACH = 8192

export class Lines {
  readonly length: number
  /**
   * Called now and then as the reading goes on, with the line that was reached, also within a block of a million lines.
   * What it throws ends the reading.
   */
  onReach: ((line: number) => void) | undefined
  private nextReach = 0
  private readonly starts: Uint32Array
  private readonly has: { readonly escape: boolean, readonly rewrite: boolean, readonly oddSpace: boolean, readonly backquotes: boolean }
  private readonly service: boolean
  /** Where fences stand, ascending: twice the line if before its text, twice the line and one if after it. */
  private readonly fences: number[] = []
  /** Lines `from` to `to` (exclusive) stand in a fence that is itself indented by `width`, in a list for instance. */
  private readonly indented: { from: number, to: number, width: number }[] = []
  private readonly recentAt = new Int32Array(RECENT).fill(-1)
  private readonly recent: string[] = new Array<string>(RECENT).fill('')

  constructor(private readonly text: string) {
    const end = text.includes('\n') ? '\n' : '\r'
    let count = 1
    for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) count++
    this.starts = new Uint32Array(count + 1)
    let row = 1
    for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) this.starts[row++] = at + 1
    this.starts[count] = text.length + 1
    this.length = text.endsWith(end) || text === '' ? count - 1 : count
    this.has = {
      escape: includesAny(text, ['\u001b', '\u009b']),
      rewrite: end === '\n' && text.includes('\r'),
      oddSpace: includesAny(text, ['\u00a0', '\u202f', '\u200b', '\u2060']),
      backquotes: text.includes('`'),
    }
    this.service = hasServicePrefix(this.sample(200))
    if (this.has.backquotes) this.findFences()
  }

  /** Line `at` (from 0) without its end; '' past the end, so that a reader may look ahead freely. */
  at(at: number): string {
    if (at < 0 || at >= this.length) return ''
    const slot = at % RECENT
    if (this.recentAt[slot] === at) return this.recent[slot] ?? ''
    if (at >= this.nextReach) {
      this.nextReach = at + REACH
      this.onReach?.(at)
    }
    let line = this.withoutFence(this.withoutPrefix(this.printed(at)))
    for (const { from, to, width } of this.indented) {
      if (at >= from && at < to && line.slice(0, width).trim() === '') line = line.slice(width)
    }
    // A part of a string keeps the whole alive: a copy lets go of the text once it is read.
    line = ` ${line}`.slice(1)
    this.recentAt[slot] = at
    this.recent[slot] = line
    return line
  }

  /** Line `at` as it stands in the text, with its colours; for formats in which a colour says something. */
  raw(at: number): string {
    return at < 0 || at >= this.length ? '' : this.text.slice(this.starts[at], (this.starts[at + 1] ?? 0) - 1)
  }

  /** Line `at` as it stood on the screen: only colours and what was overwritten are taken off. */
  printed(at: number): string {
    let line = this.raw(at)
    if (this.has.rewrite && line.includes('\r')) {
      line = line.replace(/\r+$/, '')
      // A progress bar rewrites its line: what stands after the last carriage return was left on the screen.
      line = line.slice(line.lastIndexOf('\r') + 1)
    }
    if (this.has.escape && /[\u001b\u009b]/.test(line)) line = stripVTControlCharacters(line)
    if (this.has.oddSpace) line = line.replace(/[\u00a0\u202f]/g, ' ').replace(/[\u200b\u2060]/g, '')
    if (at === 0 && line.startsWith('\ufeff')) line = line.slice(1)
    return line
  }

  /** Whether a code fence begins or ends between the texts of two lines: they are not one output then. */
  fencedOff(from: number, to: number): boolean {
    let low = 0
    let high = this.fences.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.fences[middle] ?? 0) > 2 * from) high = middle
      else low = middle + 1
    }
    return (this.fences[low] ?? Infinity) <= 2 * to
  }

  /** Lines in whose raw text `text` stands, ascending. One search of the whole text, so that a rare mark costs little. */
  linesWith(text: string): number[] {
    const found: number[] = []
    for (let at = this.text.indexOf(text); at >= 0;) {
      const line = this.lineOf(at)
      found.push(line)
      at = this.text.indexOf(text, this.starts[line + 1])
    }
    return found
  }

  private sample(most: number): string[] {
    const step = Math.max(1, Math.floor(this.length / most))
    const lines: string[] = []
    for (let at = 0; at < this.length; at += step) {
      const line = this.printed(at).slice(0, 200)
      if (line.trim() !== '') lines.push(line)
    }
    return lines
  }

  private withoutPrefix(printed: string): string {
    let line = printed
    if (this.service) line = line.replace(SERVICE, '')
    if (line.includes('\t')) line = line.replace(JOB_AND_STEP, '').replace(WORKER, '')
    const code = line.charCodeAt(0)
    // A digit, a bracket or a byte order mark.
    if ((code >= 48 && code <= 57) || code === 91 || code === 0xfeff) line = line.replace(TIMESTAMP, '').replace(FORUM_TAG, '')
    switch (line[0]) {
      case '>':
        line = line.replace(QUOTE_MARKS, '')
        break
      case '#':
        line = line.replace(BUILDKIT, '').replace(CI_COMMAND, '')
        break
      case 'O':
        line = line.replace(RESULT, '')
        break
      case '<':
        line = line.replace(OPENING_TAGS, '')
        break
    }
    return line.endsWith('>') ? line.replace(CLOSING_TAGS, '') : line
  }

  private withoutFence(line: string): string {
    if (!this.has.backquotes || !line.includes('`')) return line
    if (FENCE_LINE.test(line)) return ''
    const inline = /^\s*`([^`]+)`$/.exec(line)
    if (inline) return inline[1] ?? ''
    const bare = line.replace(/^\s*`{2,}/, '')
    const closed = bare.trimEnd()
    let end = closed.length
    while (end > 0 && closed[end - 1] === '`') end--
    return closed.length - end >= 2 ? closed.slice(0, end) : bare
  }

  private findFences(): void {
    let at = 0
    let open: { line: number, width: number } | undefined
    for (let found = this.text.indexOf('```'); found >= 0; found = this.text.indexOf('```', this.starts[at])) {
      at = this.lineOf(found)
      const line = this.withoutPrefix(this.printed(at))
      const width = line.search(/\S/)
      if (FENCE_LINE.test(line)) {
        this.fences.push(2 * at)
        if (open && open.width > 0) this.indented.push({ from: open.line + 1, to: at, width: open.width })
        open = open ? undefined : { line: at, width }
      } else {
        if (line.startsWith('```', width)) this.fences.push(2 * at)
        if (/[^`]`{3,}\s*$/.test(line)) this.fences.push(2 * at + 1)
        open = undefined
      }
      if (++at >= this.length) break
    }
  }

  private lineOf(offset: number): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return Math.min(low, Math.max(0, this.length - 1))
  }
}
