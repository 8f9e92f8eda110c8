/** What functions behind `ccall` need: those of Base one by one, others by how their names begin. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isListed, serviceOf } from '../../../../src/main/julia/reach/services'

const BASE = join(import.meta.dirname, '../../../../resources/base')

describe('services', () => {
  it('names every function that Base calls', () => {
    const files = readdirSync(BASE, { recursive: true, withFileTypes: true }).filter(({ name }) => name.endsWith('.jl'))
    const called = files.flatMap(({ parentPath, name }) => [...readFileSync(join(parentPath, name), 'utf8').matchAll(/ccall\(:(\w+)/g)].map(([, found = '']) => found))
    expect(called.length).toBeGreaterThan(100)
    expect([...new Set(called)].filter((name) => !isListed(name))).toEqual([])
  })

  it.each([
    ['jl_alloc_string', 'gc'], ['jl_gc_collect', 'gc'], ['jl_throw', 'exceptions'], ['jl_new_task', 'tasks'], ['jl_switch', 'tasks'], ['uv_run', 'io'],
    ['jl_uv_write', 'io'], ['jl_get_world', 'types'], ['puts', 'io, foreign'], ['strlen', 'foreign'], ['bk_sin', ''], ['', ''],
  ])('%s needs %s', (name, needs) => {
    expect(serviceOf(name).needs.join(', ')).toBe(needs)
  })

  it('knows what runs code that nobody can know', () => {
    for (const name of ['jl_call1', 'jl_apply_generic', 'jl_eval_string', 'jl_toplevel_eval_in']) expect(serviceOf(name).calls, name).toBe(true)
    expect(serviceOf('jl_array_copy').calls).toBeUndefined()
  })
})
