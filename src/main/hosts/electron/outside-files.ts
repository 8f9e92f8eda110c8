/** Files named from outside: on the command line of this instance or of a second one. No Electron in here. */
import { resolve } from 'node:path'

/**
 * Paths among the arguments of a process, made absolute. `fromSource`: the program is started as `electron APP`, so the
 * first plain argument is the app itself. Switches, of which Chromium adds its own, are passed over.
 */
export function filesInArguments(argv: readonly string[], folder: string, fromSource: boolean): string[] {
  const plain = argv.slice(1).filter((argument) => argument !== '' && !argument.startsWith('-'))
  return plain.slice(fromSource ? 1 : 0).map((path) => resolve(folder, path))
}
