/**
 * A session in another form: dispatches over the export formats, then hands the bytes back or writes them to a granted
 * path. How each form looks is the business of its exporter.
 */
import { basename } from 'node:path'
import type { ExportFormat, ExportOptions, Target, WrittenFile } from '../../shared/api'
import { EXPORT_FORMATS } from '../../shared/api'
import type { Profile } from '../../shared/profile/tables'
import type { Access } from './access'
import type { Files } from './files'

/** Text is written as UTF-8. Throws `UserError` where the profile has nothing of what was asked for. */
type Exporter = (profile: Profile, options: ExportOptions) => Uint8Array | string | Promise<Uint8Array | string>
export type Exporters = Readonly<Record<ExportFormat, Exporter>>

export async function exportProfile(
  profile: Profile,
  format: ExportFormat,
  options: ExportOptions,
  exporters: Exporters,
): Promise<Uint8Array> {
  const made = await exporters[format](profile, options)
  return typeof made === 'string' ? new TextEncoder().encode(made) : made
}

/** Name of a download: the title without what file systems do not take, and the extension once. */
export function exportName(title: string, format: ExportFormat, part?: string): string {
  const { extension } = EXPORT_FORMATS[format]
  const stem = safeName(title)
    .replace(/\.(backedge|txt|log|json|jlprof|pb\.gz|gz)$/i, '')
    .slice(0, 100)
  return `${stem || 'profile'}${part ? `-${safeName(part)}` : ''}.${extension}`
}

/** A file name from untrusted text: no folders, no control characters, none of the signs that Windows refuses. */
export function safeName(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
}

/** Writes to the target. Throws `UserError`: 'no-access', 'cannot-write'. */
export async function deliver(bytes: Uint8Array, name: string, target: Target, access: Access, files: Files): Promise<WrittenFile> {
  if (target.kind === 'bytes') return { name: safeName(name) || 'file', bytes, size: bytes.length }
  const path = await access.writable(target.path)
  await files.write(path, bytes)
  return { name: basename(path), size: bytes.length }
}
