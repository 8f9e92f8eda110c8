/** What Julia 1.10.1 and SnoopCompile printed for real packages, against the counts and trees recorded beside it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { SCHEMA } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { importText } from './import-text'

const folder = join(import.meta.dirname, '../../fixtures/formats/invalidations')
const Root = z.object({ via: z.string(), instance: z.string(), children: z.number() })
const Trees = z.array(
  z.object({
    reason: z.string(), module: z.string(), name: z.string(), file: z.string(), line: z.number(), children: z.number(),
    mtBackedges: z.array(Root), backedges: z.array(Root), mtCache: z.number(), mtDisable: z.number(),
  }),
)
const Counts = z.object({
  uinvalidated: z.number(), trees: z.number(), total_children: z.number(), precompile_blockers: z.number().optional(),
})

function read(name: string, file: string): string {
  return readFileSync(join(folder, name, file), 'utf8')
}

function kindOf({ invalidations }: Profile, row: number): string {
  return SCHEMA.invalidations.kind.oneOf[invalidations.kind[row] ?? 0] ?? ''
}

function rowsOf(profile: Profile, kind: string, parent?: number): number[] {
  const rows = Array.from({ length: profile.invalidations.length }, (_, row) => row)
  return rows.filter((row) => kindOf(profile, row) === kind && (parent === undefined || profile.invalidations.parent[row] === parent))
}

function sum(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? Number.NaN), 0)
}

/** The trees of a profile in the form of the recorded oracle. */
function treesOf(profile: Profile): z.infer<typeof Trees> {
  const { invalidations, frames } = profile
  const roots = (kind: string, cause: number) =>
    rowsOf(profile, kind, cause).map((row) => ({
      via: textAt(profile, invalidations.via[row]),
      instance: `MethodInstance for ${textAt(profile, frames.signature[invalidations.frame[row] ?? -1])}`,
      children: invalidations.children[row] ?? Number.NaN,
    }))
  return rowsOf(profile, 'cause').map((row) => {
    const frame = invalidations.frame[row] ?? -1
    // Of several disabled instances the first is printed, the others are counted.
    const disabled = rowsOf(profile, 'mtDisable', row).map((at) => (invalidations.frame[at] === -1 ? invalidations.children[at] : 1))
    return {
      reason: SCHEMA.invalidations.reason.oneOf[invalidations.reason[row] ?? 0] ?? '',
      module: textAt(profile, frames.module[frame]),
      name: textAt(profile, frames.name[frame]),
      file: textAt(profile, frames.file[frame]),
      line: frames.line[frame] ?? Number.NaN,
      children: invalidations.children[row] ?? Number.NaN,
      mtBackedges: roots('mtBackedges', row),
      backedges: roots('backedges', row),
      mtCache: sum(rowsOf(profile, 'mtCache', row).map((at) => invalidations.children[at])),
      mtDisable: sum(disabled),
    }
  })
}

describe.each(readdirSync(folder))('%s', (name) => {
  const counts = Counts.parse(JSON.parse(read(name, 'counts.json')))

  test('the trees are those that were recorded as objects', () => {
    const profile = importText(read(name, 'trees.txt'))
    expect(treesOf(profile)).toEqual(Trees.parse(JSON.parse(read(name, 'trees.json'))))
    expect(rowsOf(profile, 'cause')).toHaveLength(counts.trees)
    expect(sum(rowsOf(profile, 'cause').map((row) => profile.invalidations.children[row]))).toBe(counts.total_children)
    expect(profile.unparsed.length).toBe(0)
    expect(profile.blocks).toHaveLength(1)
    expect(profile.blocks[0]?.notes.join(' ')).not.toContain('incomplete')
  })

  test('the report has a row for each cause, and its shares add up', () => {
    const profile = importText(read(name, 'stderr.txt').replace(/[^]*(?=\[ Info: \d)/, '') + read(name, 'report_invalidations.txt'))
    const causes = rowsOf(profile, 'cause')
    expect(causes).toHaveLength(counts.trees)
    expect(sum(causes.map((row) => profile.invalidations.children[row]))).toBe(counts.total_children)
    expect(Math.abs(sum(causes.map((row) => profile.invalidations.share[row])) - 100)).toBeLessThan(0.1)
    expect(profile.blocks.map(({ title, shape }) => ({ title, shape }))).toEqual([
      { title: `${counts.uinvalidated} instances invalidated for ${counts.trees} methods`, shape: 'grouped' },
    ])
    expect(profile.unparsed.length).toBe(0)
  })

  if (existsSync(join(folder, name, 'uinvalidated.txt'))) test('the unique instances are all there', () => {
    const profile = importText(read(name, 'uinvalidated.txt'))
    expect(rowsOf(profile, 'unique')).toHaveLength(counts.uinvalidated)
    expect(profile.unparsed.length).toBe(0)
  })

  if (counts.precompile_blockers !== undefined) test('the blockers of precompilation are all there', () => {
    const profile = importText(read(name, 'precompile_blockers.txt'))
    expect(rowsOf(profile, 'cause')).toHaveLength(counts.precompile_blockers ?? -1)
    expect(profile.unparsed.length).toBe(0)
  })
})
