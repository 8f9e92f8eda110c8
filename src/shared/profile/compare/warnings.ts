/** Why profiles may not be comparable, in whole sentences: other Julia, other machine, other settings, simulated against measured, other tools. */
import type { PartName } from '../schema'
import { machineOf } from '../machine'
import { inferenceTotals } from '../phases'
import type { Block, Profile } from '../tables'
import { formatPercent } from '../../units'
import { inferenceBlock, codegenBlock } from './code'
import { longestSession } from './imports'
import { causeBlocks } from './invalidations'
import { largestSpread } from './noise'
import { isSimulated, listed, type CompareSide } from './side'
import { recordedSteps } from './steps'

export interface CompareWarning {
  /** `warning`: numbers differ for other reasons than the code. `note`: how to read them. */
  readonly level: 'warning' | 'note'
  readonly text: string
}

/** The version of Julia, '' where the profile does not tell one. */
export function juliaOf(profile: Profile): string {
  if (profile.meta.julia !== '') return profile.meta.julia
  // `1.8.0-beta1 to rc1` is how a form looks, not what ran.
  const told = new Set(profile.blocks.map(({ provenance }) => provenance.julia).filter((text) => /^\d+\.\d+(?:\.\d+)?\S*$/.test(text)))
  const [only = ''] = told
  return told.size === 1 ? only : ''
}

/** `1.9 (A) and 1.10 (B, C)` if they are not all the same; '' where some are not known or none differ. */
function different(sides: readonly CompareSide[], of: (side: CompareSide) => string): string {
  const groups = new Map<string, string[]>()
  for (const side of sides) {
    const value = of(side)
    if (value === '') continue
    const known = groups.get(value)
    if (known) known.push(side.label)
    else groups.set(value, [side.label])
  }
  return groups.size < 2 ? '' : listed([...groups].map(([value, labels]) => `${value} (${labels.join(', ')})`))
}

/** The block of a part that is compared. */
function blockOf(profile: Profile, part: PartName): Block | undefined {
  switch (part) {
    case 'inference':
      return profile.blocks[inferenceBlock(profile)]
    case 'codegen':
      return codegenBlock(profile)?.block
    case 'imports':
      return profile.blocks[longestSession(profile)?.blocks[0] ?? -1]
    case 'invalidations':
      return causeBlocks(profile)[0]?.block
    default:
      return undefined
  }
}

const KIND_WORDS: Readonly<Record<Block['provenance']['kind'], string>> = { measured: 'measured', simulated: 'simulated', estimated: 'estimated', derived: 'measured' }
const PART_WORDS = [['inference', 'Inference'], ['codegen', 'Code generation'], ['imports', 'Loading'], ['invalidations', 'Invalidations']] as const
const MEANINGS: Readonly<Record<Block['times'], string>> = { both: 'exclusive and inclusive', inclusive: 'inclusive', exclusive: 'exclusive', nested: 'nested', none: 'no times' }

/** That are named one by one. */
const MOST_STEPS = 4

function kindOf({ profile }: CompareSide): string {
  const kinds = new Set(profile.blocks.map(({ provenance }) => KIND_WORDS[provenance.kind]))
  return kinds.has('simulated') ? 'simulated' : kinds.has('estimated') ? 'estimated' : kinds.has('measured') ? 'measured' : ''
}

function calibrationOf({ profile }: CompareSide): string {
  for (const { provenance } of profile.blocks) {
    const found = provenance.kind === 'simulated' ? /calibration "([^"]*)"/.exec(provenance.tool) : null
    if (found) return `“${found[1] ?? ''}”`
  }
  return ''
}

export function compareWarnings(sides: readonly CompareSide[]): CompareWarning[] {
  const found: CompareWarning[] = []
  const warn = (text: string): void => void found.push({ level: 'warning', text })
  const note = (text: string): void => void found.push({ level: 'note', text })

  const kinds = different(sides, kindOf)
  if (kinds !== '') warn(`These are ${kinds}: simulated seconds are not those of a machine, only what changes within one kind can be trusted.`)
  const versions = different(sides, ({ profile }) => juliaOf(profile))
  if (versions !== '') warn(`They ran in different versions of Julia, ${versions}: what changed may be Julia itself.`)
  const calibrations = different(sides, calibrationOf)
  // Each version has a calibration of its own.
  if (calibrations !== '' && versions === '') warn(`They were simulated with different calibrations, ${calibrations}: the same work takes other times.`)
  const machines = different(sides, ({ profile }) => machineOf(profile)?.machine ?? '')
  if (machines !== '') warn(`They were recorded on different machines, ${machines}: times differ for that alone.`)

  const settings = sides.flatMap((side) => {
    const flags = machineOf(side.profile)?.flags
    return flags ? [{ label: side.label, flags }] : []
  })
  const common = new Set(settings[0]?.flags.filter((flag) => settings.every(({ flags }) => flags.includes(flag))))
  const own = settings.map(({ label, flags }) => ({ label, flags: flags.filter((flag) => !common.has(flag)) })).filter(({ flags }) => flags.length > 0)
  if (own.length > 0) warn(`They ran with different settings: ${own.map(({ label, flags }) => `${flags.join(', ')} (${label})`).join('; ')}.`)

  for (const [part, word] of PART_WORDS) {
    const tools = different(sides, ({ profile }) => {
      const block = blockOf(profile, part)
      return block?.provenance.kind === 'measured' || block?.provenance.kind === 'derived' ? block.provenance.tool : ''
    })
    // Parts of the same tool differ only where its output does.
    const meanings = part === 'invalidations' ? '' : different(sides, ({ profile }) => {
      const block = blockOf(profile, part)
      return block ? MEANINGS[block.times] : ''
    })
    if (meanings !== '') warn(`${word} was timed in different ways, ${meanings}: the same code has other numbers.`)
    else if (tools !== '') warn(`${word} comes from different tools, ${tools}: they do not count the same.`)
  }
  const shapes = different(sides, ({ profile }) => {
    const shape = blockOf(profile, 'inference')?.shape
    return shape === undefined ? '' : { tree: 'as a tree', list: 'as a list', grouped: 'by method' }[shape]
  })
  if (shapes.includes('by method')) warn(`Inference is given ${shapes}: rows of one are sums of the other’s.`)

  const steps = sides.flatMap(({ label, profile }) => {
    const recorded = recordedSteps(profile)
    return recorded ? [{ label, names: recorded.steps.map((step) => step.label) }] : []
  })
  const apart = [...new Set(steps.flatMap(({ names }) => names))].filter((name) => !steps.every(({ names }) => names.includes(name)))
  if (apart.length > 0) {
    const told = apart.slice(0, MOST_STEPS).map((name) => `“${name}” is only in ${listed(steps.filter(({ names }) => names.includes(name)).map(({ label }) => label))}`)
    warn(`They did not run the same steps: ${told.join('; ')}${apart.length > MOST_STEPS ? `; and ${apart.length - MOST_STEPS} more` : ''}.`)
  }

  const missing = PART_WORDS.flatMap(([part, word]) => {
    const lacks = sides.filter(({ profile }) => profile[part].length === 0 && !isSimulated(profile))
    return lacks.length > 0 && lacks.length < sides.length && part !== 'invalidations' ? [`${word} is not in ${listed(lacks.map(({ label }) => label))}.`] : []
  })
  for (const text of missing) note(text)
  for (const { label, profile } of sides) {
    const runs = inferenceTotals(profile).length
    if (runs > 1) note(`${label} holds ${runs} runs of inference, which are not added: the longest is compared.`)
  }
  const coarse = sides.filter(({ profile }) => blockOf(profile, 'inference')?.provenance.error.includes('Float16')).map(({ label }) => label)
  if (coarse.length > 0) note(`Times of inference in ${listed(coarse)} come from Float16 numbers, which have about three digits: differences below their precision are marked as noise.`)
  const spread = largestSpread(sides)
  if (spread !== undefined) note(`The recorded times vary by up to ${formatPercent(100 * spread)} from process to process: parts that differ less are marked as noise.`)
  const once = sides.filter(({ profile }) => !isSimulated(profile) && recordedSteps(profile)?.totals.length === 1).map(({ label }) => label)
  if (once.length > 0) note(`${listed(once)} ${once.length === 1 ? 'was' : 'were'} timed once: how much the times vary is not known.`)
  return found
}
