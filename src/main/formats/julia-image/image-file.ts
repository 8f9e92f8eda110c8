/** System images, native halves of package images, and programs that juliac made: libraries of any system with compiled Julia in them. */
import { UserError } from '../../../shared/errors'
import type { RangedFormat } from '../format'
import { addCache, readJuliaCache } from '../julia-cache/cache-rows'
import { isObject, readObject } from '../object-file/read-object'
import { addObject, inspectObject, isJuliaObject } from './describe-object'
import { ImageRows } from '../../../shared/profile/image-rows'

/** Of the cache file beside a package image. */
const MOST_CACHE = 500_000_000

export const juliaImage: RangedFormat = {
  id: 'julia-image',
  title: 'Julia system images and package images (.so, .dylib, .dll)',
  detect: isObject,
  read(file, into) {
    const object = readObject(file, into.name)
    const julia = inspectObject(object, file, into.name)
    if (!isJuliaObject(julia)) {
      throw new UserError('unknown-format', `The ${object.format} file holds no compiled Julia: neither the data of an image nor functions of Julia`, {
        where: into.name, hint: 'expected a system image, a package image, or a program that juliac made',
      })
    }
    const { preamble } = julia
    const rows = new ImageRows({ ...into, format: 'julia-image', tool: `symbols and sections (${object.format})`, julia: preamble?.juliaVersion ?? '' })
    const header = preamble && into.beside?.('ji')
    if (header && header.length <= MOST_CACHE) addCache(rows, readJuliaCache(header.read(0, header.length), into.name), into.name, file.length)
    else {
      const name = into.name.replace(/\.(?:so|dylib|dll)$/i, '')
      rows.begin({ name, kind: preamble ? 'pkgimage' : 'sysimage', path: into.name, julia: preamble?.juliaVersion ?? '', bytes: file.length })
    }
    addObject(rows, into.builder, julia)
  },
}
