/**
 * `backedge build sysimage PROJECT …`: what PackageCompiler's `create_sysimage` does, with its options, in the simulated Julia; and
 * `backedge build pkgimage PROJECT PACKAGE`: the cache of one package. What is being done goes to standard error; a file is written whole or not at all.
 */
import { resolve } from 'node:path'
import type { ParseArgsOptionsConfig } from 'node:util'
import { plain } from '../../../shared/charts/chart-spec'
import { UserError } from '../../../shared/errors'
import { SYSIMAGE_FIELDS, type SysimageOptions } from '../../../shared/sysimage-options'
import { formatBytes, formatCount, formatTime } from '../../../shared/units'
import { JULIA_VERSIONS } from '../../julia/versions'
import { fileNameOf, joinPath } from '../../loader/paths'
import type { PackageImageResult } from '../../loader/session/precompile-one'
import { readSysimageOptions } from '../../loader/sysimage/options'
import { sysimageJson, sysimageText } from '../../loader/sysimage/report'
import type { SysimageProgress } from '../../loader/sysimage/request'
import { calibrationFor } from '../../services/calibrations'
import { exportProfile } from '../../services/export-session'
import { EXPORTERS } from '../../services/exporters'
import { loaderPath } from '../../services/node-files'
import { buildPackageImage } from '../../services/session'
import { juliaVersion } from '../../services/simulate'
import { textOf, usageError, type Arguments, type Command, type CommandContext } from './command'

const LONGEST_LINE = 2000

/** Fields that are no options here: they stand behind the command. */
const POSITIONAL: ReadonlySet<string> = new Set(['packages', 'project'])
const FIELDS = SYSIMAGE_FIELDS.filter(({ name }) => !POSITIONAL.has(name))

function dashed(name: string): string {
  return name.replaceAll('_', '-')
}

/** Both spellings: PackageCompiler's own, and that of the terminal. */
const FIELD_OPTIONS: ParseArgsOptionsConfig = Object.fromEntries(FIELDS.flatMap(({ name, kind }) => (
  [...new Set([name as string, dashed(name)])].map((spelt) => [spelt, { type: 'string' as const, multiple: kind === 'paths' }]))))

const VALUES: Readonly<Record<(typeof SYSIMAGE_FIELDS)[number]['kind'], string>> = { names: 'NAME', path: 'FILE', paths: 'FILE', flag: 'true|false', text: 'TEXT' }

function fieldHelp(): string[] {
  const rows = FIELDS.map(({ name, kind, value, isRequired, about }) => {
    const usual = isRequired === true ? 'needed' : kind === 'paths' ? 'may be said several times' : value === undefined ? '' : `${String(value)} if not said`
    return [`  --${name} ${VALUES[kind]}`, usual === '' ? about : `${about}; ${usual}`] as const
  })
  const width = Math.max(...rows.map(([option]) => option.length))
  return rows.map(([option, about]) => `${option.padEnd(width)}  ${about}`)
}

function lines(text: string): string {
  return text.split('\n').map((line) => plain(line, LONGEST_LINE)).join('\n')
}

export const buildCommand: Command = {
  name: 'build',
  usage: 'backedge build sysimage PROJECT [PACKAGE…] --sysimage_path FILE [options] | backedge build pkgimage PROJECT PACKAGE [--output FOLDER]',
  title: 'builds a system image with packages, or the cache of one package, in the simulated Julia',
  help: [
    'PROJECT is a folder with a Project.toml and a Manifest.toml. Times are virtual; what is being done goes to standard error.',
    '',
    'sysimage: as create_sysimage of PackageCompiler, with its options (with - or _), and each statement with what became of it:',
    ...fieldHelp(),
    '  -o FILE      the profile of the build as .backedge',
    '  --all        statements that were kept are told too',
    '',
    'pkgimage: precompiles one package as the version does, and says which files came and what is in them:',
    '  --output FOLDER  copies of the files',
    '',
    'Of both:',
    `  --julia VERSION  whose rules are followed: ${JULIA_VERSIONS.join(', ')}; 1.10 if not said`,
    '  --depot FOLDER   where compiled caches are kept; the cache folder of the system if not said',
    '  --json           plain data',
  ],
  options: {
    ...FIELD_OPTIONS,
    julia: { type: 'string' }, depot: { type: 'string' }, output: { type: 'string' }, out: { type: 'string', short: 'o' }, all: { type: 'boolean' }, json: { type: 'boolean' },
  },
  async run(args, context) {
    const [kind, project, ...packages] = args.positionals
    if (kind !== 'sysimage' && kind !== 'pkgimage') throw usageError(buildCommand, kind === undefined ? 'What is to be built? Expected sysimage or pkgimage.' : `There is no kind of image "${plain(kind, 40)}": expected sysimage or pkgimage.`)
    if (project === undefined) throw usageError(buildCommand, 'One project is needed.')
    const foreign = (kind === 'sysimage' ? ['output'] : [...Object.keys(FIELD_OPTIONS), 'out', 'all']).find((name) => args.values[name] !== undefined)
    if (foreign !== undefined) throw usageError(buildCommand, `--${foreign} is no option of ${kind}.`)
    if (kind === 'sysimage') return buildSysimage(project, packages, args, context)
    const [name, ...more] = packages
    if (name === undefined || more.length > 0) throw usageError(buildCommand, 'One package is needed.')
    return buildPkgimage(project, name, args, context)
  },
}

/** What both say. */
function common(project: string, args: Arguments, { terminal, scenarios }: CommandContext) {
  const here = (one: string): string => loaderPath(resolve(terminal.folder, one))
  const julia = juliaVersion(textOf(buildCommand, args, 'julia') ?? '1.10')
  const depot = textOf(buildCommand, args, 'depot')
  const folder = here(project)
  if (!['JuliaProject.toml', 'Project.toml'].some((name) => scenarios.files.stat(joinPath(folder, name)) !== undefined)) {
    throw new UserError('not-found', 'There is no Project.toml in this folder.', { where: folder })
  }
  return { here, folder, request: { files: scenarios.files, julia, depot: depot === undefined ? scenarios.depot : here(depot), calibration: calibrationFor(julia) } }
}

/** What was said of the fields, in either spelling; paths from the folder of the terminal. */
function fieldsOf(args: Arguments, here: (path: string) => string): Record<string, unknown> {
  const said: Record<string, unknown> = {}
  for (const { name, kind } of FIELDS) {
    const values = [...new Set([name as string, dashed(name)])].flatMap((spelt) => args.values[spelt] ?? []).filter((value) => typeof value === 'string')
    const [value, ...more] = values
    if (value === undefined) continue
    if (kind !== 'paths' && more.length > 0) throw usageError(buildCommand, `--${name} is said twice.`)
    if (values.includes('')) throw usageError(buildCommand, `--${name} is empty.`)
    if (kind === 'flag' && value !== 'true' && value !== 'false') throw usageError(buildCommand, `--${name} ${value}: expected true or false.`)
    said[name] = kind === 'paths' ? values.map(here) : kind === 'path' ? here(value) : kind === 'flag' ? value === 'true' : value
  }
  return said
}

async function buildSysimage(project: string, packages: readonly string[], args: Arguments, context: CommandContext): Promise<void> {
  const { terminal, scenarios: { createSysimage } } = context
  const { here, folder, request } = common(project, args, context)
  const said = fieldsOf(args, here)
  if (said['sysimage_path'] === undefined) throw usageError(buildCommand, '--sysimage_path is needed.')
  const options: SysimageOptions = readSysimageOptions({ ...said, project: folder, ...(packages.length > 0 && { packages }) })
  if (createSysimage === undefined) throw new UserError('bad-request', 'System images cannot be built here.')
  const out = textOf(buildCommand, args, 'out')
  const json = args.values['json'] === true
  const written: Promise<void>[] = []
  const tell = progressLines((line) => void written.push(terminal.stderr.write(`${plain(line, LONGEST_LINE)}\n`)))
  const result = createSysimage({
    ...request, options,
    onProgress: tell,
    write: (descriptor, text) => void written.push((descriptor === 1 && !json ? terminal.stdout : terminal.stderr).write(text)),
  })
  await Promise.all(written)
  if (out !== undefined) await terminal.files.write(resolve(terminal.folder, out), await exportProfile(result.profile, 'backedge', {}, EXPORTERS))
  await terminal.stdout.write(json ? `${JSON.stringify(sysimageJson(result), undefined, 2)}\n` : `${lines(sysimageText(result, args.values['all'] === true))}\n`)
}

/** One line for each phase, and for each package and file in it. */
function progressLines(write: (line: string) => void): (progress: SysimageProgress) => void {
  let last = ''
  return ({ phase, what }) => {
    const line = phase === 'statements' || phase === 'codegen' || what === '' ? phase : `${phase}: ${what}`
    if (line !== last) write(line)
    last = line
  }
}

async function buildPkgimage(project: string, name: string, args: Arguments, context: CommandContext): Promise<void> {
  const { terminal, scenarios: { files } } = context
  const { here, folder, request } = common(project, args, context)
  const said: Promise<void>[] = []
  const result = buildPackageImage({ ...request, project: folder, package: name, onProgress: (text) => void said.push(terminal.stderr.write(`${plain(text)}\n`)) })
  await Promise.all(said)
  const output = textOf(buildCommand, args, 'output')
  const written = result.files.map((file) => ({ ...file, path: output === undefined ? file.path : joinPath(here(output), fileNameOf(file.path)) }))
  if (output !== undefined) for (const { path, bytes } of written) files.write(path, bytes)
  const shown = { ...result, files: written }
  await terminal.stdout.write(args.values['json'] === true ? `${JSON.stringify(pkgimageJson(shown), undefined, 2)}\n` : `${lines(pkgimageText(shown))}\n`)
}

const KIND_TITLES = { cache: 'a cache without native code', pkgimage: 'a package image' } as const

function pkgimageText({ id, kind, buildId, packages, build, files }: PackageImageResult): string {
  const needed = packages.slice(0, -1).filter(({ status }) => status === 'done').map(({ id: other, seconds }) => `${other.name} ${formatTime(1e9 * seconds)}`)
  const lost = build?.notSaved.length ?? 0
  return [
    `${id.name}: ${KIND_TITLES[kind]}, build ${buildId}`,
    build === undefined
      ? 'It was there, and is fresh.'
      : `Precompiled in ${formatTime(1e9 * build.seconds)} (virtual): ${formatCount(build.methods)} ${build.methods === 1 ? 'method' : 'methods'}, ${formatCount(build.saved)} ${build.saved === 1 ? 'instance' : 'instances'} with code${lost === 0 ? '' : `; ${formatCount(lost)} not kept, or without native code: backedge precompile --reasons`}`,
    ...(needed.length === 0 ? [] : [`For it: ${needed.join(', ')}`]),
    ...files.flatMap(({ path, bytes, sections }) => ['', `${path}  ${formatBytes(bytes.length)}`, ...sections.filter((one) => one.bytes > 0).map((one) => `  ${one.name.padEnd(12)} ${formatBytes(one.bytes).padStart(9)}`)]),
  ].join('\n')
}

function pkgimageJson({ id, kind, buildId, packages, build, files }: PackageImageResult): unknown {
  return {
    name: id.name, uuid: id.uuid, kind, buildId,
    built: build === undefined ? undefined : { seconds: build.seconds, methods: build.methods, saved: build.saved, notSaved: build.notSaved },
    packages: packages.map(({ id: other, status, seconds }) => ({ name: other.name, status, seconds })),
    files: files.map(({ path, bytes, sections }) => ({ path, bytes: bytes.length, sections })),
  }
}
