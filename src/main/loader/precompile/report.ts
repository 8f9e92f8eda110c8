/**
 * What precompiling a project is told as: the rows and the summary that `Pkg.precompile` prints, with times where the version has them
 * (Pkg's `precompile(timing = true)`), then what several workers would take, and what caches do not hold.
 */
import type { VersionRules } from '../../julia/versions'
import { pkgIdText } from '../project/pkg-id'
import type { Build } from '../session-request'
import type { PrecompiledPackage, PrecompileResult } from '../session/precompile-all'

const MARKS = { done: '✓', failed: '✗', refused: '?' } as const
const MOST_INSTANCES = 5

function title({ id, owner }: PrecompiledPackage): string {
  return owner === '' ? id.name : `${owner} → ${id.name}`
}

function row(one: PrecompiledPackage, tellsTimes: boolean): string[] {
  if (one.status === 'fresh') return []
  const time = tellsTimes ? (one.status === 'done' ? `${(one.seconds * 1000).toFixed(1).padStart(9)} ms` : ' '.repeat(12)) : ''
  return [`${time}  ${MARKS[one.status]} ${title(one)}`]
}

function dependencies(count: number): string {
  return `${count} ${count === 1 ? 'dependency' : 'dependencies'}`
}

/** As the Pkg of the version prints it. */
export function precompileText({ packages, circular, schedule: { wall } }: PrecompileResult, rules: VersionRules): string {
  const count = (status: PrecompiledPackage['status']) => packages.filter((one) => one.status === status).length
  const [done, fresh, failed] = [count('done'), count('fresh'), count('failed')]
  if (packages.length === fresh && circular.length === 0) return ''
  const summary = [
    `  ${dependencies(done)} successfully precompiled in ${Math.round(wall)} seconds`,
    ...(fresh > 0 ? [`${fresh} already precompiled`] : []),
    ...(circular.length > 0 ? [`${circular.length} skipped due to circular dependency`] : []),
  ]
  return [
    'Precompiling project...',
    ...packages.flatMap((one) => row(one, rules.caching.tellsTimes)),
    summary.length > 1 ? `${summary.join('. ')}.` : summary[0],
    ...(failed > 0 ? [`  ${dependencies(failed)} errored.`] : []),
  ].join('\n')
}

/** What Pkg does not tell: the chain that decides, and how much several workers help. */
export function scheduleText({ packages, workers, schedule: { wall, total, critical, criticalSeconds } }: PrecompileResult): string {
  const seconds = (value: number) => `${value.toFixed(3)} s`
  const chain = critical.flatMap((at) => packages[at] ?? []).filter(({ seconds: own }) => own > 0)
  return [
    `${workers} ${workers === 1 ? 'worker' : 'workers'}: ${seconds(wall)}; one after the other: ${seconds(total)} (virtual time)`,
    ...(chain.length > 0 ? [`No number of workers takes less than ${seconds(criticalSeconds)}: ${chain.map(title).join(', then ')}`] : []),
  ].join('\n')
}

/** Per package what its cache does not hold: how many instances for each reason, and the first of them. */
export function reasonsText({ packages }: PrecompileResult): string {
  return packages.flatMap((one) => {
    if (one.build === undefined || one.build.notSaved.length === 0) return []
    return [
      `${title(one)}: ${one.build.saved} instances saved, ${one.build.notSaved.length} not`,
      ...unsavedByReason(one.build.notSaved).flatMap(({ reason, instances }) => [
        `  ${instances.length} × ${reason}`,
        ...instances.slice(0, MOST_INSTANCES).map((instance) => `      ${instance}`),
        ...(instances.length > MOST_INSTANCES ? [`      and ${instances.length - MOST_INSTANCES} more`] : []),
      ]),
    ]
  }).join('\n')
}

/** The most frequent reason first; instances in the order in which they were compiled. */
export function unsavedByReason(notSaved: Build['notSaved']): { readonly reason: string, readonly instances: readonly string[] }[] {
  const reasons = new Map<string, string[]>()
  for (const { instance, reason } of notSaved) {
    const known = reasons.get(reason)
    if (known === undefined) reasons.set(reason, [instance])
    else known.push(instance)
  }
  return [...reasons].map(([reason, instances]) => ({ reason, instances })).sort((a, b) => b.instances.length - a.instances.length)
}

export function precompileJson({ packages, circular, missing, workers, schedule }: PrecompileResult): unknown {
  return {
    workers, seconds: schedule.wall, secondsInTurn: schedule.total, criticalSeconds: schedule.criticalSeconds,
    critical: schedule.critical.flatMap((at) => packages[at]?.id.name ?? []),
    circular: circular.map(pkgIdText), missing: missing.map(pkgIdText),
    packages: packages.map((one, at) => ({
      name: one.id.name, uuid: one.id.uuid, owner: one.owner, status: one.status, seconds: one.seconds, start: schedule.starts[at] ?? 0,
      needs: one.needs.flatMap((need) => packages[need]?.id.name ?? []),
      saved: one.build?.saved ?? 0, bytes: one.build?.bytes ?? 0, error: one.error,
      notSaved: one.build === undefined ? [] : unsavedByReason(one.build.notSaved),
    })),
  }
}
