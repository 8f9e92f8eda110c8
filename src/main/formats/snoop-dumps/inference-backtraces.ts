/**
 * Where inference was entered: the backtraces of the direct children of `@snoop_inference`'s root, frame by frame, the innermost first. Each
 * becomes a trigger, the caller found as SnoopCompile's `inference_triggers` finds it: the first frame beyond C and the compiler
 * whose method instance is known. All frames together are a tree of stacks that counts triggers.
 */
import { CallTreeBuilder } from '../../../shared/profile/call-builder'
import type { DumpedRow, RowFormat } from '../format'
import { instanceFrame } from '../invalidation-text'
import { isRecord, listOf, sourceLine, textOf } from '../json-value'

interface Frame {
  readonly name: string
  readonly file: string
  readonly line: number
  readonly inlined: boolean
  readonly fromC: boolean
  /** The method instance as printed; '' if the frame has none, as code of the top level. */
  readonly instance: string
}

/** Code of the top level is a `CodeInfo`, or an instance without a method. */
const INSTANCE = /^MethodInstance for /
/** Deeper than Julia's own stack. */
const MOST_FRAMES = 100_000

function framesOf(value: unknown): Frame[] {
  return listOf(value).slice(0, MOST_FRAMES).filter(isRecord).map((frame) => ({
    name: textOf(frame['func']), file: textOf(frame['file']), line: sourceLine(frame['line']), inlined: frame['inlined'] === true, fromC: frame['from_c'] === true,
    instance: INSTANCE.test(textOf(frame['linfo'])) ? instanceFrame(textOf(frame['linfo'])).signature : '',
  }))
}

const COMPILER = /^(?:Core|Base)\.Compiler\./

interface Entry {
  readonly site: Frame
  /** That the code of the site was compiled into. */
  readonly caller: Frame
}

/** Frames that were inlined stand before the one that they are in. */
function entryOf(frames: readonly Frame[]): Entry | undefined {
  let first = 0
  for (let at = 0; at < frames.length; at++) {
    const caller = frames[at]
    if (caller === undefined || (caller.inlined && at < frames.length - 1)) continue
    const site = frames[first]
    if (site && !caller.fromC && caller.instance !== '' && !COMPILER.test(caller.instance)) return { site, caller }
    first = at + 1
  }
  return undefined
}

const isTrace = ({ mi, frames }: DumpedRow['fields']): boolean => typeof mi === 'string' && mi !== '' && Array.isArray(frames)

export const inferenceBacktraces: RowFormat = {
  id: 'inference-backtraces',
  title: 'Backtraces of @snoop_inference as JSON Lines',
  detect: isTrace,
  read(rows, { builder, source }) {
    const traces = rows.filter(({ fields }) => isTrace(fields))
    const described = {
      format: this.id, source, firstLine: traces[0]?.line ?? -1, lastLine: traces.at(-1)?.line ?? -1, provenance: { kind: 'measured', tool: '@snoop_inference', julia: '', error: '' },
    } as const
    const triggers = builder.block({ ...described, part: 'triggers', title: 'Inference triggers' })
    const stacks = builder.block({
      ...described, part: 'stacks', title: 'Backtraces of inference', shape: 'tree', times: 'both', unit: 'count', notes: ['Each backtrace counts once: a call by runtime dispatch that had to be inferred.'],
    })
    const tree = new CallTreeBuilder(builder, 'stacks', stacks, () => '')
    for (const { fields, line } of traces) {
      const callee = builder.frame(instanceFrame(textOf(fields['mi'])))
      const frames = framesOf(fields['frames'])
      const entry = entryOf(frames)
      const site = entry && { siteName: entry.site.name, siteFile: entry.site.file, siteLine: entry.site.line }
      builder.add('triggers', {
        callee, relation: entry === undefined ? 'toplevel' : entry.site === entry.caller ? 'specialization' : 'inlined', ...site,
        ...(entry && { caller: builder.frame({ signature: entry.caller.instance }) }), block: triggers, line,
      })
      const outermostFirst = frames.reverse().map((frame) => builder.frame({ signature: frame.name || 'unknown function', name: frame.name || 'unknown function', file: frame.file, line: frame.line, kind: 'frame' }))
      tree.addStack([...outermostFirst, callee], 1)
    }
    return rows.filter(({ fields }) => !isTrace(fields))
  },
}
