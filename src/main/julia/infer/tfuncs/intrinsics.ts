/** Intrinsics by what their result is: the type given first, the type of the first operand, or a Bool. Compare Julia 1.5's tfuncs.jl. */
import { tupleOf } from '../../types/instantiate'
import { widenConst } from '../../lattice/element'
import { transfer, type Transfer, type TransferFunction } from './transfer'
import { instancesOf } from './type-arguments'

const toGivenType: TransferFunction = (run, [type]) => (type === undefined ? run.universe.any : instancesOf(run, type).type)
const ofOperand: TransferFunction = (run, [operand]) => (operand === undefined ? run.universe.any : widenConst(run, operand))
const toBool: TransferFunction = ({ core }) => core.bool
const withOverflow: TransferFunction = (run, [operand]) => tupleOf(run.universe, [operand === undefined ? run.universe.any : widenConst(run, operand), run.core.bool])
const toInt: TransferFunction = ({ core }) => core.int64

const FAMILIES: readonly (readonly [operands: number, result: TransferFunction, names: string])[] = [
  [2, toGivenType, 'bitcast sext_int zext_int trunc_int fptoui fptosi uitofp sitofp fptrunc fpext'],
  [1, ofOperand, 'neg_int neg_float neg_float_fast not_int bswap_int ctpop_int ctlz_int cttz_int abs_float'],
  [1, ofOperand, 'ceil_llvm floor_llvm trunc_llvm rint_llvm sqrt_llvm sqrt_llvm_fast'],
  [2, ofOperand, 'add_int sub_int mul_int sdiv_int udiv_int srem_int urem_int add_ptr sub_ptr'],
  [2, ofOperand, 'add_float sub_float mul_float div_float rem_float add_float_fast sub_float_fast mul_float_fast div_float_fast rem_float_fast'],
  [2, ofOperand, 'and_int or_int xor_int shl_int lshr_int ashr_int copysign_float flipsign_int'],
  [2, ofOperand, 'checked_sdiv_int checked_udiv_int checked_srem_int checked_urem_int'],
  [3, ofOperand, 'fma_float muladd_float'],
  [2, toBool, 'eq_int ne_int slt_int ult_int sle_int ule_int eq_float ne_float lt_float le_float fpiseq fpislt'],
  [2, toBool, 'eq_float_fast ne_float_fast lt_float_fast le_float_fast'],
  [2, withOverflow, 'checked_sadd_int checked_uadd_int checked_ssub_int checked_usub_int checked_smul_int checked_umul_int'],
  [1, toInt, 'arraylen'],
]

export const INTRINSICS: ReadonlyMap<string, Transfer> = new Map(
  FAMILIES.flatMap(([operands, result, names]) => names.split(' ').map((name) => [name, transfer(operands, operands, result)] as const)),
)

/** Intrinsics that read memory, or whose result is not the same on every machine. */
export const NOT_FOLDED: ReadonlySet<string> = new Set(['arraylen', 'pointerref', 'pointerset', 'llvmcall', 'cglobal', 'sqrt_llvm', 'sqrt_llvm_fast'])
