/** Imports as text: what Julias printed is printed again; rows of a run in the form of each version, and read back. */
import { describe, expect, it } from 'vitest'
import { toTimeImports } from '../../../../src/main/formats/export/time-imports'
import { ProfileBuilder } from '../../../../src/shared/profile/builder'
import type { Profile } from '../../../../src/shared/profile/tables'
import { textAt } from '../../../../src/shared/profile/tables'
import { fixture } from '../fixture'
import { importText } from '../import-text'

const MS = 1e6

/** A loads B, whose `__init__` compiles; then the extension of B that A completes. */
function run(julia: string): Profile {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'imports', format: 'simulated', title: 'Packages loaded', shape: 'tree', times: 'both', provenance: { kind: 'simulated', tool: '', julia, error: '' } })
  const add = (name: string, kind: 'package' | 'extension' | 'init', parent: number, start: number, inclusive: number, exclusive: number, compile = 0, recompile = 0, owner = '') =>
    builder.add('imports', {
      name, kind, owner, parent, order: 0, block, start: start * MS, inclusive: inclusive * MS, exclusive: exclusive * MS, compilePercent: compile, recompilePercent: recompile,
    })
  const a = add('A', 'package', -1, 0, 20, 4, 25, 50)
  const b = add('B', 'package', a, 2, 15, 5, 30, 50)
  add('B.Inner.__init__()', 'init', b, 7, 2, 2)
  add('B.__init__()', 'init', b, 9, 8, 8, 50, 50)
  add('BExt', 'extension', a, 18, 1, 1, 0, 0, 'B')
  return builder.finish({ title: 'run', julia })
}

describe('rows of a run', () => {
  it('1.10 on: a line for each __init__', () => {
    expect(toTimeImports(run('1.10.10'))).toBe(`\
               ┌ 2.0 ms B.Inner.__init__() 
               ├ 8.0 ms B.__init__() 50.00% compilation time (50% recompilation)
     15.0 ms  B 30.00% compilation time (50% recompilation)
      1.0 ms  B → BExt
      4.0 ms  A 12.50% compilation time (50% recompilation)
`)
  })

  it('1.8 and 1.9: the time of __init__ is its package\'s', () => {
    expect(toTimeImports(run('1.9.4'))).toBe(`\
     15.0 ms  B 30.00% compilation time (50% recompilation)
      1.0 ms  B → BExt
      4.0 ms  A 12.50% compilation time (50% recompilation)
`)
  })

  it('before the tool was there: its first form', () => {
    expect(toTimeImports(run('1.7.3'))).toBe(`\
     15.0 ms  ┌ B 30.00% compilation time (50% recompilation)
      1.0 ms  ┌ BExt
     20.0 ms  A 25.00% compilation time (50% recompilation)
`)
  })

  it.each(['1.7.3', '1.9.4', '1.10.10', '1.12.0'])('%s: is read back, and printed again as it was', (julia) => {
    const text = toTimeImports(run(julia))
    const again = importText(text)
    expect(toTimeImports(again)).toBe(text)
    const { imports } = again
    const names = Array.from(imports.name, (name) => textAt(again, name))
    expect(names.filter((name) => !name.endsWith('__init__()')).sort()).toEqual(['A', 'B', 'BExt'])
  })

  it('rounds shares after the time until 1.10', () => {
    const builder = new ProfileBuilder()
    const of = (julia: string) => {
      const block = builder.block({ part: 'imports', format: 'simulated', title: julia, shape: 'tree', times: 'both', provenance: { kind: 'simulated', tool: '', julia, error: '' } })
      builder.add('imports', { name: 'A', kind: 'package', order: 0, block, start: 0, inclusive: 0.06 * MS, exclusive: 0.06 * MS, compilePercent: 100, recompilePercent: 0.4 })
    }
    for (const julia of ['1.10.10', '1.11.7']) of(julia)
    expect(toTimeImports(builder.finish({}))).toBe('      0.1 ms  A 60.00% compilation time (<1% recompilation)\n\n      0.1 ms  A 100.00% compilation time (<1% recompilation)\n')
  })

  it('says that there are none', () => {
    expect(() => toTimeImports(new ProfileBuilder().finish({}))).toThrow('no rows of "imports"')
  })
})

it.each(['own_init.txt', 'own_recompilation.txt', 'own_ext.txt', 'colors.txt', 'arrayinterface_ext.txt'])('a recording of Julia 1.10 is printed again as it was: %s', (name) => {
  const text = fixture(`time-imports/${name}`)
  const lines = text.split('\n').filter((line) => / ms /.test(line) && !/^[┌│└]/.test(line))
  expect(toTimeImports(importText(text)).trimEnd().split('\n')).toEqual(lines)
})
