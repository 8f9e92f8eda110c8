/** What `backedge calibrate` measures with: the programs that ship with the app, and the Julia script that times one of them. */
import type { Program } from '../calibration/count'

const texts = import.meta.glob<string>('../../../resources/calibration/programs/*.jl', { query: '?raw', import: 'default', eager: true })

export const calibrationPrograms: readonly Program[] = Object.entries(texts)
  .map(([path, text]) => ({ name: path.slice(path.lastIndexOf('/') + 1, -'.jl'.length), text }))
  .sort((a, b) => (a.name < b.name ? -1 : 1))
