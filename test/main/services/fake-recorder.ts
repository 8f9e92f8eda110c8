/** Records nothing: keeps what it was asked for, and gives a profile for each variant. For tests of what stands around the recorder. */
import type { Variant } from '../../../src/main/record/recorder'
import type { Recorder } from '../../../src/main/services/record-calls'
import { ProfileBuilder } from '../../../src/shared/profile/builder'

export interface Recorded {
  readonly variants: readonly Variant[]
  readonly repeat: number
}

export function fakeRecorder(recorded: Recorded[]): Recorder {
  return {
    julias: () => [{ path: '/usr/bin/julia', source: 'PATH', version: '' }],
    script: () => '/state/record.jl',
    async record(variants, { repeat, signal, onProgress }) {
      recorded.push({ variants, repeat })
      onProgress?.(0, 1, 'recording')
      await new Promise((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
      return variants.map(({ title, steps }) => ({ profile: new ProfileBuilder().finish({ title }), error: steps.some(({ text }) => text.includes('error(')) ? 'ERROR: no' : '' }))
    },
  }
}
