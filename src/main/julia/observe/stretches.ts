/** Records stretches of a run for `@snoop_inference`, `@snoop_invalidations` and what else a program measures itself with. */
import type { Engine } from '../runtime/engine'
import type { Stretch, StretchRecorder } from '../runtime/observer'
import type { Naming } from '../worlds/instance-text'
import { instanceText } from '../worlds/instance-text'
import { Recording } from './recording'
import { adviceFor } from './trigger-advice'

export class RunRecorder implements StretchRecorder {
  private readonly open: { readonly recording: Recording, readonly began: number }[] = []
  private ended: Stretch | undefined

  constructor(
    private readonly engine: Engine,
    /** Virtual nanoseconds. */
    private readonly now: () => number,
    private readonly naming: Naming,
  ) {}

  begin(): void {
    const began = this.now()
    const recording = new Recording(() => this.now() - began)
    this.open.push({ recording, began })
    this.engine.watch(recording)
  }

  end(): void {
    const last = this.open.pop()
    if (last === undefined) return
    this.engine.unwatch(last.recording)
    const { frames, invalidations } = last.recording
    const total = this.now() - last.began
    const triggers = last.recording.triggers()
    this.ended = {
      total,
      invalidations: invalidations.map(({ entries }) => entries),
      frames: frames.map(({ instance, constants, parent, start, end, exclusive }, at) => {
        const trigger = triggers.get(at)
        const { category, advice } = trigger === undefined ? { category: '', advice: '' } : adviceFor(trigger, (one) => instanceText(this.naming, one))
        return { instance, isConstant: constants !== undefined, parent, start, inclusive: end - start, exclusive, site: trigger?.site, category, advice }
      }),
    }
  }

  take(): Stretch | undefined {
    const stretch = this.ended
    this.ended = undefined
    return stretch
  }
}
