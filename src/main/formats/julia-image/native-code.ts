/**
 * The functions of native code as rows: for each function of Julia (name, file and line as far as debug information tells) one, below it
 * the symbols that hold its code: specialisations, their clones for other processors, and the wrappers that take boxed arguments.
 */
import type { FunctionPlace } from '../object-file/dwarf'
import type { ObjectSymbol } from '../object-file/object-file'
import { placeOfFile } from './code-place'
import type { ImageRows } from '../../../shared/profile/image-rows'
import { parseSymbol, type SymbolName } from './symbol-name'
import type { ProfileBuilder } from '../../../shared/profile/builder'

interface Function {
  readonly symbol: ObjectSymbol
  readonly parsed: SymbolName
  place: FunctionPlace | undefined
}

/** Symbols that are code of this file. */
export function functionsOf(symbols: readonly ObjectSymbol[]): readonly ObjectSymbol[] {
  return symbols.filter(({ kind, section }) => kind === 'function' && section >= 0)
}

export function addNativeCode(rows: ImageRows, builder: ProfileBuilder, symbols: readonly ObjectSymbol[], places: ReadonlyMap<number, FunctionPlace>): void {
  const functions: Function[] = functionsOf(symbols).map((symbol) => ({ symbol, parsed: parseSymbol(symbol.name), place: places.get(symbol.address) }))
  placeWrappers(functions)
  const methods = new Map<string, Function[]>()
  for (const one of functions) {
    const key = `${nameOf(one)}\u0000${one.place?.file ?? ''}\u0000${one.place?.line ?? -1}`
    const known = methods.get(key)
    if (known) known.push(one)
    else methods.set(key, [one])
  }
  for (const members of methods.values()) addMethod(rows, builder, members)
}

function nameOf({ parsed, place }: Function): string {
  // Debug information may close a name with a semicolon.
  return parsed.role === 'body' && place && place.name !== '' ? place.name.replace(/;$/, '') : parsed.name
}

/** Wrappers have no debug information of their own: they belong to the body of that name with the number before theirs. */
function placeWrappers(functions: readonly Function[]): void {
  const bodies = new Map<string, { readonly number: number, readonly place: FunctionPlace }[]>()
  for (const { parsed, place } of functions) {
    if (parsed.role !== 'body' || !place) continue
    const known = bodies.get(parsed.name)
    if (known) known.push({ number: parsed.number, place })
    else bodies.set(parsed.name, [{ number: parsed.number, place }])
  }
  for (const list of bodies.values()) list.sort((a, b) => a.number - b.number)
  for (const one of functions) {
    if (one.parsed.role !== 'wrapper' && one.parsed.role !== 'callback') continue
    const list = bodies.get(one.parsed.name)
    if (list) one.place = (list[lastBelow(list, one.parsed.number)] ?? list[0])?.place ?? one.place
  }
}

/** Position of the last entry whose number is below; -1 if none is. */
function lastBelow(sorted: readonly { readonly number: number }[], number: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.number ?? 0) < number) low = middle + 1
    else high = middle
  }
  return low - 1
}

function addMethod(rows: ImageRows, builder: ProfileBuilder, members: readonly Function[]): void {
  const [first] = members
  if (!first) return
  const name = nameOf(first)
  const { file = '', line = -1 } = first.place ?? {}
  const { package: owner, module } = placeOfFile(file)
  const at = { module, file, line: line > 0 ? line : -1 }
  const parent = rows.add('imageItems', { package: owner, frame: builder.frame({ signature: name, name, ...at, kind: 'method' }), state: 'stored' })
  for (const { symbol } of members) {
    const frame = builder.frame({ signature: symbol.name, name, ...at, kind: 'function' })
    rows.add('imageItems', { package: owner, parent, frame, native: symbol.size, state: 'stored' })
  }
}
