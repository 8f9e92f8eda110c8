/** A session over the project's own Base that keeps what programs print. */
import { base } from '../../../../src/main/services/base'
import { Engine, type EngineOptions } from '../../../../src/main/julia/runtime/engine'

export interface Session {
  readonly engine: Engine
  /** What was printed to standard output since the last call. */
  printed: () => string
  /** The same of standard error. */
  warned: () => string
}

export function newSession(options: Partial<EngineOptions> = {}): Session {
  const output = ['', '', '']
  const take = (descriptor: number): string => output.splice(descriptor, 1, '')[0] ?? ''
  const engine = new Engine({
    base,
    execution: 'interpret',
    ...options,
    host: {
      ...options.host,
      write: (descriptor, text) => {
        output[descriptor] = (output[descriptor] ?? '') + text
      },
    },
  })
  return { engine, printed: () => take(1), warned: () => take(2) }
}
