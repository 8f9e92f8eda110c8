/** `backedge diff`: images side by side. Profiles without images are not compared yet, and that is said. */
import { UserError } from '../../../shared/errors'
import { diffImages, type ImageSide } from '../../../shared/profile/image-diff'
import { imageDiffText } from '../../../shared/profile/image-diff-text'
import { textAt, type Profile } from '../../../shared/profile/tables'
import { plain } from '../../../shared/charts/chart-spec'
import { basename } from 'node:path'
import { textOf, usageError, type Command } from './command'
import { readInputs } from './read-inputs'

const NARROWEST = 72
const MOST = 10
const LONGEST_LABEL = 24

/** One comparison: images that belong together. */
interface Group {
  readonly title: string
  readonly sides: readonly ImageSide[]
}

function imagesOf(profile: Profile, wanted: string | undefined): number[] {
  return Array.from({ length: profile.images.length }, (_, row) => row).filter((row) => wanted === undefined || textAt(profile, profile.images.name[row]) === wanted)
}

/** Names that are all different: those of the images, else of the files, else with numbers. */
function labels(images: readonly { readonly name: string, readonly file: string }[]): string[] {
  const differ = (names: readonly string[]): boolean => new Set(names).size === names.length
  const candidates = [images.map(({ name }) => name), images.map(({ file }) => basename(file)), images.map(({ file }) => file.split(/[\\/]/).slice(-2).join('/'))]
  const chosen = candidates.find(differ) ?? images.map(({ name }, at) => `${name} ${at + 1}`)
  const short = chosen.map((label) => (label.length > LONGEST_LABEL ? `…${label.slice(1 - LONGEST_LABEL)}` : label)).map((label) => plain(label, LONGEST_LABEL))
  return differ(short) ? short : images.map((_, at) => String(at + 1))
}

function groupsOf(profiles: readonly Profile[], files: readonly string[], wanted: string | undefined): Group[] {
  const found = profiles.flatMap((profile, at) => imagesOf(profile, wanted).map((image) => ({ profile, image, name: textAt(profile, profile.images.name[image]), file: files[at] ?? '' })))
  const labelled = (list: typeof found): ImageSide[] => {
    const names = labels(list)
    return list.map(({ profile, image }, at) => ({ profile, image, label: names[at] ?? '' }))
  }
  if (profiles.length === 1 || profiles.every((profile) => imagesOf(profile, wanted).length <= 1)) return [{ title: '', sides: labelled(found) }]
  // Profiles of runs: what has the same name in several of them.
  return [...new Set(found.map(({ name }) => name))].map((title) => ({ title, sides: labelled(found.filter(({ name }) => name === title)) })).filter(({ sides }) => sides.length > 1)
}

export const diffCommand: Command = {
  name: 'diff',
  usage: 'backedge diff A B… [--image NAME] [--json]',
  title: 'images side by side: sections, packages, methods, instances',
  help: [
    'Compares caches, package images and system images, two or more: what each holds, what only one has, and why. Profiles of runs',
    'are compared by the images that they loaded, those of one name with one another; a single profile by all that are in it.',
    'Other parts of profiles are not compared.',
    '',
    '  --image NAME  only images of this name',
    '  --all         no list is cut',
    '  --json        plain data: bytes and nanoseconds, null where an image has none',
  ],
  options: { image: { type: 'string' }, all: { type: 'boolean' }, json: { type: 'boolean' } },
  async run(args, context) {
    const { terminal } = context
    const { positionals, values } = args
    if (positionals.length === 0) throw usageError(diffCommand, 'Expected two or more files, or one profile with several images.')
    const wanted = textOf(diffCommand, args, 'image')
    const profiles = await readInputs(positionals, false, context)
    for (const [at, profile] of profiles.entries()) {
      if (profile.images.length > 0) continue
      throw new UserError('bad-input', 'There is no image in this file, and only images are compared.', {
        where: positionals[at], hint: 'expected caches (.ji), package images, system images, or profiles of runs that loaded some',
      })
    }
    const groups = groupsOf(profiles, positionals, wanted)
    if (groups.every(({ sides }) => sides.length < 2)) {
      const names = [...new Set(profiles.flatMap((profile) => imagesOf(profile, undefined).map((row) => textAt(profile, profile.images.name[row]))))]
      throw new UserError('bad-usage', wanted === undefined ? 'There is only one image, and nothing to compare it with.' : `There are not two images "${plain(wanted)}" to compare.`, {
        hint: `found ${plain(names.join(', '), 200)}`,
      })
    }
    const width = Math.max(NARROWEST, terminal.columns)
    const diffs = groups.map(({ title, sides }) => ({ title, diff: diffImages(sides) }))
    if (values['json'] === true) {
      const data = diffs.map(({ title, diff }) => ({ ...(title !== '' && { name: title }), ...diff }))
      await terminal.stdout.write(`${JSON.stringify(data.length === 1 ? data[0] : data, null, 2)}\n`)
      return
    }
    const most = values['all'] === true ? Number.POSITIVE_INFINITY : MOST
    const texts = diffs.map(({ title, diff }) => `${title === '' ? '' : `${plain(title)}\n\n`}${imageDiffText(diff, { width, most })}`)
    await terminal.stdout.write(`${texts.join('\n\n\n')}\n`)
  },
}
