/**
 * Text to a profile in one step, for the tests of text formats: the session splitter over the given formats, then the
 * integrity check.
 */
import { expect } from 'vitest'
import type { TextFormat } from '../../../src/main/formats/format'
import { TEXT_FORMATS } from '../../../src/main/formats/index'
import { Lines } from '../../../src/main/formats/lines'
import { readSession } from '../../../src/main/formats/session'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { checkIntegrity } from '../../../src/shared/profile/integrity'
import type { Profile } from '../../../src/shared/profile/tables'

/** Reads `text` as one source; `formats` defaults to all of them. Fails the test if the profile is not sound. */
export function importText(text: string, formats: readonly TextFormat[] = TEXT_FORMATS): Profile {
  const builder = new ProfileBuilder()
  const source = builder.source({ name: 'text.txt', format: 'text', bytes: Buffer.byteLength(text) })
  const { unparsedDropped } = readSession(new Lines(text), formats, builder, source)
  const profile = builder.finish({ unparsedDropped })
  expect(checkIntegrity(profile)).toEqual([])
  return profile
}
