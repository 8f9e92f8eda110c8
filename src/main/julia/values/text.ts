/**
 * The two forms of text: JavaScript's own, and a Julia `String`, kept as one byte of UTF-8 per character so that byte
 * indices, `codeunit` and `ncodeunits` cost nothing. ASCII is the same in both.
 */

/** A Julia `String` from JavaScript's text. A lone surrogate becomes U+FFFD. */
export function toJuliaString(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : bytesToJuliaString(new TextEncoder().encode(text))
}

export function bytesToJuliaString(bytes: Uint8Array): string {
  let made = ''
  for (let at = 0; at < bytes.length; at += 4096) made += String.fromCharCode(...bytes.subarray(at, at + 4096))
  return made
}

/** JavaScript's text from a Julia `String`. Bytes that are no UTF-8 become U+FFFD. */
export function fromJuliaString(string: string): string {
  return /^[\0-\x7f]*$/.test(string) ? string : new TextDecoder().decode(juliaStringBytes(string))
}

export function juliaStringBytes(string: string): Uint8Array {
  return Uint8Array.from(string, (byte) => byte.charCodeAt(0))
}
