/**
 * Which lines of a text are worth asking the formats about. Most lines of a long log hold nothing that any format knows:
 * one search for the marks of all formats at once (a single regular expression, some 5 ns a character) tells them from
 * the few in which a block can begin.
 */
import type { TextFormat } from './format'
import type { Lines } from './lines'

function escaped(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')
}

export class MarkedLines {
  private readonly mark: RegExp
  private testedAt = -1
  private tested = false
  private readonly starts: ReadonlySet<number>[]

  constructor(
    private readonly lines: Lines,
    formats: readonly TextFormat[],
  ) {
    this.starts = formats.flatMap((format) => format.starts?.(lines) ?? []).filter(({ size }) => size > 0)
    const marks = new Set(formats.flatMap((format) => format.marks))
    this.mark = new RegExp([...marks].map(escaped).join('|'))
  }

  /** Whether a block of any of the formats can begin at line `at`: a mark stands in it or in the line below, or a format said so. */
  mayBegin(at: number): boolean {
    return this.isMarked(at) || this.isMarked(at + 1) || this.starts.some((lines) => lines.has(at))
  }

  private isMarked(at: number): boolean {
    // Lines are asked one after another: the line below this time is the line itself next time.
    if (at !== this.testedAt) {
      this.testedAt = at
      this.tested = this.mark.test(this.lines.at(at))
    }
    return this.tested
  }
}
