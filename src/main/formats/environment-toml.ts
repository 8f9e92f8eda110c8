/**
 * `Manifest.toml` and `Project.toml` as the packages of an environment and what they need (Pkg's pages on both files). A manifest lists all
 * packages with their dependencies; a project says which of them were asked for. Opened together, or with what `@time_imports` printed, the
 * imports view says who brought a package in. Left out: where packages come from, bounds of versions, weak dependencies without an extension.
 */
import type { ProfileBuilder } from '../../shared/profile/builder'
import { type DependencyList, type Manifest, type ManifestEntry, readManifest } from '../loader/project/manifest'
import { readProject } from '../loader/project/project-file'

export const ENVIRONMENT = { id: 'environment', title: 'Manifest.toml and Project.toml' } as const

const MANIFEST = /^(?:manifest_format\s*=|\[\[\s*(?:deps\s*\.\s*)?["\w]+\s*\]\]\s*$)/m
const PROJECT = /^\[\s*(?:deps|weakdeps|extras|compat|workspace)\s*\]\s*$/m
const NAMED = /^name\s*=\s*"/m
const WITH_UUID = /^uuid\s*=\s*"[0-9a-fA-F-]{36}"/m
/** What stands in no TOML file, but in many a log. */
const TEXT = /^(?:julia> |┌ |\[ (?:Info|Warning|Debug|Error): |\s*\d+\.\d+ ms )/m

/** Whether a text is one of the two files, as far as its beginning tells. */
export function isEnvironment(text: string): boolean {
  const beginning = text.slice(0, 200_000)
  if (TEXT.test(beginning)) return false
  return isManifest(beginning) || PROJECT.test(beginning) || (NAMED.test(beginning) && WITH_UUID.test(beginning))
}

function isManifest(text: string): boolean {
  return MANIFEST.test(text) && /^\s*(?:uuid\s*=|manifest_format\s*=)/m.test(text)
}

interface EnvironmentFile {
  readonly builder: ProfileBuilder
  readonly source: number
  readonly name: string
}

/** Adds the packages. @returns the version of Julia, '' if the file does not say. @throws UserError with file and line for what is not TOML or does not fit. */
export function readEnvironment(text: string, into: EnvironmentFile): { readonly julia: string } {
  return isManifest(text) ? addManifest(readManifest(text, into.name), text, into) : addProject(text, into)
}

/** Lines (from 1) of the headers of tables, by the name of the package. */
function linesOfTables(text: string): Map<string, number> {
  const found = new Map<string, number>()
  for (const [index, line] of text.split('\n').entries()) {
    const name = /^\[\[\s*(?:deps\s*\.\s*)?"?([^\]"]+?)"?\s*\]\]/.exec(line)?.[1]
    if (name !== undefined && !found.has(name)) found.set(name, index + 1)
  }
  return found
}

function addManifest(manifest: Manifest, text: string, { builder, source, name }: EnvironmentFile): { readonly julia: string } {
  const julia = manifest.juliaVersion ?? ''
  const entries = [...manifest.entries.values()].flat()
  const block = builder.block({
    part: 'packages', format: ENVIRONMENT.id, title: name, source, firstLine: 1, lastLine: text.split('\n').length, provenance: { kind: 'measured', tool: 'Manifest.toml', julia, error: '' },
    notes: ['A manifest does not say which packages were asked for: Project.toml does.'],
  })
  const lines = linesOfTables(text)
  const rows = new Map(entries.map((entry): [ManifestEntry, number] => [
    entry, builder.add('packages', { name: entry.name, uuid: entry.uuid ?? '', version: entry.version ?? '', path: entry.path ?? '', block, line: lines.get(entry.name) ?? -1 }),
  ]))
  const rowOf = (list: DependencyList, dependency: string): number | undefined => {
    const candidates = manifest.entries.get(dependency) ?? []
    const uuid = list.get(dependency)
    const entry = candidates.find((one) => uuid === undefined || one.uuid === uuid)
    return entry && rows.get(entry)
  }
  for (const entry of entries) {
    const from = rows.get(entry)
    for (const dependency of entry.deps.keys()) {
      const on = rowOf(entry.deps, dependency)
      if (on !== undefined) builder.add('dependencies', { package: from, on, kind: 'needs' })
    }
    for (const [extension, triggers] of entry.extensions) {
      for (const trigger of triggers) {
        const on = rowOf(entry.weakdeps, trigger) ?? rowOf(entry.deps, trigger)
        if (on !== undefined) builder.add('dependencies', { package: from, on, kind: 'extension', name: extension })
      }
    }
  }
  return { julia }
}

function addProject(text: string, { builder, source, name }: EnvironmentFile): { readonly julia: string } {
  const project = readProject(text, name)
  const owner = project.name === undefined ? '' : ` of ${project.name}`
  const block = builder.block({
    part: 'packages', format: ENVIRONMENT.id, title: `${name}${owner}`, source, firstLine: 1, lastLine: text.split('\n').length,
    provenance: { kind: 'measured', tool: 'Project.toml', julia: '', error: '' },
    notes: [`${project.deps.size === 0 ? 'The project asks for no package.' : 'These are the packages that the project asks for.'} What they need in turn stands in Manifest.toml.`],
  })
  const lines = text.split('\n')
  for (const [dependency, uuid] of project.deps) {
    const line = lines.findIndex((one) => one.startsWith(dependency) && one.includes(uuid))
    builder.add('packages', { name: dependency, uuid, direct: 'yes', block, line: line < 0 ? -1 : line + 1 })
  }
  return { julia: '' }
}
