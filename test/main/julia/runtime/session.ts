/** A session over the project's own Base that keeps what programs print. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Engine, type EngineOptions, type SourceFile } from '../../../../src/main/julia/runtime/engine'

const BASE = join(import.meta.dirname, '../../../../resources/base')

export const baseFiles: readonly SourceFile[] = readdirSync(BASE, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.jl'))
  .map((path) => ({ path, text: readFileSync(join(BASE, path), 'utf8') }))

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
    base: baseFiles,
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
