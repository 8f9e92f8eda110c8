/**
 * Reads signatures and types as Julia and its tools print them: `f(::T, x::U)`, `Tuple{typeof(f), T}`, `(::T)(…)`,
 * `precompile(Tuple{…})`, with `where`, `var"#1#2"`, operators, value parameters. Text that is cut, unbalanced or of an
 * unknown kind never throws: what cannot be read becomes a `value` with its text. It knows no types, only their spelling.
 */

export interface TypeVariable {
  readonly name: string
  readonly lower?: TypeNode
  readonly upper?: TypeNode
}

export type TypeNode =
  /** `Base.Broadcast.Style`; the name of an operator is bare (`*`), that of a gensym as printed (`var"#1#2"`). */
  | { readonly kind: 'name'; readonly module: string; readonly name: string }
  | { readonly kind: 'apply'; readonly head: TypeNode; readonly args: readonly TypeNode[] }
  | { readonly kind: 'typeof'; readonly of: TypeNode }
  | { readonly kind: 'bound'; readonly sign: '<:' | '>:'; readonly type: TypeNode }
  | { readonly kind: 'where'; readonly body: TypeNode; readonly variables: readonly TypeVariable[] }
  /** `a::Int64` in `@NamedTuple{a::Int64}`. */
  | { readonly kind: 'field'; readonly name: string; readonly type: TypeNode }
  | { readonly kind: 'splat'; readonly type: TypeNode }
  /** A number, symbol, tuple or anything else that is not a type, as printed. */
  | { readonly kind: 'value'; readonly text: string }

export interface Argument {
  /** What stands before `::`: the name of an argument, or the value that constant propagation put in; '' if nothing. */
  readonly prefix: string
  /** Absent where none is printed. */
  readonly type?: TypeNode
}

export interface Signature {
  /** `call` is `f(::T)`, `tuple` is `Tuple{typeof(f), T}`, `name` has no arguments at all. */
  readonly form: 'call' | 'tuple' | 'name'
  /** The function of a call, or the first parameter of the tuple. */
  readonly head: TypeNode
  /** The head is the type of what is called, as in `(::T)(…)`. Always true of a tuple. */
  readonly callable: boolean
  readonly args: readonly Argument[]
  readonly keywords: readonly Argument[]
  readonly where: readonly TypeVariable[]
  /** What follows the signature: ` @ Base show.jl:12`. */
  readonly rest: string
}

/** Deeper brackets than this are kept as text. Julia's own types rarely pass 20. */
const MAX_DEPTH = 60
/** Longer text than this is read only so far. */
const MAX_LENGTH = 200_000

const OPENING = '({['
const CLOSING = ')}]'
const IDENTIFIER = /[^\s(){}[\],.;:"'`<>=]+/uy
const OPERATOR = /[^\s(){}[\],;"`\p{L}\p{N}_#@]+/uy
const NUMBER = /-?(?:0[xb][0-9a-f]+|\d[\d_]*(?:\.\d*)?(?:[ef][+-]?\d+)?|Inf\d*|NaN\d*)(?=[,})\s.]|$)/uy
const SYMBOL = /:(?:[^\s(){}[\],;"']+|var"(?:[^"\\]|\\.)*")/uy
const GETFIELD = /getfield\(([^,()]+), Symbol\("((?:[^"\\]|\\.)*)"\)\)/uy
const WHERE = / +where +/y
const DOTS = /\.\.\.|…/y
/** Values of these types are printed bare by constant propagation, so they may hold any bracket or comma. */
const BARE_VALUE = /([^]{0,200}?)::(Char|String|Symbol)(?=, |\)|;)/uy
const UNTYPED = /^(?:[\p{L}_#][^\s(){}[\],:"]*|\d+)?(?:\.\.\.)?$/u
const PREFIXES = /^\s*(?:(?:MethodInstance|InferenceFrameInfo|CodeInstance) for )?/
const PRECOMPILE = /^(?:Base\.)?precompile\(/

class Reader {
  at = 0
  private depth = 0
  constructor(readonly text: string) {}

  peek(what: string): boolean {
    return this.text.startsWith(what, this.at)
  }
  take(what: string): boolean {
    if (!this.peek(what)) return false
    this.at += what.length
    return true
  }
  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found) this.at += found[0].length
    return found
  }
  skipSpace(): void {
    while (this.text[this.at] === ' ') this.at++
  }

  /** Position after the string literal that opens at `from`; just after the quote if it never closes. */
  private afterString(from: number): number {
    for (let at = from + 1; at < this.text.length; at++) {
      if (this.text[at] === '\\') at++
      else if (this.text[at] === '"') return at + 1
    }
    return from + 1
  }

  /** Takes text up to a comma, semicolon or closing bracket of this level. */
  raw(stops = ',;'): string {
    const from = this.at
    let depth = 0
    while (this.at < this.text.length) {
      const char = this.text.charAt(this.at)
      if (char === '"') {
        this.at = this.afterString(this.at)
        continue
      }
      if (OPENING.includes(char)) depth++
      else if (CLOSING.includes(char)) {
        if (depth === 0) break
        depth--
      } else if (depth === 0 && stops.includes(char)) break
      this.at++
    }
    return this.text.slice(from, this.at)
  }

  /** Takes a bracketed text whole, from its opening bracket on. */
  private bracketed(): string {
    const from = this.at++
    this.raw('')
    if (this.at < this.text.length) this.at++
    return this.text.slice(from, this.at)
  }

  path(): TypeNode {
    const parts: string[] = []
    do {
      if (this.peek('var"')) {
        const end = this.afterString(this.at + 3)
        parts.push(this.text.slice(this.at, end))
        this.at = end
      } else if (this.peek(':(')) {
        this.at++
        const name = this.bracketed()
        parts.push(name.slice(1, name.endsWith(')') ? -1 : undefined))
      } else {
        const found = this.match(IDENTIFIER) ?? (this.take(':') && this.text[this.at] !== ':' ? this.match(OPERATOR) : null) ?? this.match(OPERATOR)
        if (!found) break
        parts.push(found[0])
      }
    } while (this.text[this.at] === '.' && !this.peek('..') && this.take('.'))
    const name = parts.pop() ?? ''
    return { kind: 'name', module: parts.join('.'), name }
  }

  type(): TypeNode {
    if (this.depth >= MAX_DEPTH) return { kind: 'value', text: this.raw() }
    this.depth++
    const from = this.at
    let node = this.postfix(this.primary(), from)
    const variables: TypeVariable[] = []
    while (this.match(WHERE)) this.variables(variables)
    if (variables.length > 0) node = { kind: 'where', body: node, variables }
    this.depth--
    return node
  }

  private postfix(start: TypeNode, from: number): TypeNode {
    let node = start
    for (;;) {
      if (this.peek('{') && node.kind !== 'value') {
        this.at++
        const args = node.kind === 'name' && node.name.startsWith('@') ? this.list(() => this.field()) : this.list(() => this.type())
        node = { kind: 'apply', head: node, args }
      } else if (this.peek('(') && node.kind !== 'value') {
        // `Val{3}()`: a value printed by its constructor.
        this.bracketed()
        node = { kind: 'value', text: this.text.slice(from, this.at) }
      } else if (this.match(DOTS)) node = { kind: 'splat', type: node }
      else return node
    }
  }

  private list(item: () => TypeNode): TypeNode[] {
    const items: TypeNode[] = []
    for (;;) {
      this.skipSpace()
      if (this.at >= this.text.length || this.take('}')) return items
      const from = this.at
      items.push(item())
      this.skipSpace()
      if (this.take(',') || this.peek('}')) continue
      // Something that was not understood: keep it whole, as text.
      this.at = from
      items.pop()
      const text = this.raw()
      if (text) items.push({ kind: 'value', text })
      if (!this.take(',') && !this.peek('}')) this.at++
    }
  }

  private field(): TypeNode {
    const name = this.peek('var"') ? this.path() : undefined
    const text = name?.kind === 'name' ? name.name : (this.match(IDENTIFIER)?.[0] ?? '')
    return { kind: 'field', name: text, type: this.take('::') ? this.type() : { kind: 'name', module: '', name: 'Any' } }
  }

  private primary(): TypeNode {
    for (const sign of ['<:', '>:'] as const) {
      if (this.peek(sign) && !this.peek(`${sign}(`) && !this.peek(`${sign})`)) {
        this.at += 2
        return { kind: 'bound', sign, type: this.type() }
      }
    }
    const char = this.text[this.at]
    if (char === '(') {
      const from = this.at++
      const inner = this.type()
      if (this.take(')') && inner.kind !== 'value') return inner
      this.at = from
      return { kind: 'value', text: this.bracketed() }
    }
    if (this.peek('typeof(')) {
      this.at += 'typeof('.length
      const of = this.type()
      if (!this.take(')')) this.raw()
      return { kind: 'typeof', of }
    }
    const old = this.match(GETFIELD)
    if (old) return { kind: 'name', module: old[1] ?? '', name: `var"${old[2] ?? ''}"` }
    const number = this.match(NUMBER) ?? (this.peek('::') ? null : this.match(SYMBOL))
    if (number) return { kind: 'value', text: number[0] }
    if (char === '"' || char === "'" || char === ':') return { kind: 'value', text: this.raw() }
    const path = this.path()
    return path.kind === 'name' && path.name === '' ? { kind: 'value', text: this.raw() } : path
  }

  variables(into: TypeVariable[]): void {
    const braces = this.take('{')
    do {
      this.skipSpace()
      const from = this.at
      const first = this.bare()
      if (this.take('<:')) {
        const second = this.bare()
        // `Int <: T <: Real` has its variable in the middle.
        if (this.take('<:')) into.push({ name: nameOf(second), lower: first, upper: this.bare() })
        else into.push({ name: nameOf(first), upper: second })
      } else if (this.take('>:')) into.push({ name: nameOf(first), lower: this.bare() })
      else into.push({ name: nameOf(first) })
      if (this.at === from) break
    } while (braces && this.take(','))
    if (braces && !this.take('}')) {
      this.raw('')
      this.take('}')
    }
  }

  /** A type without `where`, because the next one belongs to what stands before. */
  private bare(): TypeNode {
    if (this.depth >= MAX_DEPTH) return { kind: 'value', text: this.raw() }
    this.depth++
    const from = this.at
    const node = this.postfix(this.primary(), from)
    this.depth--
    return node
  }

  /** Reads arguments up to the closing bracket, which is taken too. */
  args(positional: Argument[], keywords: Argument[]): void {
    let into = positional
    while (this.at < this.text.length) {
      this.skipSpace()
      if (this.take(';')) {
        into = keywords
        continue
      }
      const argument = this.argument()
      if (argument) into.push(argument)
      this.skipSpace()
      if (this.peek(';') || this.take(',')) continue
      if (this.take(')')) return
      if (this.at >= this.text.length) return
      // A default value, or what was not understood.
      this.raw()
      if (!this.peek(',') && !this.peek(';') && !this.peek(')')) this.at++
    }
  }

  private argument(): Argument | undefined {
    const from = this.at
    const bare = this.match(BARE_VALUE)
    if (bare && isBareValue(bare[1] ?? '')) return { prefix: bare[1] ?? '', type: { kind: 'name', module: '', name: bare[2] ?? '' } }
    this.at = from
    if (this.peek(')')) return undefined
    for (;;) {
      const colons = this.annotation()
      if (colons >= 0) {
        const prefix = this.text.slice(from, colons)
        this.at = colons + 2
        return { prefix, type: this.type() }
      }
      const prefix = this.text.slice(from, this.at)
      // A value with commas, such as a string: its type comes later, if there is one.
      const comma = this.at
      if (UNTYPED.test(prefix) || !this.take(',')) return { prefix }
      if (this.annotationAhead()) continue
      this.at = comma
      return { prefix }
    }
  }

  private annotationAhead(): boolean {
    const from = this.at
    const found = this.annotation() >= 0
    this.at = from
    return found
  }

  /** Position of the `::` of this argument, or -1 after moving to the argument's end. */
  private annotation(): number {
    let depth = 0
    while (this.at < this.text.length) {
      const char = this.text.charAt(this.at)
      if (char === '"') {
        this.at = this.afterString(this.at)
        continue
      }
      if (depth === 0 && this.peek('::') && !this.peek(':::')) return this.at
      if (OPENING.includes(char)) depth++
      else if (CLOSING.includes(char)) {
        if (depth === 0) return -1
        depth--
      } else if (depth === 0 && (char === ',' || char === ';')) return -1
      this.at++
    }
    return -1
  }
}

function isBareValue(text: string): boolean {
  if (text === '' || text.includes('::')) return false
  let depth = 0
  for (const char of text) {
    if (OPENING.includes(char)) depth++
    else if (CLOSING.includes(char) && --depth < 0) return true
  }
  return depth !== 0 || (text.includes(',') && !text.split(',').every((part) => part.trim() !== '' && UNTYPED.test(part.trim())))
}

function nameOf(node: TypeNode): string {
  return node.kind === 'name' ? node.name : node.kind === 'value' ? node.text : ''
}

function readHead(reader: Reader): { head: TypeNode; callable: boolean } {
  if (reader.peek('(') && !reader.peek('()')) {
    const from = reader.at
    reader.at++
    const callee = /^(?:var"[^"]*"|[\p{L}_][^\s(){}[\],:"]*)?::/u.exec(reader.text.slice(reader.at, reader.at + 200))
    if (callee) reader.at += callee[0].length
    const head = reader.type()
    if (reader.take(')') || reader.at >= reader.text.length) return { head, callable: callee !== null }
    reader.at = from
  }
  const from = reader.at
  // `+(::Int64)`, `:(::Int64)`, `<:(::Any)`: an operator is anything up to its bracket.
  const operator = reader.match(OPERATOR)
  if (operator && (reader.peek('(') || reader.at >= reader.text.length)) {
    return { head: { kind: 'name', module: '', name: operator[0] }, callable: false }
  }
  reader.at = from
  const path = reader.path()
  if (!reader.take('{')) return { head: path, callable: false }
  reader.at--
  // Only the parameters belong to the head, not the call that follows.
  const open = reader.at
  const close = matching(reader.text, open)
  const inner = new Reader(reader.text.slice(from, close))
  reader.at = close
  return { head: inner.type(), callable: false }
}

/** Position after the bracket that closes the one at `open`, or the end. */
function matching(text: string, open: number): number {
  const reader = new Reader(text)
  reader.at = open + 1
  reader.raw('')
  return Math.min(text.length, reader.at + 1)
}

function unwrap(text: string): string {
  const bare = text.slice(0, MAX_LENGTH).replace(PREFIXES, '')
  const directive = PRECOMPILE.exec(bare)
  return directive ? bare.slice(directive[0].length) : bare
}

const NOTHING: TypeNode = { kind: 'name', module: '', name: '' }

/** Only the head of what `parseSignature` reads: cheap, for long signatures. `text` may be cut anywhere. */
export function parseHead(text: string): Pick<Signature, 'head' | 'callable'> {
  const reader = new Reader(unwrap(text))
  if (!reader.take('Tuple{')) return readHead(reader)
  return { head: reader.peek('}') ? NOTHING : reader.type(), callable: true }
}

/** Reads any signature or type. Never throws. */
export function parseSignature(text: string): Signature {
  const reader = new Reader(unwrap(text))
  const where: TypeVariable[] = []
  if (reader.peek('Tuple{')) {
    let type = reader.type()
    if (type.kind === 'where') {
      where.push(...type.variables)
      type = type.body
    }
    if (type.kind === 'apply') {
      const [head = NOTHING, ...params] = type.args
      const args = params.map((param) => ({ prefix: '', type: param }))
      const rest = reader.text.slice(reader.at).replace(/^\)/, '')
      return { form: 'tuple', head, callable: true, args, keywords: [], where, rest }
    }
    reader.at = 0
  }
  const { head, callable } = readHead(reader)
  const args: Argument[] = []
  const keywords: Argument[] = []
  const form = reader.take('(') ? 'call' : 'name'
  if (form === 'call') reader.args(args, keywords)
  while (reader.match(WHERE)) reader.variables(where)
  return { form, head, callable, args, keywords, where, rest: reader.text.slice(reader.at) }
}
