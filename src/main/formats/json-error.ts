/**
 * Where a text stops being JSON. The engine's own parser decides what is JSON and is fast; its messages name no position
 * on some versions, so a text that it refused is walked once more here.
 */

export interface JsonFault {
  /** Offset in the text. */
  readonly at: number
  readonly found: string
  readonly expected: string
}

/** Everything but texts, which may be too long for a regular expression. */
const TOKEN = /([{}[\],:])|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const SPACE = /[ \t\n\r]*/y

function quote(text: string, at: number): string {
  if (at >= text.length) return 'the end of the file'
  const line = text.slice(at, at + 40).split(/[\r\n]/, 1)[0] ?? ''
  return `“${line.length === 40 ? `${line}…` : line}”`
}

const VALUE = 'a value'

/** Offset after the text in double quotes that begins at `at`, or -1 if it is none. */
function afterText(text: string, at: number): number {
  for (let position = at + 1; position < text.length; ) {
    const code = text.charCodeAt(position)
    if (code === 34) return position + 1
    if (code < 32) return -1
    ESCAPE.lastIndex = position
    if (code !== 92) position++
    else if (ESCAPE.test(text)) position = ESCAPE.lastIndex
    else return -1
  }
  return -1
}

/** The first fault of `text`, or undefined if it is JSON. */
export function findJsonFault(text: string): JsonFault | undefined {
  /** Closing bracket of everything that is open. */
  const open: string[] = []
  let expected: 'value' | 'firstValue' | 'key' | 'firstKey' | 'colon' | 'more' | 'end' = 'value'
  let at = 0
  for (;;) {
    SPACE.lastIndex = at
    SPACE.exec(text)
    const begin = SPACE.lastIndex
    if (expected === 'end' && begin >= text.length) return undefined
    const isText = text[begin] === '"'
    TOKEN.lastIndex = begin
    const token = isText ? null : TOKEN.exec(text)
    const end = isText ? afterText(text, begin) : token ? TOKEN.lastIndex : -1
    const mark = token?.[1] ?? ''
    const closing = open.at(-1) ?? ''
    const isValue = end >= 0 && (mark === '' || mark === '{' || mark === '[')
    let wanted: string | undefined
    if (expected === 'value') wanted = isValue ? undefined : VALUE
    else if (expected === 'firstValue') wanted = isValue || mark === ']' ? undefined : `${VALUE} or “]”`
    else if (expected === 'key') wanted = isText && end >= 0 ? undefined : 'a name in double quotes'
    else if (expected === 'firstKey') wanted = (isText && end >= 0) || mark === '}' ? undefined : 'a name in double quotes or “}”'
    else if (expected === 'colon') wanted = mark === ':' ? undefined : '“:”'
    else if (expected === 'more') wanted = mark === ',' || mark === closing ? undefined : `“,” or “${closing}”`
    else wanted = 'nothing more'
    if (wanted !== undefined) return { at: begin, found: quote(text, begin), expected: wanted }
    at = end
    if (expected === 'key' || expected === 'firstKey') {
      if (mark !== '}') {
        expected = 'colon'
        continue
      }
    } else if (mark === ':') {
      expected = 'value'
      continue
    } else if (mark === ',') {
      expected = closing === '}' ? 'key' : 'value'
      continue
    } else if (mark === '{' || mark === '[') {
      open.push(mark === '{' ? '}' : ']')
      expected = mark === '{' ? 'firstKey' : 'firstValue'
      continue
    }
    if (mark === '}' || mark === ']') open.pop()
    expected = open.length > 0 ? 'more' : 'end'
  }
}

/** `line 3, column 14` of an offset. */
export function lineAndColumn(text: string, at: number): string {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  return `line ${line}, column ${at - before.lastIndexOf('\n')}`
}
