/** The example of docs/simulation.md prints what the page says. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { run } from './run'

it('the example of the guide prints what it says', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/simulation.md'), 'utf8')
  const [, program = '', printed = ''] = /```julia\n(.*?)```.*?```\n(.*?)```/s.exec(page) ?? []
  expect(run(program, '1.5', 'example.jl').printed).toBe(printed)
})
