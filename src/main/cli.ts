#!/usr/bin/env node
/** Entry of the terminal: `backedge COMMAND …`. Services run in this thread. */
import { join } from 'node:path'
import { processTerminal } from './hosts/cli/process-terminal'
import { EXIT, runCli } from './hosts/cli/run-cli'
import { loaderPath, nodeFileSystem } from './services/node-files'
import { createSysimage, runSession } from './services/session'
import { depotFolder } from './state-folder'

process.exitCode = await runCli(process.argv.slice(2), {
  terminal: processTerminal(),
  scenarios: { files: nodeFileSystem, depot: loaderPath(depotFolder()), runSession, createSysimage },
  async serve({ json, ...request }, terminal) {
    const { runServer } = await import('./hosts/web/run-server')
    const server = await runServer({
      ...request,
      folder: terminal.folder,
      pageFolder: join(import.meta.dirname, '../renderer'),
      say: (line) => void (json ? terminal.stderr : terminal.stdout).write(`backedge: ${line}\n`),
      onCrash(error) {
        process.stderr.write(`backedge: this is a bug. ${error.stack ?? error.message}\n`)
        process.exit(EXIT.bug)
      },
    })
    const address = server.address()
    await terminal.stdout.write(json ? `${JSON.stringify({ address })}\n` : `backedge: open ${address}  (Ctrl-C stops it)\n`)
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
    })
    await server.close()
  },
})
