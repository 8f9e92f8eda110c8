/**
 * A pattern in PCRE's language as one in JavaScript's, with flag `u`. What means the same is kept; `.`, `^`, `$`, `\w`, `\d`, `\s`, `\b`,
 * `\A`, `\z`, `\h`, `\R`, `\Q…\E`, POSIX classes, `(?P<name>…)` and the flags m, s, x are written out. Left out, with an error: atomic
 * groups, possessive quantifiers, recursion, conditions, verbs, `\K`, `\G`, `\X`, and flag i for a part of the pattern only.
 * Not told apart: a reference to a group that did not take part matches the empty text here, and nothing in PCRE.
 */

export interface PatternFlags {
  readonly ignoreCase: boolean
  readonly multiline: boolean
  readonly dotAll: boolean
  readonly extended: boolean
  /** Classes as `\w` know letters beyond ASCII. */
  readonly unicode: boolean
}

export interface TranslatedPattern {
  readonly source: string
  readonly ignoreCase: boolean
  /** Of every group in order; undefined for one without a name. */
  readonly groupNames: readonly (string | undefined)[]
}

/** What is wrong with a pattern, or not supported. */
export class PatternError extends Error {
  constructor(readonly problem: string, readonly offset: number) {
    super(problem)
  }
}

const END = '(?![^])'
const HORIZONTAL = ' \\t\\u00a0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000'
const VERTICAL = '\\n\\v\\f\\r\\u0085\\u2028\\u2029'
const CONTROLS: Readonly<Record<string, string>> = { n: '\\n', r: '\\r', t: '\\t', f: '\\f', a: '\\x07', e: '\\x1b' }
const POSIX: Readonly<Record<string, { readonly unicode: string, readonly ascii: string }>> = {
  alpha: { unicode: '\\p{L}', ascii: 'a-zA-Z' },
  digit: { unicode: '\\p{Nd}', ascii: '0-9' },
  alnum: { unicode: '\\p{L}\\p{N}', ascii: 'a-zA-Z0-9' },
  upper: { unicode: '\\p{Lu}', ascii: 'A-Z' },
  lower: { unicode: '\\p{Ll}', ascii: 'a-z' },
  space: { unicode: '\\p{Z}\\t\\n\\v\\f\\r\\u0085', ascii: ' \\t\\n\\v\\f\\r' },
  blank: { unicode: HORIZONTAL, ascii: ' \\t' },
  punct: { unicode: '\\p{P}$+<=>^`|~', ascii: '!-\\/:-@\\[-`\\{-~' },
  word: { unicode: '\\p{L}\\p{N}_', ascii: 'a-zA-Z0-9_' },
  xdigit: { unicode: '0-9a-fA-F', ascii: '0-9a-fA-F' },
  cntrl: { unicode: '\\p{Cc}', ascii: '\\x00-\\x1f\\x7f' },
  graph: { unicode: '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}', ascii: '!-~' },
  print: { unicode: '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Zs}', ascii: ' -~' },
}
/** What the class escapes stand for, inside of brackets. */
const CLASSES: Readonly<Record<string, string>> = { d: 'digit', w: 'word', s: 'space' }

export function translatePattern(pattern: string, flags: PatternFlags, groupsBefore = 0): TranslatedPattern {
  return new Translator(pattern, flags, groupsBefore).run()
}

class Translator {
  private at = 0
  private made = ''
  private ignoreCase: boolean
  private readonly groupNames: (string | undefined)[] = []
  private readonly outer: PatternFlags[] = []

  constructor(private readonly pattern: string, private flags: PatternFlags, private readonly groupsBefore: number) {
    this.ignoreCase = flags.ignoreCase
  }

  run(): TranslatedPattern {
    while (this.at < this.pattern.length) this.step()
    if (this.outer.length > 0) this.fail('missing closing parenthesis')
    return { source: this.made, ignoreCase: this.ignoreCase, groupNames: this.groupNames }
  }

  private fail(problem: string): never {
    throw new PatternError(problem, this.at)
  }

  private unsupported(what: string): never {
    return this.fail(`${what} is not supported`)
  }

  /** What the sticky expression finds here; moves behind it. */
  private take(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.at
    const found = expression.exec(this.pattern) ?? undefined
    if (found !== undefined) this.at += found[0].length
    return found
  }

  private step(): void {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.at) ?? 0)
    this.at += character.length
    switch (character) {
      case '\\':
        this.made += this.escape()
        return
      case '[':
        this.made += this.brackets()
        return
      case '(':
        this.group()
        return
      case ')':
        this.flags = this.outer.pop() ?? this.fail('unmatched closing parenthesis')
        this.made += ')'
        return
      case '.':
        this.made += this.flags.dotAll ? '[^]' : '[^\\n]'
        return
      case '^':
        this.made += this.flags.multiline ? '(?<![^\\n])' : '(?<![^])'
        return
      case '$':
        this.made += this.flags.multiline ? '(?![^\\n])' : `(?=\\n?${END})`
        return
      case '*':
      case '+':
      case '?':
        this.made += character
        this.quantified()
        return
      case '{': {
        const counts = this.take(/\d+(?:,\d*)?\}/y)
        this.made += counts === undefined ? '\\{' : `{${counts[0]}`
        if (counts !== undefined) this.quantified()
        return
      }
      case '#':
        if (this.flags.extended) {
          this.take(/[^\n]*/y)
          return
        }
        break
    }
    if (this.flags.extended && /\s/.test(character)) return
    this.made += literal(character)
  }

  /** `?` behind a quantifier makes it lazy. */
  private quantified(): void {
    if (this.take(/\+/y) !== undefined) this.unsupported('a possessive quantifier')
    if (this.take(/\?/y) !== undefined) this.made += '?'
  }

  private group(): void {
    if (this.take(/\*/y) !== undefined) this.unsupported('a verb (*…)')
    if (this.take(/\?#[^)]*\)/y) !== undefined) return
    const settings = this.take(/\?([imsx]*)(?:-([imsx]*))?([:)])/y)
    if (settings !== undefined) {
      this.settings(settings[1] ?? '', settings[2] ?? '', settings[3] === ':')
      return
    }
    this.outer.push(this.flags)
    const named = this.take(/\?(?:P?<(?![=!])([^>]*)>|'([^']*)')/y)
    if (named !== undefined) {
      const name = named[1] ?? named[2] ?? ''
      this.groupNames.push(name)
      this.made += `(?<${name}>`
      return
    }
    const look = this.take(/\?<?[=!]/y)
    if (look !== undefined) {
      this.made += `(${look[0]}`
      return
    }
    if (this.take(/\?>/y) !== undefined) this.unsupported('an atomic group')
    if (this.take(/\?/y) !== undefined) this.unsupported(`(?${this.pattern[this.at] ?? ''}…)`)
    this.groupNames.push(undefined)
    this.made += '('
  }

  /** `(?i)`, `(?s-m:…)`. */
  private settings(on: string, off: string, opensGroup: boolean): void {
    const before = this.flags
    const has = (flag: string, given: boolean): boolean => (on.includes(flag) ? true : off.includes(flag) ? false : given)
    this.flags = {
      ...before, ignoreCase: has('i', before.ignoreCase), multiline: has('m', before.multiline), dotAll: has('s', before.dotAll), extended: has('x', before.extended),
    }
    if (this.flags.ignoreCase !== this.ignoreCase) {
      if (this.made !== '' || opensGroup) this.unsupported('flag i for a part of the pattern')
      this.ignoreCase = this.flags.ignoreCase
    }
    if (!opensGroup) return
    this.outer.push(before)
    this.made += '(?:'
  }

  private classText(name: string): string {
    const { unicode, ascii } = POSIX[name] ?? this.fail('unknown POSIX class name')
    return this.flags.unicode ? unicode : ascii
  }

  private escape(): string {
    const quoted = this.take(/Q([^]*?)(?:\\E|$)/y)
    if (quoted !== undefined) return Array.from(quoted[1] ?? '', literal).join('')
    const reference = this.take(/g\{?(\d+)\}?|([1-9]\d*)/y)
    if (reference !== undefined) return `\\${Number(reference[1] ?? reference[2]) + this.groupsBefore}(?:)`
    const named = this.take(/k(?:<(\w+)>|\{(\w+)\}|'(\w+)')|g\{([A-Za-z_]\w*)\}/y)
    if (named !== undefined) return `\\k<${named.slice(1).join('')}>`
    const word = `[${this.classText('word')}]`
    const letter = this.pattern[this.at] ?? this.fail('\\ at end of pattern')
    const simple: Readonly<Record<string, string>> = {
      A: '(?<![^])', z: END, Z: `(?=\\n?${END})`, b: `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`, B: `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`,
      N: '[^\\n]', R: `(?:\\r\\n|[${VERTICAL}])`,
    }
    const found = simple[letter]
    if (found !== undefined) {
      this.at++
      return found
    }
    const { text, negated } = this.classEscape()
    return text.length === 0 ? '(?:)' : negated ? `[^${text}]` : isSet(text) ? `[${text}]` : text
  }

  /** An escape that may stand inside of brackets. */
  private classEscape(): { readonly text: string, readonly negated: boolean } {
    const property = this.take(/([pP])(?:\{(\^?)([^}]*)\}|(\w))/y)
    if (property !== undefined) {
      const name = property[3] ?? property[4] ?? ''
      const negated = (property[1] === 'P') !== (property[2] === '^')
      return { text: `\\${negated ? 'P' : 'p'}{${/^[A-Z][a-z]?$/.test(name) || name === 'Any' ? name : `Script=${name}`}}`, negated: false }
    }
    const code = this.take(/x\{([0-9a-fA-F]+)\}|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})/y)
    if (code !== undefined) return { text: `\\u{${code[1] ?? code[2] ?? code[3] ?? '0'}}`, negated: false }
    const octal = this.take(/0[0-7]{0,2}/y)
    if (octal !== undefined) return { text: `\\u{${parseInt(octal[0], 8).toString(16)}}`, negated: false }
    const character = String.fromCodePoint(this.pattern.codePointAt(this.at) ?? this.fail('\\ at end of pattern'))
    this.at += character.length
    const control = CONTROLS[character]
    if (control !== undefined) return { text: control, negated: false }
    const lower = character.toLowerCase()
    const named = CLASSES[lower]
    if (named !== undefined) return { text: this.classText(named), negated: lower !== character }
    if (lower === 'h') return { text: HORIZONTAL, negated: lower !== character }
    if (lower === 'v') return { text: VERTICAL, negated: lower !== character }
    if (character === 'E') return { text: '', negated: false }
    if (/[a-zA-Z0-9]/.test(character)) this.unsupported(`\\${character}`)
    return { text: literal(character), negated: false }
  }

  private brackets(): string {
    const start = this.at
    const negated = this.take(/\^/y) !== undefined
    let made = ''
    // Classes that are left out of what the others take: `[\W_]` is either.
    const excluded: string[] = []
    let wasSet = false
    for (let first = true; ; first = false) {
      const posix = this.take(/\[:(\^?)(\w+):\]/y)
      if (posix !== undefined) {
        const text = this.classText(posix[2] ?? '')
        if (posix[1] === '^') excluded.push(text)
        else made += text
        wasSet = true
        continue
      }
      if (this.at >= this.pattern.length) {
        this.at = start
        this.fail('missing terminating ] for character class')
      }
      const character = String.fromCodePoint(this.pattern.codePointAt(this.at) ?? 0)
      this.at += character.length
      if (character === ']' && !first) break
      if (character === '\\') {
        if (this.take(/b/y) !== undefined) made += '\\x08'
        else {
          const escaped = this.classEscape()
          if (escaped.negated) excluded.push(escaped.text)
          else made += escaped.text
          wasSet = escaped.negated || isSet(escaped.text)
          continue
        }
      } else if (character === '-') {
        const isRange = !first && !wasSet && made !== '' && this.at < this.pattern.length && this.pattern[this.at] !== ']' && !/\\[dwshvDWSHVpP]/y.test(this.pattern.slice(this.at, this.at + 2))
        made += isRange ? '-' : '\\-'
      } else {
        made += literal(character)
      }
      wasSet = false
    }
    if (excluded.length === 0) return made === '' ? (negated ? '[^]' : '[]') : `[${negated ? '^' : ''}${made}]`
    const either = [...(made === '' ? [] : [`[${made}]`]), ...excluded.map((text) => `[^${text}]`)].join('|')
    return negated ? `(?!${either})[^]` : `(?:${either})`
  }
}

/** Whether the text stands for several characters. */
function isSet(text: string): boolean {
  return text.startsWith('\\p') || text.startsWith('\\P') || /^[^\\]-/.test(text) || (text.length > 2 && !/^\\(?:u\{[^}]*\}|x[0-9a-f]{2}|u[0-9a-f]{4})$/.test(text))
}

function literal(character: string): string {
  return /[\^$\\.*+?()[\]{}|/-]/.test(character) && character !== '|' ? (character === '-' ? '\\x2d' : `\\${character}`) : character
}
