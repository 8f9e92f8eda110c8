/**
 * Text to a profile in one step, for the tests of text formats: the session splitter over the given formats, then a check
 * that every reference points at a row and every parent stands above its child.
 */
import { expect } from 'vitest'
import { Lines } from '../../../src/main/formats/lines'
import type { TextFormat } from '../../../src/main/formats/format'
import { TEXT_FORMATS } from '../../../src/main/formats/index'
import { readSession } from '../../../src/main/formats/session'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import type { ColumnSpec } from '../../../src/shared/profile/schema'
import { SCHEMA, TABLE_NAMES } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'

/** Reads `text` as one source; `formats` defaults to all of them. Fails the test if the profile is not sound. */
export function importText(text: string, formats: readonly TextFormat[] = TEXT_FORMATS): Profile {
  const builder = new ProfileBuilder()
  const source = builder.source({ name: 'text.txt', format: 'text', bytes: Buffer.byteLength(text) })
  const { unparsedDropped } = readSession(new Lines(text), formats, builder, source)
  const profile = builder.finish({ unparsedDropped })
  const problems: string[] = []
  for (const name of TABLE_NAMES) {
    const table = profile[name]
    for (const [column, spec] of Object.entries<ColumnSpec>(SCHEMA[name])) {
      const values = (table as unknown as Record<string, ArrayLike<number>>)[column] ?? []
      if (values.length !== table.length) problems.push(`${name}.${column}: ${values.length} of ${table.length} rows`)
      if (!spec.refers) continue
      const target = spec.refers === 'self' ? table : (profile as unknown as Record<string, { length: number }>)[spec.refers]
      for (let row = 0; row < values.length; row++) {
        const value = values[row] ?? Number.NaN
        const limit = spec.before ? row : (target?.length ?? 0)
        if (!(value >= -1 && value < limit)) problems.push(`${name}.${column}[${row}] = ${value}, beyond ${limit}`)
      }
    }
  }
  expect(problems).toEqual([])
  return profile
}
