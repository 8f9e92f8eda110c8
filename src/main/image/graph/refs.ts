/** References to objects with identity, as codecs. */
import type { CodeInstance, CodeMethod, MethodInstance } from '../../julia/worlds/method'
import type { Module } from '../../julia/worlds/module'
import type { Codec } from './codec'

export const moduleRef: Codec<Module> = { write: (to, row) => to.ref('modules', row), read: (from) => from.ref('modules') }
export const methodRef: Codec<CodeMethod> = { write: (to, row) => to.ref('methods', row), read: (from) => from.ref('methods') }
export const instanceRef: Codec<MethodInstance> = { write: (to, row) => to.ref('instances', row), read: (from) => from.ref('instances') }
export const codeRef: Codec<CodeInstance> = { write: (to, row) => to.ref('codes', row), read: (from) => from.ref('codes') }
