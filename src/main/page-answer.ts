/**
 * The built page as answers to requests, the same for the `app://` scheme of Electron and for the local web server: which
 * file, of what type, under which policy. Reads nothing outside the folder it is given.
 */
import { readFile } from 'node:fs/promises'
import { extname, relative, resolve, isAbsolute } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** `connect`: what the page may talk to beside its own origin. */
export function contentSecurityPolicy(connect: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** On every answer, also on refusals. */
export function safeHeaders(policy: string): Record<string, string> {
  return {
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-cache',
  }
}

export function refusal(status: number, text: string, policy: string): Response {
  return new Response(`${text}\n`, { status, headers: { ...safeHeaders(policy), 'Content-Type': 'text/plain; charset=utf-8' } })
}

/** `path`: of the URL, still percent-encoded. A folder is never listed; only `/` stands for a file, `index.html`. */
export async function answerPage(folder: string, method: string, path: string, policy: string): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return refusal(405, 'Only GET and HEAD are answered here.', policy)
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return refusal(400, 'This is no path: a percent sign does not begin a code.', policy)
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return refusal(400, 'This is no path.', policy)
  const file = resolve(folder, `.${decoded === '/' ? '/index.html' : decoded}`)
  const way = relative(folder, file)
  const type = TYPES[extname(file)]
  if (!decoded.startsWith('/') || way === '' || way.startsWith('..') || isAbsolute(way)) return refusal(403, 'Outside of the page.', policy)
  if (type === undefined) return refusal(404, 'There is no such file.', policy)
  try {
    const bytes = await readFile(file)
    return new Response(method === 'HEAD' ? undefined : bytes, {
      headers: { ...safeHeaders(policy), 'Content-Type': type, 'Content-Length': String(bytes.length) },
    })
  } catch {
    return refusal(404, 'There is no such file.', policy)
  }
}
