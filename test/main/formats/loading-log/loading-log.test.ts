/** Logs of real Julias (1.10.1, 1.5.3) in which one thing was changed about a package: what is refused, for which reason, and what follows. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { rejectionCode, rejectionGroups, rejectionsHeadline } from '../../../../src/shared/profile/rejections'
import { SCHEMA } from '../../../../src/shared/profile/schema'
import { summarize } from '../../../../src/shared/profile/summary'
import type { Profile } from '../../../../src/shared/profile/tables'
import { textAt } from '../../../../src/shared/profile/tables'
import { importText } from '../import-text'

const LOGS = new URL('../../../fixtures/loader/cache/logs/', import.meta.url)
const log = (name: string) => importText(readFileSync(new URL(name, LOGS), 'utf8'))

function refused(profile: Profile): string[] {
  const { rejections } = profile
  return Array.from({ length: rejections.length }, (_, row) => {
    const about = textAt(profile, rejections.about[row])
    return `${textAt(profile, rejections.package[row]) || '?'}: ${rejectionCode(profile, row)}${about === '' ? '' : ` (${about})`} ×${rejections.times[row] ?? 0}`
  })
}
function built(profile: Profile): string[] {
  return Array.from({ length: profile.builds.length }, (_, row) => `${textAt(profile, profile.builds.name[row])} ${SCHEMA.builds.status.oneOf[profile.builds.status[row] ?? 0] ?? ''}`)
}
const loaded = (profile: Profile): string[] => Array.from({ length: profile.images.length }, (_, row) => textAt(profile, profile.images.name[row]))

/** In each log: what was refused, built, loaded. */
const EXPECTED: Readonly<Record<string, readonly [refused: readonly string[], built: readonly string[], loaded: readonly string[]]>> = {
  '01_fresh.txt': [[], [], ['Tiny', 'TinyDep', 'ChainC']],
  '05_missing_include.txt': [['Includes: file-missing (<dev>/Includes/src/a.jl) ×2'], ['Includes failed'], []],
  '07_dependency_rebuilt.txt': [
    ['Tiny: other-build ×4', 'TinyDep: dependency-missing (Tiny) ×2', 'ChainC: dependency-missing (Tiny) ×2'], ['TinyDep done', 'ChainC done'], ['Tiny', 'TinyDep', 'ChainC'],
  ],
  '11_nopkgimages.txt': [
    ['Tiny: flags (use_pkgimages = true, here false; opt_level = 2, here 0) ×2', 'TinyDep: flags (use_pkgimages = true, here false) ×2'], ['Tiny done', 'TinyDep done'], ['Tiny', 'TinyDep'],
  ],
  '13_inline_no.txt': [['Tiny: flags (inline = true, here false) ×2'], ['Tiny done'], ['Tiny']],
  '17a_ji_flipped_bit_in_required_modules.txt': [['Tiny: dependency-loaded (Printf) ×2'], ['Tiny done'], ['Tiny']],
  '18a_ji_truncated_header.txt': [['?: unreadable ×1'], [], []],
  '19_ji_empty.txt': [['Tiny: invalid-header ×2'], ['Tiny done'], ['Tiny']],
  '21_so_flipped_bit.txt': [['Tiny: native-checksum (<depot>/compiled/v1.10/Tiny/9BF1L_WJKNK.so) ×2'], ['Tiny done'], ['Tiny']],
  '23_cache_of_other_package.txt': [['Tiny: other-package (Includes) ×2'], ['Tiny done'], ['Tiny']],
  '25_path_moved.txt': [['Tiny: other-source (<moved>/src/Tiny.jl) ×2'], ['Tiny done'], ['Tiny']],
  '29_not_precompilable.txt': [['NoPre: not-precompilable ×1'], ['NoPre skipped'], []],
  '31_cpu_target.txt': [['?: cpu-target (Target 0 (generic): Rejecting this target due to use of runtime-disabled features) ×1'], [], []],
  '27_ext_stale.txt': [
    [
      'ExtParentTinyExt: dependency-loaded (ExtParentTinyDatesExt) ×1', 'ExtParentTinyExt: other-build ×1',
      'ExtParentTinyDatesExt: mtime (<dev>/ExtParent/ext/ExtParentTinyDatesExt/more.jl) ×4', 'ExtParentTinyExt: dependency-missing (ExtParentTinyDatesExt) ×2',
    ],
    ['ExtParentTinyDatesExt done', 'ExtParentTinyExt done'],
    ['ExtParent', 'Tiny', 'ExtParentTinyDatesExt', 'ExtParentTinyExt'],
  ],
  'julia15_touched.txt': [['Tiny: mtime (<dev>/Tiny/src/Tiny.jl) ×2', '?: dependency-missing (Tiny) ×1'], ['Tiny done', 'TinyDep done'], []],
  '37_dependency_not_in_manifest.txt': [['TinyDep: uuid-mapping (Tiny) ×2'], ['TinyDep failed'], []],
}

describe('recorded logs', () => {
  it.each(Object.entries(EXPECTED))('%s', (name, [refusals, builds, loads]) => {
    const profile = log(name)
    expect(refused(profile)).toEqual(refusals)
    expect(built(profile)).toEqual(builds)
    expect(loaded(profile)).toEqual(loads)
    expect(profile.unparsed.length).toBe(0)
  })
})

const MISSES = `
julia> using A
[ Info: Precompiling A [ef5dff4f-221e-5eaa-ac18-f8662b2b55f6] (cache misses: mismatched flags (2), wrong source (1))
the program prints 3
[ Info: Precompiling B [ef5dff4f-221e-5eaa-ac18-f8662b2b55f7] (cache misses: mismatched flags (4))
the end of line 4
`

it('reads reasons that 1.11 counts as one log, around what the program prints', () => {
  const profile = importText(MISSES)
  expect(refused(profile)).toEqual(['A: flags ×2', 'A: other-source ×1', 'B: flags ×4'])
  expect(profile.blocks.map(({ part, command }) => [part, command])).toEqual([['rejections', 'using A'], ['builds', 'using A']])
  expect(Array.from(profile.unparsed.text, (text) => textAt(profile, text))).toEqual(['the program prints 3', 'the end of line 4'])
})

it('adds up by reason, and says what to do', () => {
  const profile = importText(MISSES)
  const groups = rejectionGroups(profile)
  expect(groups.map(({ code, packages, times }) => [code, packages, times])).toEqual([['flags', ['A', 'B'], 6], ['other-source', ['A'], 1]])
  expect(rejectionsHeadline(groups)).toBe('Caches of 2 packages were refused for 2 reasons; most of all: other options of Julia')
  expect(summarize(profile).parts.rejections).toMatchObject({ count: 3, top: [{ name: 'Other options of Julia', count: 2 }, { count: 1 }] })
  expect(summarize(profile).parts.rejections?.notes[0]).toMatch(/^Other options of Julia: Start Julia with the same options/)
})

// What grows faster than the text would outlast the time limit of the runner.
it.each([
  ['a package with a gap', `[ Info: Precompiling A [1]${' '.repeat(30_000)}x`],
  ['times that never end', `┌ Debug: Rejecting cache file ${' (mtime '.repeat(60_000)}\n└ @ Base loading.jl:1`],
  ['packages that never end', `┌ Debug: Loading object cache file ${' for a ['.repeat(60_000)}\n└ @ Base loading.jl:1`],
  ['a dependency of a dependency', `┌ Warning: Required dependency ${' failed to load from cache file for '.repeat(20_000)}\n└ @ Base loading.jl:1`],
])('reads %s in time, and what follows it', (_, damaged) => {
  const profile = importText(`${damaged}\n${readFileSync(new URL('29_not_precompilable.txt', LOGS), 'utf8')}`)
  expect(refused(profile)).toEqual(refused(log('29_not_precompilable.txt')))
})
