/** Runs every bench and prints its table. Numbers of different runs of this program are not to be compared: machines vary. */
import * as compile from './compile.mjs'
import * as elf from './elf.mjs'
import * as flamegraph from './flamegraph.mjs'
import * as image from './image.mjs'
import * as load from './load.mjs'
import * as types from './types.mjs'

const BENCHES = {
  'Types and dispatch': types,
  'The compiler': compile,
  'Loading packages': load,
  'System images': image,
  'A system image of a real Julia': elf,
  'Flame graph: file chosen to drawn, and zooming': flamegraph,
}

for (const [title, { run, print }] of Object.entries(BENCHES)) {
  process.stdout.write(`${title}\n\n`)
  process.stdout.write(`${print(await run())}\n\n`)
}
