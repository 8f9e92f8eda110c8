/**
 * `code_typed` and `code_warntype` of an instance, as text. Types and values are shown by Base's own `show`, as it knows which names can
 * be seen from where.
 */
import type { TypeMark } from '../../../shared/method-instance'
import type { InferenceState } from '../infer/state'
import { printCode } from '../ir/print-code'
import { printTyped, printWarntype, type TypedOptions } from '../ir/print-typed'
import type { CodeInfo, OptimizedCode } from '../ir/statement'
import { isPlain, widenConditional, widenConst, type LatticeElement } from '../lattice/element'
import { isBelow } from '../lattice/order'
import { isConcreteType } from '../types/query'
import type { Parameter } from '../types/type'
import { unionMembers } from '../types/union'
import type { JuliaValue } from '../values/value'

/** As `show` prints a value. */
export type ShowValue = (value: JuliaValue) => string

function optionsOf(show: ShowValue): TypedOptions<LatticeElement> {
  // One text names the same types again and again.
  const known = new Map<Parameter, string>()
  const showType = (type: Parameter): string => {
    if (type.kind === 'value' || type.kind === 'var') return '?'
    let text = known.get(type)
    if (text === undefined) known.set(type, text = show(type))
    return text
  }
  const showElement = (element: LatticeElement | undefined): string => {
    if (element === undefined) return 'Union{}'
    if (isPlain(element)) return showType(element)
    switch (element.kind) {
      case 'const':
        return `Core.Compiler.Const(${show(element.value)}, ${element.actual})`
      case 'partialstruct':
        return `Core.Compiler.PartialStruct(${showType(element.type)}, Any[${element.fields.map(showElement).join(', ')}])`
      case 'conditional':
        return 'Bool'
      case 'partialtypevar':
        return 'TypeVar'
    }
  }
  return { show, showType, showElement }
}

export function loweredText(code: CodeInfo, show: ShowValue): string {
  const { showType } = optionsOf(show)
  return printCode(code, { show, showType })
}

export interface MarkedText {
  readonly text: string
  /** Types that are not concrete. */
  readonly marks: readonly TypeMark[]
}

/** No text of a program has them: Unicode sets them aside for what programs do among themselves. */
const OPENING: Readonly<Record<TypeMark['level'], string>> = { abstract: '\uFDD0', union: '\uFDD1' }
const CLOSING = '\uFDD2'
const DELIMITERS = /[\uFDD0-\uFDD2]/g

/** The printed text with its unstable types marked: the printer writes delimiters around them, which are taken out again. */
function marked(print: (options: TypedOptions<LatticeElement>) => string, show: ShowValue): MarkedText {
  const options = optionsOf(show)
  const printed = print({
    ...options,
    showElement: (element) => {
      const text = options.showElement(element)
      const level = element && levelOf(element)
      return level === undefined ? text : `${OPENING[level]}${text}${CLOSING}`
    },
  })
  const marks: TypeMark[] = []
  const open: { readonly start: number, readonly level: TypeMark['level'] }[] = []
  let taken = 0
  for (const { 0: sign, index } of printed.matchAll(DELIMITERS)) {
    const at = index - taken++
    if (sign !== CLOSING) open.push({ start: at, level: sign === OPENING.union ? 'union' : 'abstract' })
    else marks.push({ ...(open.pop() ?? { start: at, level: 'abstract' }), end: at })
  }
  return { text: printed.replace(DELIMITERS, ''), marks }
}

/** `names` are those of the function itself and the arguments. */
export function optimizedText({ code, types, slots }: OptimizedCode, names: readonly string[], show: ShowValue): MarkedText {
  return marked((options) => printTyped({ code, types, slots, argumentNames: names }, options), show)
}

function inferredCode(frame: InferenceState) {
  const { run, code, slotTypes } = frame
  return {
    code: code.code,
    types: frame.statementTypes,
    slots: code.slots,
    argumentNames: code.slots.slice(0, code.argumentCount).map(({ name }) => name),
    narrowed: (at: number, slot: number): LatticeElement | undefined => {
      const known = frame.tables[at]?.[slot]?.type
      const declared = slotTypes[slot]
      if (known === undefined || declared === undefined) return undefined
      const type = widenConditional(run, known)
      return isBelow(run, declared, type) ? undefined : type
    },
  }
}

/** What inference found, before anything is optimised. */
export function inferredText(frame: InferenceState, show: ShowValue): MarkedText {
  return marked((options) => printTyped(inferredCode(frame), options), show)
}

export function warntypeText(frame: InferenceState, show: ShowValue): string {
  return printWarntype(inferredCode(frame), { types: frame.slotTypes, isUnstable }, widenConst(frame.run, frame.bestGuess), optionsOf(show))
}

/** Members of a union that calls are split over, as `code_warntype` has it (InteractiveUtils/src/codeview.jl, 1.5). */
const MOST_MEMBERS = 3

/** How bad a type is for those who compile; undefined if it is none the worse. */
function levelOf(element: LatticeElement): TypeMark['level'] | undefined {
  if (!isUnstable(element)) return undefined
  if (!isPlain(element) || element.kind !== 'union') return 'abstract'
  const members = unionMembers(element)
  return members.length <= MOST_MEMBERS && members.every(isConcreteType) ? 'union' : 'abstract'
}

/** Neither concrete, nor a small union of such. */
function isUnstable(element: LatticeElement): boolean {
  if (!isPlain(element) || element.kind === 'bottom' || isConcreteType(element)) return false
  if (element.kind === 'datatype' && element.name.role === 'type') return false
  return true
}

