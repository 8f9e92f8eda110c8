/** References to objects with identity. */
import type { CodeInstance, CodeMethod, MethodInstance } from '../../julia/worlds/method'
import type { Module } from '../../julia/worlds/module'
import { ImageError } from '../bytes'
import type { Codec } from './codec'
import type { GraphReader } from './reader'
import type { Linked } from './tables'

export const moduleRef: Codec<Module> = { write: (to, row) => to.ref('modules', row), read: (from) => from.ref('modules') }
export const methodRef: Codec<CodeMethod> = { write: (to, row) => to.ref('methods', row), read: (from) => from.ref('methods') }
export const instanceRef: Codec<MethodInstance> = { write: (to, row) => to.ref('instances', row), read: (from) => from.ref('instances') }
export const codeRef: Codec<CodeInstance> = { write: (to, row) => to.ref('codes', row), read: (from) => from.ref('codes') }

/** Reads a reference to something of others. */
export function linked<T extends Linked>(from: GraphReader, isKind: (found: Linked) => found is T, kind: string): T {
  const found = from.ref('links')
  if (!isKind(found)) throw new ImageError(`expected a ${kind} of another image`)
  return found
}
