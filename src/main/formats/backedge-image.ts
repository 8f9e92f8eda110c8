/** Images that Backedge made: caches of packages, package images and system images, with the file of native code where it lies beside. */
import { UserError } from '../../shared/errors'
import { ImageError } from '../image/bytes'
import { isContainer } from '../image/container'
import { describeImage } from '../image/describe'
import type { RangedFormat } from './format'

export const backedgeImage: RangedFormat = {
  id: 'backedge-image',
  title: 'Backedge images: caches (.ji), package images, system images',
  detect: isContainer,
  read(file, { builder, source, name, beside }) {
    const native = beside?.('so')
    try {
      describeImage({ name, bytes: file }, native && { name: name.replace(/\.ji$/, '.so'), bytes: native }, { builder, source, format: backedgeImage.id })
    } catch (error) {
      if (!(error instanceof ImageError)) throw error
      throw new UserError('bad-input', `The image is damaged: ${error.message}`, { where: name || undefined, hint: 'expected a file that backedge precompile or backedge build wrote' })
    }
  },
}
