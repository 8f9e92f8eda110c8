/**
 * What the name of a symbol of native code tells: `julia_copytoNOT._123.clone_1` is the first clone of code for `copyto!` (src/codegen.cpp,
 * src/aotcompile.cpp `makeSafeName`, src/llvm-multiversioning.cpp). The number is of the process that made the code and means nothing
 * elsewhere. Arguments and modules are not in it.
 */

/** `body`: the code itself. `wrapper`: takes boxed arguments and calls it. `callback`: C calls it. `stub`: calls something else. */
type SymbolRole = 'body' | 'wrapper' | 'callback' | 'stub' | 'other'

export interface SymbolName {
  readonly role: SymbolRole
  /** `julia`, `jfptr`; '' of what is not Julia's. */
  readonly prefix: string
  /** As Julia calls it: `copyto!`. */
  readonly name: string
  /** Of the process; -1 if there is none. */
  readonly number: number
  /** For other processors: `clone_1`; '' of the first. */
  readonly clone: string
}

const ROLES: Readonly<Record<string, SymbolRole>> = {
  julia: 'body', japi1: 'body', japi2: 'body', jfptr: 'wrapper', gfptrjl: 'wrapper', jlcapi: 'callback', jlplt: 'stub', jlsys: 'stub', j: 'stub', j1: 'stub',
  tojlinvoke: 'stub',
}

/** What `makeSafeName` writes for characters that linkers might take amiss; two hexadecimal digits stand for any other. */
const CHARACTERS: Readonly<Record<string, string>> = {
  SP: ' ', NOT: '!', DQT: '"', YY: '#', REM: '%', AND: '&', SQT: '\'', LPR: '(', RPR: ')', MUL: '*', SUM: '+', SUB: '-', DOT: '.', DIV: '/', COL: ':',
  LT: '<', EQ: '=', GT: '>', QQ: '?', AT: '@', LBR: '[', RDV: '\\', RBR: ']', POW: '^', TIC: '`', LCR: '{', OR: '|', RCR: '}', TLD: '~', DEL: '\u007f',
}
const ESCAPED = new RegExp(`(${Object.keys(CHARACTERS).join('|')}|[0-9A-F]{2})\\.`, 'g')

export function unescapeName(name: string): string {
  return name.includes('.') ? name.replace(ESCAPED, (_, code: string) => CHARACTERS[code] ?? String.fromCharCode(Number.parseInt(code, 16))) : name
}

const CLONES = /(?:\.clone_\d+)+$/
const PARTS = /^_?([a-z]+\d?)_(.+?)_(\d+)$/s
const INVOKE = /^_?(tojlinvoke)()(\d+)$/

export function parseSymbol(symbol: string): SymbolName {
  const clone = CLONES.exec(symbol)?.[0] ?? ''
  const whole = clone === '' ? symbol : symbol.slice(0, -clone.length)
  const [, prefix = '', name = '', number = ''] = PARTS.exec(whole) ?? INVOKE.exec(whole) ?? []
  const role = ROLES[prefix]
  if (role === undefined) return { role: 'other', prefix: '', name: whole, number: -1, clone: clone.slice(1) }
  return { role, prefix, name: name === '' ? prefix : unescapeName(name), number: Number(number), clone: clone.slice(1) }
}
