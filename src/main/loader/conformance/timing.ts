/**
 * The two timing rows: a package of many small types, with and without `precompile`, loaded from its cache and called. Virtual seconds
 * against those of a machine: a question agrees if the two are within `FACTOR` of each other.
 */
import { z } from 'zod'
import type { Answer } from '../../julia/conformance/tables'
import { CachedPackages, type CachedKit } from './cached-packages'

export const timingRow = z.object({
  id: z.string(),
  kind: z.literal('timing'),
  name: z.string(),
  median_using_s: z.number(),
  median_first_call_s: z.number(),
  median_second_call_s: z.number(),
})
type TimingRow = z.infer<typeof timingRow>

/** How far the larger of two times may be above the smaller for them to agree. */
const FACTOR = 2
const NAME = /^DemoPkg of (\d+) types, (no|with) precompile/

/** `timing`: of `using`, of the first call, of the second, and of the first over `using`. */
export function askTiming({ name, median_using_s, median_first_call_s, median_second_call_s }: TimingRow, kit: CachedKit): Answer[] {
  const [, count, directive] = NAME.exec(name) ?? []
  const measured = [median_using_s, median_first_call_s, median_second_call_s, median_first_call_s / median_using_s]
  let found: readonly number[] = []
  if (count !== undefined) found = timesOf(demoPackage(Number(count), directive === 'with'), kit)
  return ['using', 'the first call', 'the second call', 'the first call over using'].map((what, at) => {
    const [expected = NaN, got = NaN] = [measured[at], found[at]]
    const agrees = Math.max(expected / got, got / expected) <= FACTOR
    return { kind: 'timing', agrees, expected: `${what}: ${expected.toPrecision(3)}`, found: Number.isNaN(got) ? `no times of ${name}` : got.toPrecision(3) }
  })
}

function timesOf(source: string, kit: CachedKit): readonly number[] {
  const packages = new CachedPackages(kit, [{ name: 'DemoPkg', source }])
  packages.precompile()
  const session = packages.open()
  const [using, first, second] = ['using DemoPkg', 'DemoPkg.f(5)', 'DemoPkg.f(5)'].map((code) => session.run(code).seconds)
  return [using ?? NaN, first ?? NaN, second ?? NaN, (first ?? NaN) / (using ?? NaN)]
}

/** A chain of `count` conversions after the first type, as in the rows that name their source. */
export function demoPackage(count: number, isPrecompiled: boolean): string {
  const numbers = Array.from({ length: count + 1 }, (_, at) => at)
  return [
    'module DemoPkg',
    'abstract type AbstractDemoType end',
    ...numbers.map((at) => `struct DemoType${at} <: AbstractDemoType x::Int end; DemoType${at}(d::AbstractDemoType) = DemoType${at}(d.x)`),
    'function f(x)',
    ...numbers.map((at) => `    d = DemoType${at}(${at === 0 ? 'x' : 'd'})`),
    '    return d',
    'end',
    isPrecompiled ? 'precompile(f, (Int,))' : '',
    'end',
    '',
  ].join('\n')
}
