/** Properties of characters, from the host's Unicode tables; categories are numbered as utf8proc numbers them. */
import { continuesName, startsName } from '../../syntax/characters'
import { operatorToken } from '../../syntax/token'
import { integer, textOf, type ForeignTable } from './context'

const CATEGORIES = [
  'Lu', 'Ll', 'Lt', 'Lm', 'Lo', 'Mn', 'Mc', 'Me', 'Nd', 'Nl', 'No', 'Pc', 'Pd', 'Ps', 'Pe', 'Pi', 'Pf', 'Po', 'Sm', 'Sc', 'Sk', 'So', 'Zs', 'Zl', 'Zp', 'Cc', 'Cf', 'Cs', 'Co',
].map((name) => new RegExp(`^\\p{${name}}$`, 'u'))

/** Columns on a terminal: wide for East Asian characters and what is shown as a picture, none for what combines with others. */
function width(code: number): number {
  const text = String.fromCodePoint(code)
  if (/^[\p{Mn}\p{Me}\p{Cc}\p{Cs}\p{Zl}\p{Zp}]$/u.test(text) || (code !== 0xad && /^\p{Cf}$/u.test(text))) return 0
  if (/^\p{Emoji_Presentation}$/u.test(text)) return 2
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1
}

/** East Asian wide and full-width characters. */
const WIDE: readonly (readonly [from: number, to: number])[] = [
  [0x1100, 0x115f], [0x2e80, 0x303e], [0x3041, 0x33ff], [0x3400, 0x4dbf], [0x4e00, 0x9fff], [0xa000, 0xa4cf], [0xa960, 0xa97f],
  [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe30, 0xfe6f], [0xff00, 0xff60], [0xffe0, 0xffe6], [0x20000, 0x3fffd],
]

/** Whether a symbol of this name is written without quotes; of the words of the language only two are not. */
function isIdentifier(text: string): boolean {
  const [first, ...rest] = Array.from(text, (character) => character.codePointAt(0) ?? 0)
  return first !== undefined && startsName(first) && rest.every(continuesName) && text !== 'true' && text !== 'false'
}

/** Other letter case of one character; itself if that would be several. */
function cased(code: number, change: (text: string) => string): bigint {
  const [only, ...more] = Array.from(change(String.fromCodePoint(code)))
  return BigInt(only === undefined || more.length > 0 ? code : only.codePointAt(0) ?? code)
}

export const UNICODE_FUNCTIONS: ForeignTable = {
  bk_unicode_category: (_, args) => {
    const text = String.fromCodePoint(integer(args, 0))
    return BigInt(CATEGORIES.findIndex((category) => category.test(text)) + 1)
  },
  bk_unicode_lower: (_, args) => cased(integer(args, 0), (text) => text.toLowerCase()),
  bk_unicode_upper: (_, args) => cased(integer(args, 0), (text) => text.toUpperCase()),
  bk_unicode_title: (_, args) => cased(integer(args, 0), (text) => text.toUpperCase()),
  bk_char_width: (_, args) => BigInt(width(integer(args, 0))),
  bk_is_identifier: (_, args) => isIdentifier(textOf(args, 0)),
  bk_is_operator: (_, args) => operatorToken(textOf(args, 0)) !== undefined,
}
