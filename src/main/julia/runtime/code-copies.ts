/** Lowered code with other statements in the place of its own, one for one. */
import { CodeInfo, type Statement } from '../ir/statement'

export function withStatements(code: CodeInfo, statements: readonly Statement[]): CodeInfo {
  const made = new CodeInfo(statements, code.slots, code.argumentCount, code.isVarArg, code.lines, code.locations, code.parameterNames)
  const { inlining, propagateInbounds, pure, nospecialize, generator, generatedOnly, keywords } = code
  return Object.assign(made, { inlining, propagateInbounds, pure, nospecialize, generator, generatedOnly, keywords })
}
