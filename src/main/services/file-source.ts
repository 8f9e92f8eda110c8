/**
 * A file of which parts are read when they are asked for. It stays open until it is closed or nobody holds on to it any more: a file that
 * replaces it meanwhile is another one.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { ImageError } from '../image/bytes'
import type { ByteSource } from '../image/container'

export interface FileSource extends ByteSource {
  readonly close: () => void
}

const abandoned = new FinalizationRegistry<number>((file) => {
  closeSync(file)
})

/** Throws what `node:fs` throws if the file cannot be opened. */
export function fileSource(path: string): FileSource {
  const file = openSync(path, 'r')
  const source: FileSource = {
    length: fstatSync(file).size,
    read: (from, to) => {
      const bytes = new Uint8Array(to - from)
      let done = 0
      while (done < bytes.length) {
        const count = readSync(file, bytes, done, bytes.length - done, from + done)
        if (count === 0) throw new ImageError(`${bytes.length - done} bytes are missing at byte ${from + done} of the file`)
        done += count
      }
      return bytes
    },
    close: () => {
      abandoned.unregister(source)
      closeSync(file)
    },
  }
  abandoned.register(source, file, source)
  return source
}
