/**
 * Scopes: which variable each symbol means. Every `scope-block` introduces what is declared or first assigned in it; names
 * that are taken already are renamed; what belongs to no scope becomes a global of the module. At top level assigned
 * names are global; within a loop or `try` there, an assignment to a global that exists makes a new local with a warning
 * (files), or assigns the global (the REPL's soft scope), as from Julia 1.5 on.
 */
import { symbolName } from '../values/value'
import {
  blockOf, Form, form, insertAfterMeta, isDeclaration, isForm, isQuoted, isSymbol, isUnderscore, Lambda, type Node,
} from './form'
import type { Session } from './session'

type Kind = 'argument' | 'local' | 'global' | 'static-parameter' | 'none'

interface Scope {
  readonly lambda: Lambda
  readonly args: ReadonlySet<symbol>
  readonly locals: ReadonlySet<symbol>
  readonly globals: ReadonlySet<symbol>
  readonly parameters: ReadonlySet<symbol>
  readonly renames: ReadonlyMap<symbol, symbol>
  readonly previous: Scope | undefined
  readonly isSoft: boolean
  readonly isHard: boolean
  /** What the top-level expression assigns. */
  readonly implicitGlobals: ReadonlySet<symbol>
  /** Locals that hide a global of the same name, to be warned of at their assignment. */
  readonly ambiguous: Set<symbol>
}

const NONE: ReadonlySet<symbol> = new Set()
const NO_RENAMES: ReadonlyMap<symbol, symbol> = new Map()

export function resolveScopes(lambda: Lambda, session: Session): Lambda {
  return resolveLambda(lambda, undefined, session)
}

function resolveLambda(lambda: Lambda, previous: Scope | undefined, session: Session): Lambda {
  const resolved = new Lambda(lambda.args, lambda.ownParameters, lambda.body, lambda.isVarArg)
  resolved.body = resolve(lambda.body, {
    lambda: resolved, args: new Set(lambda.args), locals: NONE, globals: NONE, parameters: new Set(lambda.ownParameters), renames: NO_RENAMES,
    previous, isSoft: false, isHard: false, implicitGlobals: NONE, ambiguous: new Set(),
  }, session)
  return resolved
}

function kindOf(name: symbol, from: Scope | undefined, excludeTopLevelGlobals = false): Kind {
  for (let scope = from; scope !== undefined; scope = scope.previous) {
    if (scope.args.has(name)) return 'argument'
    if (scope.locals.has(name)) return 'local'
    if (scope.globals.has(name)) {
      // A global declaration in the outermost block of a top-level expression says nothing of the blocks within.
      const isOutermost = scope.lambda.args.length === 0 && scope.previous?.previous === undefined
      return excludeTopLevelGlobals && isOutermost ? 'none' : 'global'
    }
    if (scope.parameters.has(name)) return 'static-parameter'
  }
  return 'none'
}

function resolveName(name: symbol, from: Scope, session: Session): Node {
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.previous) {
    if (scope.args.has(name)) return name
    if (scope.globals.has(name)) return session.global(name)
    const renamed = scope.renames.get(name)
    if (renamed !== undefined) return renamed
    if (scope.locals.has(name) || scope.parameters.has(name)) return name
  }
  return isUnderscore(name) ? name : session.global(name)
}

function resolve(node: Node, scope: Scope, session: Session): Node {
  if (typeof node === 'symbol') return resolveName(node, scope, session)
  if (node instanceof Lambda) return resolveLambda(node, scope, session)
  if (!(node instanceof Form)) return node
  switch (node.head) {
    case 'inert':
    case 'copyast':
    case 'meta':
      return isForm(node, 'meta') ? resolveMeta(node, scope, session) : node
    case 'line':
      session.locate(node)
      return node
    case 'toplevel':
    case 'symbolicgoto':
    case 'symboliclabel':
    case 'toplevel-only':
    case 'inbounds':
    case 'loopinfo':
    case 'break':
      return node
    case 'global':
      return new Form('global', node.args.map((name) => (isSymbol(name) ? session.global(name) : name)))
    case 'local':
    case 'local-def':
    case 'softscope':
    case 'hardscope':
      return session.nothing
    case 'require-existing-local': {
      const [name] = node.args
      if (isSymbol(name) && kindOf(name, scope) === 'none') session.fail('no outer local variable declaration exists for "for outer"')
      return session.nothing
    }
    case 'islocal': {
      const [name] = node.args
      return isSymbol(name) && !['global', 'none'].includes(kindOf(name, scope))
    }
    case 'locals':
      return resolveLocals(scope, session)
    case 'scope-block':
      return resolveBlock(node, scope, session)
    case 'break-block':
      return new Form('break-block', node.args.map((arg, at) => (at === 0 ? arg : resolve(arg, scope, session))))
    case '=':
      warnOfAmbiguity(node.args[0], scope, session)
      break
  }
  return new Form(node.head, node.args.map((arg) => resolve(arg, scope, session)))
}

/** Metas name variables (`nospecialize`, `ret-type`); the first is the meta's own name. */
function resolveMeta({ args: [name = false, ...args] }: Form, scope: Scope, session: Session): Form {
  const resolved = args.map((arg) => (isSymbol(arg) && kindOf(arg, scope) !== 'none' ? resolveName(arg, scope, session) : arg))
  return new Form('meta', [name, ...resolved])
}

/** What a block itself assigns and declares, without the blocks and functions in it. */
interface Declared {
  readonly assigned: symbol[]
  readonly locals: symbol[]
  readonly definitions: symbol[]
  readonly globals: symbol[]
  isHard: boolean
  soft: boolean | undefined
}

function collect(node: Node, into: Declared): void {
  if (!(node instanceof Form) || isQuoted(node) || node.head === 'scope-block' || node.head === 'copyast') return
  const [first, second] = node.args
  switch (node.head) {
    case '=': {
      const name = isDeclaration(first) ? first.args[0] : first
      if (isSymbol(name) && !isUnderscore(name)) into.assigned.push(name)
      if (second !== undefined) collect(second, into)
      return
    }
    case 'method':
      if (second !== undefined) collect(second, into)
      if (isSymbol(first)) into.assigned.push(first)
      return
    case 'local':
      if (isSymbol(first) && !isUnderscore(first)) into.locals.push(first)
      return
    case 'local-def':
      if (isSymbol(first) && !isUnderscore(first)) into.definitions.push(first)
      return
    case 'global':
      if (isSymbol(first) && !isUnderscore(first)) into.globals.push(first)
      return
    case 'hardscope':
      into.isHard = true
      return
    case 'softscope':
      into.soft ??= typeof first === 'boolean' ? first : undefined
      return
  }
  for (const arg of node.args) collect(arg, into)
}

function resolveBlock(given: Form, scope: Scope, session: Session): Form {
  const body = given.args[0] ?? session.nothing
  const { lambda } = scope
  const declared: Declared = { assigned: [], locals: [], definitions: [], globals: [], isHard: false, soft: undefined }
  collect(body, declared)
  const isThunk = lambda.args.length === 0
  const isTopLevel = isThunk && given === lambda.body
  const isHard = isThunk && (scope.isHard || declared.isHard)
  const isSoft = isThunk && !isHard && (declared.soft ?? scope.isSoft)
  const locals = new Set(declared.locals)
  const definitions = new Set(declared.definitions)
  const globals = new Set(declared.globals)
  const assigned = declared.assigned.filter((name) => !locals.has(name) && !definitions.has(name))
  const isExistingGlobal = (name: symbol) => scope.implicitGlobals.has(name) || isOwnGlobal(name, session)
  const implicit = assigned.filter((name) => {
    if (isTopLevel) return session.isGensym(name)
    const kind = kindOf(name, scope, true)
    return (kind === 'none' || kind === 'static-parameter') && !(isSoft && isExistingGlobal(name)) && !globals.has(name)
  })
  check(declared, implicit, isThunk, given === lambda.body, scope, session)
  const introduced = withoutDuplicates([...declared.locals, ...implicit])
  const taken = new Set(lambda.locals)
  const renames = new Map<symbol, symbol>()
  const own = (names: readonly symbol[]): symbol[] => {
    const clashes = names.filter((name) => taken.has(name) || kindOf(name, scope) !== 'none')
    const renamed = clashes.map((name) => {
      const fresh = session.namedGensym(name)
      renames.set(name, fresh)
      return fresh
    })
    return [...names.filter((name) => !clashes.includes(name)), ...renamed]
  }
  const newLocals = own(introduced)
  const newDefinitions = own(declared.definitions)
  const ambiguous = isTopLevel || !isThunk || isSoft || isHard
    ? []
    : assigned.filter((name) => isExistingGlobal(name) && kindOf(name, scope) === 'none' && !globals.has(name))
  lambda.locals.push(...newLocals, ...newDefinitions)
  const inner = resolve(body, {
    lambda, args: NONE, locals: new Set([...introduced, ...declared.definitions]), globals, parameters: NONE, renames, previous: scope, isSoft, isHard,
    implicitGlobals: isTopLevel ? new Set(assigned) : scope.implicitGlobals, ambiguous: new Set(ambiguous),
  }, session)
  return insertAfterMeta(blockOf(inner, session.nothing), [
    ...newLocals.map((name) => form('local', name)),
    ...newDefinitions.map((name) => form('local-def', name)),
  ])
}

function check(declared: Declared, implicit: readonly symbol[], isThunk: boolean, isBody: boolean, scope: Scope, session: Session): void {
  for (const name of declared.globals) {
    const text = symbolName(name)
    if (declared.locals.includes(name) || declared.definitions.includes(name)) session.fail(`variable "${text}" declared both local and global`)
    if (isThunk && ['argument', 'local'].includes(kindOf(name, scope))) session.fail(`\`global ${text}\`: ${text} is a local variable in its enclosing scope`)
  }
  if (!isThunk && isBody) {
    const conflict = declared.locals.find((name) => scope.lambda.args.includes(name))
    if (conflict !== undefined) session.fail(`local variable name "${symbolName(conflict)}" conflicts with an argument`)
  }
  const hidden = [...declared.locals, ...implicit].find((name) => kindOf(name, scope) === 'static-parameter')
  if (hidden !== undefined) session.fail(`local variable name "${symbolName(hidden)}" conflicts with a static parameter`)
}

/** Whether the module itself has a global of that name. */
function isOwnGlobal(name: symbol, session: Session): boolean {
  const binding = session.context.module.bindings.get(name)
  return binding?.module === session.context.module
}

function warnOfAmbiguity(left: Node | undefined, from: Scope, session: Session): void {
  if (!isSymbol(left) || from.lambda.args.length > 0) return
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.previous) {
    if (!scope.ambiguous.delete(left)) continue
    const name = symbolName(left)
    session.warn(`Assignment to \`${name}\` in soft scope is ambiguous because a global variable by the same name exists: `
      + `\`${name}\` will be treated as a new local. Disambiguate by using \`local ${name}\` to suppress this warning or `
      + `\`global ${name}\` to assign to the existing global variable.`)
    return
  }
}

/** `Base.@locals`: a dictionary of the local variables that have values. */
function resolveLocals(from: Scope, session: Session): Node {
  const names = new Set<symbol>()
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.previous) {
    for (const name of [...scope.args, ...scope.parameters, ...scope.locals]) if (!symbolName(name).startsWith('#')) names.add(name)
  }
  const made = session.temp()
  const { core, top } = { core: (name: string) => session.core(name), top: (name: string) => session.top(name) }
  const dict = new Form('call', [new Form('call', [core('apply_type'), top('Dict'), core('Symbol'), core('Any')])])
  const stores = [...names].map((name) => {
    const variable = resolveName(name, from, session)
    return form('if', form('isdefined', variable), new Form('call', [top('setindex!'), made, variable, form('inert', name)]))
  })
  return form('block', form('=', made, dict), ...stores, made)
}

/** As Julia's own: of short lists the last of equal names stays, of long ones the first. */
function withoutDuplicates(names: readonly symbol[]): symbol[] {
  if (names.length > 20) return [...new Set(names)]
  return names.filter((name, at) => names.lastIndexOf(name) === at)
}

