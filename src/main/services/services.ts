/**
 * The services as one thing, put together from what a host gives them: files, a clock, importers and exporters. Nothing
 * here knows which host that is; tests give fakes.
 */
import type { AppInfo, RecentFile } from '../../shared/api'
import { Access } from './access'
import { folderReader } from './depot/open-folder'
import type { Exporters } from './export-session'
import type { Files } from './files'
import { ImageCalls } from './image-calls'
import { LabCalls } from './lab/lab-calls'
import { Recent } from './recent'
import type { Samples } from './samples'
import type { Import } from './sessions'
import { RecordCalls, type Recorder } from './record-calls'
import { ScenarioCalls } from './scenario-calls'
import type { ScenarioWorld } from './scenarios'
import { Sessions } from './sessions'

export interface ServicesOptions {
  readonly version: string
  readonly host: AppInfo['host']
  readonly formats: AppInfo['formats']
  readonly maxBytes: number
  /** A folder whose contents may all be opened. */
  readonly root?: string
  /** Where the list of recent files is kept; undefined keeps none. */
  readonly recentPath?: string
}

export interface Surroundings {
  readonly files: Files
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly importInputs: Import
  readonly exporters: Exporters
  readonly samples: Samples
  /** What scenarios run in; the root folder, if there is one, bounds it. */
  readonly scenarios: ScenarioWorld
  /** Records from a real Julia. */
  readonly recorder: Recorder
  /** Called within long runs, which give no other chance to look at the mail. */
  readonly onProgress?: () => void
  /** A file was opened from or saved to this path. */
  readonly onUsed?: (path: string) => void
}

export class Services {
  readonly access: Access
  readonly recent: Recent
  readonly sessions: Sessions
  readonly scenarios: ScenarioCalls
  readonly labs: LabCalls
  readonly images: ImageCalls
  readonly recordings: RecordCalls
  readonly files: Files
  readonly exporters: Exporters
  readonly samples: Samples

  constructor(
    { files, clock, importInputs, exporters, samples, scenarios, recorder, onProgress, onUsed }: Surroundings,
    readonly options: ServicesOptions,
  ) {
    this.files = files
    this.exporters = exporters
    this.samples = samples
    this.access = new Access(files, options.root)
    this.recent = new Recent(files, options.recentPath, clock)
    this.sessions = new Sessions({
      files,
      access: this.access,
      recent: this.recent,
      samples,
      importInputs,
      readFolder: folderReader(scenarios.files, options.root, onProgress),
      maxBytes: options.maxBytes,
      onUsed,
    })
    this.recordings = new RecordCalls(recorder, { access: this.access, sessions: this.sessions, root: options.root })
    this.scenarios = new ScenarioCalls(scenarios, { access: this.access, sessions: this.sessions, root: options.root, onProgress })
    this.labs = new LabCalls(scenarios, { access: this.access, sessions: this.sessions, files, root: options.root, onProgress })
    this.images = new ImageCalls(scenarios, { access: this.access, sessions: this.sessions, files, root: options.root, onProgress })
  }

  /** The recent files, which may be opened from now on: a person opened each of them before. */
  async recentFiles(): Promise<RecentFile[]> {
    const list = await this.recent.list()
    for (const { path } of list) this.access.grant(path)
    return list
  }
}
