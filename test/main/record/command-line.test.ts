/** Command lines: that a shell takes them apart again as they were, and what is refused. */
import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkRequest, prepareArguments, recordArguments, shellLine, type RecordRequest } from '../../../src/main/record/command-line'
import { parseComparison, variantsOf } from '../../../src/main/record/variants'

const request: RecordRequest = { julia: '/bin/julia', project: '', steps: [{ kind: 'using', text: 'A, B' }, { kind: 'eval', text: 'f(1)' }], flags: [] }

describe('a line for a shell', () => {
  it.skipIf(process.platform === 'win32')('is read by sh as the same words', () => {
    const word = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('\'', '"', '\\', '$', '`', ' ', '\n', '*', '~', '#', 'é', '=') })).filter((text) => !text.includes('\0'))
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
        const { stdout } = spawnSync('sh', ['-c', shellLine('printf', [String.raw`%s\0`, ...words], 'linux')], { encoding: 'utf8' })
        expect(stdout).toBe(words.map((text) => `${text}\0`).join(''))
      }),
      { numRuns: 60 },
    )
  })

  it('quotes what it has to, by the custom of the platform', () => {
    expect(shellLine('julia', ['-O1', '--eval=f("a")', 'it\'s', ''], 'linux')).toBe(String.raw`julia -O1 '--eval=f("a")' 'it'\''s' ''`)
    expect(shellLine('C:\\Julia 1\\julia.exe', ['--eval=f("a\\")', 'b\\'], 'win32')).toBe(String.raw`"C:\Julia 1\julia.exe" "--eval=f(\"a\\\")" "b\\"`)
  })
})

describe('a request', () => {
  it('becomes the arguments of one process that records and one that loads packages', () => {
    expect(recordArguments({ ...request, project: '/p', flags: ['-O1'] }, { script: 's.jl', out: 'o', trace: 't', timedTrace: true })).toEqual([
      '--startup-file=no', '--history-file=no', '--color=no', '--project=/p', '-O1', '--trace-compile=t', '--trace-compile-timing', 's.jl', '--out=o', '--using=A, B', '--eval=f(1)',
    ])
    expect(recordArguments(request, { script: 's.jl', out: 'o', trace: '' }).slice(3)).toEqual(['s.jl', '--out=o', '--mode=plain', '--using=A, B', '--eval=f(1)'])
    expect(prepareArguments(request)?.slice(-2)).toEqual(['-e', 'using A, B'])
    expect(prepareArguments({ ...request, steps: [{ kind: 'eval', text: '1' }] })).toBeUndefined()
  })

  it.each<[Partial<RecordRequest>, string]>([
    [{ julia: '' }, 'Which Julia to record in is not said.'],
    [{ steps: [] }, 'There is nothing to record.'],
    [{ steps: [{ kind: 'eval', text: ' ' }] }, 'A step of the kind “eval” is empty.'],
    [{ steps: [{ kind: 'using', text: 'A; exit()' }] }, 'Found “A; exit()”, expected names of packages.'],
    [{ flags: ['O1'] }, 'Found the flag “O1”, expected an option of julia.'],
    [{ flags: ['--'] }, 'Found the flag “--”, expected an option of julia.'],
    [{ flags: ['--project=/x'] }, 'The flag --project is the recorder’s own.'],
    [{ flags: ['-e'] }, 'The flag -e is the recorder’s own.'],
    [{ flags: ['--trace-compile=x'] }, 'The flag --trace-compile is the recorder’s own.'],
    [{ project: 'a\0b' }, 'A text with the character NUL cannot be handed to a program.'],
  ])('is refused: %j', (change, message) => {
    expect(() => checkRequest({ ...request, ...change })).toThrow(message)
    expect(() => checkRequest(request)).not.toThrow()
  })

  it('has variants that differ in one thing each', () => {
    const others = ['julia=/other', 'flag=-O3', 'flag=--pkgimages=no', 'project=/q'].map(parseComparison)
    expect(variantsOf({ ...request, flags: ['-O1', '--pkgimages=yes'] }, others).map(({ title, julia, flags, project }) => [title, julia, flags.join(' '), project])).toEqual([
      ['A, B', '/bin/julia', '-O1 --pkgimages=yes', ''],
      ['A, B: /other', '/other', '-O1 --pkgimages=yes', ''],
      ['A, B: -O3', '/bin/julia', '--pkgimages=yes -O3', ''],
      ['A, B: --pkgimages=no', '/bin/julia', '-O1 --pkgimages=no', ''],
      ['A, B: project /q', '/bin/julia', '-O1 --pkgimages=yes', '/q'],
    ])
    for (const text of ['version=1.9', 'flag', 'flag=', '=x']) expect(() => parseComparison(text)).toThrow('expected what to compare with')
  })
})
