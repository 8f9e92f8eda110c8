/**
 * Type definitions: `struct`, `abstract type` and `primitive type`, as calls of `Core._structtype` and its like (Julia 1.5), and
 * the attributes of fields that came later (1.7, 1.8) as one argument more; and the constructors that a struct gets: inner ones as written, with `new` rewritten, or the default ones.
 */
import { symbolName, symbolOf } from '../../values/value'
import { describe } from '../describe'
import {
  assign, block, call, contains, containsSymbol, Form, form, inert, isDeclaration, isEffectFree, isForm, isKeyword, isLine, isSymbol, isVarArg, mentions, rewrite,
  type Node,
} from '../form'
import type { Session } from '../session'
import { throwArgumentError } from './calls'
import { expand, type Rule } from './expand'
import { flattenWhere, parameterForm, typeParameter, typeVar, withWheres, type TypeParameter } from './type-parameters'

const NEW = symbolOf('new')

interface TypeHead {
  readonly name: symbol
  readonly parameters: readonly TypeParameter[]
  readonly above: Node
}

/** `T{P} <: S`. */
function headOf(node: Node | undefined, session: Session): TypeHead {
  const above = isForm(node, '<:') ? node.args[1] : undefined
  const own = isForm(node, '<:') ? node.args[0] : node
  const name = isForm(own, 'curly') ? own.args[0] : own
  if (!isSymbol(name)) return session.fail(`invalid type signature "${describe(node)}"`)
  const parameters = isForm(own, 'curly') ? own.args.slice(1).map((parameter) => typeParameter(parameter, session)) : []
  return { name, parameters, above: above ?? session.core('Any') }
}

/** Parameters as local variables that hold a `TypeVar` each. */
function bindParameters(parameters: readonly TypeParameter[], session: Session): Form[] {
  return [
    ...parameters.map(({ name }) => form('local', name)),
    ...parameters.map((parameter) => assign(parameter.name, typeVar(parameter, session, true))),
  ]
}

interface Struct extends TypeHead {
  readonly fields: readonly symbol[]
  readonly types: readonly Node[]
  /** Quoted `const` or `atomic` after the number of the field, from 1: for each field that is declared so. */
  readonly attributes: readonly Node[]
}

const structRule: Rule = ({ args: [isMutable = false, signature, body] }, session) => {
  const head = headOf(signature, session)
  const members = isForm(body, 'block') ? flattenBlocks(body.args) : []
  const isField = (member: Node) => isSymbol(member) || isDeclaration(member) || attributeOf(member) !== undefined
  const declared = members.filter(isField)
  const fieldNodes = declared.map((member) => attributeOf(member)?.field ?? member)
  const attributes = declared.flatMap((member, at) => {
    const attribute = attributeOf(member)
    return attribute === undefined ? [] : [BigInt(at + 1), inert(symbolOf(attribute.name))]
  })
  const fields = fieldNodes.map((field): symbol => {
    const name = isDeclaration(field) ? field.args[0] : field
    return isSymbol(name) ? name : session.fail(`field name "${describe(name)}" is not a symbol`)
  })
  const twice = fields.find((field, at) => fields.indexOf(field) !== at)
  if (twice !== undefined) session.fail(`duplicate field name: "${symbolName(twice)}" is not unique`)
  for (const member of members) {
    if (isForm(member, '=') && isField(member.args[0] ?? false)) session.fail(`"${describe(member)}" inside type definition is reserved`)
  }
  const types = fieldNodes.map((field) => (isDeclaration(field) ? field.args[1] : undefined) ?? session.core('Any'))
  const struct: Struct = { ...head, fields, types, attributes }
  const definitions = members.filter((member) => !isField(member) && !isEffectFree(member))
  const location = isLine(members[0]) ? [members[0]] : []
  const inner = definitions.length > 0 ? definitions : defaultConstructors(struct, location, session)
  const global = form('global', head.name)
  return expand(block(
    global, form('const', head.name),
    form('scope-block', block(...typeDefinition(struct, isMutable, Math.min(fewestInitialized(definitions), fields.length), session), session.nothing)),
    form('scope-block', block(global, ...inner.map((constructor) => rewriteConstructor(constructor, struct, session)))),
    ...(definitions.length === 0 && isConstructible(struct) ? [form('scope-block', block(global, outerConstructor(struct, location, session)))] : []),
    session.nothing,
  ), session)
}

/** `const x::T` and, from `@atomic x::T`, `atomic`. */
function attributeOf(member: Node): { readonly name: string, readonly field: Node } | undefined {
  if (!isForm(member, 'const') && !isForm(member, 'atomic')) return undefined
  const [field] = member.args
  return isSymbol(field) || isDeclaration(field) ? { name: member.head, field } : undefined
}

function flattenBlocks(members: readonly Node[]): Node[] {
  return members.flatMap((member) => (isForm(member, 'block') ? flattenBlocks(member.args) : [member]))
}

/**
 * Makes the type and binds it to its name, unless the name holds an equal type already: then that one goes on, and its
 * parameters are what field types mean.
 */
function typeDefinition(struct: Struct, isMutable: Node, initialized: number, session: Session): Node[] {
  const { name, parameters, above, fields, types, attributes } = struct
  const names = parameters.map((parameter) => parameter.name)
  const previous = session.temp()
  const global = session.global(name)
  const innermost = names.reduce<Node>((type) => form('.', type, inert(symbolOf('body'))), previous)
  return [
    form('local-def', name),
    ...bindParameters(parameters, session),
    form('toplevel-only', symbolOf('struct'), global),
    assign(name, call(session.core('_structtype'), session.context.module, inert(name), session.svec(...names),
      session.svec(...fields.map(inert)), isMutable, BigInt(initialized), ...(attributes.length === 0 ? [] : [session.svec(...attributes)]))),
    call(session.core('_setsuper!'), name, above),
    form('if', form('isdefined', global),
      block(
        assign(previous, global),
        form('if', call(session.core('_equiv_typedef'), previous, name),
          block(
            assign(name, previous),
            ...(names.length > 0 ? [assign(new Form('tuple', names), form('.', innermost, inert(symbolOf('parameters'))))] : []),
          ),
          assign(global, name)),
      ),
      assign(global, name)),
    call(session.core('_typebody!'), name, session.svec(...types)),
  ]
}

/** Fields that every `new` of the constructors sets. */
function fewestInitialized(definitions: readonly Node[]): number {
  let fewest = Infinity
  for (const definition of definitions) {
    contains(definition, (node) => {
      if (isForm(node, 'call') && isNew(node.args[0])) fewest = Math.min(fewest, node.args.length - 1)
      return false
    })
  }
  return fewest
}

const isNew = (node: Node | undefined): boolean => node === NEW || (isForm(node, 'curly') && node.args[0] === NEW)

/** Names for arguments that do not hide what field types mention. */
function argumentNames({ fields, types }: Struct, session: Session): symbol[] {
  const hides = fields.some((field) => types.some((type) => mentions(type, (name) => name === field)))
  return fields.map((field) => (hides || symbolName(field) === '_' ? session.gensym() : field))
}

/** One that takes anything and converts; without parameters, before it, one that takes the declared types. */
function defaultConstructors(struct: Struct, location: readonly Node[], session: Session): Node[] {
  const { name, parameters, types } = struct
  const args = argumentNames(struct, session)
  const names = parameters.map((parameter) => parameter.name)
  const signature = call(names.length > 0 ? form('curly', name, ...names) : name, ...args)
  const converting = form('function', withWheres(signature, parameters.map(parameterForm)), block(...location, call(NEW, ...args)))
  const any = session.core('Any')
  const [firstType, ...otherTypes] = types
  if (parameters.length > 0 || firstType === undefined || types.every((type) => type === any)) return [converting]
  const isAny = (type: Node) => call(session.core('==='), any, type)
  const allAny = otherTypes.reduce<Node>((whole, type) => form('&&', whole, isAny(type)), isAny(firstType))
  const exact = form('function', call(name, ...args.map((arg, at) => form('::', arg, types[at] ?? any))),
    block(...location, form('new', session.global(name), ...args)))
  return [form('if', allAny, block(), exact), converting]
}

/** Whether the parameters follow from the fields: each is in a field's type or in a bound of a later one. */
function isConstructible({ parameters, types }: Struct): boolean {
  if (parameters.length === 0) return false
  const roots: Node[] = [...types]
  return [...parameters].reverse().every(({ name, lower, upper }) => {
    if (!roots.some((root) => containsSymbol(root, name))) return false
    roots.push(...[lower, upper].filter((bound) => bound !== undefined))
    return true
  })
}

/** `T(x::P, ...) where P = T{P}(x, ...)`. */
function outerConstructor(struct: Struct, location: readonly Node[], session: Session): Form {
  const { name, parameters, types } = struct
  const args = argumentNames(struct, session)
  const signature = call(name, ...args.map((arg, at) => (types[at] === session.core('Any') ? arg : form('::', arg, types[at] ?? arg))))
  const made = call(form('curly', name, ...parameters.map((parameter) => parameter.name)), ...args)
  return form('function', withWheres(signature, parameters.map(parameterForm)), block(...location, made))
}

/** Within constructors `new` knows the type: its parameters are those of the constructor's own name. */
function rewriteConstructor(definition: Node, struct: Struct, session: Session): Node {
  return rewrite(definition, (node) => {
    if (node.head !== 'function' && node.head !== '=') return undefined
    const [left, body] = node.args
    if (left === undefined || body === undefined) return undefined
    const { inner, variables } = flattenWhere(left)
    const signature = isDeclaration(inner) ? inner.args[0] : inner
    if (!isForm(signature, 'call')) return undefined
    const callee = signature.args[0]
    const isOwn = callee === struct.name || (isForm(callee, 'curly') && callee.args[0] === struct.name)
    const given = isOwn && isForm(callee, 'curly') ? callee.args.slice(1) : []
    const own = variables.map((variable) => typeParameter(variable, session).name)
    return form('function', variables.length > 0 ? new Form('where', [inner, ...variables]) : inner, rewriteNew(body, given, own, struct, session))
  })
}

function rewriteNew(body: Node, given: readonly Node[], own: readonly symbol[], struct: Struct, session: Session): Node {
  return rewrite(body, (node) => {
    if (node.head !== 'call' || !isNew(node.args[0])) return undefined
    const [callee, ...args] = node.args
    const parameters = isForm(callee, 'curly') ? callee.args.slice(1) : given
    return newForm(parameters, own, args.map((arg) => rewriteNew(arg, given, own, struct, session)), struct, session)
  })
}

function newForm(given: readonly Node[], own: readonly symbol[], args: readonly Node[], struct: Struct, session: Session): Node {
  const { name, parameters, fields, types } = struct
  if (args.some(isKeyword)) session.fail('"new" does not accept keyword arguments')
  if (given.length < parameters.length) session.fail('too few type parameters specified in "new{...}"')
  if (given.length > parameters.length) session.fail('too many type parameters specified in "new{...}"')
  const any = session.core('Any')
  const type = given.length === 0 ? session.global(name) : form('curly', session.global(name), ...given)
  if (args.filter((arg) => !isVarArg(arg)).length > fields.length) return throwArgumentError(`new: too many arguments (expected ${fields.length})`, session)
  if (args.some(isVarArg) && types.every((each) => each === any)) return form('splatnew', type, call(session.core('tuple'), ...args))
  const made = session.temp()
  const isSame = given.every((parameter, at) => parameter === parameters[at]?.name)
  const converted = (value: Node, at: number): Node => {
    const declared = types[at] ?? any
    if (declared === any) return value
    const isParameter = isSame && isSymbol(declared) && parameters.some((parameter) => parameter.name === declared) && own.includes(declared)
    return call(session.top('convert'), isParameter ? declared : call(session.core('fieldtype'), made, BigInt(at + 1)), value)
  }
  if (!args.some(isVarArg)) return block(assign(made, type), form('new', made, ...args.map(converted)))
  const tuple = session.temp()
  const count = session.temp()
  const expected = BigInt(fields.length)
  return block(
    assign(made, type),
    assign(tuple, call(session.core('tuple'), ...args)),
    assign(count, call(session.core('nfields'), tuple)),
    form('if', call(session.top('ult_int'), count, expected), throwArgumentError(`new: too few arguments (expected ${fields.length})`, session)),
    form('if', call(session.top('ult_int'), expected, count), throwArgumentError(`new: too many arguments (expected ${fields.length})`, session)),
    form('new', made, ...fields.map((_, at) => converted(call(session.core('getfield'), tuple, BigInt(at + 1), false), at))),
  )
}

/** Types without fields: made, then bound unless an equal one is there. */
function simpleType({ name, parameters, above }: TypeHead, kind: string, maker: string, extra: readonly Node[], session: Session): Form {
  const global = session.global(name)
  return block(
    form('global', name), form('const', name),
    form('scope-block', block(
      form('local-def', name),
      ...bindParameters(parameters, session),
      form('toplevel-only', symbolOf(kind)),
      assign(name, call(session.core(maker), session.context.module, inert(name), session.svec(...parameters.map((parameter) => parameter.name)), ...extra)),
      call(session.core('_setsuper!'), name, above),
      call(session.core('_typebody!'), name),
      form('if', form('&&', form('isdefined', global), call(session.core('_equiv_typedef'), global, name)), session.nothing, assign(global, name)),
      session.nothing,
    )),
  )
}

const abstractRule: Rule = ({ args: [signature] }, session) =>
  expand(simpleType(headOf(signature, session), 'abstract_type', '_abstracttype', [], session), session)

const primitiveRule: Rule = ({ args: [signature, bits = false] }, session) =>
  expand(simpleType(headOf(signature, session), 'primitive_type', '_primitivetype', [bits], session), session)

export const typeRules: Readonly<Record<string, Rule>> = { struct: structRule, abstract: abstractRule, primitive: primitiveRule }
