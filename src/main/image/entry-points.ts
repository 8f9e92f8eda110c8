/** What `@ccallable` declared, as records of an image, and as its index says it for tools. */
import { printType } from '../julia/types/print'
import type { EntryPoint } from '../julia/worlds/entry-points'
import { signatureText } from '../julia/worlds/instance-text'
import type { World } from '../julia/worlds/world'
import { record, text } from './graph/codec'
import { methodRef } from './graph/refs'
import { parameter } from './graph/types'
import type { EntryPoint as IndexedEntryPoint } from './image-index'

export const entryPoint = record<EntryPoint>({ name: text, method: methodRef, signature: parameter, returnType: parameter })

export function indexedEntryPoints({ universe }: World, points: readonly EntryPoint[]): readonly IndexedEntryPoint[] {
  return points.map(({ name, signature, returnType }) => ({
    name, signature: signatureText({ universe, isVisible: () => true }, signature), returnType: printType(universe, returnType, 'alias'),
  }))
}
