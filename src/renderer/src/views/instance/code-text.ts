/** Words and pieces of what is known of an instance's code: where a form is stored, why code was made, in which worlds it holds. */
import type { CodeRange, CompiledBecause, PipelineStage, StoredForm, TypeMark } from '../../../../shared/method-instance'

export interface Segment {
  readonly text: string
  readonly level: TypeMark['level'] | undefined
}

/** A text cut at its marks; those that stand within others are part of them. */
export function markedSegments(text: string, marks: readonly TypeMark[]): Segment[] {
  const segments: Segment[] = []
  let at = 0
  for (const { start, end, level } of [...marks].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < at) continue
    if (start > at) segments.push({ text: text.slice(at, start), level: undefined })
    segments.push({ text: text.slice(start, end), level })
    at = end
  }
  if (at < text.length) segments.push({ text: text.slice(at), level: undefined })
  return segments
}

function placeText({ in: where, name }: StoredForm): string {
  switch (where) {
    case 'file':
      return name
    case 'session':
      return 'this session'
    case 'cache':
      return `the cache of ${name}`
    case 'pkgimage':
      return `the package image of ${name}`
    case 'sysimage':
      return `the system image (${name})`
  }
}

/** One line for each place, and why there is no better one. */
export function storedTexts({ stored, reason }: Pick<PipelineStage, 'stored' | 'reason'>): { readonly text: string, readonly lost: boolean }[] {
  const places = stored.map((form) => {
    const place = placeText(form)
    return form.state === 'used'
      ? { text: `Stored in ${place}`, lost: false }
      : { text: `${form.state === 'ended' ? 'Ended' : 'Refused on loading'}: what ${place} has. ${form.reason}`, lost: true }
  })
  if (reason === '') return places.length > 0 ? places : [{ text: 'Stored nowhere', lost: false }]
  return [...places, { text: `${places.length === 0 ? 'Stored nowhere' : 'In no image'}: ${reason}`, lost: false }]
}

/** Why there is code, as a sentence. */
export function becauseSentence({ reason, root, caller, file, line }: CompiledBecause): string {
  const place = file === '' ? '' : ` at ${file}${line > 0 ? `:${line}` : ''}`
  const cause = reason === 'precompile' ? 'a precompile directive asked for it'
    : reason === 'reflection' ? 'the program looked at it'
      : `a call ${caller === '' ? 'from top level' : `in ${caller}`}${place} found no code for it`
  return root === '' ? `${cause.charAt(0).toUpperCase()}${cause.slice(1)}.` : `Inference came here from ${root}: ${cause}.`
}

export function worldsText({ minWorld, maxWorld }: CodeRange): string {
  return maxWorld === undefined ? `${minWorld} to ∞` : `${minWorld} to ${maxWorld}`
}
