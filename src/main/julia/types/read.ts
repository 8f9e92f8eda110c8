/**
 * Types from Julia syntax: names, `T{...}`, `where` with bounds and braces, `<:T` for an anonymous variable, `typeof(f)`,
 * `Union`, and values as parameters. The syntax tree comes from the maintained parser. That one gives `where` a higher rank
 * than `<:`, so chains of both are flattened and put together again by Julia's rule, by which the bounds belong to the `where`.
 * Expressions that compute a type (calls, interpolation) are left out.
 */
import type { Parser, SyntaxNode } from '@lezer/common'
import { parser as juliaParser } from '@plutojl/lezer-julia'
import { UserError } from '../../../shared/errors'
import { applyType, kindOf, ParameterError, where } from './instantiate'
import { isType, type Parameter, type TypeVar } from './type'
import type { TypeUniverse } from './universe'

/** The package's own declarations name a class that `@lezer/common` has not. */
const parser = juliaParser as Parser

type Scope = ReadonlyMap<string, Parameter>

/** A type or value as it stands in source. Throws `UserError` naming what is not understood and where. */
export function readType(universe: TypeUniverse, source: string, scope: Scope = new Map()): Parameter {
  const tree = parser.parse(source)
  return new Reader(universe, source).read(tree.topNode, scope)
}

/** What stands in a row of `where`s and comparisons. */
type Piece = { readonly operator: 'where' | '<:' | '>:' } | { readonly operand: SyntaxNode }

interface Constraint {
  readonly name: string
  readonly lower: SyntaxNode | undefined
  readonly upper: SyntaxNode | undefined
}

class Reader {
  constructor(
    private readonly universe: TypeUniverse,
    private readonly source: string,
  ) {}

  read(node: SyntaxNode, scope: Scope): Parameter {
    switch (node.name) {
      case 'Program':
      case 'ParenExpression':
      case 'Type':
      case 'Operator':
        return this.read(this.only(node), scope)
      case 'Identifier':
        return this.name(this.text(node), node, scope)
      case 'FieldExpression':
        return this.name(this.lastName(node), node, scope)
      case 'NsStringLiteral': {
        const name = this.variableString(node)
        return this.universe.typeOfFunction(name) ?? this.name(name, node, scope)
      }
      case 'ParametrizedExpression':
        return this.parametrized(node, scope)
      case 'BinaryExpression':
        return this.wheres(node, scope)
      case 'TupleExpression':
        return this.tuple(node, scope)
      case 'CallExpression':
        return this.call(node)
      default:
        return this.literal(node)
    }
  }

  private text({ from, to }: SyntaxNode): string {
    return this.source.slice(from, to)
  }

  private fail(node: SyntaxNode, expected: string): never {
    const text = this.text(node)
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text
    throw new UserError('bad-input', `cannot read ${shown === '' ? 'nothing' : shown} as a type: expected ${expected}`, {
      where: `${this.source.length > 80 ? `${this.source.slice(0, 80)}…` : this.source}, column ${node.from + 1}`,
    })
  }

  /** The children that carry meaning. */
  private children(node: SyntaxNode): SyntaxNode[] {
    const found: SyntaxNode[] = []
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      if (child.type.isError) this.fail(child, 'a complete expression')
      if (!/^[(){}.:"'`,]$/.test(child.name)) found.push(child)
    }
    return found
  }

  private only(node: SyntaxNode): SyntaxNode {
    const [first, second] = this.children(node)
    if (first === undefined) this.fail(node, 'a type')
    if (second !== undefined) this.fail(second, 'one expression')
    return first
  }

  private lastName(node: SyntaxNode): string {
    return this.text(node).split('.').at(-1) ?? ''
  }

  /** `var"#1#2"`. */
  private variableString(node: SyntaxNode): string {
    const match = /^var"((?:[^"\\]|\\.)*)"$/.exec(this.text(node))
    return match?.[1]?.replace(/\\(.)/g, '$1') ?? this.fail(node, 'var"name"')
  }

  private name(name: string, node: SyntaxNode, scope: Scope): Parameter {
    return scope.get(name) ?? this.universe.named(name) ?? this.fail(node, 'the name of a declared type or variable')
  }

  private parametrized(node: SyntaxNode, scope: Scope): Parameter {
    const [head, braces] = this.children(node)
    if (head === undefined || braces?.name !== 'BraceExpression') this.fail(node, 'T{parameters}')
    const anonymous: TypeVar[] = []
    const parameters = this.children(braces).map((child) => this.parameter(child, scope, anonymous))
    const type = this.read(head, scope)
    try {
      const applied = applyType(this.universe, type, parameters)
      return anonymous.reduceRight((body: Parameter, variable) => where(this.universe, variable, body), applied)
    } catch (error) {
      if (error instanceof ParameterError) throw new UserError('bad-input', `${this.text(node)}: ${error.message}`, { where: `column ${node.from + 1}` })
      throw error
    }
  }

  /** A parameter; `<:T` and `>:T` stand for a variable of their own. */
  private parameter(node: SyntaxNode, scope: Scope, anonymous: TypeVar[]): Parameter {
    const [operator, operand] = node.name === 'UnaryExpression' ? this.children(node) : []
    if (operator?.name !== 'TypeComparisonOp' || operand === undefined) return this.read(node, scope)
    const bound = this.read(operand, scope)
    const name = `#s${anonymous.length + 1}`
    const variable = this.text(operator) === '<:' ? this.universe.variable(name, undefined, bound) : this.universe.variable(name, bound)
    anonymous.push(variable)
    return variable
  }

  private flatten(node: SyntaxNode): Piece[] {
    if (node.name === 'Type') return this.flatten(this.only(node))
    if (node.name !== 'BinaryExpression') return [{ operand: node }]
    const [left, operator, right] = this.children(node)
    const sign = operator === undefined ? '' : this.text(operator)
    if (left === undefined || right === undefined || (sign !== 'where' && sign !== '<:' && sign !== '>:')) this.fail(node, 'where, <: or >:')
    return [...this.flatten(left), { operator: sign }, ...this.flatten(right)]
  }

  private wheres(node: SyntaxNode, scope: Scope): Parameter {
    const [first, ...rest] = this.flatten(node)
    if (first === undefined || !('operand' in first)) this.fail(node, 'a type')
    const constraints: Constraint[] = []
    let at = 0
    while (at < rest.length) {
      const piece = rest[at]
      if (piece === undefined || !('operator' in piece) || piece.operator !== 'where') this.fail(node, 'where before a bound')
      let end = at + 1
      while (end < rest.length && !isWhere(rest[end])) end++
      constraints.unshift(...this.constraints(node, rest.slice(at + 1, end)))
      at = end
    }
    return this.bind(first.operand, constraints, scope)
  }

  /** Outermost first. */
  private bind(body: SyntaxNode, constraints: readonly Constraint[], scope: Scope): Parameter {
    const [outermost, ...inner] = constraints
    if (outermost === undefined) return this.read(body, scope)
    const { name, lower, upper } = outermost
    const variable = this.universe.variable(name, lower && this.read(lower, scope), upper && this.read(upper, scope))
    return where(this.universe, variable, this.bindOrRead(body, inner, new Map(scope).set(name, variable)))
  }

  private bindOrRead(body: SyntaxNode, inner: readonly Constraint[], scope: Scope): Parameter {
    return inner.length === 0 ? this.read(body, scope) : this.bind(body, inner, scope)
  }

  /** `T`, `T<:U`, `L<:T<:U`, or several of them in braces. */
  private constraints(node: SyntaxNode, pieces: readonly Piece[]): Constraint[] {
    const [only] = pieces
    if (pieces.length === 1 && only !== undefined && 'operand' in only && only.operand.name === 'BraceExpression') {
      return this.children(only.operand).flatMap((child) => this.constraints(child, this.flatten(child)))
    }
    const operands = pieces.flatMap((piece) => ('operand' in piece ? [piece.operand] : []))
    const operators = pieces.flatMap((piece) => ('operator' in piece ? [piece.operator] : []))
    const [first, second, third] = operands
    if (first === undefined || operators.length !== operands.length - 1 || operands.length > 3) this.fail(node, 'a variable and its bounds')
    if (second === undefined) return [{ name: this.variableName(first), lower: undefined, upper: undefined }]
    const [sign, again] = operators
    if (third === undefined) {
      return [{ name: this.variableName(first), lower: sign === '>:' ? second : undefined, upper: sign === '<:' ? second : undefined }]
    }
    if (sign !== again) this.fail(node, 'two bounds in one direction')
    return [{ name: this.variableName(second), lower: sign === '<:' ? first : third, upper: sign === '<:' ? third : first }]
  }

  private variableName(node: SyntaxNode): string {
    if (node.name === 'NsStringLiteral') return this.variableString(node)
    return node.name === 'Identifier' ? this.text(node) : this.fail(node, 'the name of a variable')
  }

  private tuple(node: SyntaxNode, scope: Scope): Parameter {
    const elements = this.children(node).map((child) => this.read(child, scope))
    const texts = elements.map((element) => (element.kind === 'value' ? element.text : ''))
    return this.universe.value('Tuple', `(${texts.join(', ')}${texts.length === 1 ? ',' : ''})`, undefined, elements)
  }

  /** `typeof(f)`, `Int8(1)`, `Symbol("a b")`. */
  private call(node: SyntaxNode): Parameter {
    const [callee, list] = this.children(node)
    const [argument, more] = list === undefined ? [] : this.children(list)
    if (callee === undefined || argument === undefined || more !== undefined) this.fail(node, 'typeof(f) or a value')
    const name = this.text(callee)
    if (name === 'typeof') return this.typeOfValue(argument)
    if (name === 'Symbol') return this.symbol(this.text(argument).replace(/^"|"$/g, ''))
    const value = this.literal(argument)
    if (/^U?Int\d+$/.test(name) && value.kind === 'value' && value.integer !== undefined) return this.universe.integer(value.integer, name)
    return this.fail(node, 'typeof(f) or a value')
  }

  private typeOfValue(node: SyntaxNode): Parameter {
    const text = this.text(node)
    if (text === 'Union{}') return this.universe.typeofBottom
    const type = node.name === 'Identifier' ? this.universe.named(text) : undefined
    if (type !== undefined && isType(type)) return kindOf(this.universe, type)
    if (node.name === 'NsStringLiteral') return this.universe.functionType(this.variableString(node))
    return this.universe.functionType(node.name === 'FieldExpression' ? this.lastName(node) : text.replace(/^\((.*)\)$/, '$1'))
  }

  private symbol(name: string): Parameter {
    return this.universe.value('Symbol', /^[\p{L}_!@][\p{L}\p{N}_!]*$/u.test(name) ? `:${name}` : `Symbol(${JSON.stringify(name)})`)
  }

  private literal(node: SyntaxNode): Parameter {
    const text = this.text(node)
    const { universe } = this
    switch (node.name) {
      case 'IntegerLiteral':
        return universe.integer(BigInt(text.replaceAll('_', '')), integerType(text))
      case 'UnaryExpression':
        return /^-\d+$/.test(text) ? universe.integer(BigInt(text)) : this.fail(node, 'a number')
      case 'BoolLiteral':
        return universe.integer(text === 'true' ? 1 : 0, 'Bool')
      case 'CharLiteral':
        return universe.value('Char', text)
      case 'FloatLiteral':
        return universe.value('Float64', String(Number(text)).includes('.') ? String(Number(text)) : `${Number(text)}.0`)
      case 'Symbol':
        return this.symbol(text.replace(/^:/, '').replace(/^var"(.*)"$/, '$1'))
      default:
        return this.fail(node, 'a type or a value that can be a parameter')
    }
  }
}

function isWhere(piece: Piece | undefined): boolean {
  return piece !== undefined && 'operator' in piece && piece.operator === 'where'
}

/** Hexadecimal literals are unsigned, as wide as they are written. */
function integerType(text: string): string {
  if (!text.startsWith('0x')) return 'Int64'
  const bits = [8, 16, 32, 64, 128].find((width) => (text.length - 2) * 4 <= width)
  return `UInt${bits ?? 128}`
}
