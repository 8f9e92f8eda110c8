/**
 * Answers for single method instances of runs that are over. The sessions of the last runs stay in memory for it, whole as they ended; there are few,
 * as each takes as much as a Julia does. Who asks for an older one has it run again.
 */
import type { SessionId } from '../../../shared/api'
import { UserError } from '../../../shared/errors'
import type { PipelineView } from '../../../shared/method-instance'

export type ViewOf = (signature: string) => PipelineView

const MOST_HELD = 2

export class InstanceViews {
  private readonly held = new Map<SessionId, ViewOf>()

  keep(id: SessionId, viewOf: ViewOf): void {
    this.held.delete(id)
    this.held.set(id, viewOf)
    for (const old of [...this.held.keys()].slice(0, -MOST_HELD)) this.held.delete(old)
  }

  /**
   * @param again runs it once more; gives undefined if that cannot be done.
   * Throws `UserError('not-found')`.
   */
  view(id: SessionId, signature: string, again: () => ViewOf | undefined): PipelineView {
    const viewOf = this.held.get(id) ?? again()
    if (viewOf === undefined) throw new UserError('not-found', 'The code of this run is not there any more.', { hint: 'its files have changed since, or its lab was closed: run it again' })
    this.keep(id, viewOf)
    return viewOf(signature)
  }
}
