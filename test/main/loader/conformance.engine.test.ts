/** Packages that a real Julia 1.5.3 loaded from their caches: instances, code, callers and output, as it recorded them. Base has no code of its own here. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cachedTable } from '../../../src/main/loader/conformance/cached'
import { demoPackage } from '../../../src/main/loader/conformance/timing'
import { STANDARD_UUIDS } from '../../../src/main/julia/runtime/standard-libraries'
import { base } from '../../../src/main/services/base'
import { calibrationFor } from '../../../src/main/services/calibrations'

const instance = z.looseObject({ spec: z.string(), valid: z.boolean(), entries: z.array(z.looseObject({ valid: z.boolean() })), backedges: z.array(z.string()) })
const rowSchema = z.looseObject({
  name: z.string(),
  packages: z.array(z.looseObject({ name: z.string(), source: z.string() })),
  observed: z.looseObject({ functions: z.array(z.looseObject({ f: z.string(), instances: z.array(instance) })), queries: z.array(z.looseObject({ sig: z.string() })), values: z.array(z.string()) }),
})
const rows = readFileSync('test/fixtures/oracle/cached.jsonl', 'utf8').trim().split('\n').map((line) => rowSchema.parse(JSON.parse(line)))
const table = cachedTable({ julia: '1.5', base, stdlibs: STANDARD_UUIDS, calibration: calibrationFor('1.5') })

function rowNamed(name: string): z.infer<typeof rowSchema> {
  const row = rows.find((one) => one.name === name)
  if (row === undefined) throw new Error(`no row ${name}`)
  return row
}

describe('loaded packages as in Julia 1.5.3', () => {
  it.each(rows)('$name', (row) => {
    const answers = table.ask(row) ?? []
    const { functions, queries } = row.observed
    expect(answers.length).toBeGreaterThanOrEqual(3 * (functions.length + queries.length))
    expect(answers.filter(({ agrees }) => !agrees)).toEqual([])
  })

  it('sees an instance, an entry, a caller, a value and a line of output that are not there', () => {
    const row = rowNamed('PackageThatPrints')
    const [first] = row.observed.functions
    const invented = { spec: 'Tuple{typeof(nobody)}', method: 'Tuple{typeof(nobody)}', valid: true, entries: [{ valid: true, inferred: true, const: false, rettype: 'Any' }], backedges: ['Tuple{typeof(nobody), Int64}'] }
    const answers = table.ask({
      ...row, stdout_later_load: 'nothing\n',
      observed: { values: ['3'], functions: [{ ...first, instances: [...first?.instances ?? [], invented] }], queries: [{ sig: 'Tuple{typeof(nobody)}', exists: true, exists_without_package: true, entries: [], package_backedges: ['Tuple{typeof(nobody)}'] }] },
    })
    expect(answers?.filter(({ agrees }) => !agrees).map(({ kind }) => kind)).toEqual(['values', 'output', 'instances', 'entries', 'backedges', 'queries', 'without package', 'package backedges'])
  })

  it('counts every question of a package that cannot be run', () => {
    const row = rowNamed('closure')
    const answers = table.ask({ ...row, packages: [{ name: 'P', source: 'module P\nerror("no")\nend\n' }] }) ?? []
    expect(answers.length).toBe(3 * (row.observed.functions.length + row.observed.queries.length))
    expect(answers.filter(({ agrees, kind }) => agrees && kind !== 'without package')).toEqual([])
  })

  it('knows no rows of other kinds', () => {
    expect(table.ask({ id: 'x', kind: 'other' })).toBeUndefined()
  })

  it('times the package of the rows that name its source', () => {
    expect(demoPackage(20, true)).toBe(rowNamed('DemoPkg of 20 types, precompile').packages[0]?.source)
  })
})
