/**
 * Files of which some folder is another's: what lies in the folder is read and written there, under the same paths, and all else below. The
 * listing of the folder around it does not name it.
 */
import type { ByteSource } from '../image/container'
import type { FileStat, FileSystem } from './files'
import { pathBelow } from './paths'

export class MountedFiles implements FileSystem {
  constructor(private readonly below: FileSystem, private readonly folder: string, private readonly mounted: FileSystem) {}

  readText(path: string): string | undefined {
    return this.at(path).readText(path)
  }

  readBytes(path: string): Uint8Array | undefined {
    return this.at(path).readBytes(path)
  }

  open(path: string): ByteSource | undefined {
    return this.at(path).open(path)
  }

  stat(path: string): FileStat | undefined {
    return this.at(path).stat(path)
  }

  list(path: string): readonly string[] {
    return this.at(path).list(path)
  }

  write(path: string, bytes: Uint8Array): void {
    this.at(path).write(path, bytes)
  }

  remove(path: string): void {
    this.at(path).remove(path)
  }

  private at(path: string): FileSystem {
    return pathBelow(this.folder, path) === undefined ? this.below : this.mounted
  }
}
