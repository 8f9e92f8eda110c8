/**
 * What a Julia answers about one of its cache files, as JSON: `Base.parse_cache_header` with the fixed fields before it and the checks of the
 * checksums after it. It opens as the cache file itself does, without the texts of the sources, so that headers can be compared when the files are gone.
 */
import { z } from 'zod'
import { UserError } from '../../../shared/errors'
import { ImageRows } from '../../../shared/profile/image-rows'
import type { JsonFormat } from '../format'
import { isRecord } from '../json-value'
import { addHeader } from './cache-rows'
import type { CacheHeader, ModuleBuild, PackageId } from './header'

const size = z.number().int().min(0)
/** Longer numbers are not those of a header. */
const hexadecimal = z.string().regex(/^0x[0-9a-f]{1,32}$/).transform((text) => BigInt(text))
const packageId = z.object({ name: z.string(), uuid: z.string().nullable() }).transform(({ name, uuid }): PackageId => ({ name, uuid: uuid ?? undefined }))
const modules = z.array(z.object({ id: packageId, build_id: hexadecimal }).transform(({ id, build_id: buildId }): ModuleBuild => ({ id, buildId })))

const answers = z.object({
  file: z.string(),
  size,
  so_size: size.nullish(),
  raw_header: z.object({
    format_version: z.union([z.literal(11), z.literal(12), z.literal(13)]),
    ptr_size: size, os: z.string(), arch: z.string(), julia_version: z.string(), git_branch: z.string(), git_commit: z.string(), header_end: size,
    pkgimage: size.optional(), checksum: hexadecimal.optional(), datastartpos: size.optional(), dataendpos: size.optional(),
  }),
  body_end: size,
  flags: size.max(255).optional(),
  modules,
  includes: z.array(z.object({ module: packageId, filename: z.string(), mtime: z.number(), modpath: z.array(z.string()).optional() })),
  requires: z.array(z.object({ from: packageId, to: packageId })),
  required_modules: modules,
  srctextpos: size,
  srctext_files: z.array(z.string()).optional(),
  srctext: z.array(z.object({ file: z.string(), bytes: size })).optional(),
  preferences: z.array(z.string()).optional(),
  prefs_hash: hexadecimal.optional(),
  clone_targets: z.array(z.string()).optional(),
  file_crc_ok: z.boolean().optional(),
  file_crc32c: z.string().optional(),
  so_crc32c: z.string().optional(),
})
type Answers = z.infer<typeof answers>

function headerOf(found: Answers): CacheHeader {
  const { raw_header: raw, preferences, prefs_hash: hash } = found
  return {
    preamble: {
      formatVersion: raw.format_version, littleEndian: true, pointerSize: raw.ptr_size, os: raw.os, arch: raw.arch, juliaVersion: raw.julia_version,
      gitBranch: raw.git_branch, gitCommit: raw.git_commit, end: raw.header_end,
      data: raw.checksum === undefined ? undefined : { isNative: raw.pkgimage === 1, checksum: raw.checksum, start: raw.datastartpos ?? 0, end: raw.dataendpos ?? 0 },
    },
    flags: found.flags, syntaxVersion: undefined, modules: found.modules,
    includes: found.includes.map(({ module, filename, mtime, modpath }) => ({ module, modulePath: modpath ?? [], path: filename, mtime, content: undefined })),
    requires: found.requires, preferences: preferences && { names: preferences, hash: hash ?? 0n }, requiredModules: found.required_modules,
    targets: undefined, sourceTextAt: found.srctextpos, end: found.body_end,
  }
}

/** Bytes of the checksums at the end of a file. */
function checksumBytes({ raw_header: { format_version: version } }: Answers): number {
  return version < 12 ? 4 : 8
}

function addFiles(rows: ImageRows, { includes, srctext, srctext_files: names = [] }: Answers): void {
  const texts = new Map<string, number>([...names.map((file) => [file, Number.NaN] as const), ...(srctext ?? []).map(({ file, bytes }) => [file, bytes] as const)])
  for (const { module, filename, mtime, modpath = [] } of includes) {
    const bytes = texts.get(filename)
    rows.add('imageFiles', {
      path: filename, module: [module.name, ...modpath].filter((name) => name !== '').join('.'), kind: bytes === undefined ? 'dependency' : 'source', ...(mtime >= 0 && { mtime }),
      ...(bytes !== undefined && { bytes }),
    })
  }
}

function addChecks(rows: ImageRows, found: Answers): void {
  const { clone_targets: targets = [], file_crc_ok: ok, file_crc32c: file, so_crc32c: native, raw_header: { checksum } } = found
  for (const [index, target] of targets.entries()) rows.fact('targets', `target ${index}`, target)
  if (file !== undefined) rows.fact('checksums', 'file', ok === undefined ? file : ok ? `${file} (right)` : `${file}, which is wrong`)
  if (native !== undefined && !/^0x0*$/.test(native)) rows.fact('checksums', 'native code', native)
  if (checksum !== undefined) rows.fact('checksums', 'image', `0x${checksum.toString(16).padStart(16, '0')}`)
}

function addSections(rows: ImageRows, found: Answers): void {
  const { body_end: end, srctextpos: textAt, size: bytes, srctext_files: names = [] } = found
  const checksums = Math.min(checksumBytes(found), bytes)
  const textBegin = textAt === 0 ? bytes - checksums : textAt
  rows.add('imageSections', { name: 'header', kind: 'header', bytes: end })
  if (textBegin > end) rows.add('imageSections', { name: 'modules, methods and inferred code', kind: 'data', bytes: textBegin - end })
  if (bytes - checksums > textBegin) rows.add('imageSections', { name: 'source text', kind: 'source', bytes: bytes - checksums - textBegin, records: names.length })
  rows.add('imageSections', { name: 'checksums', kind: 'other', bytes: checksums })
}

export const headerAnswers: JsonFormat = {
  id: 'cache-header',
  title: 'Headers of cache files as JSON (parse_cache_header)',
  detect: (value) => isRecord(value) && isRecord(value['raw_header']) && Array.isArray(value['required_modules']),
  read(value, into) {
    const parsed = answers.safeParse(value)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      throw new UserError('bad-input', `The header is damaged at ${issue?.path.join('.') || 'its beginning'}: ${issue?.message ?? ''}`, { where: into.name })
    }
    const found = parsed.data
    const header = headerOf(found)
    const rows = new ImageRows({ ...into, format: headerAnswers.id, tool: 'Base.parse_cache_header', julia: header.preamble.juliaVersion })
    addHeader(rows, header, found.file, found.size + (found.so_size ?? 0), (found.clone_targets ?? []).length > 0)
    addFiles(rows, found)
    addChecks(rows, found)
    addSections(rows, found)
  },
}

const staleness = z.object({ stale_cachefile: z.union([z.string(), z.boolean()]), mtimes_now: z.array(z.object({ file: z.string(), mtime: z.number().min(0) })) })

/** What `Base.stale_cachefile` answers, with the files as they were at that time. */
export const staleAnswer: JsonFormat = {
  id: 'stale-cache',
  title: 'Answers of Base.stale_cachefile as JSON',
  detect: (value) => isRecord(value) && 'stale_cachefile' in value && Array.isArray(value['mtimes_now']),
  read(value, into) {
    const parsed = staleness.safeParse(value)
    if (!parsed.success) throw new UserError('bad-input', `The answer is damaged at ${parsed.error.issues[0]?.path.join('.') ?? 'its beginning'}`, { where: into.name })
    const { stale_cachefile: answer, mtimes_now: files } = parsed.data
    const rows = new ImageRows({ ...into, format: staleAnswer.id, tool: 'Base.stale_cachefile', julia: '' })
    // `true` is stale; of a fresh cache Julia returns what it depends on.
    const stale = answer === true || answer === 'true'
    rows.begin({ name: into.name.replace(/\.json$/i, '') || 'cache', kind: 'cache', path: '', state: stale ? 'stale' : 'fresh', reason: stale ? 'Base.stale_cachefile says so.' : '' })
    for (const { file, mtime } of files) rows.add('imageFiles', { path: file, module: '', kind: 'source', mtime })
    rows.note('The times of the files are those at the time of the check.')
  },
}
