/**
 * Every call between a front end and the services: names, arguments, results. Hosts move these as bytes (`rpc.ts`,
 * `codec.ts`); the services check the arguments against schemas of the same shape before they act.
 */
import type { PipelineView } from './method-instance'
import type { LabChoices, LabDiagnostic, LabId, LabInfo, LabRun, LabSource, LabText } from './lab'
import type { Profile } from './profile/tables'
import type { SysimageOptions } from './sysimage-options'

export type SessionId = number

/** Something to open. A `path` must have been granted by the host (dialog, drop, argument, recent list). */
export type OpenSource =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'bytes'; readonly name: string; readonly bytes: Uint8Array }
  /** A file that this page has sent ahead (`upload.ts`): its number. It can be opened once. */
  | { readonly kind: 'upload'; readonly name: string; readonly upload: number }
  | { readonly kind: 'text'; readonly name: string; readonly text: string }
  | { readonly kind: 'sample'; readonly id: string }

/** Where a result goes: to a granted path, written atomically, or back as bytes (a download). */
export type Target = { readonly kind: 'path'; readonly path: string } | { readonly kind: 'bytes' }

export interface SessionInfo {
  readonly id: SessionId
  readonly title: string
  /** Path it was opened from or saved to, '' if none. */
  readonly path: string
  /** Id of the format it was opened from. */
  readonly format: string
  /** True if it is on no disk: pasted or merged, and not saved since. Closing would lose it. */
  readonly unsaved: boolean
  /** What it was run with, of a profile that a lab made; in memory only. */
  readonly lab?: { readonly lab: LabId; readonly choices: LabChoices }
}

export interface WrittenFile {
  /** File name for a download, or base name of the path. */
  readonly name: string
  /** Present for `kind: 'bytes'`. */
  readonly bytes?: Uint8Array
  readonly size: number
}

export interface SampleInfo {
  readonly id: string
  readonly title: string
  readonly text: string
}

export interface RecentFile {
  readonly path: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly openedAt: number
  /** False if it is no longer there. */
  readonly exists: boolean
}

export interface AppInfo {
  readonly version: string
  readonly host: 'electron' | 'web' | 'memory'
  readonly samples: readonly SampleInfo[]
  /** The formats that can be opened, for the start page and error texts. */
  readonly formats: readonly { readonly id: string; readonly title: string }[]
  /** Largest file in bytes that may be sent as `bytes`. */
  readonly maxBytes: number
}

/** A scenario to run: one of the sample projects, or a file (or folder with a `scenario.toml`) at a granted path. */
export type ScenarioSource = { readonly kind: 'sample'; readonly id: string } | { readonly kind: 'path'; readonly path: string }

export interface ScenarioInfo {
  /** Of a sample; '' for a file. */
  readonly id: string
  readonly title: string
  readonly about: string
  /** Labels in the order of the results: the scenario as it is, its variations, its matrix. */
  readonly runs: readonly string[]
  /** What it is about, in a few words each. */
  readonly tags: readonly string[]
}

export interface ScenarioRun {
  readonly label: string
  /** The sum of the phases. */
  readonly seconds: number
  /** In seconds. */
  readonly phases: { readonly load: number; readonly validate: number; readonly inference: number; readonly codegen: number; readonly run: number }
  readonly counts: Readonly<Record<string, number>>
  /** What the program wrote, and the values of its steps. */
  readonly output: string
  /** What ended it early, '' if nothing did. */
  readonly error: string
  /** Its profile, which is open now. */
  readonly session: SessionInfo
}

/** A Julia that was found on this machine, without running it. */
export interface JuliaInfo {
  readonly path: string
  /** Where it was found: `PATH`, `juliaup: release`. */
  readonly source: string
  /** '' if that place does not say it. */
  readonly version: string
}

/** What to record: steps in their order, in fresh processes of a real Julia. */
export interface RecordingRequest {
  /** Found by `record.julias`, or a granted path. */
  readonly julia: string
  /** A folder, `@v1.10`, or '' for the default environment. */
  readonly project: string
  readonly steps: { readonly kind: 'using' | 'eval'; readonly text: string; readonly label?: string }[]
  /** Processes that only take the time. */
  readonly repeat: number
  readonly flags: string[]
  /** Recorded once more each, with one thing otherwise. */
  readonly compare: { readonly what: 'julia' | 'flag' | 'project'; readonly value: string }[]
}

export interface RecordedSession {
  readonly session: SessionInfo
  /** What ended the recording early, '' if nothing did. */
  readonly error: string
}

/** What there is to choose for a system image in a sample, or in the folder of a granted path. Paths are relative to that folder. */
export interface ImageProject {
  readonly title: string
  /** Folders with a project, and the packages that it names. */
  readonly projects: readonly { readonly path: string; readonly packages: readonly string[] }[]
  /** The one that comes first. */
  readonly project: string
  /** Julia files, and texts that may hold statements. */
  readonly files: readonly string[]
  /** Version of Julia that comes first, and all that there are rules for. */
  readonly julia: string
  readonly versions: readonly string[]
  /** Where the image of a version lies, which builds go on from if nothing else is said; of those that were made already. */
  readonly images: Readonly<Record<string, string>>
}

/** Paths in the options are relative to the folder of the source, or absolute and granted; `sysimage_path` names the file. */
export interface ImageBuild {
  readonly source: ScenarioSource
  readonly julia: string
  readonly options: SysimageOptions
  readonly target: Target
}

export interface ImageBuilt {
  /** The profile of the build, which is open now. */
  readonly session: SessionInfo
  /** The image. */
  readonly file: WrittenFile
  /** Virtual seconds that the build took. */
  readonly seconds: number
  /** What its programs wrote. */
  readonly output: string
}

/** What a profile can be exported to. Charts are drawn by the services without a browser. */
export const EXPORT_FORMATS = {
  backedge: { title: 'Backedge profile', extension: 'backedge' },
  speedscope: { title: 'speedscope JSON', extension: 'speedscope.json' },
  'chrome-trace': { title: 'Chrome trace JSON', extension: 'trace.json' },
  'time-imports': { title: 'Imports as @time_imports prints them', extension: 'imports.txt' },
  csv: { title: 'Table as CSV', extension: 'csv' },
  html: { title: 'HTML report', extension: 'html' },
  markdown: { title: 'Markdown summary', extension: 'md' },
  svg: { title: 'Chart as SVG', extension: 'svg' },
  png: { title: 'Chart as PNG', extension: 'png' },
} as const
export type ExportFormat = keyof typeof EXPORT_FORMATS

/** Charts of a whole profile that can be exported. */
export const CHART_TITLES = {
  phases: 'Where the time goes',
  imports: 'Imports',
  flame: 'Flame graph',
  invalidations: 'Invalidations',
  sections: 'Images by section',
  treemap: 'What is in images',
} as const
export type ChartName = keyof typeof CHART_TITLES

export interface ExportOptions {
  /** For `csv`: which part. For `svg` and `png`: which chart. */
  readonly part?: string
  readonly theme?: 'light' | 'dark'
  /** Of a chart, in pixels. */
  readonly width?: number
  readonly height?: number
}

export interface Methods {
  'app.info': { args: Record<string, never>; result: AppInfo }
  /** Opens each source as a session of its own; `merge` makes one session of all. */
  'session.open': { args: { sources: OpenSource[]; merge?: boolean }; result: SessionInfo[] }
  'session.list': { args: Record<string, never>; result: SessionInfo[] }
  'session.profile': { args: { id: SessionId }; result: Profile }
  'session.close': { args: { id: SessionId }; result: null }
  'session.export': {
    args: { id: SessionId; format: ExportFormat; options?: ExportOptions; target: Target }
    result: WrittenFile
  }
  /** The sample projects, the simplest first. */
  'scenario.samples': { args: Record<string, never>; result: ScenarioInfo[] }
  'scenario.describe': { args: { source: ScenarioSource }; result: ScenarioInfo }
  /** Runs those with these labels, or all; their profiles are open afterwards. All or none: cancelled, nothing is opened. */
  'scenario.run': { args: { source: ScenarioSource; runs?: string[] }; result: ScenarioRun[] }
  /** Each opening is a lab of its own. Throws 'not-found', 'no-access', 'bad-input' for what cannot be taken at all. */
  'lab.open': { args: { source: LabSource }; result: LabInfo }
  /** As it is now; `run` chooses whose settings `scenario` tells, the first if left out. */
  'lab.info': { args: { lab: LabId; run?: string }; result: LabInfo }
  'lab.read': { args: { lab: LabId; path: string }; result: LabText }
  /** In memory, over the disk; a path that is not there becomes a new file. What is wrong with the text is no error: it is kept, and told. */
  'lab.edit': { args: { lab: LabId; path: string; text: string }; result: LabDiagnostic[] }
  /** Back to what the disk has; an added file is gone. */
  'lab.revert': { args: { lab: LabId; path: string }; result: LabInfo }
  /** Throws 'conflict' if the disk has changed meanwhile and `force` is not true, 'no-access' for samples and what was not opened. */
  'lab.save': { args: { lab: LabId; path: string; force?: boolean }; result: LabText }
  /** Cancelled or failed, nothing is opened. A program that ends with an exception is no failure: its profile is open, and says so. */
  'lab.run': { args: { lab: LabId; choices: LabChoices }; result: LabRun }
  'lab.close': { args: { lab: LabId }; result: null }
  /**
   * What became of a method instance in the run of a lab that gave this profile. The last runs answer at once; an older one is run again.
   * Throws 'not-found' for an instance that it does not have, and for a profile that no open lab made.
   */
  'instance.view': { args: { id: SessionId; signature: string }; result: PipelineView }
  'record.julias': { args: Record<string, never>; result: JuliaInfo[] }
  /** The command lines of what would be recorded, one for each profile. Runs nothing. */
  'record.command': { args: { request: RecordingRequest }; result: string[] }
  /** Runs them; their profiles are open afterwards. Cancelled, all processes are ended and nothing is opened. */
  'record.run': { args: { request: RecordingRequest }; result: RecordedSession[] }
  'image.project': { args: { source: ScenarioSource }; result: ImageProject }
  /** Builds a system image. Cancelled or failed, nothing is written and nothing is opened. */
  'image.build': { args: ImageBuild; result: ImageBuilt }
  /** Writes bytes that the front end made (a chart as drawn on screen, a table as filtered). */
  'file.write': { args: { name: string; bytes: Uint8Array; target: Target }; result: WrittenFile }
  'recent.list': { args: Record<string, never>; result: RecentFile[] }
  'recent.forget': { args: { path: string }; result: RecentFile[] }
}
export type MethodName = keyof Methods

/** Messages that nobody asked for. */
export interface Events {
  'sessions.changed': SessionInfo[]
  /** A file came from outside: a second instance, `open-file`, an argument. */
  'open.request': { readonly sources: readonly OpenSource[] }
}
export type EventName = keyof Events
