/** The declared types of the oracle tables, and shorthands to read and ask about types. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { universeOf } from '../../../src/main/julia/conformance/run'
import type { TypeRow } from '../../../src/main/julia/types/declare'
import { readType } from '../../../src/main/julia/types/read'
import type { Parameter } from '../../../src/main/julia/types/type'
import type { TypeUniverse } from '../../../src/main/julia/types/universe'

const FOLDER = join(import.meta.dirname, '../../fixtures/oracle')

export function oracleRows(table: string): unknown[] {
  return readFileSync(join(FOLDER, `${table}.jsonl`), 'utf8').trim().split('\n').map((line): unknown => JSON.parse(line))
}

export function newUniverse(): TypeUniverse {
  return universeOf(oracleRows('types') as TypeRow[])
}

export const universe = newUniverse()

/** A type from Julia syntax. */
export function jl(source: string): Parameter {
  return readType(universe, source)
}
