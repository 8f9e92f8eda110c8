/** Cache files that a real Julia wrote (`.ji`, Julia 1.5 on); with the file of native code where it lies beside it. */
import { ImageError } from '../../image/bytes'
import type { BinaryFormat } from '../format'
import { addObject, inspectObject } from '../julia-image/describe-object'
import { ImageRows } from '../../../shared/profile/image-rows'
import { readObject } from '../object-file/read-object'
import { UserError } from '../../../shared/errors'
import { addCache, hasNativeHalf, readJuliaCache } from './cache-rows'
import { beginsLikeJulia } from './preamble'

const NATIVE = ['so', 'dylib', 'dll'] as const

export const juliaCache: BinaryFormat = {
  id: 'julia-cache',
  title: 'Julia cache files (.ji), of Julia 1.5 on',
  detect: beginsLikeJulia,
  read(bytes, into) {
    const cache = readJuliaCache(bytes, into.name)
    const rows = new ImageRows({ ...into, format: 'julia-cache', tool: 'Julia cache file', julia: cache.header.preamble.juliaVersion })
    const native = hasNativeHalf(cache.header) ? NATIVE.map((extension) => into.beside?.(extension)).find((file) => file !== undefined) : undefined
    addCache(rows, cache, into.name, native?.length)
    if (!native) return
    try {
      addObject(rows, into.builder, inspectObject(readObject(native, into.name), native, into.name))
    } catch (error) {
      if (!(error instanceof UserError) && !(error instanceof ImageError)) throw error
      rows.note(`The file with the native code could not be read: ${error.message}.`)
    }
  },
}
