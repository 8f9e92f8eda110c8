/** The pipeline of an instance as text: a table of its forms, their sizes and where each is stored, then the forms themselves. */
import { formatBytes, formatCount } from '../../shared/units'
import type { PipelineStage, PipelineView, StageName, StoredForm } from './pipeline'

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

/** Forms of the stages that are asked for, the table of all of them above. */
export function pipelineText({ signature, method, module, file, line, stages }: PipelineView, shown: readonly StageName[]): string {
  const sizes = stages.map(sizeText)
  const [name, size] = [Math.max(...stages.map(({ stage }) => stage.length)), Math.max(...sizes.map(({ length }) => length))]
  const table = stages.flatMap((one, at) => {
    const head = `  ${one.stage.padEnd(name)}  ${(sizes[at] ?? '').padEnd(size)}  `
    return storedLines(one).map((text, row) => `${row === 0 ? head : ' '.repeat(head.length)}${text}`)
  })
  const texts = stages.filter(({ stage, text }) => shown.includes(stage) && text !== '').flatMap(({ stage, text }) => ['', `${stage}:`, text])
  return [`${signature}, an instance of ${method} in ${module}, ${file}:${line}`, '', ...table, ...texts].join('\n')
}
