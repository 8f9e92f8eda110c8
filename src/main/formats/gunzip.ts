/** Unpacks gzip with a limit, and says how far it came where the data are damaged or cut off. */
import { createGunzip } from 'node:zlib'
import { UserError } from '../../shared/errors'
import { formatBytes, formatCount } from '../../shared/units'

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * The unpacked content of `bytes`. Throws a `UserError`: 'bad-input' for damaged or truncated data, 'too-large' as soon
 * as more than `limit` bytes have come out.
 */
export async function gunzip(bytes: Uint8Array, name: string, limit: number, signal?: AbortSignal): Promise<Uint8Array> {
  const unzip = createGunzip()
  const chunks: Uint8Array[] = []
  let length = 0
  unzip.end(bytes)
  try {
    for await (const chunk of unzip as AsyncIterable<Uint8Array>) {
      signal?.throwIfAborted()
      length += chunk.length
      if (length > limit) {
        throw new UserError('too-large', `The gzip file unpacks to more than ${formatBytes(limit)}`, { where: name })
      }
      chunks.push(chunk)
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_'))) throw error
    const came = `${formatCount(bytes.length)} bytes are there, ${formatCount(length)} bytes could be unpacked`
    const found = error.code === 'Z_BUF_ERROR' ? 'The gzip file ends too early' : 'The gzip file is damaged'
    throw new UserError('bad-input', `${found}: ${came}`, { where: name, hint: 'copy or download it again' })
  } finally {
    unzip.destroy()
  }
  return Buffer.concat(chunks, length)
}
