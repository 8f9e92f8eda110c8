/** The built preload, loaded as Electron loads it: as CommonJS, with nothing but `require('electron')`. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compileFunction } from 'node:vm'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HostBridge } from '../../src/shared/host'
import { CHANNELS, PORT_MESSAGE } from '../../src/shared/host'
import type { Built } from './built'
import { buildHosts } from './built'

let built: Built
let fake: typeof import('./fake-electron')
let host: HostBridge
const postMessage = vi.fn()

beforeAll(async () => {
  built = await buildHosts()
}, 60_000)
afterAll(() => built.remove())

beforeEach(async () => {
  vi.resetModules()
  fake = await import('./fake-electron')
  postMessage.mockClear()
  const code = await readFile(join(built.folder, 'preload', 'index.cjs'), 'utf8')
  const run = compileFunction(code, ['require', 'module', 'exports', 'window']) as (...args: unknown[]) => void
  const require = (name: string): unknown => {
    // A sandboxed preload has little more than this.
    if (name !== 'electron') throw new Error(`the preload requires ${name}`)
    return fake
  }
  run(require, { exports: {} }, {}, { location: { origin: 'app://main' }, postMessage })
  host = fake.exposed.get('host') as HostBridge
})

describe('window.host', () => {
  it('is all that is exposed: plain values and a handful of functions', () => {
    expect([...fake.exposed.keys()]).toEqual(['host'])
    const kinds = Object.fromEntries(Object.entries(host).map(([name, value]) => [name, typeof value]))
    expect(kinds).toEqual({
      kind: 'string',
      platform: 'string',
      connect: 'function',
      pathOf: 'function',
      pickOpen: 'function',
      pickFolder: 'function',
      pickSave: 'function',
      setTheme: 'function',
      readClipboard: 'function',
      writeClipboard: 'function',
      onCommand: 'function',
      showCommands: 'function',
    })
  })

  it('passes the port on to its own page only', () => {
    const port = {}
    fake.ipcRenderer.emit(CHANNELS.port, { ports: [port], sender: {} })
    expect(postMessage.mock.calls).toEqual([[PORT_MESSAGE, 'app://main', [port]]])
  })

  it('asks the main process by fixed names', async () => {
    host.connect()
    await host.pickOpen()
    await host.pickFolder()
    await host.pickSave('a.backedge', [])
    await host.setTheme('dark')
    await host.readClipboard()
    await host.writeClipboard('text')
    await host.showCommands({ enabled: ['file.open'], marked: [] })
    expect(fake.called('ipcRenderer.send')).toEqual([[CHANNELS.connect]])
    expect(fake.called('ipcRenderer.invoke')).toEqual([
      [CHANNELS.pickOpen],
      [CHANNELS.pickFolder],
      [CHANNELS.pickSave, 'a.backedge', []],
      [CHANNELS.setTheme, 'dark'],
      [CHANNELS.readClipboard],
      [CHANNELS.writeClipboard, 'text'],
      [CHANNELS.showCommands, { enabled: ['file.open'], marked: [] }],
    ])
  })

  it('grants the path of a real file before it tells it, and has none for a made-up one', async () => {
    const dropped = new File([], 'log.txt')
    fake.world.droppedPaths.set(dropped, '/home/me/log.txt')
    expect(await host.pathOf(dropped)).toBe('/home/me/log.txt')
    expect(await host.pathOf(new File([], 'made-up'))).toBe('')
    expect(fake.called('ipcRenderer.invoke')).toEqual([[CHANNELS.grant, '/home/me/log.txt']])
  })

  it('hands on commands without the event, known ones only, to one handler', () => {
    const [first, second] = [vi.fn(), vi.fn()]
    fake.ipcRenderer.emit(CHANNELS.command, { sender: 'secret' }, 'file.open')
    host.onCommand(first)
    host.onCommand(second)
    fake.ipcRenderer.emit(CHANNELS.command, { sender: 'secret' }, 'file.save')
    fake.ipcRenderer.emit(CHANNELS.command, { sender: 'secret' }, 'constructor')
    expect(first.mock.calls).toEqual([])
    expect(second.mock.calls).toEqual([['file.save']])
  })
})
