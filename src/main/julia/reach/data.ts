/**
 * Data that lives outside of the code: globals that are read or written when it runs, and objects that code refers to by address: mutable constants,
 * strings, and whatever else is no plain bits. Types, functions, modules and symbols are the runtime's own and no data of the program.
 */
import type { Operand } from '../ir/statement'
import { operandsOf } from '../ir/operands'
import { isBits } from '../types/query'
import { isTypeValue } from '../values/egal'
import { fromJuliaString } from '../values/text'
import { CodeInfo } from '../ir/statement'
import { GlobalRef, IntrinsicFunction, isReflected, QuoteNode, symbolName, type JuliaValue } from '../values/value'
import { Module } from '../worlds/module'
import { bindingOf, isImpossible, valueOfStatement, withArticle, type CodeView } from './code-view'
import type { Finding } from './findings'

const LONGEST = 30

function data(problem: string, reason: string, advice: string): Finding {
  return { need: 'globals', problem, cause: { reason, advice, place: { file: '', line: -1 } } }
}

export function globalData(view: CodeView, at: number): readonly Finding[] {
  const statement = view.code.code[at]
  if (statement === undefined) return []
  const found: Finding[] = []
  const value = valueOfStatement(statement)
  if (value.kind === 'setGlobal') found.push(data('write of a global', `global ${nameOf(value.ref)} is assigned`, 'Keep the state in an object that is passed.'))
  if (value.kind === 'declareGlobal') found.push(data('declaration of a global', `global ${nameOf(value.ref)} is declared`, ''))
  if (value.kind === 'isdefined' && value.what.kind === 'global' && bindingOf(value.what.ref)?.constant !== true) {
    found.push(data('test of a global', `whether global ${nameOf(value.what.ref)} is defined is asked`, ''))
  }
  for (const operand of operandsOf(statement)) {
    const one = ofOperand(view, operand)
    if (one !== undefined) found.push(one)
  }
  return found
}

function ofOperand(view: CodeView, operand: Operand): Finding | undefined {
  if (operand.kind === 'global') {
    const binding = bindingOf(operand.ref)
    if (binding?.constant !== true) return data('read of a global', `global ${nameOf(operand.ref)} is not constant`, 'Declare it const, or pass it as an argument.')
    const { value } = binding
    if (value === undefined || !isData(view, value)) return undefined
    const type = view.lattice.core.typeOf(value)
    const kind = type.name.typeKind === 'mutable' ? 'mutable constant' : 'constant'
    return data(kind, `constant ${nameOf(operand.ref)} is ${describe(view, value)}`, kind === 'constant' ? '' : 'Make it in the function, or pass it as an argument.')
  }
  if (operand.kind !== 'constant' || !isData(view, operand.value)) return undefined
  const isMutable = view.lattice.core.typeOf(operand.value).name.typeKind === 'mutable' && typeof operand.value !== 'string'
  return data(isMutable ? 'mutable constant' : 'constant', `the code holds ${describe(view, operand.value)}`, isMutable ? 'Make it in the function, or pass it as an argument.' : '')
}

function nameOf({ module, name }: GlobalRef): string {
  return `\`${symbolName(name)}\` of ${module instanceof Module ? module.path : '?'}`
}

function describe(view: CodeView, value: JuliaValue): string {
  if (typeof value === 'string') {
    const text = fromJuliaString(value)
    return `the string ${JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)}`
  }
  return withArticle(view.print(view.lattice.core.typeOf(value)))
}

/** An object that has to be there when the code runs. */
function isData({ lattice: { core, universe } }: CodeView, value: JuliaValue): boolean {
  if (typeof value === 'string') return true
  if (typeof value !== 'object' || isImpossible(value) || isTypeValue(value) || value instanceof IntrinsicFunction || value instanceof CodeInfo) return false
  if (isReflected(value)) return value instanceof QuoteNode || value instanceof GlobalRef
  return !isBits(universe, core.typeOf(value))
}
