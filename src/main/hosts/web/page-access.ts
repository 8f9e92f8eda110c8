/**
 * Who may talk to the web server. The printed address carries a token that opens one page, once; the page gets a key in
 * exchange, with which it comes back after a reload or a lost connection for as long as the server runs. The token is in
 * the fragment of the address and travels as a WebSocket subprotocol: it is in no log, no Referer, no history. Somebody
 * who reads the address later (a process list, a screen) finds it spent.
 *
 * The key lives in the tab's sessionStorage: another tab, another origin or another port cannot read it, and unlike a
 * cookie no browser sends it by itself.
 */
import { createHash, timingSafeEqual } from 'node:crypto'

const SECRET_BYTES = 24
/** Pages that may come back; the key of the oldest is forgotten first. */
const MAX_KEYS = 64

function same(a: string, b: string): boolean {
  // Hashes have the same length, whatever was offered.
  const [hashA, hashB] = [a, b].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer]
  return timingSafeEqual(hashA, hashB)
}

export class PageAccess {
  private token: string
  private readonly keys: string[] = []

  /** `random` gives that many unpredictable bytes. */
  constructor(private readonly random: (bytes: number) => Uint8Array) {
    this.token = this.secret()
  }

  /** The token that opens the next page; a new one after each use. */
  get nextToken(): string {
    return this.token
  }

  /** The key of the page that makes this offer (`token.…` or `key.…`), or undefined if it may not come in. */
  admit(offer: string): string | undefined {
    const [kind, secret] = [offer.slice(0, offer.indexOf('.')), offer.slice(offer.indexOf('.') + 1)]
    if (kind === 'token' && same(secret, this.token)) {
      this.token = this.secret()
      const key = this.secret()
      this.keys.push(key)
      if (this.keys.length > MAX_KEYS) this.keys.shift()
      return key
    }
    // Every key is compared, so that the time does not tell which one was near.
    return kind === 'key' ? this.keys.filter((key) => same(secret, key))[0] : undefined
  }

  private secret(): string {
    return Buffer.from(this.random(SECRET_BYTES)).toString('base64url')
  }
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Whether a `Host` header names this machine. The port may be another one (an SSH tunnel); a name may not (a page of
 * a foreign site whose name was made to point here).
 */
export function isLoopbackHost(host: string | undefined): host is string {
  const match = /^(\[[^\]]*\]|[^:]*)(?::\d{1,5})?$/.exec(host ?? '')
  return match?.[1] !== undefined && LOOPBACK.has(match[1].toLowerCase())
}

/** Whether a WebSocket is asked for by the page that this server sent, and not by one of another origin. */
export function isOwnOrigin(origin: string | undefined, host: string): boolean {
  return origin?.toLowerCase() === `http://${host.toLowerCase()}`
}
