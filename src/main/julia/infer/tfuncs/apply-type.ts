/** `Core.apply_type` and `TypeVar`: `T{...}` of what is only partly known. Compare Julia 1.5's `apply_type_tfunc`. */
import { applyType, ParameterError, typeOf, where } from '../../types/instantiate'
import { typeIntersect } from '../../types/intersect'
import { isTypeType, isVararg, type Parameter, type TypeVar } from '../../types/type'
import { BOTTOM } from '../../types/universe'
import { unionOf } from '../../types/union'
import { Const, PartialTypeVar, isPlain, widenConditional, type LatticeElement } from '../../lattice/element'
import { hasUniqueRepresentation } from '../../lattice/type-facts'
import { isTypeValue } from '../../values/egal'
import { parameterOf } from '../../values/parameter'
import { symbolName } from '../../values/value'
import { constantType } from '../constants'
import type { InferenceRun } from '../context'
import { belowType } from './type-arguments'

function typeConst(run: InferenceRun, parameter: Parameter): LatticeElement {
  return parameter.kind === 'value' ? run.universe.type : new Const(parameter)
}

export function inferApplyType(run: InferenceRun, [head, ...args]: readonly LatticeElement[]): LatticeElement {
  const { universe } = run
  const type = head === undefined ? undefined : constantType(run, head)
  if (type === undefined) return head?.kind === 'const' ? BOTTOM : universe.type
  if (type === universe.unionKind) return inferUnion(run, args)
  const isTuple = type === universe.tuple
  if (!isTuple && type.kind !== 'unionall') return BOTTOM
  const lost = { certain: false, constant: false }
  const outer: TypeVar[] = []
  const parameters = args.map((given, at): Parameter => {
    const element = widenConditional(run, given)
    if (element.kind === 'datatype' && isTypeType(element)) {
      const about = element.parameters[0] ?? BOTTOM
      if (about.open) lost.constant = true
      return about
    }
    const known = element.kind === 'const' ? parameterOf(run.core, element.value) : undefined
    if (known !== undefined) return known
    if (element.kind === 'partialtypevar') {
      lost.constant = true
      return element.variable
    }
    lost.certain = true
    if (isTuple) return at === args.length - 1 ? universe.vararg : universe.any
    const variable = universe.variable(`_${String.fromCharCode(65 + Math.min(outer.length, 25))}`)
    outer.push(variable)
    return variable
  })
  let applied: Parameter
  try {
    applied = applyType(universe, type, parameters)
  } catch (error) {
    if (error instanceof ParameterError) return belowType(run, type)
    throw error
  }
  if (!lost.certain && !lost.constant) return typeConst(run, applied)
  if (isVararg(type)) return universe.type
  if (isTuple) return belowType(run, applied)
  return outer.reduceRight((body, variable) => where(universe, variable, body), typeOf(universe, applied) as Parameter)
}

function inferUnion(run: InferenceRun, args: readonly LatticeElement[]): LatticeElement {
  const { universe } = run
  const [only] = args
  if (only === undefined) return new Const(BOTTOM)
  let open = false
  let constant = true
  const members: Parameter[] = []
  for (const element of args) {
    if (element.kind === 'const') {
      const { value } = element
      if (typeof value !== 'object' || !isTypeValue(value)) return BOTTOM
      if (value.kind === 'var') open = true
      members.push(value)
    } else if (element.kind === 'datatype' && isTypeType(element)) {
      const about = element.parameters[0] ?? BOTTOM
      constant &&= hasUniqueRepresentation(universe, about)
      members.push(about)
    } else if (isPlain(element) && mayBeType(run, element)) open = true
    else if (element.kind === 'partialtypevar') open = true
    else return BOTTOM
  }
  if (args.length === 1) return isPlain(only) ? typeIntersect(universe, only, universe.type) : universe.type
  if (open) return universe.type
  const union = unionOf(universe, members)
  return constant ? new Const(union as Exclude<Parameter, { kind: 'value' }>) : typeOf(universe, union)
}

function mayBeType({ universe, core }: InferenceRun, element: Parameter): boolean {
  return typeIntersect(universe, element, universe.type).kind !== 'bottom' || typeIntersect(universe, element, core.type('TypeVar')).kind !== 'bottom'
}

/** `TypeVar(name, lower, upper)`. */
export function inferTypeVar(run: InferenceRun, name: LatticeElement, lower: LatticeElement, upper: LatticeElement): LatticeElement {
  const { universe, core } = run
  const general = core.type('TypeVar')
  if (name.kind !== 'const') return general
  if (typeof name.value !== 'symbol') return BOTTOM
  const bounds = [lower, upper].map((bound) => (bound.kind === 'const' ? parameterOf(core, bound.value) : isPlain(bound) && isTypeType(bound) ? bound.parameters[0] : undefined))
  const [below, above] = bounds
  if (below === undefined || above === undefined) return general
  return new PartialTypeVar(universe.variable(symbolName(name.value), below, above))
}

/** `UnionAll(variable, body)`. */
export function inferUnionAll(run: InferenceRun, variable: LatticeElement, given: LatticeElement): LatticeElement {
  const { universe } = run
  const isType = isPlain(given) && isTypeType(given)
  const body = given.kind === 'const' ? given.value : isType ? given.parameters[0] : undefined
  if (body === undefined || typeof body !== 'object' || !isTypeValue(body as Exclude<typeof body, { kind: 'value' }>)) return universe.any
  const about = body as Exclude<Parameter, { kind: 'value' }>
  if (!about.open) return isType ? typeOf(universe, about) : new Const(about)
  const known = variable.kind === 'const' ? variable.value : variable.kind === 'partialtypevar' ? variable.variable : undefined
  if (known === undefined || typeof known !== 'object' || !isTypeValue(known) || known.kind !== 'var') return universe.any
  const made = where(universe, known, about)
  return isType || variable.kind !== 'const' ? typeOf(universe, made) : typeConst(run, made)
}

