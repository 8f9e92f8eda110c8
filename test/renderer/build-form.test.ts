/** What is typed into the build dialog, as options of PackageCompiler. */
import { describe, expect, it } from 'vitest'
import { newBuildForm, objection, optionsOf } from '../../src/renderer/src/components/build-form'
import { readSysimageOptions } from '../../src/main/loader/sysimage/options'

describe('the build form', () => {
  it('begins with the defaults that the terminal and scenarios have', () => {
    expect(optionsOf({ ...newBuildForm(), sysimage_path: 'sys.image' })).toEqual(readSysimageOptions({ sysimage_path: 'sys.image' }))
  })
  it('reads several names and paths, which may have blanks in them', () => {
    const options = optionsOf({ ...newBuildForm(), packages: 'A, B C', precompile_execution_file: 'my files/a.jl, b.jl\nc.jl', script: ' ', base_sysimage: ' base.image ' })
    expect(options).toMatchObject({ packages: ['A', 'B', 'C'], precompile_execution_file: ['my files/a.jl', 'b.jl', 'c.jl'], script: undefined, base_sysimage: 'base.image' })
  })
  it.each([
    [{ filter_stdlibs: true }, 'must use `incremental=false` to use `filter_stdlibs=true`'],
    [{ incremental: false, base_sysimage: 'x' }, 'cannot specify `base_sysimage` when `incremental=false`'],
    [{ incremental: false, filter_stdlibs: true }, ''],
  ])('objects as PackageCompiler does: %o', (change, expected) => {
    const options = optionsOf({ ...newBuildForm(), sysimage_path: 'x.image', ...change })
    expect(objection(options)).toBe(expected)
    if (expected === '') expect(readSysimageOptions(options)).toEqual(options)
    else expect(() => readSysimageOptions(options)).toThrow(expected)
  })
})
