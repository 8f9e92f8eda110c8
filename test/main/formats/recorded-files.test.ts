/**
 * Files that real Julias wrote (1.5.3, 1.10.1): each opens, with the rows that are in it, and no line with a number is left unread. The list says
 * what is read of each, so that a reader that takes less, or takes it for something else, is noticed.
 */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { importMerged } from '../../../src/main/formats/open'
import { PARTS } from '../../../src/shared/profile/schema'
import { textAt } from '../../../src/shared/profile/tables'

const FIXTURES = new URL('../../fixtures/', import.meta.url)

const ROWS: Readonly<Record<string, string>> = {
  'formats/accumulate-by-source/tiny.txt': 'inference 134',
  'formats/inference-list/tiny-flatten.txt': 'inference 374',
  'formats/inference-list/tiny-staleinstances.txt': 'stale 14',
  'formats/inference-tree/flattendemo.txt': 'inference 8',
  'formats/inference-tree/tiny.txt': 'inference 374',
  'formats/inference-triggers/optimizeme-inference_triggers_all.txt': 'triggers 37',
  'formats/inference-triggers/optimizeme-trigger_tree.txt': 'triggers 36',
  'formats/inference-triggers/optimizeme-triggers_by_location.txt': 'triggers 15',
  'formats/inference-triggers/optimizeme-triggers_by_method.txt': 'triggers 9',
  'formats/snoop-llvm/tiny-func_names.csv': 'codegen 32',
  'formats/snoop-llvm/tiny-llvm_timings.yaml': 'codegen 32',
  'formats/snoop-llvm/tiny-read_snoop_llvm.txt': 'codegen 32',
  'formats/snoop-llvm/tiny-read_snoop_llvm_info.json': 'codegen 32',
  'formats/snoop-llvm/tiny-read_snoop_llvm_times.json': 'codegen 32',
  'formats/snoop-dumps/flattendemo/nodes.jsonl': 'inference 8',
  'formats/snoop-dumps/flattendemo/flamegraph.jsonl': 'inference 8',
  'formats/snoop-dumps/flattendemo/backtraces.jsonl': 'stacks 57, triggers 1',
  'formats/snoop-dumps/flattendemo/counts.json': 'counts 6, timings 2',
  'formats/invalidations/static/raw_list.jsonl': 'invalidations 103',
  'formats/invalidations/static/trees.jsonl': 'invalidations 103',
  'formats/invalidations/static/counts.json': 'counts 5',
  'formats/process-times/timing.json': 'timings 198',
  'julia-cache/cache-tiny/header.json': 'images 1, imageSections 3, imageModules 41, imageFiles 1, imageFacts 15',
  'formats/snoopcompile/parcel_optimizeme.txt': 'precompile 56',
  'formats/snoopcompile/parcel_tiny.txt': 'precompile 27',
  'formats/time-imports/arrayinterface_ext.txt': 'imports 6',
  'formats/time-imports/colors.txt': 'imports 10',
  'formats/time-imports/mixed_session.txt': 'imports 38',
  'formats/time-imports/own_ext.txt': 'imports 4',
  'formats/time-imports/own_init.color.txt': 'imports 4',
  'formats/time-imports/own_recompilation.txt': 'imports 2',
  'formats/trace-compile/own_recompile.txt': 'precompile 6',
  'formats/trace-compile/staticarrays.txt': 'precompile 80',
  'formats/trace-compile/tiny_1.5.3.txt': 'precompile 24',
  'formats/trigger-suggestions/colors.txt': 'triggers 10',
  'formats/trigger-suggestions/optimizeme.txt': 'triggers 36',
  'loader/cache/logs/01_fresh.txt': 'images 3',
  'loader/cache/logs/05_missing_include.txt': 'builds 1, rejections 1',
  'loader/cache/logs/27_ext_stale.txt': 'builds 2, rejections 4, images 4',
  'loader/cache/logs/37_dependency_not_in_manifest.txt': 'builds 1, rejections 1',
  'loader/cache/logs/julia15_touched.txt': 'builds 2, rejections 2',
  'images/small.sections.txt': 'images 1, imageSections 30',
  'images/small.symbols.txt': 'images 1, imageItems 24',
}

it.each(Object.entries(ROWS))('%s', async (name, rows) => {
  const { profile } = await importMerged([{ name, bytes: readFileSync(new URL(name, FIXTURES)) }])
  expect(PARTS.flatMap((part) => (profile[part].length > 0 ? [`${part} ${profile[part].length}`] : [])).join(', ')).toBe(rows)
  expect(Array.from(profile.unparsed.text, (text) => textAt(profile, text)).filter((line) => /\d/.test(line))).toEqual([])
})
