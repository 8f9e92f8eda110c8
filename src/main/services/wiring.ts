/** The services with everything real behind them: Node's files, the formats, the exporters, the samples in the build. */
import { rename, writeFile } from 'node:fs/promises'
import { version } from '../../../package.json'
import type { ExportFormat } from '../../shared/api'
import { UserError } from '../../shared/errors'
import { ProfileBuilder } from '../../shared/profile/builder'
import { BINARY_FORMATS, JSON_FORMATS, TEXT_FORMATS } from '../formats'
import { Lines } from '../formats/lines'
import { readSession } from '../formats/session'
import type { Exporter, Exporters } from './export-session'
import { nodeFiles } from './files'
import { bundledSamples } from './samples'
import type { ServicesOptions } from './services'
import { MAX_BYTES, Services } from './services'
import type { ImportContext, Imported, NamedBytes } from './sessions'

function importMerged(sources: readonly NamedBytes[], { signal, progress }: ImportContext): Imported {
  const builder = new ProfileBuilder()
  for (const [at, { name, bytes }] of sources.entries()) {
    progress(at, sources.length, `Reading ${name}`)
    const source = builder.source({ name, format: 'text', bytes: bytes.length })
    readSession(new Lines(new TextDecoder().decode(bytes)), TEXT_FORMATS, builder, source, signal)
  }
  return { profile: builder.finish({ title: sources.map(({ name }) => name).join(' + ') }), format: 'text' }
}

const notYet = (format: ExportFormat): Exporter => () => {
  throw new UserError('bad-request', `Export to ${format} is not there.`)
}
const exporters: Exporters = {
  backedge: notYet('backedge'),
  speedscope: notYet('speedscope'),
  'chrome-trace': notYet('chrome-trace'),
  csv: notYet('csv'),
  html: notYet('html'),
  markdown: notYet('markdown'),
  svg: notYet('svg'),
  png: notYet('png'),
}

export interface WiringEvents {
  /** A file was opened from or saved to this path. */
  readonly onUsed?: (path: string) => void
  /** Called within long imports, which give no other chance to look at the mail. */
  readonly onProgress?: () => void
}

export function createServices(
  { host, root, recentPath }: Pick<ServicesOptions, 'host' | 'root' | 'recentPath'>,
  { onUsed, onProgress }: WiringEvents = {},
): Services {
  const watched = ({ signal, progress }: ImportContext): ImportContext => ({
    signal,
    progress(done, total, text) {
      onProgress?.()
      progress(done, total, text)
    },
  })
  return new Services(
    {
      files: nodeFiles(async (path, bytes) => {
        await writeFile(`${path}.part`, bytes)
        await rename(`${path}.part`, path)
      }),
      clock: () => Date.now(),
      importers: {
        importOne: (source, context) => importMerged([source], watched(context)),
        importMerged: (sources, context) => importMerged(sources, watched(context)),
      },
      exporters,
      samples: bundledSamples,
      onUsed,
    },
    {
      version,
      host,
      root,
      recentPath,
      maxBytes: MAX_BYTES,
      formats: [...TEXT_FORMATS, ...JSON_FORMATS, ...BINARY_FORMATS].map(({ id, title }) => ({ id, title })),
    },
  )
}
