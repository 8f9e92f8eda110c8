/** Files and the environment, as the host shows them. */
import { elementsFrom } from './packages'
import { toJuliaString } from '../../values/text'
import { makeTuple } from '../builtins/general'
import type { FileStatus } from '../host'
import { given, textOf, type ForeignContext, type ForeignTable } from './context'

function statusOf({ host }: ForeignContext, path: string): FileStatus | undefined {
  if (host.stat !== undefined) return host.stat(path)
  const text = host.readFile?.(path)
  return text === undefined ? undefined : { kind: 'file', size: toJuliaString(text).length, mtime: 0 }
}

export const FILE_FUNCTIONS: ForeignTable = {
  bk_working_directory: ({ host }) => toJuliaString(host.workingDirectory ?? '/'),
  bk_read_file: ({ core, host }, args) => {
    const text = host.readFile?.(textOf(args, 0))
    return text === undefined ? core.nothing : toJuliaString(text)
  },
  // Whether it is a directory, its bytes, when it was changed.
  bk_stat: (context, args) => {
    const found = statusOf(context, textOf(args, 0))
    return found === undefined ? context.core.nothing : makeTuple(context.core, [found.kind === 'directory', BigInt(found.size), found.mtime])
  },
  bk_read_directory: ({ core, host }, args) => {
    const names = host.readDirectory?.(textOf(args, 0))
    return names === undefined ? core.nothing : elementsFrom(core, names)
  },
  bk_environment: ({ core, environment }) => elementsFrom(core, [...environment].flat()),
  bk_environment_get: ({ core, environment }, args) => {
    const found = environment.get(textOf(args, 0))
    return found === undefined ? core.nothing : toJuliaString(found)
  },
  bk_environment_set: ({ environment }, args) => {
    if (typeof given(args, 1) === 'string') environment.set(textOf(args, 0), textOf(args, 1))
    else environment.delete(textOf(args, 0))
    return undefined
  },
}
