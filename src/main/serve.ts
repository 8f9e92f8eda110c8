/** Entry of the local web server: `node out/main/serve.js [FILE…] [--port N] [--root FOLDER]`. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { UserError } from '../shared/errors'
import { runServer } from './hosts/web/run-server'

const USAGE = 'usage: serve [FILE…] [--port N] [--root FOLDER]'

function readArguments(argv: readonly string[]): { files: string[]; port: number; root?: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { port: { type: 'string', default: '0' }, root: { type: 'string' } },
    })
    const port = Number(values.port)
    if (!/^\d{1,5}$/.test(values.port) || port > 65_535) throw new TypeError(`--port ${values.port}: expected 0 to 65535`)
    return { files: positionals, port, root: values.root }
  } catch (error) {
    throw new UserError('bad-usage', error instanceof Error ? error.message : String(error), { hint: USAGE })
  }
}

function crash(error: unknown): never {
  process.stderr.write(`backedge: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(70)
}

// Whoever read the address may have gone since (`| head -1`); the pages have not.
process.stdout.on('error', (error: Error & { code?: string }) => {
  if (error.code !== 'EPIPE') crash(error)
})

try {
  const server = await runServer({
    ...readArguments(process.argv.slice(2)),
    folder: process.cwd(),
    pageFolder: join(import.meta.dirname, '../renderer'),
    say: (line) => process.stdout.write(`backedge: ${line}\n`),
    onCrash: crash,
  })
  let asked = 0
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A second time means now; but one Ctrl-C may come twice, from the terminal and from `npm start`.
      if (asked > 0 && performance.now() - asked > 1000) process.exit(130)
      if (asked > 0) return
      asked = performance.now()
      void server.close().then(() => process.exit(0), crash)
    })
  }
  process.stdout.write(`backedge: open ${server.address()}  (Ctrl-C stops it)\n`)
} catch (error) {
  if (!(error instanceof UserError)) crash(error)
  process.stderr.write(`backedge: ${error.line}\n`)
  process.exit(2)
}
