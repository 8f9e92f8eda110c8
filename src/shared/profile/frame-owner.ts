/**
 * The package that a method, or an instance of it, belongs to: by the file that defines it, else by the module that is printed, else by its name,
 * which tools print without a module where the session sees it. And the packages that the types of its arguments belong to, as far as they are
 * printed. A function of Base may get its method from anywhere: without a file or a module of the method, Base is a guess.
 */
import { BASE_TYPES, isBaseFunction } from '../signature/base-names'
import { parseSignature, type TypeNode } from '../signature/parse'
import { writtenFunction } from '../signature/key'
import { ownerOfFile, type FileOwner } from './package-of-file'
import type { Profile } from './tables'
import { textAt } from './tables'

/** Modules that come with Julia and are no packages of anybody's project. */
const WITH_JULIA = new Set([
  'ArgTools', 'Artifacts', 'Base64', 'CRC32c', 'Dates', 'DelimitedFiles', 'Distributed', 'Downloads', 'FileWatching', 'Future', 'InteractiveUtils', 'LazyArtifacts', 'LibCURL',
  'LibGit2', 'Libdl', 'LinearAlgebra', 'Logging', 'Markdown', 'Mmap', 'NetworkOptions', 'Pkg', 'Printf', 'Profile', 'REPL', 'Random', 'SHA', 'Serialization', 'SharedArrays',
  'Sockets', 'SparseArrays', 'Statistics', 'StyledStrings', 'SuiteSparse', 'TOML', 'Tar', 'Test', 'UUIDs', 'Unicode',
])
const ROOTS = new Set(['Base', 'Core'])

export interface FrameOwner {
  /** Root module or package; '' if nothing tells. */
  readonly name: string
  readonly kind: FileOwner['kind']
  /** Neither a file nor a module is printed: by the name of the function alone. */
  readonly guess: boolean
}

const UNKNOWN: FrameOwner = { name: '', kind: 'unknown', guess: true }
const known = new WeakMap<Profile, (FrameOwner | undefined)[]>()

/** What a root module is, by its name. */
export function moduleKind(name: string): FrameOwner['kind'] {
  return name === 'Main' ? 'session' : ROOTS.has(name) ? 'Base' : WITH_JULIA.has(name) ? 'standard library' : 'package'
}

function ownerOf(profile: Profile, frame: number): FrameOwner {
  const { frames } = profile
  const module = textAt(profile, frames.module[frame])
  const owner = ownerOfFile(textAt(profile, frames.file[frame]), module)
  if (owner.name !== '') return { name: owner.name, kind: owner.kind === 'unknown' || owner.kind === 'package' ? moduleKind(owner.name) : owner.kind, guess: false }
  const name = textAt(profile, frames.name[frame])
  const written = name === 'kwcall' ? writtenFunction(textAt(profile, frames.signature[frame])).name : name
  return isBaseFunction(written) ? { name: 'Base', kind: 'Base', guess: true } : UNKNOWN
}

export function frameOwner(profile: Profile, frame: number): FrameOwner {
  if (frame < 0 || frame >= profile.frames.length) return UNKNOWN
  let list = known.get(profile)
  if (!list) known.set(profile, (list = []))
  return (list[frame] ??= ownerOf(profile, frame))
}

/** Whether it is code that somebody may change: neither Julia's own nor unknown. */
export function isPackage({ kind, name }: FrameOwner): boolean {
  return kind === 'package' && name !== ''
}

export interface SignatureTypes {
  /** Root modules that are printed with types, functions and values of the arguments. */
  readonly modules: ReadonlySet<string>
  /** Names without a module that Base does not export: types of Main, or of packages in use. */
  readonly unqualified: ReadonlySet<string>
  /** Types of functions of the session, and of closures: `typeof(f)`, `var"#1#2"`. */
  readonly functions: readonly string[]
  /** Places of arguments, from 1, that are no more than `Function`. */
  readonly anyFunction: readonly number[]
}

function visit(node: TypeNode, variables: ReadonlySet<string>, use: (node: Extract<TypeNode, { kind: 'name' }>, isFunction: boolean) => void, isFunction = false): void {
  switch (node.kind) {
    case 'name':
      if (node.module !== '' || !variables.has(node.name)) use(node, isFunction)
      return
    case 'apply':
      visit(node.head, variables, use)
      for (const arg of node.args) visit(arg, variables, use)
      return
    case 'typeof':
      visit(node.of, variables, use, true)
      return
    case 'where':
      visit(node.body, new Set([...variables, ...node.variables.map(({ name }) => name)]), use)
      return
    case 'bound':
    case 'field':
    case 'splat':
      visit(node.type, variables, use)
      return
    case 'value':
  }
}

/** What the arguments of a signature name; of `Tuple{typeof(f), …}` those after the function. */
export function signatureTypes(signature: string): SignatureTypes {
  const { args, keywords, where } = parseSignature(signature)
  const variables = new Set(where.map(({ name }) => name))
  const [modules, unqualified] = [new Set<string>(), new Set<string>()]
  const functions: string[] = []
  for (const { type } of [...args, ...keywords]) {
    if (type) visit(type, variables, ({ module, name }, isFunction) => {
      const closure = name.includes('#')
      if (module !== '') modules.add(module.split('.', 1)[0] ?? '')
      else if (isFunction ? !isBaseFunction(name) : !BASE_TYPES.has(name)) unqualified.add(name)
      if ((isFunction && !isBaseFunction(name) && (module === '' || module === 'Main')) || (closure && (module === '' || module === 'Main'))) functions.push(name)
    })
  }
  const anyFunction = args.flatMap(({ type }, at) => (type?.kind === 'name' && type.name === 'Function' ? [at + 1] : []))
  return { modules, unqualified, functions: [...new Set(functions)], anyFunction }
}
