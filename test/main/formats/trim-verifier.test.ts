/** Errors of `juliac --trim`: grouped by entry point and root cause, with the calls that lead there. */
import { expect, it } from 'vitest'
import { SCHEMA } from '../../../src/shared/profile/schema'
import { summarize } from '../../../src/shared/profile/summary'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { fixture } from './fixture'
import { importText } from './import-text'

function outline(profile: Profile): string[] {
  const { reach, frames } = profile
  const depth = (row: number): number => ((reach.parent[row] ?? -1) < 0 ? 0 : 1 + depth(reach.parent[row] ?? -1))
  return Array.from({ length: reach.length }, (_, row) => {
    const frame = reach.frame[row] ?? -1
    const kind = SCHEMA.reach.kind.oneOf[reach.kind[row] ?? 0]
    const signature = textAt(profile, frames.signature[frame])
    const text = kind === 'cause' ? textAt(profile, reach.reason[row]) : kind === 'site' ? `${textAt(profile, reach.problem[row])}: ${textAt(profile, reach.statement[row])}` : kind === 'entry' ? `${signature} is ${textAt(profile, reach.reason[row])}` : `${signature} ${textAt(profile, frames.file[frame])}:${frames.line[frame] ?? -1}`
    return `${'  '.repeat(depth(row))}${SCHEMA.reach.severity.oneOf[reach.severity[row] ?? 0] === 'warning' ? '(warning) ' : ''}${text}`
  })
}

it('groups errors by root cause below their entry point', () => {
  const profile = importText(fixture('trim-verifier/program.txt'))
  expect(outline(profile)).toEqual([
    'main(ARGS::Vector{String}) is not near static: 3 unresolved calls for 2 reasons',
    '  the type of a value is not known (Any), in print_to_string',
    '    unresolved call: Base.print(%new()::IOBuffer, φ ()::Any)::Any',
    '      _main(argc::Int32, argv::Ptr{Ptr{Int8}}) ~/.julia/dev/JuliaC/src/scripts/juliac-buildscript.jl:73',
    '      main(ARGS::Vector{String}) src/Program.jl:12',
    '      label(n::Int64) src/Program.jl:4',
    '      string(::String, ::Int64) strings/io.jl:184',
    '      print_to_string(::String, ::Vararg{Any}) strings/io.jl:143',
    '    unresolved call: Base.print(%new()::IOBuffer, φ ()::Any, "")::Any',
    '      _main(argc::Int32, argv::Ptr{Ptr{Int8}}) ~/.julia/dev/JuliaC/src/scripts/juliac-buildscript.jl:73',
    '      main(ARGS::Vector{String}) src/Program.jl:13',
    '      report(n::Int64) src/Program.jl:8',
    '      print_to_string(::String, ::Vararg{Any}) strings/io.jl:145',
    '  a captured variable is assigned more than once and lives in a Core.Box, in lookup',
    '    unresolved call: Base.getproperty(Core.getfield(%new()::Box, :contents)::Any, :def)::Any',
    '      _main(argc::Int32, argv::Ptr{Ptr{Int8}}) ~/.julia/dev/JuliaC/src/scripts/juliac-buildscript.jl:73',
    '      main(ARGS::Vector{String}) src/Program.jl:14',
    '      lookup(ip::InterpreterIP) stacktraces.jl:148',
    '  (warning) a container of unknown length is splatted, in split_idents',
    '    (warning) unresolved call: Core._apply_iterate(Base.iterate, Base.tuple, %new()::Vector{Union{UInt64, String}})::Tuple{Vararg{Union{UInt64, String}}}',
    '      _main(argc::Int32, argv::Ptr{Ptr{Int8}}) ~/.julia/dev/JuliaC/src/scripts/juliac-buildscript.jl:73',
    '      main(ARGS::Vector{String}) src/Program.jl:15',
    '      split_idents(s::SubString{String}) version.jl:126',
    'Tuple{typeof(Program.area), Float64} is not near static: 1 unresolved call',
    '  the declared return type is not what the function returns',
    '    ccallable declared return type does not match inference: Tuple{typeof(Program.area), Float64} => Int64',
  ])
  expect(profile.unparsed.length).toBe(0)
  expect(profile.blocks[0]?.notes).toContain('The verifier says: Trim verify finished with 4 errors, 1 warning.')
  expect(summarize(profile).parts.reach).toMatchObject({ count: 2, causes: 4, places: 5 })
})

it('says when errors are missing', () => {
  const text = fixture('trim-verifier/program.txt').replace('4 errors', '41 errors')
  expect(importText(text).blocks[0]?.notes).toContain('5 are here of the 42 that it counts.')
  const checked = importText('Verifier error #1: unresolved invoke from f(x::Any)::Any\nStacktrace:\n [1] f(x)\n   @ Main a.jl:1\n\nVerifier errors: 1, warnings: 0\n')
  expect(checked.blocks[0]?.notes).toHaveLength(2)
  expect(checked.unparsed.length).toBe(0)
})
