/** The local web server against clients that mean harm: other sites, other programs, guessed secrets, odd paths, large messages. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isLoopbackHost, isOwnOrigin, PageAccess } from '../../../../src/main/hosts/web/page-access'
import type { WebServer } from '../../../../src/main/hosts/web/server'
import { MAX_MESSAGE, startWebServer } from '../../../../src/main/hosts/web/server'
import { MAX_INPUT_BYTES } from '../../../../src/main/formats/open'
import type { BytePipe } from '../../../../src/shared/pipe'
import { openPage } from '../../../hosts/ws-client'

let folder: string
let web: WebServer
const pages: BytePipe[] = []
const idle: string[] = []
const uploads: { readonly page: BytePipe; readonly file: Uint8Array }[] = []

const tokenOf = (address: string): string => address.split('#token=')[1] ?? ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backedge-web-'))
  await mkdir(join(folder, 'page/assets'), { recursive: true })
  await writeFile(join(folder, 'page/index.html'), '<!doctype html><title>Backedge</title>')
  await writeFile(join(folder, 'page/assets/app.js'), 'export {}')
  await writeFile(join(folder, 'page/notes.doc'), 'of a type that the page has not')
  await writeFile(join(folder, 'secret.json'), '{"secret":true}')
  web = await startWebServer({
    folder: join(folder, 'page'),
    port: 0,
    maxMessage: 1000,
    onPage: (pipe) => pages.push(pipe),
    onUpload: (page, file) => uploads.push({ page, file }),
    onIdle: (address) => idle.push(address),
    idleAfter: 20,
  })
})

afterAll(async () => {
  await web.close()
  await rm(folder, { recursive: true })
})

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** A request as it is written, which `fetch` would tidy up. */
function get(path: string, { host = `127.0.0.1:${web.port}`, method = 'GET' } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: web.port, path, method, headers: { Host: host } }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

describe('the page', () => {
  it('is answered with its type and its policy', async () => {
    const page = await get('/')
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>Backedge</title>' })
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${web.port};`)
    expect((await get('/assets/app.js?v=1')).headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(await get('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
  })

  it.each([
    ['a malformed code', '/%zz', 400],
    ['a zero', '/index.html%00.js', 400],
    ['backslashes', '/..%5csecret.json', 400],
    ['dots', '/../secret.json', 403],
    ['coded dots', '/%2e%2e/secret.json', 403],
    ['a coded slash', '/..%2fsecret.json', 403],
    ['dots within', '/assets/../../secret.json', 403],
    ['a folder', '/assets', 404],
    ['a folder with a slash', '/assets/', 404],
    ['a file that is not there', '/none.js', 404],
    ['a type that the page has not', '/notes.doc', 404],
    ['another address', 'http://example.com/secret.json', 403],
    ['two slashes', '//etc/passwd', 404],
  ])('refuses %s', async (_what, path, status) => {
    const answer = await get(path)
    expect(answer.status).toBe(status)
    expect(answer.body).not.toContain('secret":true')
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    expect(await get('/', { method })).toMatchObject({ status: 405 })
  })

  it.each(['example.com', 'evil.127.0.0.1:1', '127.0.0.1.example.com', 'localhost.example.com:80', '127.0.0.1:80:80', '[::2]'])('refuses the host %j', async (host) => {
    expect(await get('/', { host })).toMatchObject({ status: 403 })
  })

  it('answers through a tunnel, where the port is another', async () => {
    expect(await get('/', { host: 'localhost:9000' })).toMatchObject({ status: 200 })
  })

  it('allows no other origin to read it', async () => {
    expect((await get('/')).headers['access-control-allow-origin']).toBeUndefined()
  })

  it('lives on after bytes that are no HTTP', async () => {
    await new Promise<void>((resolve) => {
      const socket = connectTcp(web.port, '127.0.0.1', () => socket.end('\u0000\u0001GET nothing\r\n\r\n'))
      socket.on('close', () => resolve())
      socket.resume()
    })
    expect(await get('/')).toMatchObject({ status: 200 })
  })
})

describe('who may come in', () => {
  it('opens one page with the token, once; its key opens it again', async () => {
    const token = tokenOf(web.address())
    const before = pages.length
    const { key, pipe } = await openPage({ port: web.port, offer: `token.${token}` })
    expect(key).toMatch(/^[\w-]{32}$/)
    expect(key).not.toBe(token)
    await expect(openPage({ port: web.port, offer: `token.${token}` })).rejects.toThrow('401')
    pipe.close()
    const again = await openPage({ port: web.port, offer: `key.${key}` })
    expect(again.key).toBe(key)
    again.pipe.close()
    expect(pages.length).toBe(before + 2)
  })

  it('has another address for another page', async () => {
    const first = web.address()
    const page = await openPage({ port: web.port, offer: `token.${tokenOf(first)}` })
    expect(web.address()).not.toBe(first)
    page.pipe.close()
  })

  it('says where, when the last page has gone', async () => {
    const page = await openPage({ port: web.port, offer: `token.${tokenOf(web.address())}` })
    idle.length = 0
    page.pipe.close()
    await expect.poll(() => idle).toEqual([web.address()])
  })

  it.each<[string, number, () => Parameters<typeof openPage>[0]]>([
    ['a wrong token', 401, () => ({ port: web.port, offer: 'token.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' })],
    ['an empty token', 401, () => ({ port: web.port, offer: 'token.' })],
    ['the token as key', 401, () => ({ port: web.port, offer: `key.${tokenOf(web.address())}` })],
    ['no offer', 401, () => ({ port: web.port, offer: '', protocols: ['backedge'] })],
    ['another protocol', 401, () => ({ port: web.port, offer: '', protocols: ['other', `token.${tokenOf(web.address())}`] })],
    ['many offers', 401, () => ({ port: web.port, offer: '', protocols: ['backedge', 'token.a', `token.${tokenOf(web.address())}`] })],
    ['a page of another site', 403, () => ({ port: web.port, offer: `token.${tokenOf(web.address())}`, origin: 'https://example.com' })],
    ['a page of another port', 403, () => ({ port: web.port, offer: `token.${tokenOf(web.address())}`, origin: 'http://127.0.0.1:1' })],
    ['a page of no origin', 403, () => ({ port: web.port, offer: `token.${tokenOf(web.address())}`, origin: 'null' })],
    ['no origin', 403, () => ({ port: web.port, offer: `token.${tokenOf(web.address())}`, origin: '' })],
    ['a name that was made to point here', 403, () => ({ port: web.port, offer: `token.${tokenOf(web.address())}`, host: 'example.com', origin: 'http://example.com' })],
    ['another path', 404, () => ({ port: web.port, offer: `token.${tokenOf(web.address())}`, path: '/other' })],
  ])('turns %s away', async (_what, status, page) => {
    const before = pages.length
    await expect(openPage(page())).rejects.toThrow(String(status))
    expect(pages.length).toBe(before)
  })

  it('does not spend the token on those it turns away', async () => {
    const address = web.address()
    await expect(openPage({ port: web.port, offer: `token.${tokenOf(address)}`, origin: 'https://example.com' })).rejects.toThrow('403')
    expect(web.address()).toBe(address)
  })

  it('ends a page that sends too much, or text, and lives on', async () => {
    for (const message of [new Uint8Array(1001), 'text']) {
      const page = await openPage({ port: web.port, offer: `token.${tokenOf(web.address())}` })
      pages.at(-1)?.onMessage(() => undefined)
      const closed = new Promise<number>((resolve) => page.socket.on('close', resolve))
      page.socket.send(message)
      expect(await closed).toBe(typeof message === 'string' ? 1003 : 1009)
    }
    expect(await get('/')).toMatchObject({ status: 200 })
  })

  it('has a limit of pages', async () => {
    const open = []
    for (let at = 0; at < 16; at++) open.push(await openPage({ port: web.port, offer: `token.${tokenOf(web.address())}` }))
    await expect(openPage({ port: web.port, offer: `token.${tokenOf(web.address())}` })).rejects.toThrow('503')
    for (const { pipe } of open) pipe.close()
    await expect.poll(() => openPage({ port: web.port, offer: `token.${tokenOf(web.address())}` }).then(({ pipe }) => pipe.close(), String)).toBeUndefined()
  })
})

describe('files that are sent ahead', () => {
  interface Post {
    readonly key?: string
    readonly host?: string
    readonly origin?: string
    readonly method?: string
    readonly body?: Uint8Array
    /** As said, whatever the body is; '' says none and sends it in chunks. */
    readonly length?: string
  }
  function post({ key, host = `127.0.0.1:${web.port}`, origin = `http://127.0.0.1:${web.port}`, method = 'POST', body = new Uint8Array(), length }: Post): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = {
        Host: host,
        ...(origin === '' ? {} : { Origin: origin }),
        ...(key === undefined ? {} : { 'X-Backedge-Key': key }),
        ...(length === '' ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': length ?? String(body.length) }),
      }
      const asked = request({ host: '127.0.0.1', port: web.port, path: '/files', method, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => (text += part))
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text })
          asked.destroy()
        })
      })
      asked.on('error', reject)
      asked.write(body)
      if (length === undefined || length === '') asked.end()
    })
  }
  const comeIn = () => openPage({ port: web.port, offer: `token.${tokenOf(web.address())}` })

  it('are taken from a page that is open, whole', async () => {
    const { key, pipe } = await comeIn()
    const page = pages.at(-1)
    for (const body of [Uint8Array.from({ length: 1000 }, (_, at) => at % 251), new Uint8Array()]) {
      const answer = await post({ key, body })
      expect(answer).toMatchObject({ status: 201, body: String(uploads.length) })
      expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff' })
      expect(uploads.at(-1)?.page).toBe(page)
      expect(uploads.at(-1)?.file).toEqual(body)
    }
    pipe.close()
  })

  it.each<[string, number, (key: string) => Post]>([
    ['a page without its key', 401, () => ({})],
    ['a wrong key', 401, () => ({ key: 'A'.repeat(32) })],
    ['the token as key', 401, () => ({ key: tokenOf(web.address()) })],
    ['a token that says so', 401, () => ({ key: `token.${tokenOf(web.address())}` })],
    ['another site', 403, (key) => ({ key, origin: 'https://example.com' })],
    ['another port', 403, (key) => ({ key, origin: 'http://127.0.0.1:1' })],
    ['no origin', 403, (key) => ({ key, origin: '' })],
    ['a name that was made to point here', 403, (key) => ({ key, host: 'example.com', origin: 'http://example.com' })],
    ['a question before the file', 405, (key) => ({ key, method: 'OPTIONS' })],
    ['a look at it', 405, (key) => ({ key, method: 'GET' })],
    ['no length', 411, (key) => ({ key, length: '' })],
    ['too much', 413, (key) => ({ key, length: '1001' })],
  ])('are refused from %s', async (_what, status, make) => {
    const { key, pipe } = await comeIn()
    const before = uploads.length
    const address = web.address()
    const answer = await post(make(key))
    expect(answer.status).toBe(status)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    expect(uploads.length).toBe(before)
    expect(web.address()).toBe(address)
    pipe.close()
  })

  it('are refused when the page has gone, and forgotten when they break off', async () => {
    const { key, pipe, socket } = await comeIn()
    const before = uploads.length
    await new Promise<void>((resolve) => {
      const half = connectTcp(web.port, '127.0.0.1', () => {
        half.write(`POST /files HTTP/1.1\r\nHost: 127.0.0.1:${web.port}\r\nOrigin: http://127.0.0.1:${web.port}\r\nX-Backedge-Key: ${key}\r\nContent-Length: 100\r\n\r\nhalf`)
        setTimeout(() => half.destroy(), 20)
      })
      half.on('close', () => resolve())
    })
    const gone = new Promise((resolve) => socket.on('close', resolve))
    pipe.close()
    await gone
    await expect.poll(async () => (await post({ key })).status).toBe(401)
    expect(uploads.length).toBe(before)
    expect(await get('/')).toMatchObject({ status: 200 })
  })
})

describe('the parts', () => {
  it('closes even while pages are open', async () => {
    const server = await startWebServer({ folder: join(folder, 'page'), port: 0, maxMessage: 1000, onPage: () => undefined })
    const page = await openPage({ port: server.port, offer: `token.${tokenOf(server.address())}` })
    const closed = new Promise<number>((resolve) => page.socket.on('close', resolve))
    await server.close()
    expect(await closed).toBe(1001)
  })

  it('tells a taken port', async () => {
    await expect(startWebServer({ folder, port: web.port, maxMessage: 1, onPage: () => undefined })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('takes messages as large as the largest file', () => {
    expect(MAX_MESSAGE).toBeGreaterThan(MAX_INPUT_BYTES + (1 << 20))
  })

  it('knows loopback names and own origins', () => {
    expect(['127.0.0.1', '127.0.0.1:1', 'localhost', 'LOCALHOST:2', '[::1]:3'].every(isLoopbackHost)).toBe(true)
    expect([undefined, '', '::1', 'x', '127.0.0.1:', '127.0.0.1@x', '0.0.0.0'].some(isLoopbackHost)).toBe(false)
    expect(isOwnOrigin('http://localhost:1', 'localhost:1')).toBe(true)
    expect(isOwnOrigin('https://localhost:1', 'localhost:1')).toBe(false)
    expect(isOwnOrigin(undefined, 'localhost:1')).toBe(false)
  })

  it('forgets the oldest of many keys, and takes as many random bytes as it says', () => {
    const asked: number[] = []
    let next = 0
    const access = new PageAccess((bytes) => {
      asked.push(bytes)
      const random = new Uint8Array(bytes)
      new DataView(random.buffer).setUint32(0, next++)
      return random
    })
    const keys = Array.from({ length: 65 }, () => access.admit(`token.${access.nextToken}`) ?? '')
    expect(access.admit(`key.${keys[0] ?? ''}`)).toBeUndefined()
    expect(access.admit(`key.${keys[1] ?? ''}`)).toBe(keys[1])
    expect(access.admit(keys[1] ?? '')).toBeUndefined()
    expect(new Set(asked)).toEqual(new Set([24]))
  })
})
