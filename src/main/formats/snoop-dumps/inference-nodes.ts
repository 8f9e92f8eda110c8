/**
 * The timing tree of `@snoop_inference`, dumped node by node: instance, method, exact times in seconds, whether constants were propagated, and
 * whether the code was stale at the end. What `print_tree`, `flatten` and `staleinstances` print is a part of it, rounded. Left out: the
 * types of slots, and the world.
 */
import type { FrameIdentity } from '../../../shared/profile/builder'
import { CALL_FLAG } from '../../../shared/profile/schema'
import type { DumpedRow, RowFormat } from '../format'
import { isInferenceRoot } from '../inference-root'
import { instanceFrame } from '../invalidation-text'
import { numberOf, scaled, sourceLine, textOf } from '../json-value'
import { RowIds } from './row-ids'

type Fields = DumpedRow['fields']

const MOST_CHILDREN = 0x7fffffff

function seconds(value: unknown): number {
  const found = numberOf(value)
  return found >= 0 ? scaled(found, 1e9) : Number.NaN
}

/** `file:line`, of which the file may hold colons. */
function placeOf(method: string): { readonly file: string, readonly line: number } {
  const colon = method.lastIndexOf(':')
  const line = sourceLine(Number(method.slice(colon + 1)))
  return colon < 0 || line < 0 ? { file: method, line: -1 } : { file: method.slice(0, colon), line }
}

/** The instance as other tools print it; of the root without a place, so that it is one root everywhere. */
function frameOf(fields: Fields): FrameIdentity {
  const { signature } = instanceFrame(textOf(fields['mi']) || textOf(fields['signature']))
  if (isInferenceRoot(signature, '')) return { signature }
  const name = textOf(fields['name'])
  return { signature, ...placeOf(textOf(fields['method'])), ...(name === '' ? {} : { name, module: textOf(fields['module']) }) }
}

function isNode(fields: Fields): boolean {
  return typeof fields['exclusive'] === 'number' && typeof fields['inclusive'] === 'number' && typeof fields['id'] === 'number' && (textOf(fields['mi']) || textOf(fields['signature'])) !== ''
}

export const inferenceNodes: RowFormat = {
  id: 'inference-nodes',
  title: '@snoop_inference as JSON Lines, a node a line',
  detect: (fields) => isNode(fields) && 'parent' in fields,
  read(rows, { builder, source }) {
    const unread = rows.filter(({ fields }) => !isNode(fields))
    const nodes = rows.filter(({ fields }) => isNode(fields))
    const described = {
      format: this.id, source, firstLine: nodes[0]?.line ?? -1, lastLine: nodes.at(-1)?.line ?? -1, times: 'both',
      provenance: { kind: 'measured', tool: '@snoop_inference', julia: '', error: '' },
    } as const
    const block = builder.block({ ...described, part: 'inference', title: 'Inference tree', shape: 'tree' })
    const ids = new RowIds()
    const first = builder.length('inference')
    const children: number[] = []
    let origin = Number.NaN
    for (const { fields, line } of nodes) {
      const parent = ids.parentOf(fields)
      const start = seconds(fields['start'])
      if (parent < 0) origin = start
      else children[parent - first] = (children[parent - first] ?? 0) + 1
      const flags = (fields['constprop'] === true ? CALL_FLAG.constProp : 0) | (fields['precompilable'] === false ? CALL_FLAG.notPrecompilable : 0)
      const listed = numberOf(fields['nchildren'])
      ids.set(fields, builder.add('inference', {
        frame: builder.frame(frameOf(fields)), parent, start: start - origin, exclusive: seconds(fields['exclusive']), inclusive: seconds(fields['inclusive']), flags,
        children: Number.isInteger(listed) && listed >= 0 ? Math.min(listed, MOST_CHILDREN) : -1, block, line,
      }))
    }
    for (let row = first; row < builder.length('inference'); row++) {
      const [listed, found] = [builder.number('inference', row, 'children'), children[row - first] ?? 0]
      if (listed < 0) builder.setNumber('inference', row, 'children', found)
      else if (listed > found) builder.setNumber('inference', row, 'flags', builder.number('inference', row, 'flags') | CALL_FLAG.cut)
    }
    const root = nodes.some(({ fields }) => isInferenceRoot(frameOf(fields).signature, ''))
    builder.amendBlock(block, { notes: [...(root ? ['The exclusive time of ROOT is everything that was not inference: generating code, loading, running.'] : []), ...ids.notes()] })

    const stale = nodes.filter(({ fields }) => fields['stale'] === true)
    if (stale.length > 0) {
      const list = builder.block({ ...described, part: 'stale', title: 'Stale instances' })
      for (const { fields, line } of stale) {
        builder.add('stale', { frame: builder.frame(frameOf(fields)), exclusive: seconds(fields['exclusive']), inclusive: seconds(fields['inclusive']), block: list, line })
      }
    }
    return unread
  },
}
