/** Headers of real cache files against what Julia itself answered about them; damaged ones. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { recordedForm } from './recorded-header'

const FOLDER = process.env['CACHE_RECORDINGS'] ?? join(import.meta.dirname, '../../../fixtures/julia-cache')
const CASES = readdirSync(FOLDER)

/** What the recording says of the file with the native code, which is not stored. */
const OF_NATIVE = ['so_size', 'pkgimage_crc_ok']

describe('headers of cache files', () => {
  it.each(CASES)('%s is read as Julia reads it', (folder) => {
    const names = readdirSync(join(FOLDER, folder))
    const file = names.find((name) => name.endsWith('.ji')) ?? ''
    const recorded = JSON.parse(readFileSync(join(FOLDER, folder, 'header.json'), 'utf8')) as Record<string, unknown>
    for (const key of OF_NATIVE) delete recorded[key]
    expect(recordedForm(readFileSync(join(FOLDER, folder, file)), file)).toEqual(recorded)
  })
})
