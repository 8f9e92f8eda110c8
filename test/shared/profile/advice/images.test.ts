/** Advice on system images and on statements of their builds: one that is stale, one that does not help, one that does, statements that keep nothing. */
import { describe, expect, it } from 'vitest'
import { adviceOf } from '../../../../src/shared/profile/advice/advice'
import { ProfileBuilder } from '../../../../src/shared/profile/builder'

const IMAGE_KINDS = ['image-worth', 'image-not-worth', 'statement-not-kept']

/** A run of 4 s from an image, of which `inference` nanoseconds are spent on inference. */
function run(state: 'loaded' | 'stale', inference: number, reason = '') {
  const builder = new ProfileBuilder()
  const images = builder.block({ part: 'images', format: 'simulated', title: 'images' })
  builder.add('images', { name: 'app.image', kind: 'sysimage', state, reason, block: images })
  const timeline = builder.block({ part: 'timeline', format: 'simulated', title: 'phases' })
  builder.add('timeline', { phase: 'inference', start: 0, duration: inference, block: timeline })
  builder.add('timeline', { phase: 'run', start: inference, duration: 4e9 - inference, block: timeline })
  return adviceOf(builder.finish()).filter(({ kind }) => IMAGE_KINDS.includes(kind))
}

describe('a system image', () => {
  it('that is stale is to be built again, for the reason that it has', () => {
    const [advice, ...more] = run('stale', 0, 'Meter was edited: src/Meter.jl')
    expect([advice?.kind, advice?.sure, advice?.evidence, more]).toEqual(['image-not-worth', 'certain', [{ text: 'Meter was edited: src/Meter.jl', part: 'images', rows: [0] }], []])
  })

  it('with which most of a run is still compiling lacks the calls', () => {
    const advice = run('loaded', 3e9)
    expect(advice.map(({ kind }) => kind)).toEqual(['image-not-worth'])
    expect(advice[0]?.title).toContain('75 %')
  })

  it('that does what it should needs no advice', () => {
    expect(run('loaded', 1e9)).toEqual([])
  })
})

describe('statements that keep nothing', () => {
  it('are advice for each outcome, with the statements', () => {
    const builder = new ProfileBuilder()
    const block = builder.block({ part: 'precompile', format: 'simulated', title: 'statements' })
    builder.add('precompile', { statement: 'precompile(Tuple{typeof(f), Int64})', kind: 'directive', outcome: 'kept', block })
    builder.add('precompile', { statement: 'precompile(Tuple{typeof(gone), Int64})', kind: 'directive', outcome: 'notFound', reason: 'UndefVarError: gone not defined', block })
    const advice = adviceOf(builder.finish()).filter(({ kind }) => IMAGE_KINDS.includes(kind))
    expect(advice.map(({ title, evidence, fix }) => [title, evidence[0]?.text, evidence[0]?.rows, fix.code])).toEqual([
      ['Mend 1 precompile statement that keeps nothing', 'UndefVarError: gone not defined', [1], 'precompile(Tuple{typeof(gone), Int64})'],
    ])
  })
})
