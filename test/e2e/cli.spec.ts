/** The terminal as built: one process for each command, real files and pipes. What it prints is tested in process. */
import { spawn } from 'node:child_process'
import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'

const CLI = resolve('out/main/cli.js')
const IMPORTS = `julia> @time_imports using A
     10.7 ms  B
     20.0 ms  A 50.00% compilation time
`

interface Ended {
  readonly code: number | null
  readonly out: Buffer
  readonly err: string
}

function backedge(args: readonly string[], stdin = '', folder = process.cwd()): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd: folder })
    const out: Buffer[] = []
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.on('error', fail)
    child.on('close', (code) => done({ code, out: Buffer.concat(out), err }))
    child.stdin.end(stdin)
  })
}

test.describe('the terminal as built', () => {
  let folder = ''
  test.beforeAll(async () => {
    await access(CLI)
    folder = await mkdtemp(join(tmpdir(), 'backedge-cli-'))
  })
  test.afterAll(() => rm(folder, { recursive: true, force: true }))

  test('sums up standard input', async () => {
    const { code, out, err } = await backedge(['summary', '--json', '-'], IMPORTS)
    expect(err).toBe('')
    expect(code).toBe(0)
    expect(JSON.parse(out.toString())).toMatchObject({ parts: { imports: { count: 2, seconds: 0.0307 } }, unparsed: [], unparsedCount: 0 })
  })

  test('writes files, and leaves nothing beside them', async () => {
    for (const name of ['a.backedge', 'a.html', 'a.md', 'a.csv', 'a.svg', 'a.png', 'a.speedscope.json', 'a.trace.json']) {
      const from = name === 'a.backedge' ? '-' : 'a.backedge'
      expect(await backedge(['convert', from, name], IMPORTS, folder), name).toMatchObject({ code: 0, err: '' })
    }
    expect((await readdir(folder)).length).toBe(8)
    expect((await readFile(join(folder, 'a.png'))).subarray(1, 4).toString()).toBe('PNG')
    expect(await readFile(join(folder, 'a.html'), 'utf8')).toContain('65 % of 30.7 ms is loading A')
  })

  test('answers a mistake with one line and code 2', async () => {
    const { code, out, err } = await backedge(['summary', 'nowhere.txt'])
    expect(code).toBe(2)
    expect(out.length).toBe(0)
    expect(err).toBe('backedge: nowhere.txt: There is no such file.\n')
  })

  test('ends quietly when nobody reads on', async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => `     10.7 ms  P${at}`).join('\n')
    const child = spawn(process.execPath, [CLI, 'convert', '-', '-', '--to', 'csv'])
    let err = ''
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.stdin.end(rows)
    child.stdout.once('data', () => child.stdout.destroy())
    const code = await new Promise((done) => child.on('close', done))
    expect(err).toBe('')
    expect(code).toBe(0)
  })

  test('serves the page until it is told to stop', async () => {
    const child = spawn(process.execPath, [CLI, 'serve'])
    const line = await new Promise<string>((done) => child.stdout.once('data', (chunk: Buffer) => done(chunk.toString())))
    const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(line)?.[0]
    expect(address).toBeDefined()
    expect((await fetch(address ?? '')).status).toBe(200)
    child.kill('SIGTERM')
    expect(await new Promise((done) => child.on('close', done))).toBe(0)
  })
})
