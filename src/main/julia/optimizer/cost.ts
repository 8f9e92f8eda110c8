/**
 * What the body of a function costs where it is called: an estimate in cycles that decides whether it is put there. Costs of
 * intrinsics and builtins are those of Julia 1.5 (tfuncs.jl, `T_IFUNC_COST`, `T_FFUNC_COST`), the rest as in optimize.jl.
 */
import type { OptimizedCode, Operand, Statement } from '../ir/statement'
import type { Lattice, LatticeElement } from '../lattice/element'
import { Const } from '../lattice/element'
import { isConcreteType } from '../types/query'
import { IntrinsicFunction } from '../values/value'
import type { InliningRules } from '../versions'
import { Binding, Module } from '../worlds/module'
import { builtinNameOf, singletonOf } from './effects'

const LOOP = 40
const CALL = 20
const COPY = 100
const ARRAY_ELEMENT = 4

const costs = (table: readonly (readonly [cost: number, names: string])[]): ReadonlyMap<string, number> =>
  new Map(table.flatMap(([cost, names]) => names.split(' ').map((name) => [name, cost] as const)))

const INTRINSIC_COSTS = costs([
  [0, 'not_int'],
  [1, 'bitcast sext_int zext_int trunc_int fptoui fptosi uitofp sitofp fptrunc fpext neg_int add_int sub_int add_ptr sub_ptr neg_float add_float sub_float'],
  [1, 'neg_float_fast add_float_fast sub_float_fast and_int or_int xor_int shl_int lshr_int ashr_int bswap_int ctpop_int ctlz_int cttz_int flipsign_int'],
  [1, 'eq_int ne_int slt_int ult_int sle_int ule_int fpiseq fpislt eq_float_fast ne_float_fast lt_float_fast le_float_fast'],
  [2, 'abs_float copysign_float eq_float ne_float lt_float le_float mul_float_fast'],
  [4, 'mul_int mul_float arraylen pointerref'],
  [5, 'fma_float muladd_float cglobal pointerset'],
  [10, 'ceil_llvm floor_llvm trunc_llvm rint_llvm div_float_fast rem_float_fast llvmcall'],
  [10, 'checked_sadd_int checked_uadd_int checked_ssub_int checked_usub_int checked_smul_int checked_umul_int'],
  [20, 'div_float rem_float sqrt_llvm sqrt_llvm_fast'],
  [30, 'sdiv_int udiv_int srem_int urem_int'],
  [40, 'checked_sdiv_int checked_udiv_int checked_srem_int checked_urem_int'],
])

const BUILTIN_COSTS = costs([
  [0, 'throw sizeof nfields typeof isa <: fieldtype getfield tuple'],
  [1, 'ifelse === isdefined'],
  [3, 'setfield!'],
  [4, 'arraysize typeassert'],
  [10, 'apply_type'],
  [100, '_expr _typevar applicable'],
])

/** Types of operands in finished code, where constants have been widened. */
class Operands {
  constructor(
    private readonly lattice: Lattice,
    private readonly code: OptimizedCode,
    private readonly parameters: readonly LatticeElement[],
  ) {}

  type(operand: Operand): LatticeElement {
    const { any } = this.lattice.universe
    switch (operand.kind) {
      case 'ssa':
        return this.code.types[operand.id] ?? any
      case 'argument':
        return this.code.argumentTypes[operand.id] ?? any
      case 'slot':
        return this.code.slotTypes[operand.id] ?? any
      case 'constant':
        return new Const(operand.value)
      case 'parameter':
        return this.parameters[operand.index] ?? any
      case 'global': {
        const { module, name } = operand.ref
        const found = module instanceof Module ? module.resolve(name) : undefined
        return found instanceof Binding && found.constant && found.value !== undefined ? new Const(found.value) : any
      }
    }
  }

  /** A callee that is a value of a statement is what that statement names. */
  callee(operand: Operand): LatticeElement {
    const type = this.type(operand)
    if (type !== this.lattice.core.type('IntrinsicFunction') || operand.kind !== 'ssa') return type
    const source = this.code.code[operand.id]
    return source?.kind === 'global' || source?.kind === 'constant' || source?.kind === 'parameter' ? this.type(source) : type
  }
}

/** The cost of a body; Infinity for one that is never put into callers. Statements are looked at until the limit is passed. */
export function bodyCost(lattice: Lattice, code: OptimizedCode, parameters: readonly LatticeElement[], rules: InliningRules, limit: number): number {
  const operands = new Operands(lattice, code, parameters)
  let sum = 0
  for (const [at, statement] of code.code.entries()) {
    sum += statementCost(lattice, operands, statement, at, code, rules)
    if (sum > limit) return sum
  }
  return sum
}

function statementCost(lattice: Lattice, operands: Operands, statement: Statement, at: number, code: OptimizedCode, rules: InliningRules): number {
  switch (statement.kind) {
    case 'call':
      return callCost(lattice, operands, statement.args, rules)
    case 'invoke':
    case 'foreigncall':
      return code.types[at]?.kind === 'bottom' ? rules.errorPathCost : CALL
    case 'assign':
      return statementCost(lattice, operands, statement.value, at, code, rules)
    case 'setGlobal':
      return CALL
    case 'copyast':
      return COPY
    case 'enter':
      return Infinity
    case 'goto':
    case 'gotoifnot':
      return statement.target < at ? LOOP : 0
    default:
      return 0
  }
}

function callCost(lattice: Lattice, operands: Operands, [callee, ...args]: readonly Operand[], rules: InliningRules): number {
  const value = callee === undefined ? undefined : singletonOf(lattice, operands.callee(callee))
  if (value instanceof IntrinsicFunction) return INTRINSIC_COSTS.get(value.name) ?? rules.nonleafPenalty
  const name = builtinNameOf(lattice, value)
  if (name === undefined) return rules.nonleafPenalty
  const [, array] = args
  if ((name === 'arrayref' || name === 'const_arrayref') && array !== undefined) {
    const type = operands.type(array)
    return type.kind === 'const' || type.kind === 'bottom' || (type.kind === 'datatype' && isConcreteType(type)) ? ARRAY_ELEMENT : rules.nonleafPenalty
  }
  return BUILTIN_COSTS.get(name) ?? CALL
}
