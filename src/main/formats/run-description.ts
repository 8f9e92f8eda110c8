/**
 * What says of a recording which Julia, command and packages it was made with: `{"julia", "command", "packages", "what"}`, or a list of packages with
 * their versions alone. Opened with the recording it gives the packages; it measures nothing.
 */
import type { JsonFormat } from './format'
import { isRecord, textOf } from './json-value'

/** Versions by name: the version itself, or an object that has it. */
function versionsIn(value: unknown): readonly (readonly [name: string, version: string, rest: string])[] | undefined {
  if (!isRecord(value)) return undefined
  const found = Object.entries(value).map(([name, entry]) => {
    if (typeof entry === 'string') return [name, entry, ''] as const
    if (!isRecord(entry) || typeof entry['version'] !== 'string') return undefined
    const rest = Object.entries(entry).filter(([key, one]) => key !== 'version' && textOf(one) !== '').map(([key, one]) => `${key} ${textOf(one)}`)
    return [name, entry['version'], rest.join(', ')] as const
  })
  return found.every((entry) => entry !== undefined) ? found : undefined
}

const VERSION = /^\d+\.\d+/

function isDescription(value: unknown): boolean {
  return isRecord(value) && VERSION.test(textOf(value['julia'])) && typeof value['command'] === 'string' && (!('packages' in value) || versionsIn(value['packages']) !== undefined)
}

function isVersionList(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length > 0 && Object.values(value).every((entry) => isRecord(entry) && VERSION.test(textOf(entry['version'])))
}

export const runDescription: JsonFormat = {
  id: 'run-description',
  title: 'What a recording was made with, as JSON: Julia, command, packages',
  detect: (value) => isDescription(value) || isVersionList(value),
  read(value, { builder, source }) {
    const fields = isRecord(value) && isDescription(value) ? value : { packages: value }
    const { julia, command, what, packages: listed, ...more } = fields as Readonly<Record<string, unknown>>
    const packages = versionsIn(listed) ?? []
    const rest = Object.entries(more).filter(([, one]) => ['string', 'number', 'boolean'].includes(typeof one)).map(([key, one]) => `${key}: ${String(one)}`)
    const sources = packages.filter(([, , from]) => from !== '').map(([name, , from]) => `${name}: ${from}`)
    const block = builder.block({
      part: 'packages', format: this.id, title: 'Packages', command: textOf(command), source, provenance: { kind: 'measured', tool: 'description of a recording', julia: textOf(julia), error: '' },
      notes: [textOf(what), ...rest, ...sources].filter((note) => note !== ''),
    })
    for (const [name, version] of packages) builder.add('packages', { name, version, block })
  },
}
