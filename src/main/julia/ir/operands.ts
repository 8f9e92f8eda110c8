/**
 * Walks over the operands of a statement, in the order in which they are evaluated, to read or to replace them.
 */
import type { Expression, ForeignType, Operand, Statement } from './statement'

type Replace = (operand: Operand) => Operand

function mapForeignType(type: ForeignType, replace: Replace): ForeignType {
  return type.kind === 'type' ? type : replace(type)
}

/** The same expression with every operand replaced. Constants count as operands; a slot that is assigned does not. */
function mapExpression(value: Expression, replace: Replace): Expression {
  switch (value.kind) {
    case 'ssa':
    case 'slot':
    case 'argument':
    case 'constant':
    case 'global':
    case 'parameter':
      return replace(value)
    case 'call':
    case 'invoke':
      return { ...value, args: value.args.map(replace) }
    case 'new':
      return { ...value, type: replace(value.type), fields: value.fields.map(replace) }
    case 'splatnew':
      return { ...value, type: replace(value.type), tuple: replace(value.tuple) }
    case 'foreigncall':
      return {
        ...value,
        returnType: mapForeignType(value.returnType, replace),
        argumentTypes: value.argumentTypes.map((type) => mapForeignType(type, replace)),
        args: value.args.map(replace),
      }
    case 'isdefined':
      return { ...value, what: replace(value.what) }
    case 'phi':
      return { ...value, values: value.values.map((operand) => operand && replace(operand)) }
    case 'pi':
      return { ...value, value: replace(value.value) }
    case 'interpolate':
      return { ...value, values: value.values.map(replace) }
    case 'method':
      return {
        ...value,
        signature: value.signature && replace(value.signature),
        body: value.body === undefined || 'juliaType' in value.body ? value.body : replace(value.body),
      }
    case 'theException':
    case 'copyast':
    case 'boundscheck':
      return value
  }
}

export function mapStatement(statement: Statement, replace: Replace): Statement {
  switch (statement.kind) {
    case 'assign':
      return { ...statement, value: mapExpression(statement.value, replace) }
    case 'gotoifnot':
    case 'throwUndefIfNot':
      return { ...statement, condition: replace(statement.condition) }
    case 'return':
    case 'setGlobal':
      return { ...statement, value: replace(statement.value) }
    case 'popException':
      return { ...statement, token: replace(statement.token) }
    case 'goto':
    case 'unreachable':
    case 'enter':
    case 'leave':
    case 'newvar':
    case 'declareGlobal':
    case 'toplevel':
    case 'thunk':
    case 'meta':
      return statement
    default:
      return mapExpression(statement, replace)
  }
}

export function operandsOf(statement: Statement): readonly Operand[] {
  const found: Operand[] = []
  mapStatement(statement, (operand) => {
    found.push(operand)
    return operand
  })
  return found
}
