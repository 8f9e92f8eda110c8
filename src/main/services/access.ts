/**
 * Which paths the front end may name. A page is not trusted with the file system: a path counts only if a person chose it
 * (dialog, drop, argument, recent list), which the host says by granting it, or if it lies inside the root folder that the
 * server was started with.
 */
import { isAbsolute, dirname, join, basename, relative, resolve, sep } from 'node:path'
import { UserError } from '../../shared/errors'
import type { Files } from './files'

export class Access {
  private readonly granted = new Set<string>()

  /** `root`: a folder whose contents may all be named, relative to it or absolute. */
  constructor(
    private readonly files: Pick<Files, 'realPath'>,
    private readonly root?: string,
  ) {}

  grant(path: string): void {
    this.granted.add(resolve(path))
  }

  /**
   * The absolute path, if it may be read. Throws `UserError('no-access')`, which says the same whether the file is
   * there or not.
   */
  async readable(path: string): Promise<string> {
    return this.check(path, async (absolute) => this.files.realPath(absolute))
  }

  /** The absolute path, if it may be written. A file inside the root need not be there yet, its folder must. */
  async writable(path: string): Promise<string> {
    return this.check(path, async (absolute) => {
      const present = await this.files.realPath(absolute)
      if (present !== undefined) return present
      const folder = await this.files.realPath(dirname(absolute))
      return folder === undefined ? undefined : join(folder, basename(absolute))
    })
  }

  private async check(path: string, realPath: (absolute: string) => Promise<string | undefined>): Promise<string> {
    if (path.includes('\0')) throw new UserError('bad-request', 'This cannot be the name of a file.')
    const absolute = resolve(this.root ?? '', path)
    if (this.granted.has(absolute) && isAbsolute(path)) return absolute
    if (this.root !== undefined) {
      // Links are followed first: one inside the root may lead out of it.
      const [root, real] = await Promise.all([this.files.realPath(this.root), realPath(absolute)])
      if (root !== undefined && real !== undefined && isInside(root, real)) return absolute
    }
    throw new UserError('no-access', 'This path was not opened by you.', {
      where: path,
      hint: 'choose the file in a dialog, drop it, or give it as an argument',
    })
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
