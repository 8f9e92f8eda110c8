/**
 * Signatures for reading: module prefixes hidden, inner type parameters shortened first, so that the function's name and
 * the kinds of its arguments stay readable as long as there is room. A tuple is written as the call it stands for.
 */
import type { Argument, Signature, TypeNode, TypeVariable } from './parse'
import { parseSignature } from './parse'

export interface ShortOptions {
  readonly hideModules?: boolean
  /** In characters; the result is never longer. None: as long as it takes. */
  readonly maxLength?: number
}

const CUT = '…'
const LONGEST_VALUE = 16
/** Names that a bracket must not follow directly: `*` is fine, but a path to an operator is `Base.:(*)`. */
const OPERATOR_NAME = /^[^\p{L}\p{N}_#@"]/u

class Writer {
  /** `depth`: levels of type parameters that are written, deeper ones are cut. */
  constructor(
    private readonly hideModules: boolean,
    private readonly depth: number,
  ) {}

  type(node: TypeNode, level: number): string {
    switch (node.kind) {
      case 'name':
        return this.path(node.module, node.name)
      case 'apply': {
        const head = this.type(node.head, level)
        if (node.args.length === 0) return `${head}{}`
        if (level >= this.depth) return `${head}{${CUT}}`
        return `${head}{${node.args.map((arg) => this.type(arg, level + 1)).join(', ')}}`
      }
      case 'typeof':
        return `typeof(${this.type(node.of, level)})`
      case 'bound':
        return `${node.sign}${this.type(node.type, level)}`
      case 'where':
        return `${this.type(node.body, level)}${this.where(node.variables, level)}`
      case 'field':
        return `${node.name}::${this.type(node.type, level)}`
      case 'splat':
        return `${this.type(node.type, level)}...`
      case 'value':
        return node.text
    }
  }

  private path(module: string, name: string): string {
    if (this.hideModules || module === '') return name
    return `${module}.${OPERATOR_NAME.test(name) ? `:(${name})` : name}`
  }

  where(variables: readonly TypeVariable[], level: number): string {
    if (variables.length === 0) return ''
    // A clause that is cut names no type that is still to be seen.
    if (level >= this.depth && level > 0) return ''
    const written = variables.map(({ name, lower, upper }) => {
      const below = lower && upper ? `${this.type(lower, level + 1)}<:` : ''
      const above = upper ? `<:${this.type(upper, level + 1)}` : lower ? `>:${this.type(lower, level + 1)}` : ''
      return `${below}${name}${above}`
    })
    return ` where ${written.length === 1 ? (written[0] ?? '') : `{${written.join(', ')}}`}`
  }

  argument({ prefix, type }: Argument): string {
    // A value that constant propagation put in says less than its type.
    const value = this.depth === 0 && prefix.length > LONGEST_VALUE ? `${prefix.slice(0, LONGEST_VALUE - 1)}${CUT}` : prefix
    return type ? `${value}::${this.type(type, 0)}` : value
  }

  /** The function: `Base.map`, `X{T}`, `(::T)`. */
  callee({ head, callable, form }: Signature): string {
    if (callable && form === 'tuple') {
      if (head.kind === 'typeof') return this.type(head.of, 0)
      if (head.kind === 'apply' && head.head.kind === 'name' && head.head.name === 'Type' && head.args[0]) {
        const [of] = head.args
        return of.kind === 'where' || of.kind === 'bound' ? `(::${this.type(head, 0)})` : this.type(of, 0)
      }
    }
    if (callable) return `(::${this.type(head, 0)})`
    return this.type(head, 0)
  }

  /** With at most `shown` arguments. */
  whole(signature: Signature, shown: number): string {
    const callee = this.callee(signature)
    if (signature.form === 'name') return `${callee}${this.where(signature.where, 0)}${signature.rest}`
    const args = signature.args.map((argument) => this.argument(argument))
    const keywords = signature.keywords.map((argument) => this.argument(argument))
    const hidden = args.length + keywords.length - shown
    const list = hidden > 0 ? [...args, ...keywords].slice(0, shown).concat(`${CUT} ${hidden} more`).join(', ') : withKeywords(args, keywords)
    return `${callee}(${list})${this.where(signature.where, 0)}${hidden > 0 ? '' : signature.rest}`
  }
}

function withKeywords(args: readonly string[], keywords: readonly string[]): string {
  return args.join(', ') + (keywords.length > 0 ? `; ${keywords.join(', ')}` : '')
}

function levels(node: TypeNode): number {
  switch (node.kind) {
    case 'apply':
      return 1 + Math.max(0, levels(node.head) - 1, ...node.args.map(levels))
    case 'typeof':
      return levels(node.of)
    case 'where':
      return Math.max(levels(node.body), ...node.variables.map(({ upper }) => (upper ? 1 + levels(upper) : 0)))
    case 'bound':
    case 'field':
    case 'splat':
      return levels(node.type)
    default:
      return 0
  }
}

/** `text` for reading, at most `maxLength` characters long. Text that is no signature is only cut. */
export function shortSignature(text: string, { hideModules = false, maxLength = Number.POSITIVE_INFINITY }: ShortOptions = {}): string {
  const signature = parseSignature(text)
  const all = signature.args.length + signature.keywords.length
  const types = [signature.head, ...signature.args.map(({ type }) => type), ...signature.where.map(({ upper }) => upper)]
  const deepest = Math.max(...types.map((type) => (type ? 1 + levels(type) : 0)))
  let best = ''
  for (let depth = deepest; depth >= 0; depth--) {
    best = new Writer(hideModules, depth).whole(signature, all)
    if (best.length <= maxLength) return best
  }
  const writer = new Writer(true, 0)
  const bare: Signature = { ...signature, rest: '', where: [] }
  for (let shown = all; shown >= 0; shown--) {
    best = writer.whole(bare, shown)
    if (best.length <= maxLength) return best
  }
  return maxLength <= 0 ? '' : `${best.slice(0, maxLength - 1)}${CUT}`
}

/** A type in full, as Julia reads it. */
export function typeText(node: TypeNode): string {
  return new Writer(false, Number.POSITIVE_INFINITY).type(node, 0)
}
