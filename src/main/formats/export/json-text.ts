/** JSON as text, where what is too long for one text of the engine is the user's to know and no bug. */
import { UserError } from '../../../shared/errors'

/** Throws `UserError('too-large')` where the text would be longer than 512 MB. */
export function jsonText(value: object): string {
  try {
    return JSON.stringify(value)
  } catch (error) {
    if (error instanceof RangeError) throw new UserError('too-large', 'The profile is too large for one JSON file: it would be longer than 512 MB')
    throw error
  }
}
