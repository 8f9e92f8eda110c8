/**
 * Data of one package that the code of another holds on to: where package images keep native code it is the same object after loading, as
 * it belongs to the image that declares it.
 */
import { expect, it } from 'vitest'
import { MemoryFiles } from '../../../../src/main/loader/files'
import { sessionRunner } from '../../../../src/main/loader/run'
import { base } from '../../../../src/main/services/base'
import { calibrationFor } from '../../../../src/main/services/calibrations'

const LIB = '00000000-0000-4000-8000-000000000001'
const APP = '00000000-0000-4000-8000-000000000002'

it('an object inside a constant of a dependency is linked, not copied', () => {
  const files = new MemoryFiles({}, () => 1_700_000_000)
  files.writeText('/dev/Lib/src/Lib.jl', 'module Lib\nstruct Box; inner::Vector{Int}; end\nconst BOX = Box([1])\ncount() = length(BOX.inner)\nend\n')
  files.writeText('/dev/Lib/Project.toml', `name = "Lib"\nuuid = "${LIB}"\nversion = "0.1.0"\n`)
  files.writeText('/dev/App/src/App.jl', 'module App\nusing Lib\nconst KEPT = Any[Lib.BOX.inner]\nadd(x) = (push!(Lib.BOX.inner, x); length(KEPT[1]))\nprecompile(add, (Int,))\nend\n')
  files.writeText('/dev/App/Project.toml', `name = "App"\nuuid = "${APP}"\nversion = "0.1.0"\n[deps]\nLib = "${LIB}"\n`)
  files.writeText('/project/Project.toml', `[deps]\nApp = "${APP}"\nLib = "${LIB}"\n`)
  files.writeText('/project/Manifest.toml', `[[App]]\ndeps = ["Lib"]\npath = "/dev/App"\nuuid = "${APP}"\nversion = "0.1.0"\n\n[[Lib]]\npath = "/dev/Lib"\nuuid = "${LIB}"\nversion = "0.1.0"\n`)
  const session = (code: string) => sessionRunner({ base, stdlibs: new Map() })({
    files, julia: '1.10', depot: '/depot', project: '/project', calibration: calibrationFor('1.10'), write: () => undefined, steps: [{ code, label: 'it' }],
  })
  session('using App')
  const { counts, steps } = session('using App, Lib\n(App.add(7), Lib.count(), App.KEPT[1] === Lib.BOX.inner)')
  expect(counts['cachesLoaded']).toBe(2)
  expect(steps.map(({ shown, error }) => error ?? shown)).toEqual(['(2, 2, true)'])
})
