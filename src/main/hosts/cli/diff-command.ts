/**
 * `backedge diff`: profiles side by side in all that they have in common, and the images in them. A single profile is compared by the images that
 * are in it; files that are nothing but images are compared as such.
 */
import { UserError } from '../../../shared/errors'
import { Comparison, isEmpty } from '../../../shared/profile/compare/comparison'
import { comparisonJson } from '../../../shared/profile/compare/json'
import { compareMarkdown } from '../../../shared/profile/compare/markdown'
import type { CompareSide } from '../../../shared/profile/compare/side'
import { compareText } from '../../../shared/profile/compare/text'
import { diffImages, type ImageSide } from '../../../shared/profile/image-diff'
import { imageDiffText } from '../../../shared/profile/image-diff-text'
import { PART_TITLES } from '../../../shared/profile/part-columns'
import { PARTS, type PartName } from '../../../shared/profile/schema'
import { textAt, type Profile } from '../../../shared/profile/tables'
import { plain } from '../../../shared/charts/chart-spec'
import { basename, extname } from 'node:path'
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

/** What a run leaves in a profile; images alone have none of it. */
const OF_RUNS = ['timeline', 'imports', 'inference', 'stacks', 'codegen', 'triggers', 'invalidations', 'stale', 'timings', 'counts'] as const satisfies readonly PartName[]

function hasRun(profile: Profile): boolean {
  return OF_RUNS.some((part) => profile[part].length > 0) || profile.precompile.kind.includes(0)
}

function onlyImages(profiles: readonly Profile[], files: readonly string[]): void {
  for (const [at, profile] of profiles.entries()) {
    if (profile.images.length > 0) continue
    throw new UserError('bad-input', 'There is no image in this file.', {
      where: files[at], hint: 'expected caches (.ji), package images, system images, or profiles of runs that loaded some',
    })
  }
}

/** Images that belong together; throws `UserError` if there are no two of them. */
function imageGroups(profiles: readonly Profile[], files: readonly string[], wanted: string | undefined): Group[] {
  onlyImages(profiles, files)
  const groups = groupsOf(profiles, files, wanted)
  if (!groups.every(({ sides }) => sides.length < 2)) return groups
  const names = [...new Set(profiles.flatMap((profile) => imagesOf(profile, undefined).map((row) => textAt(profile, profile.images.name[row]))))]
  throw new UserError('bad-usage', wanted === undefined ? 'There is only one image, and nothing to compare it with.' : `There are not two images "${plain(wanted)}" to compare.`, {
    hint: `found ${plain(names.join(', '), 200)}`,
  })
}

function sidesOf(profiles: readonly Profile[], files: readonly string[], given: readonly string[]): CompareSide[] {
  const names = labels(profiles.map((_, at) => ({ name: basename(files[at] ?? '', extname(files[at] ?? '')), file: files[at] ?? '' })))
  const called = names.map((name, at) => plain(given[at] ?? name, LONGEST_LABEL))
  if (new Set(called).size < called.length) throw usageError(diffCommand, 'Two files have the same --label.')
  return profiles.map((profile, at) => ({ profile, label: called[at] ?? '' }))
}

/** Images under the names of their profiles, where each has one of that name. */
function calledAs(groups: readonly Group[], sides: readonly CompareSide[]): Group[] {
  return groups.map((group) => {
    const names = group.sides.map(({ profile }) => sides.find((side) => side.profile === profile)?.label ?? '')
    return new Set(names).size < names.length ? group : { ...group, sides: group.sides.map((side, at) => ({ ...side, label: names[at] ?? '' })) }
  })
}

function nothingInCommon(comparison: Comparison, files: readonly string[]): UserError {
  const parts = (profile: Profile): string => PARTS.filter((part) => profile[part].length > 0).map((part) => PART_TITLES[part].toLowerCase()).join(', ') || 'nothing that was read'
  return new UserError('bad-input', 'These profiles have nothing in common that can be compared.', {
    hint: comparison.sides.map(({ profile }, at) => `${plain(basename(files[at] ?? ''), 60)} has ${parts(profile)}`).join('; '),
  })
}

export const diffCommand: Command = {
  name: 'diff',
  usage: 'backedge diff A B… [--label TEXT]… [--markdown | --json] [--all] [--image NAME]',
  title: 'two to six profiles side by side: times, methods, packages, invalidations, images',
  help: [
    'Compares anything that summary reads: totals and phases, steps, method instances, packages, imports, invalidations, and the images that',
    'were loaded, those of one name with one another. The first file is what the others are compared with. What makes them hard to compare',
    'is said first. Caches, package images and system images themselves are compared too, and so are all images in a single profile.',
    '',
    '  --label TEXT  what the next file is called, in the order of the files',
    '  --markdown    for a pull request',
    '  --all         no list is cut',
    '  --json        plain data: bytes and nanoseconds, null where something is not known',
    '  --image NAME  nothing but images, and only those of this name',
  ],
  options: { image: { type: 'string' }, label: { type: 'string', multiple: true }, all: { type: 'boolean' }, markdown: { type: 'boolean' }, json: { type: 'boolean' } },
  async run(args, context) {
    const { terminal } = context
    const { positionals: files, values } = args
    if (files.length === 0) throw usageError(diffCommand, 'Expected two or more files, or one profile with several images.')
    if (values['json'] === true && values['markdown'] === true) throw usageError(diffCommand, '--json and --markdown exclude each other.')
    const wanted = textOf(diffCommand, args, 'image')
    const given = Array.isArray(values['label']) ? values['label'].map(String) : []
    if (given.length > files.length) throw usageError(diffCommand, `There are ${given.length} --label for ${files.length} ${files.length === 1 ? 'file' : 'files'}.`)
    const profiles = await readInputs(files, false, context)
    const width = Math.max(NARROWEST, terminal.columns)
    const most = values['all'] === true ? Number.POSITIVE_INFINITY : MOST
    const imageTexts = (groups: readonly Group[]): string[] =>
      groups.map(({ title, sides }) => `${title === '' ? '' : `${plain(title)}\n\n`}${imageDiffText(diffImages(sides), { width, most })}`)

    if (wanted !== undefined || files.length === 1 || !profiles.some(hasRun)) {
      if (values['markdown'] === true) throw usageError(diffCommand, '--markdown is for profiles of runs, not for images alone.')
      const groups = imageGroups(profiles, files, wanted)
      if (values['json'] === true) {
        const data = groups.map(({ title, sides }) => ({ ...(title !== '' && { name: title }), ...diffImages(sides) }))
        await terminal.stdout.write(`${JSON.stringify(data.length === 1 ? data[0] : data, null, 2)}\n`)
      } else await terminal.stdout.write(`${imageTexts(groups).join('\n\n\n')}\n`)
      return
    }

    const comparison = new Comparison(sidesOf(profiles, files, given))
    const groups = profiles.every(({ images }) => images.length > 0) ? calledAs(groupsOf(profiles, files, undefined), comparison.sides).filter(({ sides }) => sides.length > 1) : []
    if (isEmpty(comparison) && groups.length === 0) throw nothingInCommon(comparison, files)
    if (values['json'] === true) {
      const images = groups.map(({ title, sides }) => ({ ...(title !== '' && { name: title }), ...diffImages(sides) }))
      await terminal.stdout.write(`${JSON.stringify({ ...comparisonJson(comparison), ...(images.length > 0 && { images }) }, null, 2)}\n`)
    } else if (values['markdown'] === true) await terminal.stdout.write(compareMarkdown(comparison, most))
    else {
      const images = imageTexts(groups)
      await terminal.stdout.write(`${[compareText(comparison, { width, most }), ...images.map((text) => `Image ${text}`)].join('\n\n\n')}\n`)
    }
  },
}
