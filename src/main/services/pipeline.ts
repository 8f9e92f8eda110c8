/**
 * The way of method instances from source to native code, after a program, a scenario or `using` all packages of a project. Caches are made anew, in
 * memory, as only what makes a cache knows what it did not keep, and why; those on the disk stay as they are.
 */
import { UserError } from '../../shared/errors'
import { fileNameOf, folderOf, joinPath } from '../loader/paths'
import type { PipelineView } from '../../shared/method-instance'
import { expandScenario } from '../loader/scenario/expand'
import type { Scenario } from '../loader/scenario/schema'
import { findScenario, hiddenCaches, packagesOf, ScenarioRunner, type FoundScenario, type Override, type RunResult, type ScenarioEvents, type ScenarioWorld } from './scenarios'

interface PipelineRequest {
  /** A Julia file, a scenario, a folder with a scenario, or that of a project. */
  readonly path: string
  /** The label of one of the scenario's runs; the scenario as it is if left out. */
  readonly variation?: string
  readonly signatures: readonly string[]
  readonly override: Override
}

interface PipelineResult {
  /** In the order of the signatures. */
  readonly views: readonly PipelineView[]
  readonly result: RunResult
}

const PROJECT_FILES = ['JuliaProject.toml', 'Project.toml']

/** Throws `UserError` for what is not there, and for a signature that names no instance. */
export function pipelines({ path, variation, signatures, override }: PipelineRequest, world: ScenarioWorld, events: ScenarioEvents): PipelineResult {
  const { runs, folder } = programOf(path, world, override)
  const run = variation === undefined ? runs[0] : runs.find(({ label }) => label === variation)
  if (run === undefined) throw new UserError('bad-usage', `There is no variation "${variation ?? ''}".`, { hint: `expected one of ${runs.map(({ label }) => `"${label}"`).join(', ')}` })
  const result = new ScenarioRunner({ ...world, files: hiddenCaches(world) }, folder).run(run, events, signatures)
  return { views: result.session.pipelines ?? [], result }
}

function programOf(path: string, { files }: ScenarioWorld, override: Override): FoundScenario {
  if (path.endsWith('.jl')) {
    if (files.stat(path) === undefined) throw new UserError('not-found', 'There is no such file.', { where: path })
    return made({ file: path, steps: [{ kind: 'include', path: fileNameOf(path), label: undefined }], ...override }, folderOf(path))
  }
  const isProject = files.stat(joinPath(path, 'scenario.toml')) === undefined && PROJECT_FILES.some((name) => files.stat(joinPath(path, name)) !== undefined)
  if (!isProject) return findScenario(files, path, override)
  const packages = packagesOf(files, path)
  if (packages.length === 0) throw new UserError('bad-input', 'The project names no packages.', { where: path })
  return made({ file: path, steps: packages.map((name) => ({ kind: 'using', packages: [name], label: undefined })), ...override }, path)
}

function made(scenario: Scenario, folder: string): FoundScenario {
  return { scenario, runs: expandScenario(scenario), folder }
}
