/**
 * Modules with their bindings. A module of others is found again by the id of its root and the names below it.
 */
import { Binding, Module } from '../../julia/worlds/module'
import { ImageError } from '../bytes'
import { flag, list, natural, optional, record, symbol, text, type Codec } from './codec'
import type { GraphReader } from './reader'
import { moduleRef } from './refs'
import type { TableCodec } from './tables'
import { value } from './values'
import type { GraphWriter } from './writer'

/** A binding, by the module that owns it. */
export const bindingRef: Codec<Binding> = {
  write: (to, { module, name }) => {
    moduleRef.write(to, module)
    symbol.write(to, name)
  },
  read: (from) => {
    const module = moduleRef.read(from)
    return module.own(symbol.read(from))
  },
}

const OWN = 0
const OTHER = 1
/** There from the start, with contents of this image. */
const EXISTING = 2

export const moduleTable: TableCodec<Module> = {
  write: (to, row) => {
    const { parent } = row
    const owned = to.scope.owns(row)
    const kind = !owned ? OTHER : to.scope.existingModules?.has(row) === true ? EXISTING : OWN
    to.out.byte(kind)
    optional(moduleRef).write(to, parent)
    text.write(to, parent === undefined && kind !== OWN ? row.id : row.name)
    if (!owned) return
    if (kind === OWN) text.write(to, row.id)
    writeContents(to, row)
  },
  read: (from, publish) => {
    const kind = from.in.byte()
    const parent = optional(moduleRef).read(from)
    const name = text.read(from)
    if (kind === OTHER) return found(from, parent, name)
    const made = kind === EXISTING ? found(from, parent, name) : new Module(name, parent, text.read(from))
    publish(made)
    from.defer(() => readContents(from, made))
    return made
  },
}

function found(from: GraphReader, parent: Module | undefined, name: string): Module {
  const known = parent === undefined ? from.scope.rootModule(name) : parent.bindings.get(Symbol.for(name))?.value
  if (known instanceof Module) return known
  throw new ImageError(parent === undefined ? `module ${name} is not loaded` : `${parent.path} has no module ${name}`)
}

const imported = record<{ readonly name: symbol, readonly binding: Binding, readonly extensible: boolean }>({ name: symbol, binding: bindingRef, extensible: flag })
const resolved = record<{ readonly name: symbol, readonly binding: Binding }>({ name: symbol, binding: bindingRef })

function writeContents(to: GraphWriter, row: Module): void {
  const entries = [...row.bindings].map(([name, binding]) => ({ name, binding }))
  const own = entries.filter(({ name, binding }) => binding.module === row && binding.name === name)
  to.out.natural(own.length)
  for (const { binding } of own) {
    symbol.write(to, binding.name)
    optional(value).write(to, binding.value)
    flag.write(to, binding.constant)
  }
  list(imported).write(to, entries.filter((entry) => !own.includes(entry)).map((entry) => ({ ...entry, extensible: row.isExtensible(entry.name) })))
  list(resolved).write(to, row.foundNames().map(([name, binding]) => ({ name, binding })))
  list(moduleRef).write(to, row.usings)
  list(symbol).write(to, [...row.exports])
  optional(natural).write(to, row.maxMethods)
  flag.write(to, row.nospecialize)
  natural.write(to, row.counter)
}

function readContents(from: GraphReader, made: Module): void {
  const count = from.in.count()
  for (let at = 0; at < count; at++) {
    const binding = made.own(symbol.read(from))
    binding.value = optional(value).read(from)
    binding.constant = flag.read(from)
  }
  for (const { name, binding, extensible } of list(imported).read(from)) made.importBinding(binding, name, extensible)
  for (const { name, binding } of list(resolved).read(from)) made.noteFound(name, binding)
  for (const used of [...list(moduleRef).read(from)].reverse()) made.using(used)
  for (const name of list(symbol).read(from)) made.exports.add(name)
  made.maxMethods = optional(natural).read(from)
  made.nospecialize = flag.read(from)
  made.counter = natural.read(from)
}
