/** Reads a fixture of a text format: `fixture('time-imports/colors.txt')`. */
import { readFileSync } from 'node:fs'

export function fixture(path: string): string {
  return readFileSync(new URL(`../../fixtures/formats/${path}`, import.meta.url), 'utf8')
}
