/**
 * The function's name and its module in a signature as Julia prints it: `Base.collect(::Vector{Int64})`,
 * `(::Base.var"#1#2")(x)`, `Tuple{typeof(Base.map), Function}`, `f(x) where T`. It reads only as far as the name.
 */
import type { TypeNode } from './parse'
import { parseHead } from './parse'

export interface SplitSignature {
  readonly name: string
  readonly module: string
}

/** Length of the longest text that is looked at; a name is never further in. */
const LOOK = 2000

/** The name that a head stands for: of `typeof(f)` it is `f`, of `Type{X{T}}` it is `X`. */
function nameOf(node: TypeNode, callable: boolean): SplitSignature {
  switch (node.kind) {
    case 'name':
      return node
    case 'typeof':
      return nameOf(node.of, false)
    case 'where':
      return nameOf(node.body, callable)
    case 'apply': {
      const [first] = node.args
      const isType = callable && node.head.kind === 'name' && node.head.name === 'Type'
      return isType && first && first.kind !== 'bound' ? nameOf(first, false) : nameOf(node.head, false)
    }
    case 'value':
      return { name: node.text, module: '' }
    default:
      return nameOf(node.type, callable)
  }
}

/** Name and module of the function that `signature` is about; module '' where none is printed. Never throws. */
export function splitSignature(signature: string): SplitSignature {
  const text = signature.slice(0, LOOK)
  const { head, callable } = parseHead(text)
  const { name, module } = nameOf(head, callable)
  return { name: name || text.trim(), module }
}
