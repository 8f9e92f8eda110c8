/**
 * What `read_snoop_llvm` returns, as JSON: the list of times with the instances that each covers, and the list of instances with the size of
 * their code before and after optimisation. The same rows as its printed list gives, and of both lists those of the text and the YAML.
 */
import type { DumpedRow, RowFormat } from '../format'
import { listOf, numberOf, scaled, textOf } from '../json-value'

type Fields = DumpedRow['fields']

const TOOL = '@snoop_llvm'
const TUPLE = /^Tuple\{/
const SIZES = /^\(before = \(instructions = (\d{1,15}), basicblocks = (\d{1,15})\), after = \(instructions = (\d{1,15}), basicblocks = (\d{1,15})\)\)$/

function isTime({ time_s: seconds, names }: Fields): boolean {
  return typeof seconds === 'number' && Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string')
}

const isSize = ({ name, value }: Fields): boolean => TUPLE.test(textOf(name)) && SIZES.test(textOf(value))

export const llvmTimes: RowFormat = {
  id: 'snoop-llvm-times',
  title: 'Times of read_snoop_llvm as JSON',
  detect: (fields) => isTime(fields) && TUPLE.test(textOf(listOf(fields['names'])[0])),
  read(rows, { builder, source }) {
    const block = builder.block({
      part: 'codegen', format: this.id, title: 'read_snoop_llvm', source, times: 'exclusive', provenance: { kind: 'measured', tool: TOOL, julia: '', error: '' },
      notes: ['Where an LLVM module has several functions, its time stands at the first.'],
    })
    for (const { fields, line } of rows.filter((row) => isTime(row.fields))) {
      const seconds = numberOf(fields['time_s'])
      for (const [index, name] of listOf(fields['names']).entries()) {
        builder.add('codegen', { frame: builder.frame({ signature: textOf(name) }), time: index === 0 && seconds >= 0 ? Math.round(scaled(seconds, 1e9)) : Number.NaN, block, line })
      }
    }
    return rows.filter(({ fields }) => !isTime(fields))
  },
}

export const llvmSizes: RowFormat = {
  id: 'snoop-llvm-sizes',
  title: 'Sizes of read_snoop_llvm as JSON',
  detect: isSize,
  read(rows, { builder, source }) {
    const block = builder.block({
      part: 'codegen', format: this.id, title: 'read_snoop_llvm: sizes of code', source, provenance: { kind: 'measured', tool: TOOL, julia: '', error: '' },
    })
    for (const { fields, line } of rows.filter((row) => isSize(row.fields))) {
      const [instructionsBefore, basicBlocksBefore, instructions, basicBlocks] = (SIZES.exec(textOf(fields['value'])) ?? []).slice(1).map(Number)
      builder.add('codegen', { frame: builder.frame({ signature: textOf(fields['name']) }), instructionsBefore, basicBlocksBefore, instructions, basicBlocks, block, line })
    }
    return rows.filter(({ fields }) => !isSize(fields))
  },
}
