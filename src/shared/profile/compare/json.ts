/** A comparison as plain data. Nanoseconds, bytes and counts; `NaN` (not known) becomes `null` when it is written. */
import { BASIS_TITLES } from './bases'
import type { Comparison } from './comparison'
import { compareHeadline } from './headline'
import type { CodeFigures } from './code'
import { juliaOf } from './warnings'

function figures(one: CodeFigures | undefined): Omit<CodeFigures, 'frame'> | undefined {
  if (!one) return undefined
  const { time, codegen, inclusive, count } = one
  return { time, codegen, inclusive, count }
}

/** To be written with `JSON.stringify`. Sides without something have `null` in its place. */
export function comparisonJson(comparison: Comparison): object {
  const { sides, warnings, bases, quantities, steps, packages, imports, invalidations } = comparison
  const orNull = <Value>(list: readonly (Value | undefined)[]): (Value | null)[] => list.map((one) => one ?? null)
  return {
    headline: compareHeadline(comparison), warnings,
    sides: sides.map(({ label, profile }) => ({ label, title: profile.meta.title, julia: juliaOf(profile), sources: profile.sources.map(({ name }) => name) })),
    totals: bases.map(({ kind, title, sides: of, total, phases, notes }) => ({ kind, title: title === BASIS_TITLES[kind] ? BASIS_TITLES[kind] : title, sides: orNull(of), total, phases: phases.map(({ phase, time }) => ({ phase, ...time })), notes })),
    quantities: quantities.map(({ name, unit, numbers }) => ({ name, unit, ...numbers })),
    ...(steps && { steps: { additive: steps.additive, rows: steps.rows.map((row) => ({ title: row.title, sides: orNull(row.sides), change: row.change, ...row.time })) } }),
    packages,
    methods: Object.fromEntries(comparison.codeParts.flatMap((part) => {
      const section = comparison.code(part)
      return section ? [[part, {
        additive: section.additive, withCodegen: section.withCodegen, notes: section.notes,
        rows: section.rows.map(({ sides: of, ...row }) => ({ ...row, sides: orNull(of.map(figures)) })),
      }]] : []
    })),
    ...(imports && { imports: { reading: imports.reading, totals: imports.totals, notes: imports.notes, rows: imports.rows.map(({ sides: of, ...row }) => ({ ...row, sides: orNull(of.map((one) => one && { inclusive: one.inclusive, exclusive: one.exclusive, compile: one.compile, recompile: one.recompile, start: one.start })) })) } }),
    ...(invalidations && { invalidations: { instances: invalidations.instances, children: invalidations.children, notes: invalidations.notes, rows: invalidations.rows.map(({ signature, reason, package: owner, location, children: below, cost, change, uncertain }) => ({ signature, reason, package: owner, location, children: below, cost, change, uncertain })) } }),
  }
}
