/**
 * Bytecode as text, one instruction a line: position, name, operands. Registers are `r3`, relocations what they stand for.
 */
import { printType } from '../types/print'
import type { TypeUniverse } from '../types/universe'
import { isTypeValue } from '../values/egal'
import { Bits, StructValue, symbolName, type JuliaValue } from '../values/value'
import type { NativeCode, Relocation } from './native-code'
import { INSTRUCTIONS, instructionLength } from './opcodes'

export function listing(universe: TypeUniverse, native: NativeCode): string {
  const { code } = native
  const lines: string[] = []
  // Three words at the end only pad.
  for (let pc = 0; pc < code.length - 3; pc += instructionLength(code, pc)) {
    const instruction = INSTRUCTIONS[code[pc] ?? 0]
    if (instruction === undefined) break
    const operands: string[] = []
    let at = pc + 1
    for (const format of instruction.operands) {
      const word = code[at++] ?? 0
      if (format === 'r') operands.push(`r${word}`)
      else if (format === 'k') operands.push(relocationText(universe, native.relocations[word]))
      else if (format === 't') operands.push(`→ ${word}`)
      else if (format === 'n') operands.push(String(word))
      else if (format === '*') operands.push(`(${Array.from(code.subarray(at, at + word), (register) => `r${register}`).join(', ')})`)
    }
    lines.push(`${String(pc).padStart(4)}  ${instruction.name} ${operands.join(', ')}`.trimEnd())
  }
  for (let at = 0; at < native.handlers.length; at += 3) {
    lines.push(`      ${native.handlers[at] ?? 0} to ${native.handlers[at + 1] ?? 0}: exceptions → ${native.handlers[at + 2] ?? 0}`)
  }
  return lines.join('\n')
}

/** Instructions, without the padding at the end. */
export function instructionCount({ code }: NativeCode): number {
  let count = 0
  for (let pc = 0; pc < code.length - 3 && INSTRUCTIONS[code[pc] ?? 0] !== undefined; pc += instructionLength(code, pc)) count++
  return count
}

function relocationText(universe: TypeUniverse, relocation: Relocation | undefined): string {
  switch (relocation?.kind) {
    case 'constant':
      return valueText(universe, relocation.value)
    case 'type':
    case 'parameter':
      return printType(universe, relocation.type)
    case 'global':
      return symbolName(relocation.ref.name)
    case 'name':
      return `:${relocation.name}`
    case 'instance':
      return printType(universe, relocation.instance.specTypes)
    case 'builtin':
    case 'intrinsic':
    case 'foreign':
      return relocation.name
    case 'site':
      return 'dispatch'
    case 'ast':
      return 'quoted'
    case undefined:
      return '?'
  }
}

function valueText(universe: TypeUniverse, value: JuliaValue): string {
  switch (typeof value) {
    case 'bigint':
    case 'number':
    case 'boolean':
      return String(value)
    case 'string':
      return JSON.stringify(value)
    case 'symbol':
      return `:${symbolName(value)}`
    default:
      if (isTypeValue(value)) return printType(universe, value)
      if (value instanceof Bits) return `${printType(universe, value.type)}(0x${value.bits.toString(16)})`
      return value instanceof StructValue ? (universe.functionName(value.type) ?? printType(universe, value.type)) : 'value'
  }
}
