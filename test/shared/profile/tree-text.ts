/**
 * Call trees as text, for tests. In: one row a line, indented by its depth, `name start inclusive exclusive flags`, `-`
 * for what is not known, `---` between blocks. Out: the boxes of a flame tree, each below its parent.
 */
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { checkIntegrity } from '../../../src/shared/profile/integrity'
import type { FlameTree } from '../../../src/shared/profile/flame-layout'
import { CALL_FLAG } from '../../../src/shared/profile/schema'
import { textAt } from '../../../src/shared/profile/tables'
import type { Profile } from '../../../src/shared/profile/tables'

const number = (text: string | undefined): number | undefined => (text === undefined || text === '-' ? undefined : Number(text))

function flagsOf(names: readonly string[]): number {
  return names.reduce((bits, name) => bits | CALL_FLAG[name as keyof typeof CALL_FLAG], 0)
}

export function profileOf(text: string): Profile {
  const builder = new ProfileBuilder()
  for (const [index, part] of text.split(/^ *---$/m).entries()) {
    const block = builder.block({ part: 'inference', format: 'text', title: `tree ${index}`, shape: 'tree', times: 'both' })
    const lines = part.split('\n').filter((line) => line.trim() !== '')
    const margin = Math.min(...lines.map((line) => line.search(/\S/)))
    const above: number[] = []
    for (const line of lines) {
      const depth = (line.search(/\S/) - margin) / 2
      const [name = '', start, inclusive, exclusive, ...flags] = line.trim().split(/\s+/)
      const [, module = '', own = name] = /^(.*)\.(.*)$/.exec(name) ?? []
      above[depth] = builder.add('inference', {
        frame: builder.frame({ signature: `${name}()`, name: own, module }),
        parent: depth === 0 ? -1 : above[depth - 1],
        start: number(start),
        inclusive: number(inclusive),
        exclusive: number(exclusive),
        flags: flagsOf(flags),
        block,
      })
    }
  }
  const profile = builder.finish()
  const faults = checkIntegrity(profile)
  if (faults.length > 0) throw new Error(faults.join('\n'))
  return profile
}

export function frameNamed(profile: Profile, name: string): number {
  for (let frame = 0; frame < profile.frames.length; frame++) if (textAt(profile, profile.frames.signature[frame]) === `${name}()`) return frame
  return -1
}

const short = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? '-' : String(Number(value.toFixed(3))))

/** `name start..end self`, then `×count` where a box stands for several rows, then its flags. */
export function linesOf(profile: Profile, flame: FlameTree): string[] {
  const lines: string[] = []
  const print = (node: number): void => {
    const start = flame.start[node] ?? 0
    const count = flame.count[node] ?? 0
    const flags = Object.entries(CALL_FLAG).filter(([, bit]) => ((flame.flags[node] ?? 0) & bit) !== 0)
    const words = [
      textAt(profile, profile.frames.signature[flame.frame[node] ?? -1]).slice(0, -2),
      `${short(start)}..${short(start + (flame.duration[node] ?? 0))}`,
      short(flame.self[node]),
      ...(count === 1 ? [] : [`×${count}`]),
      ...flags.map(([name]) => name),
    ]
    lines.push('  '.repeat(flame.depth[node] ?? 0) + words.join(' '))
    for (let child = 0; child < flame.length; child++) if (flame.parent[child] === node) print(child)
  }
  for (let node = 0; node < flame.length; node++) if (flame.parent[node] === -1) print(node)
  return lines
}

/** The lines of an indented template, without the margin. */
export function lines(text: string): string[] {
  const all = text.split('\n').filter((line) => line.trim() !== '')
  const margin = Math.min(...all.map((line) => line.search(/\S/)))
  return all.map((line) => line.slice(margin))
}
