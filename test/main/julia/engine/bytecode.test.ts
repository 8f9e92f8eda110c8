/** The bytecode of an instance as a program prints it. */
import { expect, it } from 'vitest'
import { Engine } from '../../../../src/main/julia/runtime/engine'
import { base } from '../../../../src/main/services/base'

it('prints the bytecode of an instance', () => {
  let printed = ''
  const engine = new Engine({ base, host: { write: (_, text) => { printed += text } } })
  const { error } = engine.evaluate('f(x) = 2x + 1\n@code_native f(1)\ng() = 1\ncode_native(g, ())')
  expect(error).toBeUndefined()
  expect(printed).toBe(`   0  const.i r3, 2, 0
   4  mul.i r2, r3, r1
   8  const.i r5, 1, 0
  12  add.i r4, r2, r5
  16  return.i r4
no bytecode: every call gives the same constant
`)
})
