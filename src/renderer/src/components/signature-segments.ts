/** Finds the function's name in a signature as it is shown, so that the eye finds it too. */

export interface SignatureSegments {
  /** `Base.`, with the dot. */
  readonly module: string
  readonly name: string
  /** Arguments, `where` and what else follows. */
  readonly rest: string
}

function closing(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth === 0) return at
  }
  return text.length
}

export function signatureSegments(text: string): SignatureSegments {
  let end = text.startsWith('(') ? closing(text, 0) + 1 : text.indexOf('(')
  if (end > 0 && text[end - 1] === ':') end = closing(text, end) + 1
  if (end < 0) end = text.length
  const brace = text.startsWith('(') ? -1 : text.indexOf('{')
  if (brace >= 0 && brace < end) end = brace
  const head = text.slice(0, end)
  const dots = text.startsWith('(') ? null : /^(?:[\p{L}_][\p{L}\p{N}_!]*\.)+(?=.)/u.exec(head)
  const module = dots?.[0] ?? ''
  return { module, name: head.slice(module.length), rest: text.slice(end) }
}
