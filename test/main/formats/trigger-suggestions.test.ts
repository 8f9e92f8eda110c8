import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { triggerSuggestions } from '../../../src/main/formats/trigger-suggestions'
import { SCHEMA } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { importText } from './import-text'

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/formats/trigger-suggestions/${name}`, import.meta.url), 'utf8')
const read = (text: string) => importText(text, [triggerSuggestions])

function rows(profile: Profile) {
  const { frames, triggers } = profile
  return Array.from(triggers.category, (category, row) => ({
    category: SCHEMA.triggers.category.oneOf[category],
    site: `${textAt(profile, triggers.siteFile[row])}:${triggers.siteLine[row]}`,
    callee: textAt(profile, frames.signature[triggers.callee[row] ?? -1]),
    caller: textAt(profile, frames.signature[triggers.caller[row] ?? -1]),
    advice: textAt(profile, triggers.advice[row]),
  }))
}

describe('suggest', () => {
  it('reads what was recorded', () => {
    const profile = read(fixture('optimizeme.txt'))
    expect(profile.triggers.length).toBe(36)
    expect(profile.unparsed.length).toBe(0)
    expect(profile.blocks).toMatchObject([{ part: 'triggers', provenance: { kind: 'derived', tool: 'suggest' } }])
    const all = rows(profile)
    const count = (category: string) => all.filter((row) => row.category === category).length
    expect(['UnspecCall', 'HasCoreBox', 'none'].map(count)).toEqual([27, 1, 8])
    expect(all[0]).toMatchObject({ category: 'UnspecCall', site: './broadcast.jl:943', caller: 'lotsa_containers()' })
    expect(all[0]?.callee).toMatch(/^similar\(::Base.*Container\{Int64\}\}\)$/)
    expect(all[0]?.advice).toMatch(/heuristics may be responsible\.$/)
    expect(profile.frames.line[profile.triggers.caller[0] ?? -1]).toBe(15)
    expect(all.find((row) => row.category === 'HasCoreBox')?.site).toBe('<depot>/packages/SnoopCompile/examples/OptimizeMe.jl:29')
  })

  it('reads the callee of vararg advice', () => {
    const [first, , third] = rows(read(fixture('colors.txt')))
    expect(first).toMatchObject({ category: 'CallerVararg', callee: 'println(::IOStream, ::HSV{Float64}, ::Vararg{Any})', site: './coreio.jl:4' })
    expect(third).toMatchObject({ category: 'UnspecCall', callee: 'print(::IOStream, ::Lab{Float64})' })
  })

  it.each([
    ['called by Test (ignore)', 'FromTestDirect'],
    ['error path (deliberately uninferred, ignore)', 'ErrorPath'],
    ['unknown caller, possibly from a Task', 'NoCaller'],
    ['called by invokelatest (ignore)', 'FromInvokeLatest'],
    ['called by invoke (ignore)', 'FromInvoke'],
    ['no plausible Julia caller could be identified, but possibly due to a @ccall (ignore)', 'MaybeFromC'],
    ["inlineable varargs called from Test (ignore, it's likely to be inferred from a function)", 'FromTestCallee'],
    ["inlineable type-specialization called from Test (ignore, it's likely to be inferred from a function)", 'FromTestCallee'],
    ['vararg caller and callee (uninferred)', 'CallerVararg'],
    ['uninferred inlineable vararg caller (options: add relevant specialization, ignore)', 'CallerInlineable'],
    ['invoked callee is varargs (options: ignore)', 'InvokedCalleeVararg'],
    ['non-inferrable or unspecialized call with vararg callee, perhaps annotate f() at a.jl:1 with result type of g()', 'UnspecCall'],
    ['partial type call, perhaps annotate f() at a.jl:1 with type MethodInstance for g()', 'UnspecType'],
    ['invoked callee (f() at a.jl:1 may fail to precompile)', 'Invoke'],
    ['variable callee, if possible avoid assigning function to variable;\n  perhaps use `cond ? f(a) : g(a)` rather than `func = cond ? f : g; func(a)`', 'CalleeVariable'],
    ['Unspecialized or unknown for g() consider `stacktrace(itrig)` or `ascend(itrig)` to investigate more deeply', 'none'],
    ['has Core.Box (fix this before tackling other problems, see https://example.org/)', 'HasCoreBox'],
  ])('%s', (advice, category) => {
    const profile = read(`C:\\dev\\my code\\a.jl:89: ${advice}`)
    expect(rows(profile)).toMatchObject([{ category, site: 'C:\\dev\\my code\\a.jl:89', advice: advice.replace(/\s+/g, ' ') }])
    expect(profile.unparsed.length).toBe(0)
  })

  it('names the callee in the words of older versions', () => {
    const [row] = rows(read('./a.jl:1: partial type call, perhaps annotate f(x::Int64) at a.jl:1 with type MethodInstance for g(::Int64)'))
    expect(row).toMatchObject({ caller: 'f(x::Int64)', callee: 'g(::Int64)' })
  })

  it('reads a header, and advice for which no place is known', () => {
    const profile = read(['2-element Vector{SnoopCompile.Suggested}:', ' unknown caller, possibly from a Task', ' ./a.jl:1: error path (deliberately uninferred, ignore)'].join('\n'))
    expect(rows(profile).map((row) => [row.category, row.site])).toEqual([
      ['NoCaller', ':-1'],
      ['ErrorPath', './a.jl:1'],
    ])
  })

  it('reads the tree that suggest makes of a trigger tree', () => {
    const profile = read(
      [
        'no inference trigger (1 children)',
        '└─ ./a.jl:1: non-inferrable or unspecialized call, perhaps annotate f(x::Any) at a.jl:1 with result type of g(::Int64)',
        "   If a noninferrable argument is a type or function, Julia's specialization heuristics may be responsible.",
        '   └─ ./b.jl:2: error path (deliberately uninferred, ignore)',
      ].join('\n'),
    )
    expect(Array.from(profile.triggers.parent)).toEqual([-1, 0])
    expect(rows(profile).map((row) => row.site)).toEqual(['./a.jl:1', './b.jl:2'])
    expect(rows(profile)[0]?.callee).toBe('g(::Int64)')
    expect(profile.unparsed.length).toBe(0)
  })

  it('reads the tree and the words of SnoopCompile 2.4', () => {
    const profile = read(
      [
        'julia> suggest(node)',
        './a.jl:1630: invoked callee is varargs (ignore this one, force-specialize the callee MethodInstance for cat(::Int64, ::Vararg{Any, N} where N), or declare an umbrella type)',
        'immediate caller(s):',
        '1-element Vector{Base.StackTraces.StackFrame}:',
        ' main() at OptimizeMe.jl:48',
        '├─ ./a.jl:1636: caller is varargs (ignore this one, specialize the caller _cat_t(::Val{1}) at a.jl:1636, or improve inferrability of its caller)',
        '│  immediate caller(s):',
        '│  1-element Vector{Base.StackTraces.StackFrame}:',
        '│   cat_t(::Type{Int64}) at a.jl:1632',
        '├─ ./b.jl:740: non-inferrable call, perhaps annotate combine_eltypes(f, args::Tuple) in Base.Broadcast at b.jl:740 with type MethodInstance for f(::Int64)',
        '├─ ./b.jl:905: regular invoke (perhaps precompile lotsa_containers() at OptimizeMe.jl:14)',
        "└─ ./b.jl:740: I've got nothing to say for MethodInstance for return_type(::Any) consider `stacktrace(itrig)` or `ascend(itrig)`",
      ].join('\n'),
    )
    expect(Array.from(profile.triggers.parent)).toEqual([-1, 0, 0, 0, 0])
    expect(profile.blocks).toMatchObject([{ shape: 'tree', notes: [] }])
    expect(rows(profile).map(({ category, callee, caller }) => [category, callee, caller])).toEqual([
      ['InvokedCalleeVararg', 'cat(::Int64, ::Vararg{Any, N} where N)', ''],
      ['CallerVararg', '', '_cat_t(::Val{1})'],
      ['UnspecCall', 'f(::Int64)', 'combine_eltypes(f, args::Tuple)'],
      ['Invoke', '', 'lotsa_containers()'],
      ['none', 'return_type(::Any)', ''],
    ])
    expect(rows(profile)[1]?.advice).toMatch(/immediate caller\(s\): 1-element .* cat_t\(::Type\{Int64\}\) at a\.jl:1632$/)
    expect(profile.unparsed.length).toBe(0)
  })

  it('leaves prose alone', () => {
    const profile = read('Inference stops on an error path (see below).\nThere is an unknown caller here.\nSee: partial type call in the text')
    expect(profile.triggers.length).toBe(0)
    expect(profile.blocks.length).toBe(0)
  })
})
