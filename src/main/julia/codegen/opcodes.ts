/**
 * The instructions of the bytecode: number, name, operands. A frame is a row of registers, and each register has three
 * sides: `i` holds integers, `Bool`, `Char` and all other bits of up to 64, `f` floats, `j` any Julia value. A name ends
 * with the side that it works on; conversions between the sides of one register are instructions too (`box`, `unbox`).
 * Integers below 64 bits are kept zero-extended: `.n` instructions work on those and end with the width.
 *
 * Operands: `r` a register, `k` an index into the relocations, `n` a number, `t` a target, `w` the number of instructions
 * that a jump out of here closes (for the clock), `*` a count and as many registers.
 */
export const OPCODES = {
  'mov.i': [1, 'rr'],
  'mov.f': [2, 'rr'],
  'mov.j': [3, 'rr'],
  'const.i': [4, 'rnn'],
  'const.f': [5, 'rnn'],
  'load': [6, 'rk'],
  'global': [7, 'rk'],
  'set.global': [8, 'rk'],
  'unset': [9, 'r'],
  'jump': [10, 'tw'],
  'jump.not': [11, 'rtw'],
  'jump.not.j': [12, 'rtw'],
  'count': [13, 'w'],
  'return.i': [14, 'rw'],
  'return.f': [15, 'rw'],
  'return.j': [16, 'rw'],
  'throw': [17, 'r'],
  'unreachable': [18, ''],
  'throw.undef': [19, 'rk'],
  'enter': [20, 'r'],
  'pop': [21, 'r'],
  'exception': [22, 'r'],
  'assigned': [23, 'rr'],
  'check.assigned': [24, 'rk'],
  'defined.global': [25, 'rk'],
  'copyast': [26, 'rk'],

  'add.i': [30, 'rrr'],
  'sub.i': [31, 'rrr'],
  'mul.i': [32, 'rrr'],
  'neg.i': [33, 'rr'],
  'and.i': [34, 'rrr'],
  'or.i': [35, 'rrr'],
  'xor.i': [36, 'rrr'],
  'not.i': [37, 'rr'],
  'shl.i': [38, 'rrr'],
  'lshr.i': [39, 'rrr'],
  'ashr.i': [40, 'rrr'],
  'sdiv.i': [41, 'rrr'],
  'udiv.i': [42, 'rrr'],
  'srem.i': [43, 'rrr'],
  'urem.i': [44, 'rrr'],

  'add.n': [50, 'rrrn'],
  'sub.n': [51, 'rrrn'],
  'mul.n': [52, 'rrrn'],
  'neg.n': [53, 'rrn'],
  'not.n': [54, 'rrn'],
  'shl.n': [55, 'rrrn'],
  'lshr.n': [56, 'rrrn'],
  'ashr.n': [57, 'rrrn'],
  'sdiv.n': [58, 'rrrn'],
  'udiv.n': [59, 'rrrn'],
  'srem.n': [60, 'rrrn'],
  'urem.n': [61, 'rrrn'],

  'eq.i': [70, 'rrr'],
  'ne.i': [71, 'rrr'],
  'slt.i': [72, 'rrr'],
  'sle.i': [73, 'rrr'],
  'ult.i': [74, 'rrr'],
  'ule.i': [75, 'rrr'],
  'slt.n': [76, 'rrrn'],
  'sle.n': [77, 'rrrn'],

  'sext': [80, 'rrnn'],
  'trunc': [81, 'rrn'],
  'sitofp': [82, 'rrn'],
  'uitofp': [83, 'rrn'],
  'fptosi': [84, 'rrn'],
  'fptoui': [85, 'rrn'],
  'fround': [86, 'rr'],
  'bits.to.f64': [87, 'rr'],
  'f64.to.bits': [88, 'rr'],
  'bits.to.f32': [89, 'rr'],
  'f32.to.bits': [90, 'rr'],

  'add.f': [95, 'rrr'],
  'sub.f': [96, 'rrr'],
  'mul.f': [97, 'rrr'],
  'div.f': [98, 'rrr'],
  'rem.f': [99, 'rrr'],
  'neg.f': [100, 'rr'],
  'abs.f': [101, 'rr'],
  'copysign.f': [102, 'rrr'],
  'sqrt.f': [103, 'rr'],
  'floor.f': [104, 'rr'],
  'ceil.f': [105, 'rr'],
  'trunc.f': [106, 'rr'],
  'rint.f': [107, 'rr'],
  'muladd.f': [108, 'rrrr'],

  'eq.f': [112, 'rrr'],
  'ne.f': [113, 'rrr'],
  'lt.f': [114, 'rrr'],
  'le.f': [115, 'rrr'],
  'is.f': [116, 'rrr'],

  'jump.not.eq.i': [120, 'rrtw'],
  'jump.not.ne.i': [121, 'rrtw'],
  'jump.not.slt.i': [122, 'rrtw'],
  'jump.not.sle.i': [123, 'rrtw'],
  'jump.not.ult.i': [124, 'rrtw'],
  'jump.not.ule.i': [125, 'rrtw'],
  'jump.not.eq.f': [126, 'rrtw'],
  'jump.not.ne.f': [127, 'rrtw'],
  'jump.not.lt.f': [128, 'rrtw'],
  'jump.not.le.f': [129, 'rrtw'],

  'select.i': [132, 'rrrr'],
  'select.f': [133, 'rrrr'],
  'select.j': [134, 'rrrr'],

  'box.int64': [135, 'r'],
  'box.bool': [136, 'r'],
  'box.bits': [137, 'rk'],
  'box.f64': [138, 'r'],
  'box.f32': [139, 'rk'],
  'unbox.int64': [140, 'r'],
  'unbox.bool': [141, 'r'],
  'unbox.bits': [142, 'r'],
  'unbox.f64': [143, 'r'],
  'unbox.f32': [144, 'r'],

  'egal': [145, 'rrr'],
  'same': [146, 'rrr'],
  'isa.exact': [147, 'rrk'],
  'isa': [148, 'rrk'],
  'typeassert.exact': [149, 'rk'],
  'typeassert': [150, 'rk'],
  'typeof': [151, 'rr'],

  'field.j': [155, 'rrn'],
  'field.int64': [156, 'rrn'],
  'field.bool': [157, 'rrn'],
  'field.bits': [158, 'rrn'],
  'field.f64': [159, 'rrn'],
  'field.f32': [160, 'rrn'],
  'set.field': [161, 'rrn'],
  'new': [162, 'rk*'],
  'tuple': [163, 'r*'],
  'new.of': [164, 'rr*'],
  'splatnew': [165, 'rrr'],

  'array.len': [170, 'rr'],
  'array.size': [171, 'rrr'],
  'array.index': [172, 'rr*'],
  'array.get.i64': [173, 'rrr'],
  'array.get.wide': [174, 'rrr'],
  'array.get.n': [175, 'rrrn'],
  'array.get.f': [176, 'rrr'],
  'array.get.j': [177, 'rrr'],
  'array.set.i64': [178, 'rrr'],
  'array.set.wide': [179, 'rrr'],
  'array.set.n': [180, 'rrr'],
  'array.set.f': [181, 'rrr'],
  'array.set.j': [182, 'rrr'],

  'call': [185, 'rnk*'],
  'invoke': [186, 'rnk*'],
  'apply': [187, 'rnk*'],
  'latest': [188, 'rnk*'],
  'invoke.builtin': [189, 'rnk*'],
  'builtin': [190, 'rk*'],
  'intrinsic': [191, 'rk*'],
  'foreign': [192, 'rk*'],
} as const satisfies Readonly<Record<string, readonly [opcode: number, operands: string]>>

export type Mnemonic = keyof typeof OPCODES

/** By opcode. */
export const INSTRUCTIONS: readonly ({ readonly name: Mnemonic, readonly operands: string } | undefined)[] = (() => {
  const made: ({ readonly name: Mnemonic, readonly operands: string } | undefined)[] = []
  for (const [name, [opcode, operands]] of Object.entries(OPCODES) as [Mnemonic, readonly [number, string]][]) made[opcode] = { name, operands }
  return made
})()

/** The words that the instruction at `pc` takes. */
export function instructionLength(code: Int32Array, pc: number): number {
  const operands = INSTRUCTIONS[code[pc] ?? 0]?.operands ?? ''
  if (!operands.endsWith('*')) return 1 + operands.length
  return 1 + operands.length + (code[pc + operands.length] ?? 0)
}
