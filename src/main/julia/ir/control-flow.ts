/**
 * The shape of a list of statements: basic blocks, what can follow what, which handler is in force at each statement. As in
 * Julia a block also ends with `leave`, and `enter` is a block of its own.
 */
import type { Statement } from './statement'

interface Block {
  /** First and last statement. */
  readonly first: number
  readonly last: number
}

export interface ControlFlow {
  readonly blocks: readonly Block[]
  /** Of each statement, the index of its block. */
  readonly blockOf: Int32Array
  /** Of each statement, the statement that an exception continues at; -1 for none. */
  readonly handlers: Int32Array
  /** Statements that are in a loop, as far as positions tell: between the target of a backward jump and the jump. */
  readonly looped: Uint8Array
}

export function targetsOf(statement: Statement): readonly number[] {
  switch (statement.kind) {
    case 'goto':
    case 'gotoifnot':
      return [statement.target]
    case 'enter':
      return [statement.handler]
    default:
      return []
  }
}

export function fallsThrough(statement: Statement): boolean {
  return statement.kind !== 'goto' && statement.kind !== 'return' && statement.kind !== 'unreachable'
}

export function controlFlow(code: readonly Statement[]): ControlFlow {
  const starts = new Set([0])
  code.forEach((statement, at) => {
    for (const target of targetsOf(statement)) starts.add(target)
    if (statement.kind === 'enter') starts.add(at)
    if (targetsOf(statement).length > 0 || !fallsThrough(statement) || statement.kind === 'leave') starts.add(at + 1)
  })
  const blocks: Block[] = []
  const blockOf = new Int32Array(code.length)
  for (let at = 0; at < code.length; at++) {
    if (starts.has(at)) blocks.push({ first: at, last: at })
    else blocks[blocks.length - 1] = { first: blocks.at(-1)?.first ?? 0, last: at }
    blockOf[at] = blocks.length - 1
  }
  return { blocks, blockOf, handlers: handlersOf(code), looped: loopsOf(code) }
}

function loopsOf(code: readonly Statement[]): Uint8Array {
  const looped = new Uint8Array(code.length)
  code.forEach((statement, at) => {
    for (const target of targetsOf(statement)) if (target <= at) looped.fill(1, target, at + 1)
  })
  return looped
}

/** The `try` blocks that each statement is in, followed from the first statement; a statement is in the same ones on every path to it. */
function handlersOf(code: readonly Statement[]): Int32Array {
  const stacks: (readonly number[] | undefined)[] = []
  const work: [at: number, stack: readonly number[]][] = [[0, []]]
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const [at, stack] = next
    const statement = code[at]
    if (statement === undefined || stacks[at] !== undefined) continue
    stacks[at] = stack
    if (statement.kind === 'enter') {
      // The handler itself begins by leaving what it handles.
      const inside = [...stack, statement.handler]
      work.push([statement.handler, inside], [at + 1, inside])
      continue
    }
    const after = statement.kind === 'leave' ? stack.slice(0, stack.length - statement.count) : stack
    for (const target of targetsOf(statement)) work.push([target, after])
    if (fallsThrough(statement)) work.push([at + 1, after])
  }
  return Int32Array.from(code, (_, at) => stacks[at]?.at(-1) ?? -1)
}
