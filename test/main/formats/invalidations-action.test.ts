/** Counts of the action julia-invalidations, in a log of continuous integration and in its comparison of branches. */
import { expect, it } from 'vitest'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { importText } from './import-text'

function counts(profile: Profile): (string | number)[][] {
  const table = profile.counts
  return Array.from({ length: table.length }, (_, row) => [textAt(profile, table.name[row]), textAt(profile, table.label[row]), table.count[row] ?? -1, table.line[row] ?? -1])
}

it('reads outputs, what is shown, and the comparison of branches', () => {
  const profile = importText([
    '2024-03-01T10:00:00.1234567Z (inv_total, inv_deps) = (1234, 1200)',
    'total=000001234', 'deps=000001200', 'total=12 things',
    'Invalidations on default branch: 000001300 (000001250 via deps)', 'This branch: 000001234 (000001200 via deps)',
  ].join('\n'))
  expect(counts(profile)).toEqual([
    ['All', '', 1234, 1], ['Through dependencies', '', 1200, 1], ['All', '', 1234, 2], ['Through dependencies', '', 1200, 2],
    ['All', 'default branch', 1300, 5], ['Through dependencies', 'default branch', 1250, 5], ['All', 'This branch', 1234, 6], ['Through dependencies', 'This branch', 1200, 6],
  ])
  expect(Array.from(profile.unparsed.line)).toEqual([4])
})
