/** What `@ccallable` declared, as records of an image. */
import type { EntryPoint } from '../julia/worlds/entry-points'
import { record, text } from './graph/codec'
import { methodRef } from './graph/refs'
import { parameter } from './graph/types'

export const entryPoint = record<EntryPoint>({ name: text, method: methodRef, signature: parameter, returnType: parameter })
