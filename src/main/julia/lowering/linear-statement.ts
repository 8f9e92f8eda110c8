/**
 * Statements in a straight list whose jumps go to labels and whose values have no numbers yet: what lies between nested forms
 * and a `CodeInfo`.
 */
import type { GlobalRef, LineNumberNode } from '../values/value'
import { isForm, isSymbol, type Form, type Node, type Temp } from './form'

/** A place to jump to. */
export class Label {
  /** The number of the statement; -1 until statements are numbered. */
  index = -1
}

export type LinearStatement =
  | { readonly op: 'value', readonly target: Temp | undefined, readonly value: Node }
  | { readonly op: 'assign', readonly target: symbol | GlobalRef, readonly value: Node }
  | { readonly op: 'label', readonly label: Label }
  | { readonly op: 'goto', readonly label: Label }
  | { readonly op: 'gotoifnot', readonly condition: Node, label: Label }
  | { readonly op: 'return', readonly value: Node }
  | { readonly op: 'enter', readonly target: Temp, readonly label: Label }
  | { readonly op: 'leave', readonly count: number }
  | { readonly op: 'popException', readonly token: Temp }
  | { readonly op: 'newvar', readonly name: symbol }
  | { readonly op: 'line', readonly location: LineNumberNode }
  | { readonly op: 'pushFile', readonly file: string }
  | { readonly op: 'popFile' }
  /** Metas, definitions, declarations: operands in it are atoms. */
  | { readonly op: 'form', readonly form: Form }

/**
 * Removes `newvar` of variables that are assigned before any branch. One that an `isdefined` may look at in between stays.
 */
export function withoutNeedlessNewvars(code: readonly LinearStatement[]): LinearStatement[] {
  let pending = new Set<symbol>()
  const needless = new Set<symbol>()
  for (const statement of code) {
    switch (statement.op) {
      case 'newvar':
        pending.add(statement.name)
        break
      case 'goto':
      case 'gotoifnot':
      case 'enter':
        pending = new Set()
        break
      case 'assign':
      case 'value': {
        if (isForm(statement.value, 'isdefined') && isSymbol(statement.value.args[0])) pending.delete(statement.value.args[0])
        if (statement.op === 'assign' && isSymbol(statement.target) && pending.delete(statement.target)) needless.add(statement.target)
        break
      }
    }
  }
  return code.filter((statement) => statement.op !== 'newvar' || !needless.has(statement.name))
}
