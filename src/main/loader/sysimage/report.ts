/** What the build of a system image is told as: its phases, its packages, and what became of every statement. Pure. */
import { formatBytes, formatCount, formatTime } from '../../../shared/units'
import type { StatementOutcome } from '../../image/sysimage-header'
import type { SysimageResult } from './request'

const OUTCOMES: Readonly<Record<StatementOutcome['outcome'], string>> = {
  kept: 'kept', duplicate: 'duplicate', unparsed: 'does not parse', notFound: 'name not found', notInferred: 'does not infer',
  returnedFalse: 'precompile returned false', invalidated: 'invalidated',
}

const PHASES: Readonly<Record<SysimageResult['header']['phases'][number]['name'], string>> = {
  precompile: 'precompile packages', execution: 'run execution files', load: 'load packages', statements: 'replay statements', script: 'include script',
  codegen: 'generate native code', write: 'write the image',
}

/** Lines whose columns stand below one another; the last of each is not padded. */
function aligned(rows: readonly (readonly string[])[], indent = '  '): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => `${indent}${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')}`)
}

function countsOf(statements: readonly StatementOutcome[]): readonly (readonly [outcome: StatementOutcome['outcome'], count: number])[] {
  return (Object.keys(OUTCOMES) as StatementOutcome['outcome'][])
    .map((outcome) => [outcome, statements.filter((one) => one.outcome === outcome).length] as const)
    .filter(([, count]) => count > 0)
}

/** @param all also statements that were kept. */
export function sysimageText({ path, size, header, seconds, base }: SysimageResult, all: boolean): string {
  const { statements, packages, phases, julia } = header
  const told = statements.filter(({ outcome }) => all || outcome !== 'kept')
  return [
    `${path}: ${formatBytes(size)}, Julia ${julia}, built in ${formatTime(1e9 * seconds)} (virtual)`,
    ...(base === undefined ? [] : [`On top of ${base}`]),
    '',
    'Phases',
    ...aligned(phases.map(({ name, start, end }) => [PHASES[name], formatTime(end - start)])),
    '',
    `Packages: ${packages.map(({ name, version }) => (version === undefined ? name : `${name} ${version}`)).join(', ') || 'none'}`,
    ...(statements.length === 0 ? [] : [
      '',
      `${formatCount(statements.length)} ${statements.length === 1 ? 'statement' : 'statements'}: ${countsOf(statements).map(([outcome, count]) => `${formatCount(count)} ${OUTCOMES[outcome]}`).join(', ')}`,
      ...aligned(told.map(({ outcome, file, line, statement, reason }) => [OUTCOMES[outcome], `${file}:${line}`, reason === '' ? statement : `${statement}: ${reason}`])),
    ]),
  ].join('\n')
}

/** As data, without the profile; times in seconds. */
export function sysimageJson({ path, size, header, seconds, built, base }: SysimageResult): unknown {
  const { statements, phases, ...facts } = header
  return {
    path, bytes: size, seconds, ...facts, basePath: base,
    phases: phases.map(({ name, start, end }) => ({ name, seconds: (end - start) / 1e9 })),
    statements: statements.map((one) => ({ ...one, time: undefined, seconds: one.time / 1e9 })),
    precompiled: built.map(({ package: name, seconds: took, bytes, saved }) => ({ name, seconds: took, bytes, saved })),
  }
}
