/**
 * Short text of a form for messages, close to how Julia prints the syntax. It is no printer of Julia code: long or rare
 * forms are shown by their head.
 */
import { Expr, GlobalRef, LineNumberNode, symbolName } from '../values/value'
import { Form, Lambda, Temp, fromSurface, type Node } from './form'
import { fromJuliaString } from '../values/text'

export function describe(node: Node | undefined, depth = 0): string {
  if (node === undefined) return ''
  if (typeof node === 'symbol') return symbolName(node)
  if (typeof node === 'string') return JSON.stringify(fromJuliaString(node))
  if (typeof node !== 'object') return String(node)
  if (node instanceof Expr) return describe(fromSurface(node), depth)
  if (node instanceof GlobalRef) return symbolName(node.name)
  if (node instanceof LineNumberNode) return `line ${node.line}`
  if (node instanceof Form) return depth > 6 ? '...' : describeForm(node, (part) => describe(part, depth + 1))
  if (node instanceof Lambda || node instanceof Temp) return '...'
  return 'value'
}

function describeForm({ head, args }: Form, text: (node: Node | undefined) => string): string {
  const list = (from: number) => args.slice(from).map(text).join(', ')
  switch (head) {
    case 'call':
      return `${text(args[0])}(${list(1)})`
    case 'curly':
      return `${text(args[0])}{${list(1)}}`
    case 'ref':
      return `${text(args[0])}[${list(1)}]`
    case 'tuple':
      return `(${list(0)}${args.length === 1 ? ',' : ''})`
    case '::':
      return args.length === 1 ? `::${text(args[0])}` : `${text(args[0])}::${text(args[1])}`
    case 'kw':
    case '=':
      return `${text(args[0])} = ${text(args[1])}`
    case '...':
      return `${text(args[0])}...`
    case 'where':
      return `${text(args[0])} where ${list(1)}`
    case '.':
      return `${text(args[0])}.${text(args[1])}`
    case 'inert':
    case 'quote':
      return text(args[0])
    case 'parameters':
      return `; ${list(0)}`
    default:
      return `(${[head, ...args.map(text)].join(' ')})`
  }
}
