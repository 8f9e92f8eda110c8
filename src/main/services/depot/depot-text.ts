/** A depot's caches as lines for a terminal: packages by size, below each its files with what is wrong with them. */
import { plain } from '../../../shared/charts/chart-spec'
import { formatBytes } from '../../../shared/units'
import type { DepotReport } from './inspect-depot'
import type { Verdict } from './freshness'

/** Of a path or a reason. */
const LONGEST = 300

interface PackageLines {
  readonly name: string
  readonly version: string
  readonly files: Verdict[]
  bytes: number
}

export function depotText({ verdicts, touched }: DepotReport): string {
  const packages = new Map<string, PackageLines>()
  for (const verdict of verdicts) {
    const { header, path, version, bytes, nativeBytes } = verdict.file
    const name = header?.package.name ?? path.split('/').at(-2) ?? path
    const key = `${version} ${name} ${header?.package.uuid ?? ''}`
    const known = packages.get(key) ?? { name, version, files: [], bytes: 0 }
    known.files.push(verdict)
    known.bytes += bytes + nativeBytes
    packages.set(key, known)
  }
  const sorted = [...packages.values()].sort((a, b) => b.bytes - a.bytes)
  const stale = verdicts.filter(({ state }) => state === 'stale')
  const total = sorted.reduce((sum, { bytes }) => sum + bytes, 0)
  const staleBytes = stale.reduce((sum, { file }) => sum + file.bytes + file.nativeBytes, 0)
  const lines = [`${count(sorted.length, 'package')}, ${count(verdicts.length, 'cache file')}, ${formatBytes(total)}; ${stale.length === 0 ? 'none is stale' : `${stale.length} stale, ${formatBytes(staleBytes)}`}`, '']
  const several = new Set(sorted.map(({ version }) => version)).size > 1
  const nameOf = ({ name, version }: PackageLines) => plain(several ? `${name} (${version})` : name, LONGEST)
  const width = Math.max(...sorted.map((one) => nameOf(one).length))
  for (const one of sorted) {
    const fresh = one.files.filter(({ state }) => state === 'fresh').length
    const variants = one.files.length === 1 ? '' : `${one.files.length} variants, `
    lines.push(`${nameOf(one).padEnd(width)}  ${formatBytes(one.bytes).padStart(9)}  ${variants}${fresh === one.files.length ? 'fresh' : fresh === 0 ? 'stale' : `${fresh} fresh`}`)
    for (const { file, text, state } of one.files) if (state === 'stale') lines.push(`    ${plain(file.path.split('/').at(-1) ?? '', LONGEST)}: ${plain(text, LONGEST)}`)
  }
  if (touched.length > 0) lines.push('', `To precompile again: ${count(touched.length, 'package')}: ${plain(touched.join(', '), 2000)}`)
  return lines.join('\n')
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
