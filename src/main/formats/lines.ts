/**
 * A text as numbered lines without copying it: offsets only, and each line cut out when asked for. Colour codes,
 * carriage returns and the fences of Markdown code blocks are taken off; numbers of lines stay those of the file.
 */
import { stripVTControlCharacters } from 'node:util'

export class Lines {
  readonly length: number
  private readonly starts: Uint32Array
  private lastAt = -1
  private lastLine = ''

  constructor(private readonly text: string) {
    let count = 1
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
    this.starts = new Uint32Array(count + 1)
    let row = 1
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts[row++] = at + 1
    this.starts[count] = text.length + 1
    this.length = text.endsWith('\n') ? count - 1 : count
  }

  /** Line `at` as it stands in the text, with its colours; for formats in which a colour says something. */
  raw(at: number): string {
    return at < 0 || at >= this.length ? '' : this.text.slice(this.starts[at], (this.starts[at + 1] ?? 0) - 1)
  }

  /** Line `at` (from 0) without its end; '' past the end, so that a reader may look ahead freely. */
  at(at: number): string {
    if (at === this.lastAt) return this.lastLine
    if (at < 0 || at >= this.length) return ''
    let line = this.raw(at)
    if (line.endsWith('\r')) line = line.slice(0, -1)
    // A progress bar rewrites its line: what stands after the last carriage return is what was left on the screen.
    const rewritten = line.lastIndexOf('\r')
    if (rewritten >= 0) line = line.slice(rewritten + 1)
    if (line.includes('\u001b') || line.includes('\u009b')) line = stripVTControlCharacters(line)
    if (line.includes('``')) line = line.replace(/^`{2,}(?:julia(?:-repl)?|jl|text|console)?(?=$|[^`])/, '').replace(/`{2,}$/, '')
    this.lastAt = at
    this.lastLine = line
    return line
  }
}
