/**
 * The lab: a project, a scenario or a sample with its files open for change, and runs of it. Edits lie in memory over the disk until they are saved. Paths of
 * files are relative to the folder of the lab, with `/`. Plain data; what the calls do is in `main/services/lab`.
 */
import type { ScenarioRun, ScenarioSource } from './api'
import type { JourneyOutline } from './journey'
import type { Change } from './what-if'

export type LabId = number

/**
 * What to open. A `path` is a scenario, a folder with a `scenario.toml`, a folder with a `Project.toml`, or a Julia file. `project` takes a folder as a
 * project even if a scenario lies in it: all packages that it names are used, and steps are the person's to add.
 */
export type LabSource = ScenarioSource | { readonly kind: 'project'; readonly path: string }

export interface LabFile {
  readonly path: string
  /** Of UTF-8, as it is now. */
  readonly bytes: number
  /** `text` can be read and edited as well; what is none of these is not listed. */
  readonly kind: 'julia' | 'toml' | 'text'
  /** Its text is not that of the disk (or of the sample). */
  readonly edited: boolean
  /** It is only here: on the disk there is none. */
  readonly added: boolean
}

export interface LabDiagnostic {
  readonly path: string
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
  /** Where the marked text ends: the column behind its last character. */
  readonly endLine?: number
  readonly endColumn?: number
  readonly severity: 'error' | 'warning'
  readonly text: string
}

export interface LabText {
  readonly text: string
  readonly edited: boolean
  /** The file on the disk is another one than the edits began with. Saving is refused until `force` says otherwise. */
  readonly conflict: boolean
  /** What the disk (or the sample) has; '' if there is no such file. */
  readonly saved: string
  readonly diagnostics: LabDiagnostic[]
}

export interface LabStep {
  readonly label: string
  /** Code; of a `using` the packages with commas between, of an `include` the path. */
  readonly text: string
  readonly kind: 'using' | 'eval' | 'include'
}

export type LabStartup = { readonly kind: 'none' } | { readonly kind: 'file'; readonly path: string } | { readonly kind: 'package'; readonly name: string }

export type LabPreference = string | number | boolean | (string | number | boolean)[]
/** By package, then by key. */
export type LabPreferences = Record<string, Record<string, LabPreference>>

/** What one run says if nothing else is chosen. */
export interface LabScenario {
  /** Of the run. */
  readonly label: string
  readonly steps: LabStep[]
  readonly julia: string
  /** Folder of the active project. */
  readonly project: string
  /** Those that the project names, itself included if it is one. */
  readonly packages: string[]
  readonly caches: 'warm' | 'cold' | 'none'
  readonly flags: { readonly pkgimages: boolean; readonly optimize: number }
  readonly startup: LabStartup
  /** All that any run of the scenario says; `none` is the first. */
  readonly startups: LabStartup[]
  /** Packages of the image that is built for it; none for the image of the version, or one from a file. */
  readonly sysimage: string[]
  /** What the files of the project say, with what the run lays over them. Values that are no plain ones (dates, tables) are left out. */
  readonly preferences: LabPreferences
}

export interface LabInfo {
  readonly id: LabId
  readonly source: LabSource
  readonly title: string
  readonly about: string
  /** Markdown; '' if there is no `guide.md`. */
  readonly guide: string
  /** False for samples. If one file was opened, not its folder, only that can be saved: `lab.save` refuses the others. */
  readonly writable: boolean
  /** Sorted by path. Hidden folders, and files that are neither Julia, TOML nor plain text, are left out. */
  readonly files: LabFile[]
  /** There are more files than are listed. */
  readonly truncated: boolean
  /** The scenario's file, '' if there is none. */
  readonly file: string
  /** Labels in the order of the scenario: as it is, its variations, its matrix. */
  readonly runs: string[]
  readonly scenario: LabScenario
  /** Undefined if the scenario tells of none. */
  readonly journey?: JourneyOutline
  /** Versions of Julia that there are rules for. */
  readonly versions: string[]
  /** What is wrong with the scenario and the project. While a scenario cannot be read, the rest is as it was before. */
  readonly diagnostics: LabDiagnostic[]
}

/** Laid over what the chosen run says; what is left out stays. */
export interface LabChoices {
  /** Its label; the first if left out. */
  run?: string
  julia?: string
  caches?: 'warm' | 'cold' | 'none'
  pkgimages?: boolean
  /** 0 to 3. */
  optimize?: number
  startup?: LabStartup
  /** An image of these packages is built; the image of the version if empty. */
  sysimage?: string[]
  preferences?: LabPreferences
  /** The order of the packages that steps use; those that it does not name come behind, in their own. */
  loadOrder?: string[]
  /** Code that runs behind the steps of the run, each a step of its own. */
  steps?: string[]
  changes?: Change[]
}

export interface LabStepResult {
  readonly label: string
  readonly seconds: number
  readonly phases: ScenarioRun['phases']
  /** The value as the REPL shows it, '' for `nothing`. */
  readonly shown: string
  /** What it threw, '' if it did not. */
  readonly error: string
}

/** A cache that was made. */
export interface LabCache {
  readonly package: string
  /** Why there was none to take, in Julia's words. */
  readonly reason: string
  /** Virtual seconds, its own. */
  readonly seconds: number
  /** What it printed. */
  readonly output: string
  /** By the run itself (cold caches, packages that no project names): it is part of the run's time, and kept nowhere. */
  readonly within: boolean
}

export interface LabRun extends ScenarioRun {
  /** Caches that were made, in that order. */
  readonly made: LabCache[]
  /** Packages whose caches were found fresh. */
  readonly reused: string[]
  /** Neither files nor choices have changed since an earlier run: this is what that gave. */
  readonly remembered: boolean
  /** As many as were begun: none after one with an error. */
  readonly steps: LabStepResult[]
  readonly choices: LabChoices
  /** What is wrong, where a file of the lab is to blame: errors of the source, exceptions with the place that threw them. */
  readonly diagnostics: LabDiagnostic[]
  /** What could not be changed as asked; the others were. */
  readonly problems: string[]
}
