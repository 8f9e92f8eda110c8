/** `backedge inspect` and `backedge diff` on package images of a few lines. Sizes and times are left out: they follow the format of images. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MemoryFiles } from '../../../../src/main/loader/files'
import { sessionRunner } from '../../../../src/main/loader/run'
import { STANDARD_UUIDS } from '../../../../src/main/julia/runtime/standard-libraries'
import { writeAtomically } from '../../../../src/main/services/atomic-write'
import { base } from '../../../../src/main/services/base'
import { calibrationFor } from '../../../../src/main/services/calibrations'
import { nodeFiles } from '../../../../src/main/services/files'
import { runCommand } from './run-command'

const SOURCES: Readonly<Record<string, string>> = {
  PkgA: 'module PkgA\n@noinline f(x::Integer) = x * x + x\nend\n',
  PkgB: 'module PkgB\nusing PkgA\nrun() = PkgA.f(1)\nrun()\nend\n',
  PkgC: 'module PkgC\nusing PkgA\nrun() = PkgA.f(2) + 1\nother(x) = x\nrun(); other(1.0)\nend\n',
}
const uuid = (name: string) => `00000000-0000-4000-8000-${name.charCodeAt(3).toString().padStart(12, '0')}`

const folder = mkdtempSync(join(tmpdir(), 'backedge-images-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

beforeAll(() => {
  writeFileSync(join(folder, 'times.txt'), '      0.5 ms  PkgA\n      1.5 ms  PkgB\n')
  const files = new MemoryFiles({}, () => 1_700_000_000)
  const names = Object.keys(SOURCES)
  for (const [name, text] of Object.entries(SOURCES)) {
    files.writeText(`/dev/${name}/src/${name}.jl`, text)
    files.writeText(`/dev/${name}/Project.toml`, `name = "${name}"\nuuid = "${uuid(name)}"\n${name === 'PkgA' ? '' : `[deps]\nPkgA = "${uuid('PkgA')}"\n`}`)
  }
  files.writeText('/project/Project.toml', `[deps]\n${names.map((name) => `${name} = "${uuid(name)}"\n`).join('')}`)
  const entry = (name: string) => `[[deps.${name}]]\n${name === 'PkgA' ? '' : 'deps = ["PkgA"]\n'}path = "/dev/${name}"\nuuid = "${uuid(name)}"\n`
  files.writeText('/project/Manifest.toml', ['manifest_format = "2.0"\n', ...names.map(entry)].join('\n'))
  sessionRunner({ base, stdlibs: STANDARD_UUIDS })({
    files, julia: '1.10', depot: '/depot', project: '/project', steps: [{ label: 'load', code: 'using PkgB, PkgC' }], calibration: calibrationFor('1.10'), write: () => undefined,
  })
  for (const name of names) {
    for (const file of files.list(`/depot/compiled/v1.10/${name}`)) {
      mkdirSync(join(folder, name), { recursive: true })
      writeFileSync(join(folder, name, `${name}${file.slice(file.lastIndexOf('.'))}`), files.readBytes(`/depot/compiled/v1.10/${name}/${file}`) ?? new Uint8Array())
    }
  }
}, 120_000)

async function backedge(...argv: readonly string[]) {
  const said = await runCommand(argv, { folder, files: nodeFiles(writeAtomically) })
  for (const line of said.out.split('\n')) if (argv.at(-1) !== '--json') expect(line.length, line).toBeLessThanOrEqual(100)
  return said
}

/** Without numbers that have a unit, and build ids. */
function masked(text: string): string {
  return text.replace(/[+−]?[\d.,]+ (?:KiB|B|%|ns|µs|ms)(?= |$|,)/gm, '#').replace(/[\da-f]{8}-[\da-f-]{27}/g, 'ID').replace(/ {2,}(?=\S)/g, '  ')
}

describe('backedge inspect', () => {
  it('tells what is in a package image', async () => {
    const { code, out, err } = await backedge('inspect', 'PkgB/PkgB.ji')
    expect([code, err]).toEqual([0, ''])
    const text = masked(out)
    expect(text.slice(0, text.indexOf('\nSections'))).toBe(`PkgB: package image of Julia 1.10.10, #
  File PkgB.ji
  Build ID
  Its native code is in PkgB.so.
`)
    expect(text.slice(text.indexOf('\nContents'), text.indexOf('\nWhat it says'))).toBe(`
Contents by package
  methods  instances  inferred  native  stubs  size  took
  PkgB  3  1  0  0  #  #
  PkgA  0  1  1  1  #  #
  Base  0  2  2  0  #  #
  all  3  4  3  1  #  #
  Instances: 3 with code, 1 with a constant result

Packages
  Names in its code PkgA
  Was made with Core, Base, Main
`)
    expect(text).toContain('\nFiles that it was made from\n  /dev/PkgB/src/PkgB.jl\n')
    expect(text.slice(text.indexOf('\nThe largest'))).toContain(`
  size  inferred  native  took  state
  #  #  #  #  PkgA.f(::Int64)
`)
  })

  it('tells of one package in it, and of one instance in several', async () => {
    expect(masked((await backedge('inspect', 'PkgB/PkgB.ji', '--package', 'PkgA')).out)).toBe(`PkgB: package image of Julia 1.10.10, #
  File PkgB.ji
  Build ID
  Its native code is in PkgB.so.

PkgA  1 instance
  size  inferred  native  took  state
  #  f(::Integer)
  #  #  #  #  PkgA.f(::Int64)
`)
    expect(masked((await backedge('inspect', 'PkgB/PkgB.ji', 'PkgC/PkgC.ji', '--instance', 'PkgA.f(::Int)')).out)).toBe(['PkgB', 'PkgC'].map((name) => `PkgA.f(::Int64)
  in  ${name}
  method  f(::Integer), PkgA, /dev/PkgA/src/PkgA.jl:2
  state  stored
  size  #
  inferred  #
  native  #
  other data  #
  inference  #
  code generation  #
`).join('\n'))
  })

  it('writes plain data, and refuses what it cannot answer', async () => {
    const { out } = await backedge('inspect', 'PkgB/PkgB.ji', '--instance', 'run', '--json')
    expect(JSON.parse(out)).toMatchObject({ image: { name: 'PkgB', kind: 'pkgimage' }, items: [{ signature: 'PkgB.run()', package: 'PkgB', state: 'constant' }], sections: [] })
    expect(await backedge('inspect', 'PkgB/PkgB.ji', '--instance', 'nobody')).toMatchObject({ code: 2, err: expect.stringContaining('No instance "nobody" is in this image') as unknown })
    expect(await backedge('inspect', 'times.txt')).toMatchObject({ code: 2, err: expect.stringContaining('There is no image in this file') as unknown })
    expect(await backedge('inspect')).toMatchObject({ code: 2, err: expect.stringContaining('No file is named') as unknown })
  })
})

describe('backedge diff', () => {
  it('shows two images side by side', async () => {
    const { code, out, err } = await backedge('diff', 'PkgB/PkgB.ji', 'PkgC/PkgC.ji')
    expect([code, err]).toEqual([0, ''])
    const text = masked(out)
    expect(text.slice(0, text.indexOf('\n  Lowered'))).toBe(`  PkgB  PkgC
  Kind  package image  package image
  Julia  1.10.10  1.10.10
  Build  ID  ID

  PkgB  PkgC  difference
  Files  #  #  #  #
  Methods  3  4  +1  #
  Instances  4  5  +1  #
  with inferred code  3  4  +1  #
  with native code  1  2  +1  #
  with a constant result  1  1  same`)
    expect(text.slice(text.indexOf('\nOnly in'))).toBe(`
Only in PkgB  1 instance, #
  1 instance: nothing of PkgB is there
  #  PkgB.run()

Only in PkgC  2 instances, #
  2 instances: nothing of PkgC is there
  #  PkgC.other(::Float64)
  #  PkgC.run()

3 instances are in both with the same size.
`)
  })

  it('finds no difference between a file and its copy, and says so of what it cannot compare', async () => {
    expect((await backedge('diff', 'PkgB/PkgB.ji', 'PkgB/PkgB.ji')).out).not.toMatch(/Only in|[+−]\d/)
    expect(await backedge('diff', 'PkgB/PkgB.ji')).toMatchObject({ code: 2, err: expect.stringContaining('only one image') as unknown })
    expect(await backedge('diff', 'PkgB/PkgB.ji', 'times.txt')).toMatchObject({ code: 2, err: expect.stringContaining('nothing in common that can be compared') as unknown })
    const data = JSON.parse((await backedge('diff', 'PkgB/PkgB.ji', 'PkgC/PkgC.ji', '--json')).out) as { readonly sides: readonly unknown[] }
    expect(data.sides).toMatchObject([{ label: 'PkgB', kind: 'pkgimage' }, { label: 'PkgC' }])
  })
})
