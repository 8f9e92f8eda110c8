/**
 * Tables of an image that scripts made of what `readelf` prints, as JSON: its sections (a list of name, type, addr, offset, size), and its
 * functions added up by name (prefix, name without the number, count, bytes). They say what is in an image that nobody has any more.
 */
import { z } from 'zod'
import type { JsonFormat } from '../format'
import { contentOfSection } from '../object-file/elf'
import { SECTION_KINDS } from './describe-object'
import { ImageRows } from '../../../shared/profile/image-rows'
import { unescapeName } from './symbol-name'
import { UserError } from '../../../shared/errors'

const size = z.number().min(0)
const sections = z.array(z.object({ name: z.string(), type: z.string(), addr: size, offset: size, size })).min(1)
const functions = z.object({
  functions: size,
  function_bytes: size,
  kinds: z.record(z.string(), z.object({ count: size, bytes: size })).optional(),
  columns: z.tuple([z.literal('prefix'), z.literal('name'), z.literal('count'), z.literal('bytes')]),
  rows: z.array(z.tuple([z.string(), z.string(), size, size])),
})

function nameOf(file: string): string {
  return file.replace(/\.json$/i, '') || 'image'
}

function hasKeys(value: unknown, ...keys: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && keys.every((key) => key in value)
}

/** The first complaint with its place. */
function fit<Schema extends z.ZodType>(schema: Schema, value: unknown, file: string): z.infer<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new UserError('bad-input', `The table is damaged at ${issue?.path.join('.') || 'its beginning'}: ${issue?.message ?? ''}`, { where: file })
}

export const sectionTable: JsonFormat = {
  id: 'section-table',
  title: 'Sections of an image as a JSON table',
  detect: (value) => Array.isArray(value) && hasKeys(value[0], 'name', 'type', 'addr', 'offset', 'size'),
  read(value, into) {
    const rows = new ImageRows({ ...into, format: sectionTable.id, tool: 'readelf', julia: '' })
    const found = fit(sections, value, into.name).filter(({ name, type }) => type !== 'NULL' && name !== 'NULL')
    const inFile = found.filter(({ type }) => type !== 'NOBITS').reduce((sum, section) => sum + section.size, 0)
    rows.begin({ name: nameOf(into.name), kind: 'sysimage', path: into.name, bytes: inFile })
    for (const { name, type, addr, size: bytes } of found) {
      // The table has no flags: what is loaded has an address, and code is in sections of these names.
      const isCode = /^\.(?:text|init|fini)/.test(name) && type === 'PROGBITS'
      rows.add('imageSections', { name, kind: SECTION_KINDS[contentOfSection(type, isCode, addr > 0, name)], bytes })
    }
    rows.note('The size of the image is that of its sections.')
  },
}

export const functionTable: JsonFormat = {
  id: 'function-table',
  title: 'Functions of an image as a JSON table',
  detect: (value) => hasKeys(value, 'functions', 'function_bytes', 'columns', 'rows'),
  read(value, into) {
    const { rows: table, kinds = {}, functions: count, function_bytes: bytes } = fit(functions, value, into.name)
    const rows = new ImageRows({ ...into, format: functionTable.id, tool: 'readelf', julia: '' })
    rows.begin({ name: nameOf(into.name), kind: 'sysimage', path: into.name, bytes })
    rows.fact('contents', 'functions', String(count), bytes)
    for (const [kind, sum] of Object.entries(kinds)) rows.fact('contents', `functions ${kind}`, String(sum.count), sum.bytes)
    const methods = new Map<string, number>()
    for (const [prefix, written, pieces, native] of table) {
      const name = unescapeName(written)
      const parent = methods.get(name) ?? rows.add('imageItems', { frame: into.builder.frame({ signature: name, name, kind: 'method' }), state: 'stored' })
      methods.set(name, parent)
      const frame = into.builder.frame({ signature: prefix === 'other' ? written : `${prefix}_${written}`, name, kind: 'function' })
      rows.add('imageItems', { parent, frame, native, pieces, state: 'stored' })
    }
    rows.note('The size of the image is that of its functions, and functions of one name are added up: which package they belong to is not known.')
  },
}
