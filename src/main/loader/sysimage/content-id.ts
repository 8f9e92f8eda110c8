/** How the build of a system image is named: by its contents, so that the same image has the same name wherever and whenever it was made. */
import { buildIdOf } from '../cache/header'
import { crc32c } from '../crc32c'

export function contentId(sections: ReadonlyMap<string, Uint8Array>): string {
  const texts = [...sections].map(([name, bytes]) => `${name} ${bytes.length} ${crc32c(bytes)}`).join()
  const checksum = (salt: string) => BigInt(crc32c(new TextEncoder().encode(salt + texts)))
  return buildIdOf((checksum('a') << 32n) | checksum('b'), (checksum('c') << 32n) | checksum('d'))
}
