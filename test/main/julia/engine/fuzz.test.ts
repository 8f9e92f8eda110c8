/**
 * Random programs never break an engine: whatever they do ends in a value, a Julia exception, a diagnostic or a cancellation, compiled
 * code does what interpreted code does, and afterwards the world is whole. Both engines live through all programs, so that later
 * ones meet what earlier ones left.
 */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { FOREVER } from '../../../../src/main/julia/dispatch/method'
import { methodInstances } from '../../../../src/main/julia/worlds/method-analysis'
import { Engine } from '../../../../src/main/julia/runtime/engine'
import { Cancelled } from '../../../../src/main/julia/runtime/exception'
import { base } from '../../../../src/main/services/base'
import { randomFlow } from './random-flow'
import { randomProgram } from './random-program'

/** Looks of the engine at whether it is cancelled, before it is. */
const PATIENCE = 400

/** Inference of Julia 1.5.3 loses types that a variable has in nested `try`s: its compiled code ends so as well. */
const INFERENCE_ERROR = 'fatal error in type inference (type bound)'

class Session {
  private output = ''
  private looks = 0
  readonly engine: Engine

  constructor(execution: 'interpret' | 'compile') {
    this.engine = new Engine({
      base,
      execution,
      host: { write: (_, text) => { this.output += text }, isCancelled: () => ++this.looks > PATIENCE },
    })
  }

  /** What a text printed and how it ended. */
  run(text: string): { readonly output: string, readonly end: string } {
    this.output = ''
    this.looks = 0
    const end = this.end(text)
    return { output: this.output, end }
  }

  private end(text: string): string {
    try {
      const { value, diagnostics, error } = this.engine.evaluate(text, { file: 'fuzz.jl' })
      if (error !== undefined) return error.text.split('\n', 1)[0] ?? ''
      return diagnostics[0]?.message ?? (value === undefined ? 'nothing' : 'a value')
    } catch (error) {
      if (error instanceof Cancelled) return 'cancelled'
      throw error
    }
  }
}

function expectWholeWorld({ engine }: Session): void {
  const { world } = engine
  for (const instance of methodInstances(world)) {
    for (const { minWorld, maxWorld } of instance.codeInstances) {
      expect(minWorld).toBeLessThanOrEqual(maxWorld)
      expect(minWorld).toBeLessThanOrEqual(world.age)
    }
    const valid = instance.codeInstances.filter(({ maxWorld }) => maxWorld === FOREVER)
    for (const { edges } of valid) {
      for (const edge of edges) {
        if (edge.to === 'instance') expect(edge.instance.backedges.some(({ caller }) => caller === instance)).toBe(true)
      }
    }
  }
}

describe('random programs', () => {
  let interpreted: Session
  let compiled: Session
  beforeAll(() => {
    interpreted = new Session('interpret')
    compiled = new Session('compile')
  }, 120_000)

  it('end, mean the same compiled, and leave the world whole', () => {
    fc.assert(fc.property(randomProgram, (program) => {
      for (const text of program) {
        const [one, other] = [interpreted.run(text), compiled.run(text)]
        if (one.end !== 'cancelled' && other.end !== 'cancelled') expect(other).toEqual(one)
      }
      expect(compiled.run('println(1 + 1)')).toEqual({ output: '2\n', end: 'a value' })
    }), { numRuns: 40 })
    expectWholeWorld(compiled)
  }, 120_000)

  it('give the same compiled where unions go through branches and loops', () => {
    fc.assert(fc.property(randomFlow, (program) => {
      // A module each: what is defined again would only cost time.
      const text = `module Flow\n${program}\nend`
      const [one, other] = [interpreted.run(text), compiled.run(text)]
      if (one.end !== 'cancelled' && other.end !== 'cancelled' && other.end !== INFERENCE_ERROR) expect(other).toEqual(one)
    }), { numRuns: 40 })
  }, 120_000)
})
