/** Methods come and go: which instances a call makes, which code becomes invalid and what the log says. */
import { describe, expect, it } from 'vitest'
import { CodeInfo, type Operand, type Statement } from '../../../../src/main/julia/ir/statement'
import { printType } from '../../../../src/main/julia/types/print'
import { readType } from '../../../../src/main/julia/types/read'
import { outerVariables } from '../../../../src/main/julia/types/subtype'
import { unwrapUnionAll, type DataType } from '../../../../src/main/julia/types/type'
import { TypeUniverse } from '../../../../src/main/julia/types/universe'
import { CoreTypes } from '../../../../src/main/julia/values/core-types'
import { VERSION_RULES, type JuliaVersion } from '../../../../src/main/julia/versions'
import { CodeInstance, type CodeMethod, type Edge, type MethodInstance } from '../../../../src/main/julia/worlds/method'
import { Module } from '../../../../src/main/julia/worlds/module'
import { World } from '../../../../src/main/julia/worlds/world'

class Session {
  readonly core = new CoreTypes(new TypeUniverse())
  readonly world: World
  readonly log: string[] = []
  private readonly main = new Module('Main', undefined)

  constructor(version: JuliaVersion = '1.5') {
    this.world = new World(this.core, VERSION_RULES[version])
    this.world.observers.push({
      invalidated: (entry) => {
        if (entry.kind === 'invalidate') this.log.push(`${entry.level} ${this.text(entry.instance.specTypes)}`)
        else if (entry.kind === 'mtCache') this.log.push(`-- ${this.text(entry.instance.specTypes)}`)
        else if (entry.kind === 'insert' || entry.kind === 'delete') this.log.push(`>> ${entry.kind} ${this.text(entry.method.signature)}`)
      },
    })
  }

  text(type: Parameters<typeof printType>[1]): string {
    return printType(this.core.universe, type)
  }

  /** A method of this signature; the arguments whose places are given are `@nospecialize`d or called. */
  define(signature: string, { nospecialize = 0, calls = [] }: { nospecialize?: number, calls?: readonly number[] } = {}): CodeMethod {
    const type = readType(this.core.universe, signature)
    const tuple = unwrapUnionAll(type) as DataType
    const isVarArg = signature.includes('Vararg')
    const called = calls.map((id): Statement => ({ kind: 'call', args: [{ kind: 'slot', id }] }))
    const code = new CodeInfo(called, [], tuple.parameters.length, isVarArg, new Int32Array(called.length), [], [])
    code.nospecialize = nospecialize
    return this.world.addMethod(type, { name: 'f', module: this.main, file: 'f.jl', line: 1, code, generator: undefined, variables: outerVariables(type) })
  }

  call(types: string): MethodInstance | string {
    return this.world.dispatch(readType(this.core.universe, types) as DataType, this.world.age)
  }

  called(types: string): string {
    const found = this.call(types)
    return typeof found === 'string' ? found : this.text(found.specTypes)
  }

  /** Code of the instance that a call runs, which relies on these. */
  compile(types: string, edges: (readonly [callee: string] | readonly [table: string, signature: string])[] = []): CodeInstance {
    const instance = this.call(types) as MethodInstance
    const made = edges.map(([callee, signature]): Edge => (signature === undefined
      ? { to: 'instance', instance: this.call(callee) as MethodInstance, invokeSignature: undefined }
      : { to: 'table', table: this.world.tableOf(readType(this.core.universe, callee)), signature: readType(this.core.universe, signature) }))
    const code = new CodeInstance(instance, this.world.age, this.core.int64, undefined, made)
    this.world.storeCode(code)
    return code
  }
}

describe('instances of calls', () => {
  it.each([
    ['each type of its own', 'Tuple{typeof(f), Any}', ['Tuple{typeof(f), Int64}', 'Tuple{typeof(f), Float64}'], ['Tuple{typeof(f), Int64}', 'Tuple{typeof(f), Float64}']],
    ['one for all types that are passed to Any', 'Tuple{typeof(f), Any}', ['Tuple{typeof(f), Type{Int64}}', 'Tuple{typeof(f), Type{Float64}}'], ['Tuple{typeof(f), Type{T} where T}', 'Tuple{typeof(f), Type{T} where T}']],
    ['each type that is passed to Type{T}', 'Tuple{typeof(f), Type{T}} where T', ['Tuple{typeof(f), Type{Int64}}'], ['Tuple{typeof(f), Type{Int64}}']],
    ['a kind for what is declared as one', 'Tuple{typeof(f), DataType}', ['Tuple{typeof(f), Type{Int64}}'], ['Tuple{typeof(f), DataType}']],
    ['functions that are not called', 'Tuple{typeof(f), Any}', ['Tuple{typeof(f), typeof(g)}'], ['Tuple{typeof(f), Function}']],
    ['varargs up to one more', 'Tuple{typeof(f), Vararg{Any}}',
      ['Tuple{typeof(f)}', 'Tuple{typeof(f), Int64}', 'Tuple{typeof(f), Int64, Int64}', 'Tuple{typeof(f), Int64, Float64}'],
      ['Tuple{typeof(f)}', 'Tuple{typeof(f), Int64}', 'Tuple{typeof(f), Int64, Vararg{Int64}}', 'Tuple{typeof(f), Int64, Vararg{Any}}']],
    ['varargs after a fixed argument', 'Tuple{typeof(f), Any, Vararg{Any}}',
      ['Tuple{typeof(f), Int64, Int64}', 'Tuple{typeof(f), Int64, Int64, Int64, Int64}', 'Tuple{typeof(f), String, Int64, Int64}'],
      ['Tuple{typeof(f), Int64, Int64}', 'Tuple{typeof(f), Int64, Int64, Vararg{Int64}}', 'Tuple{typeof(f), String, Int64, Vararg{Int64}}']],
  ])('%s', (_, signature, calls, instances) => {
    const session = new Session()
    session.define(signature)
    expect(calls.map((call) => session.called(call))).toEqual(instances)
  })

  it('keeps a function that is called, and drops what is not to be specialised', () => {
    const session = new Session()
    session.define('Tuple{typeof(f), Any}', { calls: [1] })
    session.define('Tuple{typeof(h), Real, Any}', { nospecialize: 1 })
    expect(session.called('Tuple{typeof(f), typeof(g)}')).toBe('Tuple{typeof(f), typeof(g)}')
    expect(session.called('Tuple{typeof(h), Int64, Int64}')).toBe('Tuple{typeof(h), Real, Int64}')
  })

  it('does not let a widened call hide a better method', () => {
    const session = new Session()
    session.define('Tuple{typeof(f), Any}', { nospecialize: 1 })
    session.define('Tuple{typeof(f), Int64}')
    expect(session.called('Tuple{typeof(f), String}')).toBe('Tuple{typeof(f), Any}')
    expect(session.called('Tuple{typeof(f), Int64}')).toBe('Tuple{typeof(f), Int64}')
    expect(session.called('Tuple{typeof(f), Char}')).toBe('Tuple{typeof(f), Any}')
  })

  it('finds none, or too many', () => {
    const session = new Session()
    session.define('Tuple{typeof(f), Int64, Any}')
    session.define('Tuple{typeof(f), Any, Int64}')
    expect(session.called('Tuple{typeof(f), String, String}')).toBe('none')
    expect(session.called('Tuple{typeof(f), Int64, Int64}')).toBe('ambiguous')
  })

  it('keeps constructors apart by what they make', () => {
    const session = new Session()
    const method = session.define('Tuple{Type{Int32}, Any}')
    expect(session.world.tableOf(method.signature).name).toBe('Type')
    expect(session.called('Tuple{Type{Int32}, Bool}')).toBe('Tuple{Type{Int32}, Bool}')
    expect(session.called('Tuple{Type{Int64}, Bool}')).toBe('none')
  })
})

describe('invalidation', () => {
  const chain = () => {
    const session = new Session()
    for (const name of ['a', 'b', 'c']) session.define(`Tuple{typeof(${name}), Any}`)
    session.compile('Tuple{typeof(a), Int64}')
    const codes = [session.compile('Tuple{typeof(b), Int64}', [['Tuple{typeof(a), Int64}']]), session.compile('Tuple{typeof(c), Int64}', [['Tuple{typeof(b), Int64}']])]
    return { session, codes }
  }

  it('walks the callers of what a new method takes over', () => {
    const { session, codes } = chain()
    const last = session.world.age
    session.define('Tuple{typeof(a), Int64}')
    // The call of `a` itself was dispatched, so its cache goes too.
    expect(session.log).toEqual([
      '-- Tuple{typeof(a), Int64}', '1 Tuple{typeof(b), Int64}', '2 Tuple{typeof(c), Int64}', '>> insert Tuple{typeof(a), Int64}',
    ])
    expect(codes.map(({ maxWorld }) => maxWorld)).toEqual([last, last])
    expect(session.call('Tuple{typeof(a), Int64}')).not.toBe('none')
  })

  it('leaves alone what the new method does not meet', () => {
    const { session, codes } = chain()
    session.define('Tuple{typeof(a), String}')
    expect(session.log.filter((line) => !line.startsWith('--'))).toEqual([])
    expect(codes.every(({ maxWorld }) => maxWorld === Infinity)).toBe(true)
  })

  it('tells callers of a deleted method', () => {
    const { session, codes } = chain()
    session.world.deleteMethod((session.call('Tuple{typeof(a), Int64}') as MethodInstance).method as CodeMethod)
    expect(codes.every(({ maxWorld }) => maxWorld < Infinity)).toBe(true)
    expect(session.called('Tuple{typeof(a), Int64}')).toBe('none')
  })

  it.each<[JuliaVersion, string[]]>([
    ['1.5', ['0 Tuple{typeof(k), Int64}', '>> insert Tuple{typeof(h), Signed}']],
    ['1.6', []],
  ])('of a call site that was covered in %s', (version, expected) => {
    const session = new Session(version)
    session.define('Tuple{typeof(h), Int64}')
    session.define('Tuple{typeof(k), Any}')
    session.compile('Tuple{typeof(k), Int64}', [['Tuple{typeof(h), Int64}', 'Tuple{typeof(h), Int64}']])
    session.define('Tuple{typeof(h), Signed}')
    expect(session.log).toEqual(expected)
  })

  it('of a call site that nothing covered, in all versions', () => {
    for (const version of ['1.5', '1.6', '1.12'] as const) {
      const session = new Session(version)
      session.define('Tuple{typeof(h), String}')
      session.define('Tuple{typeof(k), Any}')
      session.compile('Tuple{typeof(k), Int64}', [['Tuple{typeof(h), String}', 'Tuple{typeof(h), Any}']])
      session.define('Tuple{typeof(h), Int64}')
      expect(session.log).toEqual(['0 Tuple{typeof(k), Int64}', '>> insert Tuple{typeof(h), Int64}'])
    }
  })

  it('ends where callers call one another', () => {
    const session = new Session()
    session.define('Tuple{typeof(a), Any}')
    session.define('Tuple{typeof(b), Any}')
    session.compile('Tuple{typeof(a), Int64}', [['Tuple{typeof(b), Int64}']])
    session.compile('Tuple{typeof(b), Int64}', [['Tuple{typeof(a), Int64}'], ['Tuple{typeof(b), Int64}']])
    session.define('Tuple{typeof(b), Int64}')
    expect(session.log.filter((line) => line.startsWith('1') || line.startsWith('2')).length).toBeGreaterThan(0)
  })

  it('goes back to what a replaced world had', () => {
    const { session } = chain()
    const before = session.world.age
    const types = readType(session.core.universe, 'Tuple{typeof(a), Int64}') as DataType
    const first = session.world.dispatch(types, before)
    session.define('Tuple{typeof(a), Int64}')
    expect(session.world.dispatch(types, before)).toBe(first)
    expect(session.world.dispatch(types, session.world.age)).not.toBe(first)
  })
})

it('says which arguments are called through a splat', () => {
  const operands: Operand[] = [{ kind: 'constant', value: 1n }, { kind: 'slot', id: 2 }]
  const code = new CodeInfo([{ kind: 'assign', slot: 3, value: { kind: 'call', args: [{ kind: 'slot', id: 1 }, ...operands] } }], [], 3, false, new Int32Array(1), [], [])
  const session = new Session()
  const type = readType(session.core.universe, 'Tuple{typeof(f), Any, Any}')
  const method = session.world.addMethod(type, { name: 'f', module: new Module('Main', undefined), file: '', line: 0, code, generator: undefined, variables: [] })
  expect(method.called).toBe(1)
})
