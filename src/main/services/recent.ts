/**
 * The files opened and saved last, newest first, in one JSON file, because the lists of the operating systems exist on two
 * of three of them and cannot be read back. A file that is gone stays in the list and is marked, until the user forgets it.
 */
import { basename, dirname, resolve } from 'node:path'
import { z } from 'zod'
import type { RecentFile } from '../../shared/api'
import { UserError } from '../../shared/errors'
import type { Files } from './files'

const MAX_ENTRIES = 20
const MAX_FILE = 1 << 20

const schema = z.object({
  version: z.literal(1),
  files: z.array(z.object({ path: z.string().min(1), openedAt: z.number() })),
})
type Entry = z.infer<typeof schema>['files'][number]

export class Recent {
  /** Changes follow one another: two at once would lose one. */
  private last: Promise<unknown> = Promise.resolve()

  /** `statePath`: undefined keeps nothing. `now`: milliseconds since 1970. */
  constructor(
    private readonly files: Files,
    private readonly statePath: string | undefined,
    private readonly now: () => number,
  ) {}

  async list(): Promise<RecentFile[]> {
    const entries = await this.entries()
    return Promise.all(
      entries.map(async ({ path, openedAt }) => ({ path, name: basename(path), openedAt, exists: await this.files.exists(path) })),
    )
  }

  /** Puts the file on top. Never throws: opening a file must not fail because the list of files cannot be kept. */
  async add(path: string): Promise<void> {
    const absolute = resolve(path)
    await this.change((entries) =>
      [{ path: absolute, openedAt: this.now() }, ...entries.filter((entry) => entry.path !== absolute)].slice(0, MAX_ENTRIES),
    )
  }

  async forget(path: string): Promise<void> {
    await this.change((entries) => entries.filter((entry) => entry.path !== path))
  }

  /** Read anew each time: another Backedge may have written it. */
  private async entries(): Promise<Entry[]> {
    if (this.statePath === undefined) return []
    try {
      const text = new TextDecoder().decode(await this.files.read(this.statePath, MAX_FILE))
      return schema.parse(JSON.parse(text)).files
    } catch (error) {
      // Not there, unreadable or damaged: a list that can only be shortened is not worth an error.
      if (error instanceof UserError || error instanceof SyntaxError || error instanceof z.ZodError) return []
      throw error
    }
  }

  private async change(edit: (entries: Entry[]) => Entry[]): Promise<void> {
    const { statePath } = this
    if (statePath === undefined) return
    const step = this.last.then(async () => {
      const state = { version: 1, files: edit(await this.entries()) }
      try {
        await this.files.makeFolder(dirname(statePath))
        await this.files.write(statePath, new TextEncoder().encode(`${JSON.stringify(state, undefined, 2)}\n`))
      } catch (error) {
        if (!(error instanceof UserError)) throw error
      }
    })
    this.last = step.catch(() => undefined)
    await step
  }
}
