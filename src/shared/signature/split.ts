/**
 * Finds the function's name and its module in a signature as Julia prints it: `Base.collect(::Vector{Int64})`,
 * `(::Base.var"#1#2")(x)`, `Tuple{typeof(Base.map), Function}`, `f(x) where T`. It reads only as far as the name.
 */

export interface SplitSignature {
  readonly name: string
  readonly module: string
}

/** Length of the longest text that is looked at; a name is never further in. */
const LOOK = 2000

function closing(text: string, open: number): number {
  let depth = 0
  let quoted = false
  for (let at = open; at < text.length; at++) {
    const char = text[at]
    if (quoted) {
      if (char === '\\') at++
      else if (char === '"') quoted = false
    } else if (char === '"') quoted = true
    else if (char === '(' || char === '{' || char === '[') depth++
    else if ((char === ')' || char === '}' || char === ']') && --depth === 0) return at
  }
  return -1
}

/** Splits `A.B.f` at the last dot that is not inside quotes or brackets, and not part of an operator such as `.+`. */
function splitPath(path: string): SplitSignature {
  let last = -1
  let depth = 0
  for (let at = 0; at < path.length; at++) {
    const char = path[at]
    if (char === '"') {
      const end = path.indexOf('"', at + 1)
      if (end < 0) break
      at = end
    } else if (char === '(' || char === '{') depth++
    else if (char === ')' || char === '}') depth--
    else if (char === '.' && depth === 0 && at > 0 && at < path.length - 1 && /[\p{L}\p{N}_!]/u.test(path[at - 1] ?? '')) last = at
  }
  const name = path.slice(last + 1).replace(/^:\((.*)\)$/, '$1').replace(/^:(?=[^:\p{L}])/u, '')
  return { name: name || path, module: last < 0 ? '' : path.slice(0, last) }
}

/** Name and module of the function that `signature` is about; module '' where none is printed. Never throws. */
export function splitSignature(signature: string): SplitSignature {
  let text = signature.slice(0, LOOK).trim().replace(/^MethodInstance for /, '')
  const tuple = /^Tuple\{(typeof\(|Type\{)?/.exec(text)
  if (tuple) {
    const open = tuple[1] ? tuple[0].length - 1 : 'Tuple'.length
    const end = closing(text, open)
    const inner = tuple[1] && end > 0 ? text.slice(open + 1, end) : text.slice('Tuple{'.length).split(/[,}]/, 1)[0] ?? ''
    return splitPath(inner.replace(/\{.*$/s, '').trim())
  }
  if (text.startsWith('(::')) {
    const end = closing(text, 0)
    text = end > 0 ? text.slice(3, end) : text.slice(3)
    return splitPath(text.replace(/\{.*$/s, ''))
  }
  let at = 0
  while (at < text.length) {
    const char = text[at]
    if (char === '"') at = Math.max(at, text.indexOf('"', at + 1))
    else if (char === '(' && text[at - 1] === ':') at = Math.max(at, closing(text, at))
    else if (char === '(' || char === '{' || (char === ' ' && at > 0)) break
    at++
  }
  return splitPath(text.slice(0, at) || text)
}
