/** Calls of builtins and intrinsics: folded if all is constant, else by their transfer function (1.5, `builtin_tfunction`). */
import { which } from '../dispatch/lookup'
import { isSubtype, solveSubtype } from '../types/subtype'
import { isTuple, isType, unwrapUnionAll, type Parameter } from '../types/type'
import { tupleOf, typeOf } from '../types/instantiate'
import { typeIntersect } from '../types/intersect'
import { BOTTOM } from '../types/universe'
import { Const, isPlain, widenConst, type LatticeElement } from '../lattice/element'
import { isDispatchElement, isVarargElement, rewrapUnionAll, upperBound } from '../lattice/type-facts'
import { isTypeValue } from '../values/egal'
import { IntrinsicFunction, type JuliaValue } from '../values/value'
import { constantType } from './constants'
import type { InferenceRun } from './context'
import type { InferenceState } from './state'
import { inferApplyType, inferTypeVar } from './tfuncs/apply-type'
import { inferFieldType, inferGetField, inferIsDefined, inferNumberOfFields, inferSizeOf } from './tfuncs/fields'
import { INTRINSICS, NOT_FOLDED } from './tfuncs/intrinsics'
import { transfer, type Transfer } from './tfuncs/transfer'
import { inferEgal, inferIfElse, inferIsA, inferSubtype, inferTypeAssert, inferTypeOf } from './tfuncs/type-arguments'
import { tupleElement } from './tuples'
import { inferEdge } from './typeinf'

const one = (apply: (run: InferenceRun, a: LatticeElement, callee: JuliaValue) => LatticeElement) =>
  transfer(1, 1, (run, [a = BOTTOM], callee) => apply(run, a, callee))
const two = (apply: (run: InferenceRun, a: LatticeElement, b: LatticeElement) => LatticeElement, most = 2) =>
  transfer(2, most, (run, [a = BOTTOM, b = BOTTOM]) => apply(run, a, b))
const always = (least: number, most: number, apply: (run: InferenceRun) => LatticeElement) => transfer(least, most, apply)

const BUILTINS: ReadonlyMap<string, Transfer> = new Map<string, Transfer>([
  ['throw', always(1, 1, () => BOTTOM)],
  ['ifelse', transfer(3, 3, (run, [condition = BOTTOM, a = BOTTOM, b = BOTTOM]) => inferIfElse(run, condition, a, b))],
  ['===', two(inferEgal)],
  ['isdefined', transfer(1, 2, inferIsDefined)],
  ['sizeof', one(inferSizeOf)],
  ['nfields', one(inferNumberOfFields)],
  ['_expr', always(1, Infinity, ({ core }) => core.type('Expr'))],
  ['_typevar', transfer(3, 3, (run, [name = BOTTOM, lower = BOTTOM, upper = BOTTOM]) => inferTypeVar(run, name, lower, upper))],
  ['applicable', always(1, Infinity, ({ core }) => core.bool)],
  ['arraysize', always(2, 2, ({ core }) => core.int64)],
  ['typeof', one(inferTypeOf)],
  ['typeassert', two(inferTypeAssert)],
  ['isa', two(inferIsA)],
  ['<:', two(inferSubtype)],
  ['getfield', transfer(2, 3, (run, [object = BOTTOM, name = BOTTOM], callee) => inferGetField(run, object, name, callee))],
  ['setfield!', transfer(3, 4, (_, [, , value = BOTTOM]) => value)],
  ['fieldtype', two(inferFieldType, 3)],
  ['apply_type', transfer(1, Infinity, inferApplyType)],
])

/** `args` are without the builtin itself. */
export function inferBuiltin(frame: InferenceState, callee: JuliaValue, name: string, args: readonly LatticeElement[]): LatticeElement {
  const { run } = frame
  const last = args.at(-1)
  const openEnd = last !== undefined && isVarargElement(last)
  switch (name) {
    case 'tuple':
      return tupleElement(run, args)
    case 'svec':
      return run.core.type('SimpleVector')
    case 'arrayset':
      return args.length < 4 ? (openEnd ? run.universe.any : BOTTOM) : (args[1] ?? BOTTOM)
    case 'arrayref':
    case 'const_arrayref':
      return args.length < 3 ? (openEnd ? run.universe.any : BOTTOM) : elementOfArray(run, widenConst(run, args[1] ?? BOTTOM))
    case 'invoke': {
      const found = inferInvoke(frame, args)
      if (!found.effectsKnown) frame.noteUnknownEffects()
      return found.type
    }
    case '_apply_latest':
      frame.noteUnknownEffects()
      break
  }
  if (openEnd) return run.universe.any
  return callee instanceof IntrinsicFunction ? inferIntrinsic(run, callee, args) : applyTransfer(run, BUILTINS.get(name), args, callee)
}

function inferIntrinsic(run: InferenceRun, callee: IntrinsicFunction, args: readonly LatticeElement[]): LatticeElement {
  if (!NOT_FOLDED.has(callee.name)) {
    const values = args.flatMap((element) => (element.kind === 'const' ? [element.value] : []))
    const folded = values.length === args.length ? run.context.foldCall(callee, values) : undefined
    if (folded !== undefined) return new Const(folded)
  }
  return applyTransfer(run, INTRINSICS.get(callee.name), args, callee)
}

function applyTransfer(run: InferenceRun, known: Transfer | undefined, args: readonly LatticeElement[], callee: JuliaValue): LatticeElement {
  if (known === undefined) return run.universe.any
  return args.length < known.least || args.length > known.most ? BOTTOM : known.apply(run, args, callee)
}

function elementOfArray({ universe, core }: InferenceRun, array: Parameter): Parameter {
  if (!isSubtype(universe, array, core.array)) return universe.any
  const body = unwrapUnionAll(array)
  const element = body.kind === 'datatype' ? body.parameters[0] : undefined
  if (element === undefined || (!isType(element) && element.kind !== 'var')) return universe.any
  if (array.kind === 'datatype') return upperBound(element)
  return array.open ? universe.any : rewrapUnionAll(universe, element, array)
}

/** `invoke(f, Tuple{...}, args...)`: the one method that the types name. */
function inferInvoke(frame: InferenceState, [callee, types, ...args]: readonly LatticeElement[]): { readonly type: LatticeElement, readonly effectsKnown: boolean } {
  const { run } = frame
  const { universe } = run
  const unknown = { type: universe.any, effectsKnown: false }
  if (callee === undefined || types === undefined || !(callee.kind === 'const' || isPlain(callee))) return unknown
  const asked = typeArgument(run, types)
  if (asked === undefined || asked.open || !isSubtype(universe, asked, universe.tuple)) return unknown
  const shared = typeIntersect(universe, asked, tupleOf(universe, args.map((element) => widenConst(run, element))))
  if (shared.kind === 'bottom') return { type: BOTTOM, effectsKnown: true }
  const calleeType = callee.kind === 'const' ? exactType(run, callee.value) : callee
  const askedTuple = unwrapUnionAll(asked)
  if (!isTuple(shared) || !isDispatchElement(universe, calleeType) || !isTuple(askedTuple)) return unknown
  const signature = rewrapUnionAll(universe, tupleOf(universe, [calleeType, ...askedTuple.parameters]), asked)
  const method = which(signature, { table: run.context.world.tableOf(signature), world: run.age })
  if (typeof method === 'string') return unknown
  const part = typeIntersect(universe, tupleOf(universe, [calleeType, ...shared.parameters]), method.signature)
  const found = inferEdge(frame, method, part, solveSubtype(universe, part, method.signature) ?? [])
  if (found.instance !== undefined) frame.addInstanceEdge(found.instance, signature)
  return found
}

function typeArgument(run: InferenceRun, element: LatticeElement): Parameter | undefined {
  if (element.kind === 'const') return constantType(run, element)
  return element.kind === 'datatype' && element.name.role === 'type' ? element.parameters[0] : undefined
}

/** `Core.Typeof`: `Type{T}` for a type. */
function exactType({ universe, core }: InferenceRun, value: JuliaValue): Parameter {
  return typeof value === 'object' && isTypeValue(value) && value.kind !== 'var' ? typeOf(universe, value) : core.typeOf(value)
}

