/**
 * The samples that come with the app, for the start page. Vite turns each file of `resources/samples` into a chunk of its
 * own, so they travel with `out/` and are only read when asked for.
 */
import { z } from 'zod'
import type { SampleInfo } from '../../shared/api'
import { UserError } from '../../shared/errors'
import index from '../../../resources/samples/index.json'

export interface Samples {
  list(): readonly SampleInfo[]
  /** Throws `UserError('not-found')`. */
  read(id: string): Promise<{ readonly name: string; readonly bytes: Uint8Array }>
}

const FOLDER = '../../../resources/samples/'
const texts = import.meta.glob<string>('../../../resources/samples/*.txt', { query: '?raw', import: 'default' })
const entries = z.array(z.strictObject({ id: z.string(), title: z.string(), text: z.string(), file: z.string() })).parse(index)

export const bundledSamples: Samples = {
  list: () => entries.map(({ id, title, text }) => ({ id, title, text })),
  async read(id) {
    const entry = entries.find((candidate) => candidate.id === id)
    const load = entry && texts[FOLDER + entry.file]
    if (!load) throw new UserError('not-found', `There is no sample "${id}".`)
    return { name: entry.file, bytes: new TextEncoder().encode(await load()) }
  },
}
