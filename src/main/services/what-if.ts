/** A run of a scenario with changes made in its project: what the run itself edits comes first, then the changes, one after the other. */
import type { Change } from '../../shared/what-if'
import type { FileSystem } from '../loader/files'
import { OverlayFiles } from '../loader/overlay-files'
import type { Run } from '../loader/scenario/expand'
import { applyChanges, type ChangedRun } from '../loader/what-if/apply'
import { putEdits } from './scenarios'

/**
 * @param files the project, without what the run edits in it.
 * @param folder that paths of the scenario are relative to.
 * Throws `UserError` for an edit of the run that does not fit; a change that does not fit is one of the problems.
 */
export function changedRun(changes: readonly Change[], { files, folder, depot, run }: { readonly files: FileSystem, readonly folder: string, readonly depot: string, readonly run: Run }): ChangedRun {
  const edited = new OverlayFiles(files)
  putEdits(edited, folder, run)
  return applyChanges(changes, { files: edited, folder, depot, run })
}
