/**
 * A program that answers like a julia with our recorder, and misbehaves as its steps say: `hang` waits for ever, `stubborn` does so and cannot
 * be asked to stop, `child` leaves a program of its own behind and waits, `die` ends it, `throw` is an exception, `flood` writes five million
 * characters. With `--math-mode=fast` steps take half the time. Each process adds a line to `log`.
 */
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface FakeJulia {
  readonly path: string
  /** One JSON object for each process: `{ pid, args, debug, keep }`. */
  readonly log: string
}

const PROGRAM = String.raw`
const { appendFileSync, writeFileSync } = require('fs')
const { spawn } = require('child_process')
const args = process.argv.slice(2)
if (args[0] === '--version') {
  console.log('julia version ' + RELEASE)
  process.exit(0)
}
appendFileSync(LOG, JSON.stringify({ pid: process.pid, args, debug: process.env.JULIA_DEBUG || '', keep: process.env.BACKEDGE_KEEP || '' }) + '\n')
const value = (name) => args.flatMap((arg) => (arg.startsWith('--' + name + '=') ? [arg.slice(name.length + 3)] : []))
if (args.includes('-e')) {
  const code = args[args.indexOf('-e') + 1]
  console.error('┌ Debug: Rejecting stale cache file A.ji\n└ @ Base loading.jl:1480\n[ Info: Precompiling A [top-level]')
  if (code.includes('Missing')) {
    console.error('ERROR: ArgumentError: Package Missing not found in current path:\n- Run "import Pkg" to install it.')
    process.exit(1)
  }
  process.exit(0)
}
const [out] = value('out')
const [mode = 'detail'] = value('mode')
const put = (fields) => appendFileSync(out, JSON.stringify(fields) + '\n')
const steps = args.flatMap((arg) => { const found = /^--(using|eval)=([^]*)$/.exec(arg); return found ? [{ kind: found[1], text: found[2] }] : [] })
if (value('eval').includes('early')) {
  console.error('record.jl: This is no Julia: )')
  process.exit(2)
}
writeFileSync(out, '')
put({ t: 'process', format: 1, mode, julia: RELEASE, inference: mode === 'plain' ? '' : 'fake', invalidations: '' })
;(async () => {
  const done = []
  let failed = ''
  for (const [at, { kind, text }] of steps.entries()) {
    put({ t: 'begin', step: at + 1, label: text })
    console.log('running ' + text)
    if (text === 'die') process.exit(9)
    if (text === 'stubborn') process.on('SIGTERM', () => console.log('no'))
    if (text === 'child') spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit' }).on('spawn', function () { appendFileSync(LOG, JSON.stringify({ pid: this.pid, args: ['child'] }) + '\n') })
    if (['hang', 'stubborn', 'child'].includes(text)) await new Promise(() => setInterval(() => 0, 1000))
    if (text === 'flood') for (let count = 0; count < 500; count++) { process.stdout.write('x'.repeat(5000)); process.stderr.write('y'.repeat(5000) + '\n') }
    failed = text === 'throw' ? 'thrown' : ''
    done.push({ t: 'step', step: at + 1, kind, text, label: text, start: at * 1e9, time: (mode === 'plain' ? 1 : 2) * (args.includes('--math-mode=fast') ? 5e7 : 1e8), bytes: 1000, allocations: 10, gc: 0, compile: 5e7, recompile: 0, error: failed })
    if (failed) break
  }
  for (const step of done) put(step)
  put({ t: 'end' })
  if (failed) console.error('ERROR: ' + failed)
  process.exitCode = failed ? 1 : 0
})()
`

/** Writes it into `folder`. */
export function fakeJulia(folder: string, { name = 'julia', release = '1.10.4' } = {}): FakeJulia {
  const path = join(folder, name)
  const log = `${path}.log`
  writeFileSync(log, '')
  writeFileSync(path, `#!${process.execPath}\nconst LOG = ${JSON.stringify(log)}\nconst RELEASE = ${JSON.stringify(release)}\n${PROGRAM}`)
  chmodSync(path, 0o755)
  return { path, log }
}
