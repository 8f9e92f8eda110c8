/**
 * Which characters Julia takes for spaces, names and the suffixes of operators (Julia's manual, "Variables", and what
 * `Base.is_id_start_char` and `Base.is_id_char` of Julia 1.5 answer). The categories are those of the Unicode version that
 * JavaScript knows, so letters younger than Julia 1.5 are taken too.
 */
const CONTINUES = 2
const STARTS = 1
const OTHER = 0

/** By code unit below 128. */
const ascii = new Uint8Array(128)
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code)
  if (/[A-Za-z_]/.test(char)) ascii[code] = STARTS
  else if (/[0-9!]/.test(char)) ascii[code] = CONTINUES
}

const LETTERS = /^[\p{Lu}\p{Ll}\p{Lt}\p{Lm}\p{Lo}\p{Nl}\p{Sc}\p{So}]$/u
/** Mathematical symbols that are names: ∂ ∇ ∑ ∞ ∫ ⊤ ⊥ ♯, integrals, angles, bold digits. */
const MATHEMATICAL = new RegExp(
  '^[\\u207a-\\u207e\\u208a-\\u208e\\u2118\\u2140-\\u2144\\u2202\\u2205-\\u2207\\u220e-\\u2211\\u221e-\\u2222\\u222b-\\u2233\\u223f'
  + '\\u22a4-\\u22a5\\u22be-\\u22c3\\u25f8-\\u25ff\\u266f\\u27c0-\\u27c1\\u27d8-\\u27d9\\u299b-\\u29b4\\u2a00-\\u2a06\\u2a09-\\u2a16\\u2a1b-\\u2a1c'
  + '\\u309b-\\u309c\\u{1d6c1}\\u{1d6db}\\u{1d6fb}\\u{1d715}\\u{1d735}\\u{1d74f}\\u{1d76f}\\u{1d789}\\u{1d7a9}\\u{1d7c3}\\u{1d7ce}-\\u{1d7e1}]$',
  'u',
)
const ARROWS = /^[\u2190-\u21ff]$/
/** Marks, digits, connectors, primes. */
const INNER = /^[\p{Mn}\p{Mc}\p{Me}\p{Nd}\p{Pc}\p{Sk}\p{No}\u2032-\u2037\u2057]$/u

const known = new Map<number, number>()

function kind(code: number): number {
  if (code < 128) return ascii[code] ?? OTHER
  let found = known.get(code)
  if (found === undefined) {
    const char = String.fromCodePoint(code)
    if (code < 0xa1 || (code >= 0xd800 && code < 0xe000)) found = OTHER
    else if ((LETTERS.test(char) && !ARROWS.test(char)) || MATHEMATICAL.test(char)) found = STARTS
    else found = INNER.test(char) ? CONTINUES : OTHER
    known.set(code, found)
  }
  return found
}

export function startsName(code: number): boolean {
  return kind(code) === STARTS
}

export function continuesName(code: number): boolean {
  return kind(code) !== OTHER
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

export function isSpace(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13)
  return code === 0x85 || code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029
    || code === 0x202f || code === 0x205f || code === 0x3000 || code === 0xfeff
}

/** Cannot be seen, so a message has to name it by number. */
export function isInvisible(code: number): boolean {
  return code === 0xad || code === 0x115f || (code >= 0x200b && code <= 0x200f) || code === 0x2060 || code === 0x2061
}

const SUFFIX = new RegExp(
  '^[\\p{Mn}\\p{Mc}\\p{Me}²³¹ʰʲʳʷʸˡˢˣᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁᵂᵃᵇᵈᵉᵍᵏᵐᵒᵖᵗᵘᵛᵝᵞᵟᵠᵡᵢᵣᵤᵥᵦᵧᵨᵩᵪᶜᶠᶥᶦᶫᶰᶸᶻᶿ′″‴‵‶‷⁗⁰ⁱ⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜⱼⱽ]$',
  'u',
)

/** Whether this can follow an operator and belong to it: `+₁`, `×′`. */
export function isOperatorSuffix(code: number): boolean {
  return code >= 0xb2 && SUFFIX.test(String.fromCodePoint(code))
}

/** Names are compared in one form: composed, with the look-alikes of ε and μ replaced. */
export function normalizeName(name: string): string {
  return name.normalize('NFC').replaceAll('\u025b', '\u03b5').replaceAll('\u00b5', '\u03bc')
}
