/** One contract, three carriers: memory, a `MessagePort` as the page of Electron has it, and a WebSocket of the real server. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { startWebServer } from '../../src/main/hosts/web/server'
import type { Port } from '../../src/renderer/src/host/port-pipe'
import { portPipe } from '../../src/renderer/src/host/port-pipe'
import { memoryPair } from '../../src/shared/memory-pipe'
import type { BytePipe } from '../../src/shared/pipe'
import { pipeContract } from './contract'
import { openPage } from './ws-client'

pipeContract('memory', () => {
  const [client, server] = memoryPair()
  return { client, server, dispose: () => undefined }
})

pipeContract('a MessagePort', () => {
  const { port1, port2 } = new MessageChannel()
  // Node's types give the listener a bare event; what comes has `data`, as in a browser.
  const [client, server] = [port1, port2].map((port) => portPipe(port as unknown as Port)) as [BytePipe, BytePipe]
  return { client, server, dispose: () => undefined }
})

pipeContract('a WebSocket', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'backedge-page-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  let welcome: (pipe: BytePipe) => void = () => undefined
  const page = new Promise<BytePipe>((resolve) => (welcome = resolve))
  const web = await startWebServer({ folder, port: 0, maxMessage: 1 << 24, onPage: (pipe) => welcome(pipe) })
  const token = web.address().split('#token=')[1] ?? ''
  const { pipe: client } = await openPage({ port: web.port, offer: `token.${token}` })
  return {
    client,
    server: await page,
    async dispose() {
      await web.close()
      await rm(folder, { recursive: true })
    },
  }
})
