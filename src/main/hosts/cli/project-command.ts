/** `backedge project`: what loading knows of a project before anything is loaded. */
import { resolve } from 'node:path'
import { plain } from '../../../shared/charts/chart-spec'
import { describeProject, type PackageFacts, type ProjectFacts } from '../../services/describe-project'
import { loaderPath } from '../../services/node-files'
import { juliaVersion } from '../../services/simulate'
import { textOf, usageError, type Command } from './command'

const MOST = 200

function statusOf({ path, isStandard, bound, satisfied }: PackageFacts): string {
  const place = isStandard ? 'standard library' : path === undefined ? 'not installed' : plain(path, MOST)
  if (bound === undefined) return place
  return `${place}  compat ${plain(bound, MOST)}${satisfied === false ? ': NOT SATISFIED' : satisfied === true ? '' : ': nothing to compare'}`
}

function preferenceLines({ preferences }: PackageFacts): string[] {
  return [...preferences].map(([key, value]) => `      ${plain(key, MOST)} = ${plain(JSON.stringify(value, plainJson), MOST)}`)
}

/** What TOML has and JSON has not. */
function plainJson(_: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value)
  return typeof value === 'bigint' ? Number(value) : value
}

const TITLES: Readonly<Record<PackageFacts['role'], string>> = { project: 'The project', direct: 'Dependencies', indirect: 'Their dependencies' }

function projectLines({ file, manifest, julia, packages, extensions }: ProjectFacts): string[] {
  const width = Math.max(0, ...packages.map(({ name }) => plain(name, MOST).length))
  const versions = Math.max(0, ...packages.map(({ version }) => plain(version ?? '', MOST).length))
  const lines = [plain(file, MOST)]
  lines.push(manifest === undefined ? 'no manifest: no dependency can be loaded' : `${plain(manifest.file, MOST)}, format ${manifest.format}${manifest.juliaVersion === undefined ? '' : `, made by Julia ${plain(manifest.juliaVersion, MOST)}`}`)
  if (julia !== undefined) lines.push(`Julia ${julia.found}: compat ${plain(julia.bound, MOST)}${julia.satisfied === false ? ': NOT SATISFIED' : ''}`)
  for (const role of ['project', 'direct', 'indirect'] as const) {
    const found = packages.filter((one) => one.role === role)
    if (found.length === 0) continue
    lines.push('', TITLES[role])
    for (const one of found) lines.push(`  ${plain(one.name, MOST).padEnd(width)}  ${plain(one.version ?? '', MOST).padEnd(versions)}  ${statusOf(one)}`, ...preferenceLines(one))
  }
  if (extensions.length > 0) lines.push('', 'Extensions')
  for (const { name, parent, triggers, missing } of extensions) {
    const waits = missing.length === 0 ? '' : `; never here, without ${missing.map((one) => plain(one, MOST)).join(', ')}`
    lines.push(`  ${plain(parent, MOST)} → ${plain(name, MOST)}  loads with ${triggers.map((one) => plain(one, MOST)).join(', ')}${waits}`)
  }
  return lines
}

export const projectCommand: Command = {
  name: 'project',
  usage: 'backedge project FOLDER [--julia VERSION] [--json]',
  title: 'packages, [compat] bounds, extensions and preferences of a Julia project',
  help: [
    'Reads Project.toml, the manifest and LocalPreferences.toml as Julia does when it loads packages. Nothing is run.',
    '',
    '  --julia VERSION  whose rules hold, 1.5 to 1.12; 1.10 if nothing is said',
    '  --json           plain data',
  ],
  options: { julia: { type: 'string' }, json: { type: 'boolean' } },
  async run(args, { terminal, scenarios }) {
    const [folder, ...more] = args.positionals
    if (folder === undefined || more.length > 0) throw usageError(projectCommand, 'Expected one folder.')
    const facts = describeProject(scenarios.files, loaderPath(resolve(terminal.folder, folder)), juliaVersion(textOf(projectCommand, args, 'julia') ?? '1.10'), scenarios.depot)
    const text = args.values['json'] === true ? JSON.stringify(facts, plainJson, 2) : projectLines(facts).join('\n')
    await terminal.stdout.write(`${text}\n`)
  },
}
