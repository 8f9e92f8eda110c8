/**
 * Lowering: a macro-free surface expression becomes the code of a top-level thunk; methods in it are `method` statements with
 * code of their own. The steps are Julia's (julia-syntax.scm): desugaring, scopes, analysis of variables, closure conversion,
 * linear statements, numbering. The statement lists are those of Julia 1.5 for the same expression, but that types of a `ccall`
 * and `boundscheck` are statements of their own, as every operand here is an atom.
 */
import type { CodeInfo } from '../ir/statement'
import type { JuliaValue } from '../values/value'
import { assemble } from './assemble'
import { convertClosures } from './closures'
import { expand } from './desugar/expand'
import { block, blockOf, Form, form, fromSurface, isForm, Lambda, type Node } from './form'
import { resolveScopes } from './scopes'
import { LoweringError, Session, type LoweringContext, type LoweringDiagnostic } from './session'
import { analyzeVariables } from './variables'

export type { LoweringContext }

export interface Lowered {
  /** Undefined if there was an error. */
  readonly thunk: CodeInfo | undefined
  readonly diagnostics: readonly LoweringDiagnostic[]
}

/** Lowers one top-level expression. Never throws for bad syntax: what is wrong is a diagnostic. */
export function lower(expression: JuliaValue, context: LoweringContext): Lowered {
  const session = new Session(context)
  try {
    const surface = fromSurface(expression)
    locateFirst(surface, session)
    return { thunk: lowerThunk(surface, session), diagnostics: session.warnings }
  } catch (error) {
    if (error instanceof LoweringError) return { thunk: undefined, diagnostics: [...session.warnings, session.diagnostic('error', `syntax: ${error.message}`)] }
    if (error instanceof RangeError) return { thunk: undefined, diagnostics: [session.diagnostic('error', 'syntax: expression is nested too deeply')] }
    throw error
  }
}

function lowerThunk(surface: Node, session: Session): CodeInfo {
  const body = expand(surface, session)
  const scoped = session.context.softScope === true ? block(form('softscope', true), body) : body
  const thunk = new Lambda([], [], form('scope-block', blockOf(scoped, session.nothing)), false)
  const resolved = resolveScopes(thunk, session)
  analyzeVariables(resolved, session)
  return assemble(convertClosures(resolved, session), 'top-level scope', session)
}

/** Errors before the first line number stand where the first line number says. */
function locateFirst(node: Node, session: Session): boolean {
  if (!(node instanceof Form) || isForm(node, 'inert')) return false
  if (isForm(node, 'line')) {
    session.locate(node)
    return true
  }
  return node.args.some((arg) => locateFirst(arg, session))
}
