/** The machine and the settings of a recording as a note of its timeline, written and read in one place. */
import type { Profile } from './tables'

export interface RecordedOn {
  /** `Linux`, `x86_64`, `AMD EPYC`; '' where not known. */
  readonly system: string
  readonly arch: string
  readonly cpu: string
  /** -1 where not known. */
  readonly cores: number
  /** `opt_level=2`, as Julia names them. */
  readonly flags: readonly string[]
}

const NOTE = /^Recorded on ([^;]*); (?:(\d+) cores?; )?with ([^;]*)\.$/

/** '' if nothing is known. */
export function machineNote({ system, arch, cpu, cores, flags }: RecordedOn): string {
  const clean = (text: string): string => text.replace(/[;\r\n]+/g, ' ').trim()
  const where = [system, arch, cpu].map(clean).filter((text) => text !== '').join(', ')
  if (where === '' && flags.length === 0) return ''
  const many = cores > 0 ? `${cores} ${cores === 1 ? 'core' : 'cores'}; ` : ''
  return `Recorded on ${where || 'a machine not named'}; ${many}with ${flags.length > 0 ? flags.map(clean).join(', ') : 'settings not named'}.`
}

/** Of the first recording in a profile: the machine in words, and its settings; undefined where no note tells. */
export function machineOf(profile: Profile): { readonly machine: string, readonly flags: readonly string[] } | undefined {
  for (const { part, notes } of profile.blocks) {
    if (part !== 'timeline') continue
    for (const note of notes) {
      const [found, machine = '', cores = '', flags = ''] = NOTE.exec(note) ?? []
      if (found !== undefined) return { machine: cores === '' ? machine : `${machine}, ${cores} ${cores === '1' ? 'core' : 'cores'}`, flags: flags === 'settings not named' ? [] : flags.split(', ') }
    }
  }
  return undefined
}
