import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { gunzip } from '../../../src/main/formats/gunzip'
import { importBytes, importMerged } from '../../../src/main/formats/open'
import { UserError } from '../../../src/shared/errors'
import { textAt } from '../../../src/shared/profile/tables'
import { writeGraph } from './jlprof-writer'

/** Lines that `@time` of Julia prints; enough for a text with something in it. */
const TIMES = '  1.183245 seconds (2.28 M allocations: 138.655 MiB, 14.13% gc time, 99.57% compilation time: 98% of which was recompilation)\n'
const TRACE = JSON.stringify([{ ph: 'X', ts: 1, dur: 2, name: 'a' }])

async function errorOf(bytes: Uint8Array | string, name = 'file'): Promise<UserError> {
  const result = await importBytes(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, name).catch((error: unknown) => error)
  if (!(result instanceof UserError)) throw new Error(`expected a UserError, got ${String(result)}`)
  return result
}

describe('what cannot be read says what was found and what was expected', () => {
  test.each<[string, Uint8Array | string, string, RegExp]>([
    ['an empty file', '', 'empty-file', /^The file is empty: 0 bytes$/],
    ['an empty file in gzip', gzipSync(''), 'empty-file', /^The file is empty once it is unpacked: 0 bytes$/],
    ['white space', ' \n\t\n', 'unknown-format', /^The file holds only white space: 4 bytes$/],
    ['text of something else', '\nhello\nworld', 'unknown-format', /^None of the output that is known was found in 3 lines of text; line 2 is “hello”$/],
    ['a long first line', 'x'.repeat(500), 'unknown-format', /the first line is “x{80}…”$/],
    ['nothing but log messages', '[ Info: hello\n', 'unknown-format', /^None of the output that is known was found in 1 line of text, 1 log message of Julia among them; the first line is “\[ Info: hello”$/],
    ['a progress block', 'GFLOPS 12% |███      | ETA 0:01\n', 'unknown-format', /1 line of text/],
    ['an image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'unknown-format', /^This looks like a PNG image; its first bytes are 89 50 4e 47 0d 0a 1a 0a$/],
    ['a library cut off', Buffer.from(`7f454c4602010100${'00'.repeat(40)}`, 'hex'), 'bad-input', /^The ELF header should be 64 bytes at byte 0, but the file has 48$/],
    ['a zip archive', Buffer.from('504b03041400000008000000210000000000', 'hex'), 'unknown-format', /a zip archive/],
    ['a cache file of Julia 1.0', Buffer.from('fb6a6c690d0a1a0a0700fffe08004c696e7578000000', 'hex'), 'bad-input', /^The cache file is of format 7, which Julia wrote before 1.5$/],
    ['binary data', Buffer.from('0102030400000000', 'hex'), 'unknown-format', /^The file is not text, and its first bytes \(01 02 03 04 00 00 00 00\) are of no format that is known$/],
    ['a program', 'module A\nf(x) = 2x\nend\n', 'unknown-format', /^This looks like Julia source text, and none of the output that is known was found in it$/],
    ['a PDF that is nearly text', '%PDF-1.4\n1 0 obj\n', 'unknown-format', /^This looks like a PDF document, and none/],
    ['JSON of something else', '{"nodes": [], "edges": []}', 'unknown-format', /a JSON object with the keys nodes, edges, which is none/],
    ['a list of something else', '[1, 2, 3]', 'unknown-format', /a JSON list of 3 entries/],
    ['broken JSON', '{"a": [1, 2],\n "b": tru}', 'bad-input', /^The file begins as JSON but breaks at line 2, column 7: found “tru}”, expected a value$/],
    ['JSON cut off', '{"shared": {"frames": [{"name": "x"', 'bad-input', /breaks at line 1, column 36: found the end of the file, expected “,” or “}”$/],
    ['a bad escape', '{"a": "\\x"}', 'bad-input', /column 7: found “"\\x"}”, expected a value/],
  ])('%s', async (_, bytes, code, message) => {
    const error = await errorOf(bytes)
    expect(error).toMatchObject({ code, details: { where: 'file' } })
    expect(error.message).toMatch(message)
    if (code !== 'bad-input') expect(error.details.hint).toMatch(/^expected .*@time.*speedscope JSON.*pprof.*\.backedge/)
  })

  test('a gzip file cut off, with the bytes that are there and those that came out', async () => {
    const whole = gzipSync(Buffer.from(Array.from({ length: 50_000 }, (_, i) => String(i * 7919)).join(' ')))
    const error = await errorOf(whole.subarray(0, 5000), 'log.gz')
    expect(error).toMatchObject({ code: 'bad-input', details: { where: 'log.gz' } })
    expect(error.message).toMatch(/^The gzip file ends too early: 5,000 bytes are there, [1-9][\d,]* bytes could be unpacked$/)
  })

  test('a damaged gzip file', async () => {
    const damaged = gzipSync(Buffer.from(TIMES.repeat(50)))
    damaged.fill(0xff, 20, 30)
    expect((await errorOf(damaged)).message).toMatch(/^The gzip file is damaged: \d+ bytes are there/)
  })

  test('a gzip bomb is stopped at the limit, not after it', async () => {
    const bomb = gzipSync(Buffer.alloc(64_000_000), { level: 1 })
    const before = process.memoryUsage().arrayBuffers
    await expect(gunzip(bomb, 'bomb.gz', 1_000_000)).rejects.toMatchObject({ code: 'too-large', message: 'The gzip file unpacks to more than 977 KiB' })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
  })

  test('of several inputs the bad one is named, and nothing is opened', async () => {
    await expect(importMerged([{ name: 'good.txt', bytes: Buffer.from(TIMES) }, { name: 'bad.txt', bytes: Buffer.from('x') }])).rejects.toMatchObject({
      code: 'unknown-format', details: { where: 'bad.txt' },
    })
  })
})

test('the file of a package gives its statements, and its lines are not missed', async () => {
  const profile = await importBytes(Buffer.from('# 1 of 2\nmodule A\n\nf(x) = 2x\nprecompile(f, (Int,))\nend # 3\n'), 'A.jl')
  expect([profile.precompile.length, profile.unparsed.length]).toEqual([1, 0])
  expect(Array.from(profile.messages.text, (text) => profile.strings[text])).toEqual(['The text is a program: 4 lines of Julia beside what was read.'])
})

describe('what only looks like something else is read as what it is', () => {
  test.each([
    ['a log in brackets', `[ Info: Precompiling Foo [1234]\n${TIMES}`],
    ['a stack trace', `[1] error(s::String)\n${TIMES}`],
    ['a log with a line of JSON first', `{"level": "info", "n": 1}\n${TIMES}`],
    ['a set', `{ 1, 2 }\n${TIMES}`],
    ['a byte order mark', `\ufeff${TIMES}`],
    ['Windows line ends', TIMES.replaceAll('\n', '\r\n')],
    ['colours', `\u001b[32m${TIMES.trimEnd()}\u001b[0m\n`],
  ])('%s', async (_, text) => {
    const profile = await importBytes(Buffer.from(text), 'a.json')
    expect(profile.timings.length).toBe(1)
    expect(profile.timings.elapsed[0]).toBe(1_183_245_000)
    expect(profile.sources).toMatchObject([{ name: 'a.json', format: 'text', bytes: Buffer.byteLength(text) }])
  })

  const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()
  test.each([
    ['UTF-16 as PowerShell writes it', Buffer.from(`\ufeff${TIMES}`, 'utf16le')],
    ['UTF-16 without its mark', Buffer.from(TIMES, 'utf16le')],
    ['UTF-16, the other byte order', utf16be(`\ufeff${TIMES}`)],
    ['UTF-16, the other byte order without mark', utf16be(TIMES)],
    ['gzip', gzipSync(TIMES)],
    ['Latin-1 around it', Buffer.from(`caf\u00e9\n${TIMES}`, 'latin1')],
  ])('%s', async (_, bytes) => {
    expect((await importBytes(bytes, 'x')).timings.elapsed[0]).toBe(1_183_245_000)
  })

  test('JSON in UTF-16 with a mark', async () => {
    expect((await importBytes(Buffer.from(`\ufeff${TRACE}`, 'utf16le'), 'x')).stacks.length).toBe(1)
  })
})

describe('one profile of several inputs', () => {
  const inputs = [
    { name: 'a.txt', bytes: Buffer.from(`|  Version 1.10.1 (2024-02-13)\njulia> @time f()\n${TIMES}`) },
    { name: 'b.json', bytes: Buffer.from(TRACE) },
    { name: 'c.jlprof', bytes: writeGraph([{ func: 'g', file: '', line: 0, status: 0, start: 1, stop: 3, parent: -1 }]) },
  ]

  test('keeps each source, its format and its blocks', async () => {
    const { profile, format } = await importMerged(inputs)
    expect(format).toBe('mixed')
    expect(profile.sources.map(({ name, format: id, bytes }) => [name, id, bytes])).toEqual([
      ['a.txt', 'text', inputs[0]?.bytes.length], ['b.json', 'chrome-trace', TRACE.length], ['c.jlprof', 'jlprof', inputs[2]?.bytes.length],
    ])
    expect(profile.blocks.map(({ part, source }) => [part, source])).toEqual([['timings', 0], ['stacks', 1], ['stacks', 2]])
    expect(profile.meta).toMatchObject({ title: 'a.txt + b.json + c.jlprof', julia: '1.10.1' })
    expect(profile.unparsed.length).toBe(1)
    expect(textAt(profile, profile.unparsed.text[0])).toContain('Version 1.10.1')
  })

  test('a paste without a name is called after what was typed', async () => {
    expect((await importBytes(Buffer.from(`julia> @time f()\n${TIMES}`), '')).meta.title).toBe('@time f()')
  })

  test('progress runs forwards, and a signal ends it with one code', async () => {
    const shares: number[] = []
    await importBytes(Buffer.from(`${'x\n'.repeat(9000)}${TIMES}`), 'x', { onProgress: (done, total) => shares.push(done / total) })
    expect(shares.at(-1)).toBe(1)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.length).toBeGreaterThan(4)

    const abort = new AbortController()
    const opening = importBytes(Buffer.from(`${'x\n'.repeat(20_000)}${TIMES}`), 'x', { signal: abort.signal, onProgress: (done) => done > 1 && abort.abort() })
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' })
  })
})

test('megabytes of a log without a match end in one sentence', async () => {
  const log = Buffer.from(Array.from({ length: 100_000 }, (_, i) => `2024-01-01 12:00:00 worker ${i} did something that matters to nobody (${i * 31} items)\n`).join(''))
  const error = await errorOf(log, 'server.log')
  expect(error.message).toMatch(/^None of the output that is known was found in 100,000 lines of text; the first line is “2024-01-01 12:00:00 worker 0/)
})
