/** Files as rows of a tree. */
import { expect, it } from 'vitest'
import { treeRows } from '../../../src/renderer/src/lab/file-tree'
import type { LabFile } from '../../../src/shared/lab'

function files(...paths: string[]): LabFile[] {
  return paths.map((path) => ({ path, bytes: 1, kind: 'julia', edited: false, added: false }))
}
const drawn = (rows: ReturnType<typeof treeRows>): string[] => rows.map(({ name, depth, file }) => `${'  '.repeat(depth)}${name}${file ? '' : '/'}`)

it('puts folders before files, each by name whatever its capitals', () => {
  expect(drawn(treeRows(files('scenario.toml', 'b/src/B.jl', 'A/src/z.jl', 'A/src/Y.jl', 'A/Project.toml'), new Set()))).toEqual([
    'A/',
    '  src/',
    '    Y.jl',
    '    z.jl',
    '  Project.toml',
    'b/',
    '  src/',
    '    B.jl',
    'scenario.toml',
  ])
})

it('leaves out what lies in a folded folder, and nothing else', () => {
  expect(drawn(treeRows(files('A/src/a.jl', 'A/b.jl', 'C/src/c.jl'), new Set(['A/src', 'C'])))).toEqual(['A/', '  src/', '  b.jl', 'C/'])
})

it('tells the file of a row by its whole path', () => {
  const [, row] = treeRows(files('A/x.jl'), new Set())
  expect(row).toMatchObject({ path: 'A/x.jl', file: { path: 'A/x.jl' } })
})
