/** What is compared: the recording as it is asked for, and others that differ from it in one thing each, named after it. */
import { UserError } from '../../shared/errors'
import type { RecordRequest } from './command-line'
import type { Variant } from './recorder'

const COMPARED = ['julia', 'flag', 'project'] as const
type Compared = (typeof COMPARED)[number]

/** One thing that another recording has otherwise: `flag=-O1`. */
export interface Comparison {
  readonly what: Compared
  readonly value: string
}

/** `flag=-O1` as it is typed. Throws `UserError('bad-usage')`. */
export function parseComparison(text: string): Comparison {
  const at = text.indexOf('=')
  const what = COMPARED.find((one) => one === text.slice(0, Math.max(0, at)))
  if (what === undefined || at === text.length - 1) {
    throw new UserError('bad-usage', `Found “${text.slice(0, 80)}”, expected what to compare with.`, { hint: 'julia=PATH, flag=-O1 or project=FOLDER' })
  }
  return { what, value: text.slice(at + 1) }
}

/** Options that exclude one another: the later one replaces the one before. */
function withFlag(flags: readonly string[], flag: string): string[] {
  const nameOf = (one: string): string => /^-[OgtJC]/.exec(one)?.[0] ?? one.split('=', 1)[0] ?? one
  return [...flags.filter((one) => nameOf(one) !== nameOf(flag)), flag]
}

function baseTitle({ steps }: RecordRequest): string {
  const first = steps.filter(({ kind }) => kind === 'using').map(({ text }) => text).join(', ')
  return first || (steps[0]?.label ?? steps[0]?.text ?? '').split('\n', 1)[0]?.slice(0, 80) || 'Recording'
}

/** The request itself stands first. */
export function variantsOf(request: RecordRequest, comparisons: readonly Comparison[], title = baseTitle(request)): Variant[] {
  const others = comparisons.map(({ what, value }): Variant => {
    switch (what) {
      case 'julia':
        return { ...request, julia: value, title: `${title}: ${value}` }
      case 'project':
        return { ...request, project: value, title: `${title}: project ${value}` }
      case 'flag':
        return { ...request, flags: withFlag(request.flags, value), title: `${title}: ${value}` }
    }
  })
  return [{ ...request, title }, ...others]
}
