/** `backedge inspect`: what is in an image, in one package of it, or what is known of one instance. */
import { UserError } from '../../../shared/errors'
import { imageText, findInstances, instanceTexts } from '../../../shared/profile/image-text'
import { plainImages } from '../../../shared/profile/image-json'
import type { Profile } from '../../../shared/profile/tables'
import { textOf, usageError, type Command } from './command'
import { inspectFolder, isFolder } from './inspect-depot'
import { readInputs } from './read-inputs'

/** Narrower terminals get broken lines. */
const NARROWEST = 72
const MOST = 15
/** Of what was asked for by name. */
const MOST_ASKED = 1000

/** Throws `UserError` for a profile without images. */
function requireImages(profile: Profile, path: string): void {
  if (profile.images.length > 0) return
  throw new UserError('bad-input', 'There is no image in this file.', {
    where: path, hint: 'expected a cache (.ji), a package image, a system image, or the profile of a run that loaded some; backedge summary shows what else it holds',
  })
}

export const inspectCommand: Command = {
  name: 'inspect',
  usage: 'backedge inspect FILE…|FOLDER [--instance SIG] [--package NAME] [--project FOLDER] [--all] [--json]',
  title: 'what is in caches, package images and system images',
  help: [
    'Reads images that Backedge or a real Julia made, and profiles of runs that loaded some. The file with the native code of a',
    'package image is found beside its cache file (.ji). Of a folder with the caches of a real Julia (a depot, compiled/v1.10): sizes by',
    'package, which files are stale and why, and what has to be precompiled again.',
    '',
    '  --instance SIG  one instance, as in f(::Int64); a name alone stands for all instances of it',
    '  --package NAME  everything that the image holds of this package',
    '  --project FOLDER  of caches in a folder: whose packages, versions and preferences count',
    '  --all           no list is cut',
    '  --json          plain data; with --instance and --package only what was asked for',
  ],
  options: { instance: { type: 'string' }, package: { type: 'string' }, project: { type: 'string' }, all: { type: 'boolean' }, json: { type: 'boolean' } },
  async run(args, context) {
    const { positionals, values } = args
    const { terminal } = context
    if (positionals.length === 0) throw usageError(inspectCommand, 'No file is named.')
    const folder = positionals.find((path) => isFolder(path, context))
    if (folder !== undefined) {
      if (positionals.length > 1) throw usageError(inspectCommand, 'A folder is inspected by itself.')
      await inspectFolder(folder, { project: textOf(inspectCommand, args, 'project'), json: values['json'] === true }, context)
      return
    }
    const instance = textOf(inspectCommand, args, 'instance')
    const name = textOf(inspectCommand, args, 'package')
    if (instance !== undefined && name !== undefined) throw usageError(inspectCommand, '--instance and --package exclude each other.')
    const profiles = await readInputs(positionals, false, context)
    for (const [at, profile] of profiles.entries()) requireImages(profile, positionals[at] ?? '')
    const found = instance === undefined ? undefined : profiles.map((profile) => findInstances(profile, instance))
    if (found?.every((rows) => rows.length === 0) === true) {
      throw new UserError('not-found', `No instance "${instance ?? ''}" is in ${profiles.length === 1 ? 'this image' : 'these images'}.`, { where: positionals.join(', '), hint: 'backedge inspect FILE --all lists them' })
    }
    const width = Math.max(NARROWEST, terminal.columns)
    if (values['json'] === true) {
      const data = profiles.flatMap((profile, at) => plainImages(profile, { ...(found && { rows: found[at] ?? [] }), ...(name !== undefined && { package: name }) }))
      await terminal.stdout.write(`${JSON.stringify(data.length === 1 ? data[0] : data, null, 2)}\n`)
      return
    }
    const most = values['all'] === true ? Number.POSITIVE_INFINITY : name === undefined ? MOST : MOST_ASKED
    const texts = profiles.flatMap((profile, at) => (found
      ? (found[at]?.length ?? 0) === 0 ? [] : [instanceTexts(profile, found[at] ?? [], width)]
      : Array.from({ length: profile.images.length }, (_, image) => imageText(profile, image, { width, most, ...(name !== undefined && { package: name }) }))))
    await terminal.stdout.write(`${texts.join('\n\n')}\n`)
  },
}
