/**
 * The files of a lab: what the disk (or a sample) has, with edits in memory over it. Only a folder's Julia, TOML and plain text files are shown, up to
 * limits on their number, depth and size. Paths come from a page: they are relative, and none leads out of the folder. Links that do are not followed.
 */
import type { LabFile } from '../../../shared/lab'
import { UserError } from '../../../shared/errors'
import type { FileSystem } from '../../loader/files'
import { OverlayFiles } from '../../loader/overlay-files'
import { joinPath, pathBelow } from '../../loader/paths'
import { putEdited } from '../scenarios'

/** What is shown of a folder. */
const MOST_FILES = 2000
/** Names that are looked at meanwhile. */
const MOST_NAMES = 20_000
const MOST_DEPTH = 8
const MOST_BYTES = 2 ** 20
const LONGEST_PATH = 1000

const KINDS: readonly (readonly [RegExp, LabFile['kind']])[] = [[/\.jl$/i, 'julia'], [/\.toml$/i, 'toml'], [/\.(md|txt)$/i, 'text']]

interface Edit {
  readonly text: string
  /** What the disk had when the edits began; undefined if there was no such file. */
  readonly base: string | undefined
}

interface Place {
  /** What is shown: nothing outside of the folder. */
  readonly shown: FileSystem
  /** What programs see. */
  readonly files: FileSystem
  readonly folder: string
  readonly depot: string
  /** Folders below the first are shown too. */
  readonly deep: boolean
}

export function kindOfFile(path: string): LabFile['kind'] | undefined {
  return KINDS.find(([ending]) => ending.test(path))?.[1]
}

export class LabFiles {
  private edits: ReadonlyMap<string, Edit> = new Map()

  constructor(private readonly place: Place) {}

  /** Sorted by path. */
  list(): { readonly files: LabFile[], readonly truncated: boolean } {
    const { shown, folder, deep } = this.place
    const found = new Map<string, LabFile>()
    let names = 0
    let truncated = false
    const visit = (at: string, depth: number): void => {
      for (const name of shown.list(joinPath(folder, at))) {
        if (found.size >= MOST_FILES || ++names > MOST_NAMES) truncated = true
        if (truncated) return
        const path = at === '' ? name : `${at}/${name}`
        if (!isName(name)) continue
        const kind = kindOfFile(name)
        const stat = kind === undefined ? undefined : shown.stat(joinPath(folder, path))
        if (stat !== undefined && kind !== undefined) found.set(path, { path, kind, bytes: stat.size, edited: false, added: false })
        else if (depth < MOST_DEPTH && deep) visit(path, depth + 1)
      }
    }
    visit('', 1)
    for (const [path, { text }] of this.edits) {
      found.set(path, { path, kind: kindOfFile(path) ?? 'text', bytes: new TextEncoder().encode(text).length, edited: true, added: this.saved(path) === undefined })
    }
    return { files: [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), truncated }
  }

  /** Throws `UserError`: 'bad-request' for a path that names none, 'not-found', 'too-large', 'bad-input' for what is no UTF-8. */
  read(given: string): { readonly path: string, readonly text: string, readonly saved: string, readonly edited: boolean, readonly conflict: boolean } {
    const path = checkedPath(given)
    const edit = this.edits.get(path)
    const saved = this.saved(path)
    if (edit === undefined && saved === undefined) throw new UserError('not-found', 'There is no such file.', { where: path })
    return { path, text: edit?.text ?? saved ?? '', saved: saved ?? '', edited: edit !== undefined, conflict: edit !== undefined && edit.base !== saved }
  }

  /** As it is now; undefined if there is no such file, or none that can be shown. */
  text(path: string): string | undefined {
    try {
      return this.read(path).text
    } catch (error) {
      if (error instanceof UserError) return undefined
      throw error
    }
  }

  /** Throws `UserError`: 'bad-request', 'too-large', 'bad-input'. */
  edit(given: string, text: string): void {
    const path = checkedPath(given)
    if (text.length > MOST_BYTES) throw new UserError('too-large', `${text.length} characters, expected at most ${MOST_BYTES}.`, { where: path })
    const saved = this.saved(path)
    if (saved === undefined && this.isFolder(path)) throw new UserError('bad-request', 'A folder of that name is there.', { where: path })
    const { base } = this.edits.get(path) ?? { base: saved }
    this.change(path, text === saved ? undefined : { text, base })
  }

  revert(given: string): void {
    this.change(checkedPath(given), undefined)
  }

  /** The text to save; undefined if there is nothing to. Throws `UserError('conflict')` unless `force`. */
  toSave(given: string, force: boolean): string | undefined {
    const { path, edited, conflict, text, saved } = this.read(given)
    if (!edited) return undefined
    if (conflict && !force) throw new UserError('conflict', conflictText(this.edits.get(path)?.base, this.saved(path), saved), { where: path, hint: 'revert the edits to take what is there, or save over it' })
    return text
  }

  /** What runs see. Edited files have an mtime that follows from their content, so that a run gives the same whenever it is made. */
  overlay(): FileSystem {
    const { files, depot, folder } = this.place
    const overlay = new OverlayFiles(files, [{ folder: depot, place: depot }])
    for (const [path, { text }] of this.edits) putEdited(overlay, joinPath(folder, path), text)
    return overlay
  }

  /** The path of a file as the page knows it; undefined if it is none of the lab's. */
  relative(path: string): string | undefined {
    const below = pathBelow(this.place.folder, path)
    return below === undefined || below === '' ? undefined : below
  }

  private change(path: string, edit: Edit | undefined): void {
    const edits = new Map(this.edits)
    edits.delete(path)
    if (edit !== undefined) edits.set(path, edit)
    this.edits = edits
  }

  /** What the disk has. */
  private saved(path: string): string | undefined {
    const { shown, folder } = this.place
    const whole = joinPath(folder, path)
    const stat = shown.stat(whole)
    if (stat === undefined) return undefined
    if (stat.size > MOST_BYTES) throw new UserError('too-large', `${stat.size} bytes, expected at most ${MOST_BYTES}.`, { where: path })
    const bytes = shown.readBytes(whole)
    if (bytes === undefined) return undefined
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch {
      throw new UserError('bad-input', 'This is no text in UTF-8.', { where: path })
    }
  }

  private isFolder(path: string): boolean {
    const stem = `${path}/`
    return this.place.shown.list(joinPath(this.place.folder, path)).length > 0 || [...this.edits.keys()].some((one) => one.startsWith(stem))
  }
}

function isName(name: string): boolean {
  return !name.startsWith('.') && !/[\p{Cc}\\/]/u.test(name)
}

/** Throws `UserError('bad-request')`. */
function checkedPath(path: string): string {
  const reason = path.length > LONGEST_PATH ? `expected at most ${LONGEST_PATH} characters`
    : !path.split('/').every((part) => part !== '' && isName(part)) ? 'expected a path from the folder of the project, with / between, and no hidden parts'
      : kindOfFile(path) === undefined ? 'expected a name that ends in .jl, .toml, .md or .txt' : undefined
  if (reason !== undefined) throw new UserError('bad-request', `This cannot be a file of the lab: ${reason}.`, { where: path.slice(0, 200) })
  return path
}

function conflictText(base: string | undefined, found: string | undefined, text: string): string {
  if (found === undefined) return 'The file is no longer on the disk.'
  if (base === undefined) return 'Meanwhile there is a file of that name on the disk.'
  const [before, after] = [base.split('\n'), text.split('\n')]
  const line = after.findIndex((one, at) => one !== before[at])
  return `The file on the disk is another one since the edits began: it differs from line ${(line < 0 ? Math.min(before.length, after.length) : line) + 1} on.`
}
