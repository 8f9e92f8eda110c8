/**
 * The tokens of Julia and what the parser needs to know of each: its rank as a binary operator and the sets it belongs to.
 * Operators, words and punctuation exist once each, so tokens are compared with `===`. The ranks and sets are those of Julia
 * 1.5 (`Base.operator_precedence`, `Base.isoperator`).
 */
import { symbolOf, type JuliaValue } from '../values/value'
import { isOperatorSuffix } from './characters'

/** Ranks as `Base.operator_precedence` numbers them. */
export const RANK = {
  none: 0,
  assignment: 1,
  pair: 2,
  conditional: 3,
  arrow: 4,
  or: 5,
  and: 6,
  comparison: 7,
  pipeLeft: 8,
  pipeRight: 9,
  colon: 10,
  plus: 11,
  times: 12,
  rational: 13,
  shift: 14,
  power: 15,
  declaration: 16,
  dot: 17,
} as const

export type TokenKind = 'end' | 'newline' | 'punctuation' | 'operator' | 'word' | 'number'

const NO_SYMBOL = symbolOf('')

export class Token {
  readonly symbol: symbol
  /** `in` and `isa` have one too. */
  rank = 0
  /** Can stand before its operand. */
  unary = false
  /** `a -b` in a matrix or a macro call is two expressions. */
  unaryAndBinary = false
  /** A form of its own and no name of a function. */
  syntactic = false
  /** `$`, `&` and `::`, which bind a prefix more tightly than any other. */
  syntacticUnary = false
  /** Begins a block or a statement. */
  initialReserved = false
  reserved = false
  /** Ends whatever stands before it. `end` does so only where it is no index. */
  closing = false
  /** Of numbers: the literal itself. */
  value: JuliaValue | undefined

  constructor(
    readonly kind: TokenKind,
    readonly text: string,
  ) {
    this.symbol = kind === 'number' ? NO_SYMBOL : symbolOf(text)
  }

  /** A symbol in Julia's own parser, whatever it means. */
  get isSymbol(): boolean {
    return this.kind === 'word' || this.kind === 'operator'
  }

  get isOperator(): boolean {
    return this.kind === 'operator'
  }
}

function punctuation(text: string, closing = false): Token {
  const token = new Token('punctuation', text)
  token.closing = closing
  return token
}

export const END_OF_INPUT = new Token('end', 'end of input')
END_OF_INPUT.closing = true
export const NEWLINE = new Token('newline', '\n')

export const LEFT_PAREN = punctuation('(')
export const RIGHT_PAREN = punctuation(')', true)
export const LEFT_BRACKET = punctuation('[')
export const RIGHT_BRACKET = punctuation(']', true)
export const LEFT_BRACE = punctuation('{')
export const RIGHT_BRACE = punctuation('}', true)
export const COMMA = punctuation(',', true)
export const SEMICOLON = punctuation(';', true)
export const DOUBLE_QUOTE = punctuation('"')
export const BACKTICK = punctuation('`')
export const AT = punctuation('@')

export const PUNCTUATION: readonly (Token | undefined)[] = (() => {
  const table: (Token | undefined)[] = new Array<Token | undefined>(128).fill(undefined)
  for (const token of [LEFT_PAREN, RIGHT_PAREN, LEFT_BRACKET, RIGHT_BRACKET, LEFT_BRACE, RIGHT_BRACE, COMMA, SEMICOLON, DOUBLE_QUOTE, BACKTICK, AT]) {
    table[token.text.charCodeAt(0)] = token
  }
  return table
})()

const operators = new Map<string, Token>()
/** Operators that take no suffix. */
const plain = new Set<string>()

function define(text: string, rank: number): Token {
  let token = operators.get(text)
  if (token === undefined) {
    token = new Token('operator', text)
    operators.set(text, token)
  }
  if (rank !== 0) token.rank = rank
  return token
}

const words = (text: string) => text.split(' ').filter((word) => word !== '')
const chars = (text: string) => Array.from(text)

/** Most operators have an elementwise twin with a dot before them. */
function dotted(texts: readonly string[]): string[] {
  return [...texts, ...texts.map((text) => `.${text}`)]
}

const ASSIGNMENTS = dotted(words('= += -= *= /= //= \\= ^= ÷= %= <<= >>= >>>= |= &= ⊻='))
const ARROWS = '←→↔↚↛↜↝↞↠↢↣↤↦↩↪↫↬↮↶↷↺↻↼↽⇀⇁⇄⇆⇇⇉⇋⇌⇍⇎⇏⇐⇒⇔⇚⇛⇜⇝⇠⇢⇴⇶⇷⇸⇹⇺⇻⇼⇽⇾⇿⟵⟶⟷⟹⟺⟻⟼⟽⟾⟿⤀⤁⤂⤃⤄⤅⤆⤇⤌⤍⤎⤏⤐⤑⤔⤕⤖⤗⤘⤝⤞⤟⤠⥄⥅⥆⥇⥈⥊⥋⥎⥐⥒⥓⥖⥗⥚⥛⥞⥟⥢⥤⥦⥧⥨⥩⥪⥫⥬⥭⥰⧴⬰⬱⬲⬳⬴⬵⬶⬷⬸⬹⬺⬻⬼⬽⬾⬿⭀⭁⭂⭃⭄⭇⭈⭉⭊⭋⭌￩￫'
const COMPARISONS = '∈∉∊∋∌∍∝∥∦∷∺∻∽∾≁≂≃≄≅≆≇≈≉≊≋≌≍≎≐≑≒≓≖≗≘≙≚≛≜≝≞≟≠≡≢≣≤≥≦≧≨≩≪≫≬≭≮≯≰≱≲≳≴≵≶≷≸≹≺≻≼≽≾≿⊀⊁⊂⊃⊄⊅⊆⊇⊈⊉⊊⊋⊏⊐⊑⊒⊜⊢⊣⊩⊬⊮⊰⊱⊲⊳⊴⊵⊶⊷⋍⋐⋑⋕⋖⋗⋘⋙⋚⋛⋜⋝⋞⋟⋠⋡⋢⋣⋤⋥⋦⋧⋨⋩⋪⋫⋬⋭⋲⋳⋴⋵⋶⋷⋸⋹⋺⋻⋼⋽⋾⋿⟂⟈⟉⟒⦷⧀⧁⧡⧣⧤⧥⩦⩧⩪⩫⩬⩭⩮⩯⩰⩱⩲⩳⩵⩶⩷⩸⩹⩺⩻⩼⩽⩾⩿⪀⪁⪂⪃⪄⪅⪆⪇⪈⪉⪊⪋⪌⪍⪎⪏⪐⪑⪒⪓⪔⪕⪖⪗⪘⪙⪚⪛⪜⪝⪞⪟⪠⪡⪢⪣⪤⪥⪦⪧⪨⪩⪪⪫⪬⪭⪮⪯⪰⪱⪲⪳⪴⪵⪶⪷⪸⪹⪺⪻⪼⪽⪾⪿⫀⫁⫂⫃⫄⫅⫆⫇⫈⫉⫊⫋⫌⫍⫎⫏⫐⫑⫒⫓⫔⫕⫖⫗⫘⫙⫷⫸⫹⫺'
const SUMS = '±∓∔∨∪∸≏⊎⊔⊕⊖⊞⊟⊻⊽⋎⋓⧺⧻⨈⨢⨣⨤⨥⨦⨧⨨⨩⨪⨫⨬⨭⨮⨹⨺⩁⩂⩅⩊⩌⩏⩐⩒⩔⩖⩗⩛⩝⩡⩢⩣'
const PRODUCTS = '×÷⅋∗∘∙∤∧∩≀⊍⊓⊗⊘⊙⊚⊛⊠⊡⊼⋄⋅⋆⋇⋉⋊⋋⋌⋏⋒▷⟑⟕⟖⟗⦸⦼⦾⦿⧶⧷⨇⨝⨟⨰⨱⨲⨳⨴⨵⨶⨷⨸⨻⨼⨽⩀⩃⩄⩋⩍⩎⩑⩓⩕⩘⩚⩜⩞⩟⩠⫛'
const POWERS = '↑↓⇵⟰⟱⤈⤉⤊⤋⤒⤓⥉⥌⥍⥏⥑⥔⥕⥘⥙⥜⥝⥠⥡⥣⥥⥮⥯￪￬'

const TABLE: readonly (readonly [rank: number, texts: readonly string[], suffixes: boolean])[] = [
  [RANK.assignment, [...ASSIGNMENTS, ...dotted(['~', ...chars('≔≕⩴')]), ':=', '$='], false],
  [RANK.pair, dotted(['=>']), true],
  [RANK.conditional, ['?'], false],
  [RANK.arrow, dotted(chars(ARROWS)), true],
  [RANK.arrow, ['--', '-->'], false],
  [RANK.or, ['||'], false],
  [RANK.and, ['&&'], false],
  [RANK.comparison, dotted([...words('< > == === != !== <= >='), ...chars(COMPARISONS)]), true],
  [RANK.comparison, ['<:', '>:', '.<:', '.>:'], false],
  [RANK.pipeLeft, dotted(['<|']), true],
  [RANK.pipeRight, dotted(['|>']), true],
  [RANK.colon, [':', '..', ...dotted(chars('…⁝⋮⋯⋰⋱'))], false],
  [RANK.plus, dotted(['+', '-', '|', '++', ...chars(SUMS)]), true],
  [RANK.plus, ['$'], false],
  [RANK.times, dotted(['*', '/', '%', '&', '\\', ...chars(PRODUCTS)]), true],
  [RANK.rational, dotted(['//']), true],
  [RANK.shift, dotted(['<<', '>>', '>>>']), true],
  [RANK.power, dotted(['^', ...chars(POWERS)]), true],
  [RANK.declaration, ['::'], false],
  [RANK.dot, ['.'], false],
  [RANK.none, dotted(['!', '¬', '√', '∛', '∜']), true],
  [RANK.none, ['->', "'", ".'", '...'], false],
]
for (const [rank, texts, suffixes] of TABLE) {
  for (const text of texts) {
    define(text, rank)
    if (!suffixes) plain.add(text)
  }
}

function mark(texts: readonly string[], set: (token: Token) => void): void {
  for (const text of texts) {
    const token = operators.get(text)
    if (token !== undefined) set(token)
  }
}
mark(['<:', '>:', ...dotted(['+', '-', '!', '~', '¬', '√', '∛', '∜', '⋆'])], (token) => { token.unary = true })
mark(['+', '-', '$', '&', '~', '⋆', '.+', '.-', '.⋆'], (token) => { token.unaryAndBinary = true })
mark([...ASSIGNMENTS, ':=', '-->', '$=', '&&', '||', '.', '...', '->'], (token) => { token.syntactic = true })
mark(['$', '&', '::'], (token) => { token.syntacticUnary = true })

/** Characters that occur in operators. */
const operatorChars = new Set([...operators.keys()].join(''))
const asciiOperator = new Uint8Array(128)
for (const char of operatorChars) if (char.charCodeAt(0) < 128) asciiOperator[char.charCodeAt(0)] = 1
/** Characters that make an operator with a dot before them. */
const afterDot = new Set([...operators.keys()].filter((text) => text.startsWith('.') && text.length > 1).map((text) => text.charAt(1)))

export function isOperatorChar(code: number): boolean {
  return code < 128 ? asciiOperator[code] === 1 : code >= 0xa1 && operatorChars.has(String.fromCodePoint(code))
}

export function isAfterDot(code: number): boolean {
  return afterDot.has(String.fromCodePoint(code))
}

/** The operator with this very text, suffixes included; undefined if there is none. */
export function operatorToken(text: string): Token | undefined {
  return operators.get(text) ?? suffixed(text)
}

function suffixed(text: string): Token | undefined {
  const all = Array.from(text)
  let length = all.length
  while (length > 0 && isOperatorSuffix(all[length - 1]?.codePointAt(0) ?? 0)) length--
  if (length === 0 || length === all.length) return undefined
  const base = all.slice(0, length).join('')
  const bare = operators.get(base)
  if (bare === undefined || plain.has(base)) return undefined
  const token = new Token('operator', text)
  token.rank = bare.rank
  operators.set(text, token)
  return token
}

/** How many names are kept; a text with more (random ones) only makes them again. */
const KEPT_NAMES = 100_000
const names = new Map<string, Token>()

const INITIAL = words('begin while if for try return break continue function macro quote let local global const do struct module baremodule using import export')
for (const text of INITIAL) {
  const token = wordToken(text)
  token.initialReserved = true
  token.reserved = true
}
for (const text of words('end else elseif catch finally true false')) wordToken(text).reserved = true
for (const text of words('else elseif catch finally')) wordToken(text).closing = true
for (const text of words('in isa')) wordToken(text).rank = RANK.comparison

export function wordToken(text: string): Token {
  let token = names.get(text)
  if (token === undefined) {
    token = new Token('word', text)
    if (names.size < KEPT_NAMES) names.set(text, token)
  }
  return token
}

function operator(text: string): Token {
  return operators.get(text) ?? define(text, 0)
}

export const COLON = operator(':')
export const DOUBLE_COLON = operator('::')
export const ASSIGN = operator('=')
export const QUESTION = operator('?')
export const DOT = operator('.')
export const DOTS_3 = operator('...')
export const ARROW = operator('->')
export const LONG_ARROW = operator('-->')
export const TRANSPOSE = operator("'")
export const OLD_TRANSPOSE = operator(".'")
export const DOLLAR = operator('$')
export const AMPERSAND = operator('&')
export const MINUS = operator('-')
export const PLUS = operator('+')
export const PLUS_PLUS = operator('++')
export const TIMES = operator('*')
export const SUBTYPE = operator('<:')
export const SUPERTYPE = operator('>:')
export const TILDE = operator('~')
export const DOT_TILDE = operator('.~')
export const IN = wordToken('in')
export const ELEMENT_OF = operator('∈')
export const WHERE = wordToken('where')
export const END = wordToken('end')
export const DO = wordToken('do')
export const FOR = wordToken('for')
export const IF = wordToken('if')
export const ELSE = wordToken('else')
export const ELSEIF = wordToken('elseif')
export const CATCH = wordToken('catch')
export const FINALLY = wordToken('finally')
export const CONST = wordToken('const')
export const TYPE = wordToken('type')
export const STRUCT = wordToken('struct')
export const OUTER = wordToken('outer')
export const VAR = wordToken('var')
