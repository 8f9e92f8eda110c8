/**
 * Times of fresh processes that a script took of several configurations, as JSON: for each package and configuration a list of runs, and
 * perhaps their medians. A run's keys end in `_s` for seconds (`load_s`, `first_call_s`); a key with `_compile_s` says how much of it was compiling.
 */
import type { ProfileBuilder } from '../../shared/profile/builder'
import type { JsonFormat } from './format'
import { isRecord, listOf, numberOf, scaled, textOf } from './json-value'

type Fields = Readonly<Record<string, unknown>>

const PLAIN = /^((?:(?!_compile).)*)_s$/

function seconds(value: unknown): number {
  const found = numberOf(value)
  return found >= 0 && found < 1e15 ? scaled(found, 1e9) : Number.NaN
}

const isRow = (row: unknown): row is Fields => isRecord(row) && typeof row['package'] === 'string' && typeof row['configuration'] === 'string' && Array.isArray(row['runs'])

function addRun(builder: ProfileBuilder, run: Fields, prefix: string, suffix: string, block: number): void {
  for (const [key, value] of Object.entries(run)) {
    const what = PLAIN.exec(key)?.[1]
    const elapsed = seconds(value)
    if (what === undefined || Number.isNaN(elapsed)) continue
    const compile = seconds(run[`${what}_compile_s`])
    builder.add('timings', { label: `${prefix}: ${what.replaceAll('_', ' ')}${suffix}`, elapsed, compilePercent: elapsed > 0 ? Math.min(100, (100 * compile) / elapsed) : Number.NaN, block })
  }
}

export const processTimes: JsonFormat = {
  id: 'process-times',
  title: 'Times of fresh processes by configuration, as JSON',
  detect: (value) => isRecord(value) && Array.isArray(value['rows']) && value['rows'].length > 0 && value['rows'].every(isRow),
  read(value, { builder, source }) {
    const fields = isRecord(value) ? value : {}
    const rows = listOf(fields['rows']).filter(isRow)
    const described = { part: 'timings', format: this.id, source, times: 'inclusive' } as const
    const provenance = { kind: 'measured', tool: 'fresh processes', julia: '', error: '' } as const
    const prefixOf = (row: Fields): string => `${textOf(row['package'])}, ${textOf(row['configuration']).replaceAll('_', ' ')}`
    const baseline = isRecord(fields['baseline_process_s']) ? fields['baseline_process_s'] : {}
    const medians = builder.block({ ...described, title: 'Medians by configuration', provenance: { ...provenance, kind: 'derived' } })
    if ('median' in baseline) builder.add('timings', { label: 'process that does nothing', elapsed: seconds(baseline['median']), block: medians })
    for (const row of rows) if (isRecord(row['median'])) addRun(builder, row['median'], prefixOf(row), '', medians)
    const each = builder.block({ ...described, title: 'Each process', provenance })
    for (const [at, run] of listOf(baseline['runs']).entries()) builder.add('timings', { label: `process that does nothing (process ${at + 1})`, elapsed: seconds(run), block: each })
    for (const row of rows) {
      for (const [at, run] of listOf(row['runs']).entries()) if (isRecord(run)) addRun(builder, run, prefixOf(row), ` (process ${at + 1})`, each)
    }
  },
}
