/** The services with everything real behind them: Node's files, the formats, the exporters, the samples in the build. */
import { version } from '../../../package.json'
import { ALL_FORMATS } from '../formats'
import { importMerged, MAX_INPUT_BYTES } from '../formats/open'
import { writeAtomically } from './atomic-write'
import { EXPORTERS } from './exporters'
import { nodeFiles } from './files'
import { depotFolder } from '../state-folder'
import { loaderPath, nodeFileSystem } from './node-files'
import { juliasHere, recorderScript, recordProfiles } from './record-profiles'
import { bundledSamples } from './samples'
import type { ServicesOptions } from './services'
import { Services } from './services'
import { createSysimage, runSession } from './session'
import { systemImagePath } from './system'

export interface WiringEvents {
  /** A file was opened from or saved to this path. */
  readonly onUsed?: (path: string) => void
  /** Called within long imports and runs, which give no other chance to look at the mail. */
  readonly onProgress?: () => void
}

export function createServices(
  { host, root, recentPath }: Pick<ServicesOptions, 'host' | 'root' | 'recentPath'>,
  { onUsed, onProgress }: WiringEvents = {},
): Services {
  return new Services(
    {
      files: nodeFiles(writeAtomically),
      clock: () => Date.now(),
      importInputs: (inputs, { signal, progress }) =>
        importMerged(inputs, {
          signal,
          onProgress(done, total, text) {
            // First the mail: a cancellation in it must be heard before the next part is read.
            onProgress?.()
            progress(done, total, text)
          },
        }),
      exporters: EXPORTERS,
      samples: bundledSamples,
      scenarios: { files: nodeFileSystem, depot: loaderPath(depotFolder()), runSession, createSysimage, systemImage: systemImagePath },
      recorder: { julias: juliasHere, script: () => recorderScript(), record: recordProfiles },
      onProgress,
      onUsed,
    },
    {
      version,
      host,
      root,
      recentPath,
      maxBytes: MAX_INPUT_BYTES,
      formats: ALL_FORMATS.map(({ id, title }) => ({ id, title })),
    },
  )
}
