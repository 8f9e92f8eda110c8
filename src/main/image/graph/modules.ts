/** Modules with their bindings. */
import { Binding, Module } from '../../julia/worlds/module'
import { flag, list, natural, optional, record, symbol, text, word, type Codec } from './codec'
import type { GraphReader } from './reader'
import { linked, moduleRef } from './refs'
import type { Linked, Rows, TableCodec } from './tables'
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

/** Of a global. */
const CONTENTS = word('nothing', 'module', 'value')
const KINDS = word('own', 'other', 'existing')

function isModule(found: Linked): found is Module {
  return found instanceof Module
}

export const moduleTable: TableCodec<Module> = {
  write: (to, row) => {
    // One that is there from the start is a link too, with contents of this image.
    const kind = !to.scope.owns(row) ? 'other' : to.scope.existingModules?.has(row) === true ? 'existing' : 'own'
    KINDS.write(to, kind)
    if (kind === 'own') {
      optional(moduleRef).write(to, row.parent)
      text.write(to, row.name)
      text.write(to, row.id)
    } else {
      to.ref('links', row)
    }
    if (kind !== 'other') writeContents(to, row)
  },
  read: (from, publish) => {
    const kind = KINDS.read(from)
    const made = kind === 'own' ? readOwn(from) : linked(from, isModule, 'module')
    if (kind === 'other') return made
    publish(made)
    from.defer(() => readContents(from, made))
    return made
  },
}

function readOwn(from: GraphReader): Module {
  const parent = optional(moduleRef).read(from)
  return new Module(text.read(from), parent, text.read(from))
}

const imported = record<{ readonly name: symbol, readonly binding: Binding, readonly extensible: boolean }>({ name: symbol, binding: bindingRef, extensible: flag })
const resolved = record<{ readonly name: symbol, readonly binding: Binding }>({ name: symbol, binding: bindingRef })

function writeContents(to: GraphWriter, row: Module): void {
  optional(natural).write(to, row.maxMethods)
  flag.write(to, row.nospecialize)
  natural.write(to, row.counter)
  if (to.scope.isWhole === true) {
    to.ref('typeLists', to.scope.world.core.typesIn(row).filter((name) => to.scope.existingTypes?.has(name) !== true))
    list(moduleRef).write(to, row.innerModules())
    flag.write(to, row.isInitialized)
  }
  writeNames(to, row)
}

function writeNames(to: GraphWriter, row: Module): void {
  const entries = [...row.bindings].map(([name, binding]) => ({ name, binding }))
  const own = entries.filter(({ name, binding }) => binding.module === row && binding.name === name)
  to.out.natural(own.length)
  for (const { binding } of own) {
    symbol.write(to, binding.name)
    flag.write(to, binding.constant)
    const { value: held } = binding
    CONTENTS.write(to, held === undefined ? 'nothing' : held instanceof Module ? 'module' : 'value')
    if (held instanceof Module) moduleRef.write(to, held)
    else if (held !== undefined) to.ref('held', { value: held })
  }
  list(imported).write(to, entries.filter((entry) => !own.includes(entry)).map((entry) => ({ ...entry, extensible: row.isExtensible(entry.name) })))
  list(resolved).write(to, row.foundNames().map(([name, binding]) => ({ name, binding })))
  list(moduleRef).write(to, row.usings)
  list(symbol).write(to, [...row.exports])
}

function readContents(from: GraphReader, made: Module): void {
  made.maxMethods = optional(natural).read(from)
  made.nospecialize = flag.read(from)
  made.counter = natural.read(from)
  if (from.scope.isWhole !== true) {
    readNames(from, made)
    return
  }
  from.scope.world.core.deferTypes(made, from.later('typeLists').read)
  const [inner, isInitialized] = [list(moduleRef).read(from), flag.read(from)]
  made.defer({ inner, isInitialized, read: from.rest((later) => {
    readNames(later, made)
  }) })
}

function readNames(from: GraphReader, made: Module): void {
  const count = from.in.count()
  for (let at = 0; at < count; at++) {
    const binding = made.own(symbol.read(from))
    binding.constant = flag.read(from)
    readHeld(from, binding)
  }
  for (const { name, binding, extensible } of list(imported).read(from)) made.importBinding(binding, name, extensible)
  for (const { name, binding } of list(resolved).read(from)) made.noteFound(name, binding)
  for (const used of [...list(moduleRef).read(from)].reverse()) made.using(used)
  for (const name of list(symbol).read(from)) made.exports.add(name)
}

/** What a package brings is linked, and so read, as a whole. */
function readHeld(from: GraphReader, binding: Binding): void {
  const content = CONTENTS.read(from)
  if (content === 'module') {
    binding.value = moduleRef.read(from)
  } else if (content === 'value') {
    const { read } = from.later('held')
    if (from.scope.isWhole === true) binding.defer(() => read().value)
    else binding.value = read().value
  }
}

export const heldTable: TableCodec<Rows['held']> = record<Rows['held']>({ value })
