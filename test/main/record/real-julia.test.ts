/** Recording in a real Julia 1.5.3, where there is one: the drop of DemoPkg, and that a recording says what Julia's own output of the same run says. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { record, type RecordedVariant } from '../../../src/main/record/recorder'
import { variantsOf } from '../../../src/main/record/variants'
import { importBytes } from '../../../src/main/formats/open'
import { stepTimes } from '../../../src/main/record/step-times'
import { CALL_FLAG } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { importText } from '../formats/import-text'
import { missingJulia, realJulia } from './real-julia'

const projects = join(import.meta.dirname, '../../../resources/samples/projects')
const fixtures = join(import.meta.dirname, '../../fixtures/record')
const script = join(import.meta.dirname, '../../../resources/julia/record.jl')
const MINUTES = 60_000

if (missingJulia !== '') console.info(`Recording in a real Julia is not tested: ${missingJulia}.`)

const folder = mkdtempSync(join(tmpdir(), 'backedge-real-julia-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

const open = ({ recording }: RecordedVariant): Promise<Profile> => importBytes(new TextEncoder().encode(recording), 'recording.jsonl')
const texts = (profile: Profile, column: Int32Array): string[] => Array.from(column, (at) => textAt(profile, at))
const signatures = (profile: Profile, frames: Int32Array): string[] => Array.from(frames, (at) => textAt(profile, profile.frames.signature[at]))

/** In a folder that the other system sees, with its own copy of the script. */
function place(name: string): string {
  const runs = mkdtempSync(join(folder, `${name}-`))
  cpSync(script, join(runs, 'record.jl'))
  return runs
}

/** Prints what the recorder knows of inference in the notation of SnoopCompile, by its own walk over the raw log of times. */
const PRINT_TREE = String.raw`
function BackedgeRecorder.print_raw_tree(path)
    frames, times = Core.Compiler.measured_frames, Core.Compiler.measured_times
    nodes, open = [], []
    for at in 1:length(times)
        if frames[2at - 1] isa Core.MethodInstance
            node = Any[replace(string(frames[2at - 1]), r"^MethodInstance for " => ""), times[at], 0.0, 0.0, []]
            push!(isempty(open) ? nodes : open[end][5], node)
            push!(open, node)
        else
            node = pop!(open)
            node[4] = (times[at] - node[2]) / 1e9
            node[3] = node[4] - sum(Float64[child[4] for child in node[5]])
        end
    end
    # What was inferred between the marks of a step, up to the one that prints.
    kept, inside = [], false
    for node in nodes
        startswith(node[1], "begin_of_step_5") && break
        startswith(node[1], "begin_of_step_") ? (inside = true) : startswith(node[1], "end_of_step_") ? (inside = false) : inside && push!(kept, node)
    end
    nodes = kept
    open_io = Base.open(path, "w")
    show_node(node, prefix) = for (at, child) in enumerate(node[5])
        last = at == length(node[5])
        println(open_io, prefix, last ? "└─ " : "├─ ", line(child))
        show_node(child, prefix * (last ? "   " : "│  "))
    end
    line(node) = string("InferenceTimingNode: ", node[3], "/", node[4], " on ", node[1], " with ", length(node[5]), " direct children")
    total = sum(Float64[node[4] for node in nodes])
    root = Any["Core.Compiler.Timings.ROOT()", 0, 0.0, total, nodes]
    println(open_io, line(root))
    show_node(root, "")
    close(open_io)
end
`

describe.skipIf(missingJulia !== '')('a real Julia 1.5.3', () => {
  it('shows what one precompile directive saves in DemoPkg', async () => {
    const home = place('demo')
    const julia = realJulia(home)
    cpSync(join(projects, 'DemoPkg'), join(home, 'without'), { recursive: true })
    cpSync(join(projects, 'DemoPkg'), join(home, 'with'), { recursive: true })
    const source = join(home, 'with/DemoPkg/src/DemoPkg.jl')
    writeFileSync(source, readFileSync(source, 'utf8').replace('end # module', 'precompile(f, (Int,))\nend # module'))
    const request = { julia, project: join(home, 'without/environment'), flags: [], steps: [{ kind: 'using', text: 'DemoPkg' }, { kind: 'eval', text: 'DemoPkg.f(5)', label: 'first call' }] } as const
    const recorded = await record(variantsOf(request, [{ what: 'project', value: join(home, 'with/environment') }]), { repeat: 1 }, { script: join(home, 'record.jl'), folder: home, env: process.env })
    expect(recorded.map(({ error }) => error)).toEqual(['', ''])
    const [without, saved] = await Promise.all(recorded.map(open))
    // A thousand constructors, each inferred with its callees: the directive leaves next to nothing to infer.
    expect(without?.inference.length).toBeGreaterThan(4000)
    expect(saved?.inference.length).toBeLessThan(100)
    const inferring = (profile: Profile | undefined): number => (profile?.inference.inclusive[0] ?? Number.NaN) - (profile?.inference.exclusive[0] ?? Number.NaN)
    expect(inferring(saved)).toBeLessThan(0.5 * inferring(without))
    const [before, after] = recorded.map(({ recording }) => stepTimes(recording)[1]?.median ?? Number.NaN)
    expect(after).toBeLessThan(0.5 * (before ?? 0))
    for (const profile of [without, saved]) {
      expect(profile?.meta.julia).toBe('1.5.3')
      expect(profile?.unparsed.length).toBe(0)
      expect(profile && texts(profile, profile.imports.name)).toEqual(['DemoPkg'])
    }
  }, 5 * MINUTES)

  it('gives the tree, the statements and the invalidations that the importers read in what Julia wrote itself', async () => {
    const home = place('meter')
    const julia = realJulia(home)
    cpSync(join(fixtures, 'meter'), join(home, 'meter'), { recursive: true })
    writeFileSync(join(home, 'print.jl'), PRINT_TREE)
    // The recorder's own module has no such function; the last step gives it one and calls it, so that both walks see the same log.
    const printing = `Core.eval(BackedgeRecorder, :(function print_raw_tree end)); Base.include(Main, ${JSON.stringify(join(home, 'print.jl'))}); Base.invokelatest(BackedgeRecorder.print_raw_tree, ${JSON.stringify(join(home, 'tree.txt'))})`
    const steps = [
      { kind: 'using', text: 'Meter' }, { kind: 'eval', text: 'Meter.report()', label: 'first report' }, { kind: 'using', text: 'MeterPlus' }, { kind: 'eval', text: 'Meter.report()', label: 'again' },
      { kind: 'eval', text: printing, label: 'print' },
    ] as const
    const [made] = await record(variantsOf({ julia, project: join(home, 'meter/environment'), flags: [], steps }, []), { repeat: 0, keep: true }, { script: join(home, 'record.jl'), folder: home, env: process.env })
    expect(made?.error).toBe('')
    if (made === undefined) return
    const profile = await open(made)
    expect(profile.unparsed.length).toBe(0)

    const log = readFileSync(join(home, readdirSync(home).find((name) => name.endsWith('.invalidations')) ?? ''), 'utf8')
    const printed = importText(log.slice(log.indexOf('#step 3\n') + '#step 3\n'.length).split('#step')[0] ?? '')
    expect(printed.invalidations.length).toBeGreaterThan(10)
    expect(signatures(profile, profile.invalidations.frame)).toEqual(signatures(printed, printed.invalidations.frame))
    for (const column of ['parent', 'kind', 'reason', 'children'] as const) expect(Array.from(profile.invalidations[column])).toEqual(Array.from(printed.invalidations[column]))

    const statements: string[] = []
    let inside = false
    for (const line of readFileSync(join(home, readdirSync(home).find((name) => name.endsWith('.statements.jl')) ?? ''), 'utf8').split('\n')) {
      const mark = /(begin|end)_of_step_[1-9]/.exec(line)
      if (mark) inside = mark[1] === 'begin'
      else if (inside && !line.includes('BackedgeRecorder')) statements.push(line)
    }
    const traced = importText(statements.join('\n'))
    expect(texts(profile, profile.precompile.statement)).toEqual(texts(traced, traced.precompile.statement))
    expect(statements.length).toBeGreaterThan(3)

    // The printed tree ends before the step that prints it.
    const tree = importText(readFileSync(join(home, 'tree.txt'), 'utf8'))
    const rows = profile.inference
    const own = Array.from({ length: rows.length }, (_, row) => row)
    const there = signatures(tree, tree.inference.frame)
    expect(there.length).toBeGreaterThan(50)
    expect(signatures(profile, rows.frame).slice(0, there.length)).toEqual(there)
    for (const row of own.slice(1, there.length)) {
      expect(rows.parent[row]).toBe(tree.inference.parent[row])
      expect(rows.inclusive[row]).toBeCloseTo(tree.inference.inclusive[row] ?? Number.NaN, -1)
      expect(rows.exclusive[row]).toBeCloseTo(tree.inference.exclusive[row] ?? Number.NaN, -1)
    }
    expect(own.some((row) => ((rows.flags[row] ?? 0) & CALL_FLAG.constProp) > 0)).toBe(true)
  }, 5 * MINUTES)

  it('records the step that throws and the one that ends the process', async () => {
    const home = place('ends')
    const julia = realJulia(home)
    const run = (text: string): Promise<RecordedVariant[]> =>
      record([{ title: 'x', julia, project: '', flags: [], steps: [{ kind: 'eval', text: '1 + 1' }, { kind: 'eval', text }, { kind: 'eval', text: '2' }] }], { repeat: 0 }, { script: join(home, 'record.jl'), folder: home, env: process.env })
    const [thrown] = await run('sqrt(-1)')
    expect(thrown?.error).toMatch(/^ERROR: DomainError with -1\.0/)
    const [ended] = await run('exit(3)')
    expect(ended?.error).toBe('The process ended with exit code 3.')
    for (const one of [thrown, ended]) {
      const profile = one && await open(one)
      expect(profile?.timings.length).toBe(2)
      expect(profile && texts(profile, profile.messages.text).some((text) => /DomainError|The process ended in this step/.test(text))).toBe(true)
    }
    await expect(run(')')).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('record.jl: This is no Julia: )') as string })
  }, 5 * MINUTES)
})
