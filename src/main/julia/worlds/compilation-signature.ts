/**
 * For which argument types a method is compiled when it is called with given ones: Julia does not specialise on every type that is
 * passed to an argument of type `Any`, on functions that are not called, on what is `@nospecialize`d, nor on ever longer
 * varargs. The rules are those of `jl_compilation_sig` and `jl_isa_compileable_sig` (gf.c, 1.5).
 */
import { kindOf, substituteAll, tupleOf } from '../types/instantiate'
import { typeIntersect } from '../types/intersect'
import { lastRepetition, varargElement } from '../types/query'
import { isSubtype, outerVariables, typesEqual } from '../types/subtype'
import { isAny, isKind, isTuple, isTypeType, isVararg, unwrapUnionAll, type DataType, type Parameter } from '../types/type'
import type { TypeUniverse } from '../types/universe'
import { unionMembers } from '../types/union'
import type { CodeMethod } from './method'

function declaredTuple(method: CodeMethod): DataType | undefined {
  const tuple = unwrapUnionAll(method.signature)
  return isTuple(tuple) ? tuple : undefined
}

/** The declared type of an argument; the element of a `Vararg` for all that it takes. */
function declaredAt(declared: DataType, at: number): Parameter | undefined {
  const { parameters } = declared
  const last = parameters.at(-1)
  const found = at < parameters.length - 1 ? parameters[at] : last !== undefined && (isVararg(last) || at === parameters.length - 1) ? last : undefined
  return found === undefined ? undefined : varargElement(found)
}

function isVeryGeneral(universe: TypeUniverse, type: Parameter): boolean {
  return isAny(type) || type === universe.type || (type.kind === 'var' && isAny(type.upper))
}

/** `Any`, `Function`, or `Union{Function, Type}`. */
function takesAnyFunction(universe: TypeUniverse, declared: Parameter): boolean {
  if (isAny(declared) || declared === universe.function) return true
  const members = unionMembers(declared)
  return members.length === 2 && members.includes(universe.function) && members.includes(universe.type)
}

export class CompilationSignature {
  constructor(
    private readonly universe: TypeUniverse,
    private readonly method: CodeMethod,
  ) {}

  /** The types to compile for; `types` itself if they are. `parameters` are the method's static ones for these types. */
  of(types: DataType, parameters: readonly Parameter[]): DataType {
    const { method, universe } = this
    const declared = declaredTuple(method)
    if (method.source.generator !== undefined || declared === undefined) return types
    const elements = types.parameters.map((element, at) => this.element(element, declaredAt(declared, at) ?? universe.any, at))
    const limit = method.table.specializedArguments(method)
    const limited = elements.length >= limit && lastRepetition(declared) === 'unbound' ? this.limited(elements, limit, declared, parameters) : elements
    return limited.every((element, at) => element === types.parameters[at]) && limited.length === elements.length ? types : tupleOf(universe, limited)
  }

  private isNospecialize(at: number): boolean {
    const { code } = this.method.source
    if (at === 0) return false
    return code.nospecialize === -1 || (at <= 32 && (code.nospecialize & (1 << (at - 1))) !== 0)
  }

  /** The place of an argument among the declared ones. */
  private declaredPlace(at: number): number {
    return Math.min(at, this.method.argumentCount - 1)
  }

  private element(given: Parameter, declared: Parameter, at: number): Parameter {
    const { universe } = this
    const element = this.settledKind(given, declared)
    if (isKind(element)) return element
    const place = this.declaredPlace(at)
    if (place > 0 && this.isNospecialize(place) && !declared.open && !isKind(declared)) return declared
    if (!typesEqual(universe, element, universe.type)) {
      if (element.kind !== 'datatype' && isSubtype(universe, element, universe.type)) return universe.type
      if (isTypeType(element)) {
        const widened = this.typeArgument(element, declared, at)
        if (widened !== element) return widened
      }
    }
    return this.isUncalledFunction(element, declared, place) ? universe.function : element
  }

  /** What was matched by a kind (`DataType`, ...) is compiled for the kind. */
  private settledKind(element: Parameter, declared: Parameter): Parameter {
    const { universe } = this
    if (isKind(declared)) return declared
    if (isTypeType(element)) {
      const kind = kindOf(universe, element.parameters[0] ?? universe.any)
      return this.takesKindOnly(kind, declared) ? kind : element
    }
    return isKind(element) && !this.takesKindOnly(element, declared) ? universe.type : element
  }

  private takesKindOnly(kind: Parameter, declared: Parameter): boolean {
    const { universe } = this
    const upper = declared.kind === 'var' ? declared.upper : declared
    return !declared.open && isSubtype(universe, kind, upper) && !isSubtype(universe, universe.type, upper)
  }

  private typeArgument(element: DataType, declared: Parameter, at: number): Parameter {
    const { universe, method } = this
    if (isVeryGeneral(universe, declared)) return universe.type
    const [about] = element.parameters
    if (about === undefined || !isTypeType(about)) return element
    const nested = about.parameters[0] !== undefined && isTypeType(about.parameters[0])
    if (!nested && declared.open) return element
    if (at >= method.argumentCount && method.source.code.isVarArg) return universe.type
    const shared = typeIntersect(universe, this.closed(declared), universe.type)
    return isKind(shared) ? universe.type : shared
  }

  /** A declared type without free variables, by their upper bounds. */
  private closed(declared: Parameter): Parameter {
    const variables = outerVariables(this.method.signature)
    return substituteAll(this.universe, declared, variables, variables.map(({ upper }) => upper))
  }

  private isUncalledFunction(element: Parameter, declared: Parameter, place: number): boolean {
    const { universe, method } = this
    return place > 0 && place <= 8 && (method.called & (1 << (place - 1))) === 0
      && takesAnyFunction(universe, declared) && isSubtype(universe, element, universe.function)
  }

  /** All arguments from `limit - 1` on as one `Vararg`. */
  private limited(elements: readonly Parameter[], limit: number, declared: DataType, parameters: readonly Parameter[]): readonly Parameter[] {
    const { universe, method } = this
    const kept = elements.slice(0, limit - 1)
    const last = kept.at(-1) ?? universe.any
    // Given varargs of their own are below nothing but `Any`.
    if (elements.slice(limit - 1).every((element) => (isVararg(element) ? isAny(last) : isSubtype(universe, element, last)))) {
      const isDeep = isTypeType(last) && last.parameters[0] !== undefined && isTypeType(last.parameters[0])
      return [...kept, universe.varargOf(isDeep ? universe.type : last)]
    }
    const declaredLast = declared.parameters.at(-1) ?? universe.any
    return [...kept, substituteAll(universe, declaredLast, outerVariables(method.signature), parameters)]
  }

  /** Whether these types can come out of `of` for a call with concrete types. */
  isCompileable(types: Parameter): boolean {
    const { method, universe } = this
    const declared = declaredTuple(method)
    if (types.kind !== 'datatype' || types.open || declared === undefined) return false
    const count = types.parameters.length
    if (method.source.generator !== undefined) {
      return types.dispatchTuple && (method.source.code.isVarArg ? count >= method.argumentCount - 1 : count === method.argumentCount)
    }
    if (!this.hasCompileableLength(types, declared)) return false
    return types.parameters.every((element, at) => {
      const slot = declaredAt(declared, at) ?? universe.any
      if (!isVararg(element)) return this.isCompileableElement(element, slot, at)
      const repeated = varargElement(element)
      return slot.open || repeated === slot || this.isCompileableElement(repeated, slot, at)
    })
  }

  private hasCompileableLength(types: DataType, declared: DataType): boolean {
    const { method } = this
    const count = types.parameters.length
    const last = types.parameters.at(-1)
    const endsInVararg = last !== undefined && isVararg(last)
    if (!method.source.code.isVarArg) return count === method.argumentCount && !endsInVararg
    const unbound = lastRepetition(declared) === 'unbound'
    if (endsInVararg) return unbound && count === method.table.specializedArguments(method)
    return count >= method.argumentCount - 1
  }

  private isCompileableElement(element: Parameter, declared: Parameter, at: number): boolean {
    const { universe } = this
    const place = this.declaredPlace(at)
    if (place > 0 && this.isNospecialize(place) && !declared.open && !isKind(declared)) return element === declared
    if (isKind(element)) return this.takesKindOnly(element, declared)
    if (isKind(declared)) return false
    const body = unwrapUnionAll(element)
    if (isTypeType(body)) {
      if (typesEqual(universe, element, universe.type)) return isVeryGeneral(universe, declared) || (at >= this.method.argumentCount && this.method.source.code.isVarArg)
      return element.kind === 'datatype' && this.element(element, declared, at) === element
    }
    if (this.isUncalledFunction(element, declared, place)) return element === universe.function
    return element.kind === 'datatype' && element.concrete
  }
}
