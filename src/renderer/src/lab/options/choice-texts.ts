/** Choices of a run in words, and what they make of what the scenario says. */
import type { LabChoices, LabPreference, LabPreferences, LabScenario, LabStartup, LabStep } from '../../../../shared/lab'
import { changeText } from '../../../../shared/what-if'

export const CACHE_TITLES: Readonly<Record<LabScenario['caches'], string>> = {
  warm: 'made before the run',
  cold: 'made during the run',
  none: 'not used at all',
}

export function startupText(startup: LabStartup): string {
  switch (startup.kind) {
    case 'none':
      return 'none'
    case 'file':
      return `the file ${startup.path}`
    case 'package':
      return `the package ${startup.name}`
  }
}

export function preferenceText(value: LabPreference): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}

/** One phrase for each choice; of the run's label none. */
export function choiceTexts({ julia, caches, pkgimages, optimize, startup, sysimage, preferences, loadOrder, steps, changes }: LabChoices): string[] {
  return [
    ...(julia === undefined ? [] : [`Julia ${julia}`]),
    ...(caches === undefined ? [] : [`caches ${CACHE_TITLES[caches]}`]),
    ...(pkgimages === undefined ? [] : [pkgimages ? 'native code in caches' : 'no native code in caches']),
    ...(optimize === undefined ? [] : [`-O${optimize}`]),
    ...(startup === undefined ? [] : [`startup: ${startupText(startup)}`]),
    ...(sysimage === undefined ? [] : [sysimage.length > 0 ? `image of ${sysimage.join(', ')}` : 'image of the version']),
    ...Object.entries(preferences ?? {}).flatMap(([name, values]) => Object.entries(values).map(([key, value]) => `${name}.${key} = ${preferenceText(value)}`)),
    ...(loadOrder === undefined ? [] : [`load ${loadOrder.join(', ')}`]),
    ...(steps ?? []).map((step) => `then ${step.split('\n', 1)[0] ?? ''}`),
    ...(changes ?? []).map(changeText),
  ]
}

/** Packages in the order in which the steps use them, each once. */
export function usedPackages(steps: readonly LabStep[]): string[] {
  return [...new Set(steps.filter(({ kind }) => kind === 'using').flatMap(({ text }) => text.split(',').map((name) => name.trim())))].filter((name) => name !== '')
}

/** The same with the order that was chosen; those that it does not name come behind. */
export function loadOrder(steps: readonly LabStep[], chosen: readonly string[] | undefined): string[] {
  const used = usedPackages(steps)
  if (!chosen) return used
  const first = chosen.filter((name) => used.includes(name))
  return [...first, ...used.filter((name) => !first.includes(name))]
}

/** With the item at `from` moved to `to`. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = items.filter((_, at) => at !== from)
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)]
}

/** With one value set, or taken back if it is undefined; undefined if none is left. */
export function withPreference(all: LabPreferences | undefined, name: string, key: string, value: LabPreference | undefined): LabPreferences | undefined {
  const entries = Object.entries(all?.[name] ?? {}).filter(([one]) => one !== key)
  const mine = Object.fromEntries(value === undefined ? entries : [...entries, [key, value] as const])
  const rest = Object.entries(all ?? {}).filter(([one]) => one !== name)
  const next = Object.fromEntries(Object.keys(mine).length > 0 ? [...rest, [name, mine] as const] : rest)
  return Object.keys(next).length > 0 ? next : undefined
}
