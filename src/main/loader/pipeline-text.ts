/**
 * A method instance as text: what its code returns, in which worlds, why it was made, what relies on it and what it relies on; a table of its forms,
 * their sizes and where each is stored; then the forms themselves.
 */
import { formatBytes, formatCount } from '../../shared/units'
import type { CodeRange, CompiledBecause, GraphNode, PipelineStage, PipelineView, StageName, StoredForm } from '../../shared/method-instance'

const UNITS: Readonly<Record<StageName, readonly [string, string]>> = {
  source: ['line', 'lines'],
  lowered: ['statement', 'statements'],
  inferred: ['statement', 'statements'],
  optimised: ['statement', 'statements'],
  native: ['instruction', 'instructions'],
}

function placeText({ in: where, name, state, reason }: StoredForm): string {
  const place = { file: name, session: 'this session', cache: `cache of ${name}`, pkgimage: `package image of ${name}`, sysimage: `system image (${name})` }[where]
  return state === 'used' ? place : `${place}, ${state}: ${reason}`
}

/** Each place on a line of its own; behind the last why there is no better one. */
function storedLines({ stored, reason }: PipelineStage): readonly string[] {
  if (stored.length === 0) return [reason === '' ? 'nowhere' : `nowhere: ${reason}`]
  const lines = stored.map(placeText)
  return reason === '' ? lines : [...lines.slice(0, -1), `${lines.at(-1) ?? ''} alone: ${reason}`]
}

function sizeText({ stage, count, bytes }: PipelineStage): string {
  if (count === 0) return '–'
  return `${formatCount(count)} ${UNITS[stage][count === 1 ? 0 : 1]}${bytes > 0 ? `, ${formatBytes(bytes)}` : ''}`
}

function worldsText({ minWorld, maxWorld }: CodeRange, world: number): string {
  return maxWorld === undefined ? `${minWorld} to now, which is ${world}` : `${minWorld} to ${maxWorld}: it ended, and now is ${world}`
}

/** Why there is code: a clause after “made for”. */
function becauseText({ reason, root, caller, file, line }: CompiledBecause): string {
  const asked = root === '' ? '' : `${root}, which calls it; that for `
  const place = file === '' ? '' : ` at ${file}${line > 0 ? `:${line}` : ''}`
  switch (reason) {
    case 'call':
      return `${asked}a call ${caller === '' ? 'from top level' : `in ${caller}`}${place}`
    case 'precompile':
      return `${asked}a precompile directive`
    case 'reflection':
      return `${asked}a look at its code`
  }
}

function codeLines({ codes: [code], world }: PipelineView): (readonly [string, string])[] {
  if (code === undefined) return [['code', 'none: nothing has compiled it']]
  const { returnType, constant, because } = code
  return [
    ['returns', constant === '' ? returnType : `${constant}::${returnType}, always`],
    ['worlds', worldsText(code, world)],
    ...(because === undefined ? [] : [['made for', becauseText(because)] as const]),
  ]
}

/** Neighbours that are named in the head. */
const MOST_NAMED = 3

function neighbourLine(title: string, graph: readonly GraphNode[], near: readonly number[], more: number): readonly [string, string] {
  const count = near.length + more
  const names = near.slice(0, MOST_NAMED).map((at) => graph[at]?.text ?? '')
  return [title, count === 0 ? 'none' : `${formatCount(count)}: ${names.join(', ')}${count > names.length ? ', …' : ''}`]
}

/** Callers, theirs below them, each once: what `ascend` of Cthulhu walks. */
export function callersText({ graph }: PipelineView): string {
  const seen = new Set<number>()
  const lines: string[] = []
  const visit = (at: number, depth: number): void => {
    const node = graph[at]
    if (node === undefined) return
    const again = seen.has(at) && node.callers.length > 0
    const place = node.file === '' ? '' : `  ${node.file}:${node.line}`
    lines.push(`${'  '.repeat(depth)}${node.text}${node.state === 'ended' ? ' (ended)' : ''}${again ? ' (see above)' : ''}${place}`)
    if (seen.has(at)) return
    seen.add(at)
    for (const caller of node.callers) visit(caller, depth + 1)
    if (node.moreCallers > 0) lines.push(`${'  '.repeat(depth + 1)}… ${formatCount(node.moreCallers)} more`)
  }
  visit(0, 0)
  return lines.join('\n')
}

/** Forms of the stages that are asked for, the table of all of them above. */
export function pipelineText(view: PipelineView, shown: readonly StageName[]): string {
  const { signature, method, module, file, line, stages, graph } = view
  const sizes = stages.map(sizeText)
  const [name, size] = [Math.max(...stages.map(({ stage }) => stage.length)), Math.max(...sizes.map(({ length }) => length))]
  const [own] = graph
  const head = [
    ...codeLines(view),
    neighbourLine('callers', graph, own?.callers ?? [], own?.moreCallers ?? 0),
    neighbourLine('callees', graph, own?.callees ?? [], own?.moreCallees ?? 0),
  ]
  const table = stages.flatMap((one, at) => {
    const start = `  ${one.stage.padEnd(name)}  ${(sizes[at] ?? '').padEnd(size)}  `
    return storedLines(one).map((text, row) => `${row === 0 ? start : ' '.repeat(start.length)}${text}`)
  })
  const texts = stages.filter(({ stage, text }) => shown.includes(stage) && text !== '').flatMap(({ stage, text }) => ['', `${stage}:`, text])
  return [`${signature}, an instance of ${method} in ${module}, ${file}:${line}`, '', ...head.map(([title, text]) => `  ${title.padEnd(name)}  ${text}`), '', ...table, ...texts].join('\n')
}
