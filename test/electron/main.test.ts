/** The built main process under a recorder in place of Electron: what it sets up, whom it listens to, what it refuses. */
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Port } from '../../src/renderer/src/host/port-pipe'
import { portPipe } from '../../src/renderer/src/host/port-pipe'
import { COMMANDS } from '../../src/shared/commands'
import { CHANNELS } from '../../src/shared/host'
import type { Client } from '../../src/shared/rpc'
import { connect } from '../../src/shared/rpc'
import { writeCache } from '../main/formats/julia-cache/cache-writer'
import type { Built } from './built'
import { buildHosts } from './built'

type Fake = typeof import('./fake-electron')
type Window = Fake['BrowserWindow']['prototype']

const SAMPLE = '     10.7 ms    ┌ MacroTools\n     19.2 ms  ┌ ZygoteRules\n   2332.6 ms  RecursiveArrayTools\n'

let built: Built
let home: string
let fake: Fake
let clients: Client[] = []
const realArgv = process.argv

beforeAll(async () => {
  built = await buildHosts()
}, 60_000)
afterAll(() => built.remove())

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'backedge-home-'))
  await writeFile(join(home, 'log.txt'), SAMPLE)
  await writeFile(join(home, 'other.txt'), SAMPLE)
})
afterEach(async () => {
  for (const client of clients) client.close()
  clients = []
  fake.app.emit('will-quit')
  process.argv = realArgv
  await rm(home, { recursive: true })
})

interface Launch {
  readonly argv?: readonly string[]
  readonly ready?: boolean
  /** What the system is like. */
  readonly prepare?: (fake: Fake) => void
}

/** Starts the program as the system does, up to `ready` unless told otherwise. */
async function launch({ argv = [], ready = true, prepare }: Launch = {}): Promise<void> {
  vi.resetModules()
  fake = await import('./fake-electron')
  vi.doMock('electron', () => fake)
  fake.world.userData = home
  prepare?.(fake)
  process.argv = ['/opt/backedge/backedge', ...argv]
  await import(pathToFileURL(join(built.folder, 'main', 'index.js')).href)
  if (!ready) return
  fake.makeReady()
  await new Promise((resolve) => setImmediate(resolve))
}

function onlyWindow(): Window {
  const [window, ...more] = fake.BrowserWindow.all
  if (!window || more.length > 0) throw new Error(`expected one window, found ${fake.BrowserWindow.all.length}`)
  return window
}

function ownEvent(window: Window) {
  return { sender: window.webContents, senderFrame: window.webContents.mainFrame }
}

/** What the page does when it starts: asks for a port and connects to the services. */
function connectPage(window = onlyWindow()): Client {
  fake.listeners.get(CHANNELS.connect)?.(ownEvent(window))
  const port = window.webContents.ports.at(-1)
  if (!port) throw new Error('the page got no port')
  const client = connect(portPipe(port as unknown as Port))
  clients.push(client)
  return client
}

function invoke(channel: string, ...args: unknown[]): Promise<unknown> {
  const handler = fake.handlers.get(channel)
  if (!handler) throw new Error(`no handler for ${channel}`)
  return Promise.resolve().then(() => handler(ownEvent(onlyWindow()), ...args))
}

function prevented(emit: (event: { preventDefault(): void }) => void): boolean {
  const preventDefault = vi.fn()
  emit({ preventDefault })
  return preventDefault.mock.calls.length > 0
}

describe('before Electron is ready', () => {
  it('registers its scheme and turns on the sandbox for all', async () => {
    await launch({ ready: false })
    expect(fake.called('protocol.registerSchemesAsPrivileged')).toEqual([
      [[{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]],
    ])
    expect(fake.called('app.enableSandbox')).toHaveLength(1)
    expect(fake.calls.findIndex(({ what }) => what.startsWith('protocol.'))).toBeLessThan(fake.calls.findIndex(({ what }) => what === 'app.getPath'))
    expect(fake.BrowserWindow.all).toEqual([])
  })

  it('leaves at once if another instance runs', async () => {
    await launch({ prepare: ({ world }) => (world.hasLock = false) })
    expect(fake.called('app.quit')).toHaveLength(1)
    expect(fake.BrowserWindow.all).toEqual([])
    expect(fake.handlers.size + fake.listeners.size).toBe(0)
  })
})

describe('the window', () => {
  it('is sandboxed, isolated and without Node, and has a preload that is there', async () => {
    await launch()
    const { webPreferences, show } = onlyWindow().options
    expect(webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false })
    expect(Object.keys(webPreferences)).not.toContain('webSecurity')
    const preload = String(webPreferences['preload'])
    expect(preload).toMatch(/index\.cjs$/)
    expect((await stat(preload)).isFile()).toBe(true)
    expect(fake.called('window.loadURL')).toEqual([['app://main/']])
    expect(show).toBe(false)
    onlyWindow().emit('ready-to-show')
    expect(onlyWindow().shown).toBe(true)
  })

  it('comes back where it was', async () => {
    await launch()
    onlyWindow().bounds = { x: 200, y: 100, width: 1000, height: 700 }
    onlyWindow().maximized = true
    onlyWindow().close()
    await launch()
    expect(onlyWindow().bounds).toEqual({ x: 200, y: 100, width: 1000, height: 700 })
    expect(onlyWindow().maximized).toBe(true)
  })

  it('comes to the middle of the display that is left', async () => {
    await writeFile(join(home, 'window.json'), JSON.stringify({ bounds: { x: 4000, y: 100, width: 3000, height: 700 }, maximized: false, theme: 'dark' }))
    await launch({ prepare: ({ world }) => (world.displays = [{ id: 7, workArea: { x: 0, y: 30, width: 1600, height: 870 } }]) })
    expect(onlyWindow().bounds).toEqual({ x: 0, y: 115, width: 1600, height: 700 })
    expect(fake.nativeTheme.themeSource).toBe('dark')
    expect(onlyWindow().options).toMatchObject({ backgroundColor: '#16181c' })
  })

  it.each(['', 'null', '{"bounds":{"x":"1"}}', '{"maximized":false,"theme":"pink"}'])('does not mind a damaged state %j', async (text) => {
    await writeFile(join(home, 'window.json'), text)
    await launch()
    expect(onlyWindow().bounds).toEqual({ x: 320, y: 120, width: 1280, height: 800 })
  })

  it('offers to load again when the page crashes, but not when it was closed', async () => {
    await launch()
    const { webContents } = onlyWindow()
    webContents.emit('render-process-gone', {}, { reason: 'clean-exit' })
    expect(fake.called('dialog.showMessageBoxSync')).toHaveLength(0)
    webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    expect(fake.called('window.reload')).toHaveLength(1)
  })
})

describe('the page', () => {
  async function fetchPage(path: string): Promise<Response> {
    const answer = await fake.protocolHandlers.get('app')?.(new Request(`app://main${path}`))
    if (!answer) throw new Error('no answer')
    return answer
  }

  it('comes from app:// with its policy', async () => {
    await launch()
    const answer = await fetchPage('/')
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('<title>Backedge</title>')
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; " +
        "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
  })

  it('reads nothing outside its folder', async () => {
    await launch()
    for (const path of ['/..%2fsecret.json', '/%2e%2e%2fsecret.json', '/assets/..%2f..%2fsecret.json']) {
      expect((await fetchPage(path)).status).toBe(403)
    }
    expect((await fetchPage('/none.js')).status).toBe(404)
    expect((await fake.protocolHandlers.get('app')?.(new Request('app://other/')))?.status).toBe(404)
  })

  it('cannot leave, open windows, attach webviews', async () => {
    await launch()
    const { webContents } = onlyWindow()
    const leaving = ['https://example.com/', 'file:///etc/passwd', 'app://main.example/', 'app://other/', 'javascript:alert(1)', 'not a url']
    for (const url of leaving) {
      for (const name of ['will-navigate', 'will-redirect']) expect(prevented((event) => webContents.emit(name, event, url))).toBe(true)
      expect(prevented((event) => webContents.emit('will-frame-navigate', { ...event, url }))).toBe(true)
    }
    expect(prevented((event) => webContents.emit('will-navigate', event, 'app://main/#view=imports'))).toBe(false)
    expect(prevented((event) => webContents.emit('will-attach-webview', event))).toBe(true)
  })

  it('hands only known https pages to the browser', async () => {
    await launch()
    const { windowOpenHandler } = onlyWindow().webContents
    const urls = [
      'https://docs.julialang.org/en/v1/',
      'http://docs.julialang.org/',
      'https://docs.julialang.org.example/',
      'https://user@github.com/',
      'https://github.com:8443/',
      'file:///etc/passwd',
      'javascript:alert(1)',
    ]
    for (const url of urls) expect(windowOpenHandler?.({ url })).toEqual({ action: 'deny' })
    expect(fake.called('shell.openExternal')).toEqual([['https://docs.julialang.org/en/v1/']])
  })

  it('gets no permission', async () => {
    await launch()
    const { request, check, device } = fake.session.defaultSession
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal']) {
      const answer = vi.fn()
      request?.({}, permission, answer)
      expect(answer.mock.calls).toEqual([[false]])
      expect(check?.({}, permission)).toBe(false)
    }
    expect(device?.({})).toBe(false)
  })
})

describe('messages', () => {
  it('are those of the bridge, no more', async () => {
    await launch()
    const { connect: line, port, command, ...questions } = CHANNELS
    expect([...fake.listeners.keys()]).toEqual([line])
    expect([...fake.handlers.keys()].sort()).toEqual(Object.values(questions).sort())
    expect([port, command].every((name) => !fake.handlers.has(name))).toBe(true)
  })

  it('are read only from the main frame of our window with our page', async () => {
    await launch()
    const window = onlyWindow()
    const foreign = [
      { sender: window.webContents, senderFrame: null },
      { sender: window.webContents, senderFrame: { url: 'app://main/' } },
      { sender: { mainFrame: window.webContents.mainFrame }, senderFrame: window.webContents.mainFrame },
    ]
    window.webContents.mainFrame.url = 'https://example.com/'
    const strayed = ownEvent(window)
    for (const event of [...foreign, strayed]) {
      for (const handler of fake.handlers.values()) await expect(Promise.resolve().then(() => handler(event))).rejects.toThrow('refused')
      fake.listeners.get(CHANNELS.connect)?.(event)
    }
    expect(window.webContents.ports).toEqual([])
    expect(fake.called('dialog.showOpenDialog')).toEqual([])
  })

  it('are checked', async () => {
    await launch()
    await expect(invoke(CHANNELS.setTheme, 'pink')).rejects.toThrow()
    await expect(invoke(CHANNELS.writeClipboard, 7)).rejects.toThrow()
    await expect(invoke(CHANNELS.grant, '')).rejects.toThrow()
    for (const name of ['../x', 'a/b', 'a\\b', 'a\u0000b', 7]) await expect(invoke(CHANNELS.pickSave, name, [])).rejects.toThrow()
    await expect(invoke(CHANNELS.pickSave, 'x', [{ name: 'x', extensions: ['/'] }])).rejects.toThrow()
    expect(fake.called('dialog.showSaveDialog')).toEqual([])
    expect(fake.nativeTheme.themeSource).toBe('system')
  })

  it('set the theme, and it is remembered', async () => {
    await launch()
    await invoke(CHANNELS.setTheme, 'dark')
    expect(fake.nativeTheme.themeSource).toBe('dark')
    await launch()
    expect(fake.nativeTheme.themeSource).toBe('dark')
  })

  it('reach the clipboard', async () => {
    await launch()
    await invoke(CHANNELS.writeClipboard, 'a\tb')
    expect(await invoke(CHANNELS.readClipboard)).toBe('a\tb')
  })
})

describe('the services', () => {
  it('answer over the port, from their worker', async () => {
    await launch()
    const client = connectPage()
    expect(await client.call('app.info', {})).toMatchObject({ host: 'electron', version: expect.stringMatching(/^\d/) as string })
    const progress: unknown[] = []
    const [session] = await client.call('session.open', { sources: [{ kind: 'text', name: 'Pasted', text: SAMPLE }] }, { onProgress: (one) => progress.push(one) })
    expect(session).toMatchObject({ id: 1, unsaved: true })
    const { imports } = await client.call('session.profile', { id: 1 })
    expect([...imports.inclusive].sort((a, b) => a - b)).toEqual([10.7e6, 19.2e6, 2332.6e6])
    expect(progress.length).toBeGreaterThan(0)
  })

  it('hear a cancellation in the middle of a long import', async () => {
    await launch()
    const client = connectPage()
    const row = 'InferenceTiming: 0.000051/0.010410 on f(::Any)\n'
    const text = `3-element Vector{SnoopCompileCore.InferenceTiming}\n${row.repeat(60_000)}`
    const controller = new AbortController()
    const onProgress = ({ done }: { done: number }): void => {
      if (done > 1) controller.abort()
    }
    const call = client.call('session.open', { sources: [{ kind: 'text', name: 'long', text }] }, { signal: controller.signal, onProgress })
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    expect(await client.call('session.list', {})).toEqual([])
  })

  it('carry every sample in the build', async () => {
    await launch()
    const client = connectPage()
    const { samples } = await client.call('app.info', {})
    expect(samples.length).toBeGreaterThanOrEqual(4)
    const opened = await client.call('session.open', { sources: samples.map(({ id }) => ({ kind: 'sample', id })) })
    for (const { id } of opened) expect((await client.call('session.profile', { id })).blocks.length).toBeGreaterThan(0)
  })

  it('open a folder of caches, and no other, once the user chose it', async () => {
    await launch()
    const client = connectPage()
    const caches = join(home, 'compiled', 'v1.8', 'A')
    await mkdir(caches, { recursive: true })
    await writeFile(join(caches, 'a_b.ji'), writeCache({ julia: '1.8.5', name: 'A', uuid: '00000000-0000-0000-0000-00000000000a', buildId: 1n, includes: [{ path: '/gone/A.jl', mtime: 1 }] }))
    const source = { kind: 'path', path: join(home, 'compiled') } as const
    expect(await invoke(CHANNELS.pickFolder)).toBeUndefined()
    await expect(client.call('session.open', { sources: [source] })).rejects.toMatchObject({ code: 'no-access' })
    fake.world.openDialog = [source.path]
    expect(await invoke(CHANNELS.pickFolder)).toBe(source.path)
    expect(fake.called('dialog.showOpenDialog').map(([window]) => window)).toEqual([onlyWindow(), onlyWindow()])
    const [opened] = await client.call('session.open', { sources: [source] })
    expect(opened).toMatchObject({ format: 'julia-depot', path: source.path })
    await expect(client.call('session.open', { sources: [{ kind: 'path', path: home }] })).rejects.toMatchObject({ code: 'no-access' })
  })

  it('read and write only what the user chose', async () => {
    await launch()
    const client = connectPage()
    const [log, mine] = [join(home, 'log.txt'), join(home, 'mine.backedge')]
    const source = { kind: 'path', path: log } as const
    await expect(client.call('session.open', { sources: [source] })).rejects.toMatchObject({ code: 'no-access' })

    fake.world.openDialog = [log]
    expect(await invoke(CHANNELS.pickOpen)).toEqual([log])
    await client.call('session.open', { sources: [source] })
    expect(fake.called('dialog.showOpenDialog')[0]?.[0]).toBe(onlyWindow())

    const save = { id: 1, format: 'backedge', target: { kind: 'path', path: mine } } as const
    await expect(client.call('session.export', save)).rejects.toMatchObject({ code: 'no-access' })
    expect(await invoke(CHANNELS.pickSave, 'mine.backedge', [{ name: 'Backedge profile', extensions: ['backedge'] }])).toBeUndefined()
    fake.world.saveDialog = { canceled: false, filePath: mine }
    expect(await invoke(CHANNELS.pickSave, 'mine.backedge', [{ name: 'Backedge profile', extensions: ['backedge'] }])).toBe(mine)
    await client.call('session.export', save)
    expect((await readFile(mine)).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]))
    await expect.poll(() => fake.called('app.addRecentDocument')).toEqual([[log], [mine]])
    expect((await client.call('recent.list', {})).map(({ path }) => path)).toEqual([mine, log])
  })

  it('take dropped files, which the preload names', async () => {
    await launch()
    const client = connectPage()
    await invoke(CHANNELS.grant, join(home, 'log.txt'))
    await client.call('session.open', { sources: [{ kind: 'path', path: join(home, 'log.txt') }] })
    await expect(client.call('session.open', { sources: [{ kind: 'path', path: join(home, 'other.txt') }] })).rejects.toMatchObject({ code: 'no-access' })
  })

  it('keep their sessions when the page is loaded again; the old port is closed', async () => {
    await launch()
    const first = connectPage()
    await first.call('session.open', { sources: [{ kind: 'text', name: 'Pasted', text: SAMPLE }] })
    const lost = new Promise<void>((resolve) => first.onClose(resolve))
    const second = connectPage()
    expect(await second.call('session.list', {})).toHaveLength(1)
    await lost
  })

  it('close the line with the window', async () => {
    await launch()
    const client = connectPage()
    const lost = new Promise<void>((resolve) => client.onClose(resolve))
    onlyWindow().close()
    await lost
  })
})

describe('files from outside', () => {
  async function nextRequest(client: Client): Promise<unknown> {
    return new Promise((resolve) => client.on('open.request', ({ sources }) => resolve(sources)))
  }

  it('come from the command line, among switches, and may be read', async () => {
    await launch({ argv: ['--no-sandbox', join(home, 'log.txt')] })
    const client = connectPage()
    const source = { kind: 'path', path: join(home, 'log.txt') } as const
    expect(await nextRequest(client)).toEqual([source])
    expect(await client.call('session.open', { sources: [source] })).toMatchObject([{ path: source.path }])
  })

  it('come from a second instance, relative to where it was started; the window comes to the front', async () => {
    await launch()
    const client = connectPage()
    onlyWindow().minimized = true
    fake.app.emit('second-instance', {}, ['/opt/backedge/backedge', '--flag', 'log.txt'], home)
    expect(await nextRequest(client)).toEqual([{ kind: 'path', path: join(home, 'log.txt') }])
    expect(onlyWindow()).toMatchObject({ minimized: false, focused: true })
  })

  it('come from open-file before there is a window', async () => {
    await launch({ ready: false })
    expect(prevented((event) => fake.app.emit('open-file', event, join(home, 'log.txt')))).toBe(true)
    fake.makeReady()
    await new Promise((resolve) => setImmediate(resolve))
    expect(await nextRequest(connectPage())).toEqual([{ kind: 'path', path: join(home, 'log.txt') }])
  })

  it('open a window if there is none, and go to the page when it is there', async () => {
    await launch()
    onlyWindow().close()
    fake.app.emit('open-file', { preventDefault: () => undefined }, join(home, 'log.txt'))
    expect(await nextRequest(connectPage())).toEqual([{ kind: 'path', path: join(home, 'log.txt') }])
  })

  it('are associated by the packager, under the same name', async () => {
    await launch()
    const { build } = JSON.parse(await readFile('package.json', 'utf8')) as { build: { appId: string; fileAssociations: { ext: string }[] } }
    expect(build.fileAssociations.map(({ ext }) => ext)).toEqual(['backedge'])
    expect(fake.called('app.setAppUserModelId')).toEqual([[build.appId]])
  })

  it('a second instance without files brings the window to the front', async () => {
    await launch()
    fake.app.emit('second-instance', {}, ['/opt/backedge/backedge'], home)
    expect(onlyWindow().focused).toBe(true)
  })
})

describe('the menu', () => {
  it('has every command, in its menu, and sends it to the page', async () => {
    await launch()
    const items = fake.menu.template.flatMap(({ label, submenu }) => (submenu ?? []).map((item) => ({ menu: label, item })))
    const commands = items.filter(({ item }) => item.id !== undefined)
    expect(commands.map(({ menu, item }) => [menu, item.id, item.label])).toEqual(COMMANDS.map(({ menu, id, title }) => [menu, id, title]))
    for (const { item } of commands) item.click?.()
    const sent = onlyWindow().webContents.sent.filter(({ what }) => what === CHANNELS.command)
    expect(sent.map(({ args }) => args)).toEqual(COMMANDS.map(({ id }) => [id]))
    expect(fake.menu.application).toMatchObject({ template: fake.menu.template })
  })

  it('shows what can be done and what is set, as the page tells', async () => {
    await launch()
    const item = (id: string) => fake.menu.application?.getMenuItemById(id)
    const marked = () => COMMANDS.map(({ id }) => id).filter((id) => item(id)?.checked)
    expect(COMMANDS.filter(({ id }) => item(id)?.enabled)).toEqual([])
    await invoke(CHANNELS.showCommands, { enabled: ['file.open', 'view.modules', 'theme.dark', 'theme.light'], marked: ['view.modules', 'theme.dark'] })
    expect(COMMANDS.map(({ id }) => id).filter((id) => item(id)?.enabled)).toEqual(['file.open', 'view.modules', 'theme.light', 'theme.dark'])
    expect(marked()).toEqual(['view.modules', 'theme.dark'])
    await invoke(CHANNELS.showCommands, { enabled: ['file.open'], marked: ['theme.light'] })
    expect(marked()).toEqual(['theme.light'])
    expect(item('view.modules')?.enabled).toBe(false)
    expect(item('view.modules')?.item.type).toBe('checkbox')
    expect(item('theme.dark')?.item.type).toBe('radio')
    expect(item('file.open')?.item.type).toBeUndefined()

    for (const wrong of [undefined, { enabled: ['quit'], marked: [] }, { enabled: [] }, { enabled: [], marked: [], more: 1 }]) {
      await expect(invoke(CHANNELS.showCommands, wrong)).rejects.toThrow()
    }
    expect(item('file.open')?.enabled).toBe(true)
    onlyWindow().close()
    expect(item('file.open')?.enabled).toBe(false)
  })

  it('shows keys but leaves them to the page, and has no tools for developers', async () => {
    await launch()
    const items = fake.menu.template.flatMap(({ submenu }) => submenu ?? [])
    expect(items.find(({ id }) => id === 'file.open')).toMatchObject({ accelerator: 'CmdOrCtrl+O', registerAccelerator: false })
    expect(items.find(({ id }) => id === 'view.zoom-in')?.accelerator).toBeUndefined()
    const roles = items.map(({ role }) => role)
    expect(roles).toContain('copy')
    expect(roles).toContain('quit')
    expect(roles).not.toContain('toggleDevTools')
  })
})

describe('what is not saved', () => {
  /** Opens what was printed for `names`, which their titles come from, and waits until the main process has heard of it. */
  async function openTexts(...names: readonly string[]): Promise<Client> {
    await launch()
    const client = connectPage()
    const changed = new Promise((resolve) => client.on('sessions.changed', resolve))
    await client.call('session.open', { sources: names.map((name) => ({ kind: 'text', name: 'Pasted text', text: `julia> @time_imports using ${name}\n${SAMPLE}` })) })
    await changed
    return client
  }
  const questions = () => fake.called('dialog.showMessageBoxSync').map((args) => args.at(-1) as { message: string; detail: string; cancelId: number })

  it.runIf(process.platform !== 'darwin')('is named before the window closes, which stays if the user says so', async () => {
    await openTexts('first', 'second')
    const window = onlyWindow()
    fake.world.messageBox = 1
    expect(window.close()).toBe(false)
    expect(onlyWindow()).toBe(window)
    expect(questions()).toMatchObject([{ message: '2 profiles are not saved.', detail: expect.stringMatching(/^• @time_imports using first\n• @time_imports using second\n/) as string, cancelId: 1 }])
    expect(fake.called('dialog.showMessageBoxSync')[0]?.[0]).toBe(window)
    fake.world.messageBox = 0
    expect(window.close()).toBe(true)
    expect(questions()).toHaveLength(2)
  })

  it('is named before the app quits, once', async () => {
    await openTexts('mine')
    fake.world.messageBox = 1
    fake.app.quit()
    expect(fake.BrowserWindow.all).toHaveLength(1)
    expect(questions()).toMatchObject([{ message: 'One profile is not saved.' }])
    fake.world.messageBox = 0
    fake.app.quit()
    expect(fake.BrowserWindow.all).toEqual([])
    expect(questions()).toHaveLength(2)
  })

  it('is counted where it is too much to list', async () => {
    await openTexts(...Array.from({ length: 11 }, (_, at) => `Package${at}`))
    fake.world.messageBox = 1
    fake.app.quit()
    expect(questions()[0]?.detail).toContain('• @time_imports using Package7\nand 3 more\n')
  })

  it('is not asked about once it is saved, or for what is on a disk', async () => {
    const client = await openTexts('mine')
    const saved = new Promise((resolve) => client.on('sessions.changed', resolve))
    fake.world.saveDialog = { canceled: false, filePath: join(home, 'mine.backedge') }
    const path = String(await invoke(CHANNELS.pickSave, 'mine.backedge', []))
    await client.call('session.export', { id: 1, format: 'backedge', target: { kind: 'path', path } })
    await saved
    expect(onlyWindow().close()).toBe(true)
    expect(questions()).toEqual([])
  })

  it('does not keep the page from being loaded again: the profiles stay', async () => {
    await openTexts('mine')
    expect(onlyWindow().webContents.listenerCount('will-prevent-unload')).toBe(0)
    expect(await connectPage().call('session.list', {})).toMatchObject([{ unsaved: true }])
  })
})

describe('the end', () => {
  it('quits with the last window, except on a Mac', async () => {
    await launch()
    fake.app.emit('window-all-closed')
    expect(fake.called('app.quit')).toHaveLength(process.platform === 'darwin' ? 0 : 1)
  })
})
