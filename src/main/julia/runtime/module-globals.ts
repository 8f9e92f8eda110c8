/**
 * `Inner.g` in the code of a method, `Inner` being a module, is the global `g` of that module: no call of `getproperty` is left that inference
 * would have to look through, and no edge to it. Only the first name after a module's own is resolved, as each call stands for
 * itself (1.5, method.c `resolve_globals`).
 */
import type { CodeInfo, Expression, Statement } from '../ir/statement'
import { GlobalRef, symbolName } from '../values/value'
import { Module } from '../worlds/module'
import { withStatements } from './code-copies'

/** The code itself if there is nothing to resolve. */
export function resolveModuleGlobals(code: CodeInfo): CodeInfo {
  const resolved = code.code.map(resolveStatement)
  return resolved.every((statement, at) => statement === code.code[at]) ? code : withStatements(code, resolved)
}

function resolveStatement(statement: Statement): Statement {
  if (statement.kind === 'assign') {
    const value = resolveExpression(statement.value)
    return value === statement.value ? statement : { ...statement, value }
  }
  return statement.kind === 'call' ? resolveExpression(statement) : statement
}

function resolveExpression(expression: Expression): Expression {
  if (expression.kind !== 'call' || expression.args.length !== 3) return expression
  const [callee, holder, name] = expression.args
  if (callee?.kind !== 'global' || holder?.kind !== 'global' || name?.kind !== 'constant' || typeof name.value !== 'symbol') return expression
  const module = isOwnGetproperty(callee.ref) ? constantModule(holder.ref) : undefined
  return module === undefined ? expression : { kind: 'global', ref: new GlobalRef(module, name.value) }
}

/** As syntax puts it there: of Base itself. A program that calls `getproperty` gets the call. */
function isOwnGetproperty({ module, name }: GlobalRef): boolean {
  return symbolName(name) === 'getproperty' && module instanceof Module && module.id === 'Base'
}

/** Only a name that was used before, or is the module's own: one that a `using` brings is not looked for yet. */
function constantModule({ module, name }: GlobalRef): Module | undefined {
  const found = module instanceof Module ? module.bindings.get(name) ?? module.foreignBinding(name) : undefined
  return found?.constant === true && found.value instanceof Module ? found.value : undefined
}
