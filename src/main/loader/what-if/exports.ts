/** What a package of a project exports, as far as its own source says so in so many words; what it exports again of others is left out. */
import { has, HEAD } from '../../julia/syntax/build'
import { symbolName } from '../../julia/values/value'
import type { ChangedProject } from './project'
import { expressionsIn } from './source'

/** Empty for a package without sources here. */
export function exportsOf(project: ChangedProject, name: string): readonly string[] {
  const found = project.packages().find(({ id }) => id.name === name)
  if (found === undefined) return []
  return project.sources(found).flatMap(({ statements }) => statements.flatMap(({ value, modules }) => {
    if (modules.length !== 1) return []
    return [...expressionsIn(value)].flatMap((one) => (has(one, HEAD.export) ? one.args.flatMap((exported) => (typeof exported === 'symbol' ? [symbolName(exported)] : [])) : []))
  }))
}
