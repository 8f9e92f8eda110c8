/** What becomes of a package's code when it is loaded into a session that is another than the one it was compiled in. */
import { describe, expect, it } from 'vitest'
import type { ImageContents, SavedEdge, SavedInstance } from '../../../../src/main/image/contents'
import { link, type LinkResult } from '../../../../src/main/loader/linking/link'
import { FOREVER } from '../../../../src/main/julia/dispatch/method'
import { invalidationTree } from '../../../../src/main/julia/worlds/invalidation-tree'
import type { InvalidationEntry } from '../../../../src/main/julia/worlds/invalidation'
import { JULIA_VERSIONS, type JuliaVersion } from '../../../../src/main/julia/versions'
import type { CodeMethod } from '../../../../src/main/julia/worlds/method'
import { SmallWorld, type Relies } from '../small-world'

/** A session with a library, in which a package is loaded that was compiled with the same library. */
class Loading extends SmallWorld {
  readonly a: CodeMethod
  readonly contents: { readonly methods: CodeMethod[], readonly instances: SavedInstance[] } = { methods: [], instances: [] }

  constructor(version: JuliaVersion) {
    super(version)
    this.a = this.define('lib', 'Tuple{typeof(a), Any}', 'a')
    this.define('lib', 'Tuple{typeof(b), Integer}', 'b')
  }

  /** A method of the package with one instance, whose code relies on these: what lies outside with the methods that were expected. */
  brings(name: string, outside: readonly (readonly [Relies, readonly CodeMethod[]])[], inside: readonly string[] = [], code: 'code' | 'stub' | 'ended' = 'code'): void {
    let method = this.contents.methods.find(({ source }) => source.name === name)
    if (method === undefined) {
      method = this.unlinked(`Tuple{typeof(${name}), Any}`, name)
      this.contents.methods.push(method)
    }
    const instance = this.world.instance(method, this.type(`Tuple{typeof(${name}), Int64}`), [])
    const edges: SavedEdge[] = [
      ...outside.map(([relies, expected]) => ({ edge: this.edge(relies), expected })),
      ...inside.map((callee) => ({ edge: { to: 'instance', instance: this.broughtInstance(callee), invokeSignature: undefined } as const, expected: undefined })),
    ]
    this.contents.instances.push(this.saved(instance, edges, code))
  }

  /** The instance may come later: cycles. */
  private broughtInstance(name: string) {
    let method = this.contents.methods.find(({ source }) => source.name === name)
    if (method === undefined) {
      method = this.unlinked(`Tuple{typeof(${name}), Any}`, name)
      this.contents.methods.push(method)
    }
    return this.world.instance(method, this.type(`Tuple{typeof(${name}), Int64}`), [])
  }

  load(work?: (kind: string, amount: number) => void): LinkResult {
    const contents: ImageContents = { modules: [this.pkg], ...this.contents }
    return link(contents, this.world, work)
  }

  /** `name cause` of what was dropped, `name` of what was enabled. */
  outcome({ enabled, dropped }: LinkResult): string[] {
    const name = (types: string) => types.replace(/^Tuple\{typeof\((\w+)\).*$/, '$1')
    return [
      ...enabled.map(({ instance }) => name(this.text(instance.specTypes))),
      ...dropped.map(({ code: { instance }, cause }) => `${name(this.text(instance.specTypes))} ${cause.kind}`),
    ].sort()
  }
}

const A: Relies = 'Tuple{typeof(a), Int64}'

describe('loading into an unchanged world', () => {
  it('enables what relies on something outside, with its backedges', () => {
    const loading = new Loading('1.5')
    loading.brings('own', [[A, [loading.a]]])
    const result = loading.load()
    expect(loading.outcome(result)).toEqual(['own'])
    const [code] = result.enabled
    expect([code?.minWorld, code?.maxWorld]).toEqual([loading.world.age, FOREVER])
    expect(loading.names(loading.instance(A).backedges.map(({ caller }) => caller))).toEqual(['Tuple{typeof(own), Int64}'])
    loading.define('lib', 'Tuple{typeof(a), Int64}')
    expect(code?.maxWorld).toBe(loading.world.age - 1)
  })

  it.each(JULIA_VERSIONS)('%s: code that relies on nothing outside is enabled from 1.8 on (julia#41961; dump.c, jl_insert_backedges)', (version) => {
    const loading = new Loading(version)
    loading.brings('leaf', [])
    loading.brings('caller', [], ['leaf'])
    const edgeless = JULIA_VERSIONS.indexOf(version) < JULIA_VERSIONS.indexOf('1.8')
    expect(loading.outcome(loading.load())).toEqual(edgeless ? ['caller edgeless', 'leaf edgeless'] : ['caller', 'leaf'])
  })

  it('keeps what the package relies on within itself, whatever becomes of the caller (dump.c, backedges of a MethodInstance)', () => {
    const loading = new Loading('1.5')
    loading.brings('leaf', [[A, [loading.a]]])
    loading.brings('caller', [[['Tuple{typeof(b), Real}'], []]], ['leaf'])
    expect(loading.outcome(loading.load())).toEqual(['caller edge', 'leaf'])
    const leaf = loading.contents.instances[0]?.instance
    expect(leaf?.backedges.map(({ caller }) => loading.text(caller.specTypes))).toEqual(['Tuple{typeof(caller), Int64}'])
  })

  it('never enables an entry without content', () => {
    const loading = new Loading('1.7')
    loading.brings('own', [[A, [loading.a]]], [], 'ended')
    expect(loading.outcome(loading.load())).toEqual(['own ended'])
  })

  it('lets stubs be there without code', () => {
    const loading = new Loading('1.5')
    loading.contents.instances.push(loading.saved(A, [], 'stub'))
    loading.load()
    expect(loading.instance(A).codeInstances).toEqual([])
  })
})

describe('loading into a changed world', () => {
  function changed(version: JuliaVersion): Loading {
    const loading = new Loading(version)
    loading.define('lib', 'Tuple{typeof(a), Int64}', 'a')
    return loading
  }

  it('drops what looked up other methods: one more, one less, or another (e.5; jl_verify_edges)', () => {
    const loading = changed('1.5')
    const gone = loading.define('lib', 'Tuple{typeof(b), Int64}', 'b')
    loading.world.deleteMethod(gone)
    const [, older] = loading.a.table.all
    loading.brings('other', [[A, [loading.a]]])
    loading.brings('less', [['Tuple{typeof(b), Int64}', [gone]]])
    loading.brings('more', [[['Tuple{typeof(a), Real}'], older === undefined ? [] : [older]]])
    loading.brings('same', [[['Tuple{typeof(a), Real}'], loading.a.table.all]])
    expect(loading.outcome(loading.load())).toEqual(['less edge', 'more edge', 'other edge', 'same'])
  })

  it('until 1.7 callers of what fails stay as long as they themselves look up the same (dump.c; seen in 1.5.3)', () => {
    const loading = changed('1.7')
    loading.brings('callee', [[A, [loading.a]]])
    loading.brings('caller', [['Tuple{typeof(b), Int64}', loading.world.tableOf(loading.type('Tuple{typeof(b), Int64}')).all]], ['callee'])
    expect(loading.outcome(loading.load())).toEqual(['callee edge', 'caller'])
  })

  it('from 1.8 on callers fail with what they call (e.5; staticdata_utils.c, jl_verify_graph)', () => {
    const loading = changed('1.8')
    loading.brings('callee', [[A, [loading.a]]])
    loading.brings('caller', [], ['callee'])
    loading.brings('top', [], ['caller'])
    loading.brings('free', [])
    const result = loading.load()
    expect(loading.outcome(result)).toEqual(['callee edge', 'caller callee', 'free', 'top callee'])
    expect(result.dropped.every(({ code }) => code.maxWorld === 0)).toBe(true)
  })

  it('cycles fail as a whole, and hold as a whole (1.9 on, e.5)', () => {
    for (const [version, expected] of [[changed('1.9'), ['even callee', 'odd edge']], [new Loading('1.9'), ['even', 'odd']]] as const) {
      version.brings('even', [], ['odd'])
      version.brings('odd', [[A, [version.a]]], ['even'])
      expect(version.outcome(version.load())).toEqual(expected)
    }
  })

  it('a change behind a foreign callee counts too: on its stub (1.8 on)', () => {
    const loading = changed('1.10')
    loading.contents.instances.push(loading.saved('Tuple{typeof(b), Int64}', [{ edge: loading.edge(A), expected: [loading.a] }], 'stub'))
    loading.brings('own', [['Tuple{typeof(b), Int64}', loading.world.tableOf(loading.type('Tuple{typeof(b), Int64}')).all]])
    expect(loading.outcome(loading.load())).toEqual(['own callee'])
  })

  it('an invoke looks up what it asked with (1.9 on, julia#46010)', () => {
    const loading = changed('1.10')
    loading.brings('asks', [[{ call: A, invoke: 'Tuple{typeof(a), Real}' }, [loading.a]]])
    loading.brings('calls', [[A, [loading.a]]])
    expect(loading.outcome(loading.load())).toEqual(['asks', 'calls edge'])
  })

  it('of code that two packages bring the first stays (e.4; jl_insert_backedges)', () => {
    const loading = new Loading('1.10')
    loading.contents.instances.push(loading.saved(A, []))
    expect(loading.outcome(loading.load())).toEqual(['a'])
    const second: ImageContents = { modules: [], methods: [], instances: [loading.saved(A, [])] }
    expect(loading.outcome(link(second, loading.world))).toEqual(['a elsewhere'])
    expect(loading.instance(A).codeInstances).toHaveLength(1)
  })

  it('code of others that failed is not put on their instance', () => {
    const loading = changed('1.10')
    const instance = loading.world.instance(loading.a, loading.type('Tuple{typeof(a), String}'), [])
    loading.contents.instances.push(loading.saved(instance, [{ edge: loading.edge('Tuple{typeof(b), Int64}'), expected: [] }]))
    expect(loading.outcome(loading.load())).toEqual(['a edge'])
    expect(instance.codeInstances).toEqual([])
  })
})

describe('methods that a package brings', () => {
  it.each(['1.5', '1.12'] as const)('%s: all begin in one new world (dump.c and staticdata.c; jl_method_table_activate)', (version) => {
    const loading = new Loading(version)
    loading.brings('one', [])
    loading.brings('two', [])
    const before = loading.world.age
    loading.load()
    expect(loading.contents.methods.map(({ primaryWorld }) => primaryWorld)).toEqual([before + 1, before + 1])
    expect(loading.world.age).toBe(before + 1)
  })

  it('make invalid what was compiled before, as any definition', () => {
    const loading = new Loading('1.10')
    const code = loading.compile('Tuple{typeof(b), Int64}', [A])
    loading.contents.methods.push(loading.unlinked('Tuple{typeof(a), Int64}', 'a'))
    loading.load()
    expect(code.maxWorld).toBe(loading.world.age - 1)
    expect(loading.log).toEqual(['1 Tuple{typeof(b), Int64}', 'insert Tuple{typeof(a), Int64}'])
  })

  it('cost more where tables are large', () => {
    const looked = [1, 50].map((count) => {
      const loading = new Loading('1.10')
      for (let at = 0; at < count; at++) loading.define('lib', `Tuple{typeof(a), Array{Int64, ${at}}}`, 'a')
      loading.contents.methods.push(loading.unlinked('Tuple{typeof(a), Array{Int64}}', 'a'))
      const counts = new Map<string, number>()
      loading.load((kind, amount) => counts.set(kind, (counts.get(kind) ?? 0) + amount))
      return counts.get('methodLookedAt') ?? 0
    })
    expect(looked[1]).toBeGreaterThan(looked[0] ?? 0)
  })

  it('verify each edge once, however many rely on it', () => {
    const loading = new Loading('1.10')
    for (const name of ['one', 'two', 'three']) loading.brings(name, [[A, [loading.a]]])
    const counts = new Map<string, number>()
    const { verified } = loading.load((kind, amount) => counts.set(kind, (counts.get(kind) ?? 0) + amount))
    expect([verified, counts.get('verifyEdge')]).toEqual([1, 1])
  })
})

describe('the log', () => {
  it('tells what failed below the lookup that changed, and SnoopCompile\'s tree puts it under the method that came between', () => {
    const loading = new Loading('1.10')
    const newer = loading.define('lib', 'Tuple{typeof(a), Int64}', 'a')
    loading.log.length = 0
    const entries: InvalidationEntry[] = []
    loading.world.observers.push({ invalidated: (entry) => entries.push(entry) })
    loading.brings('callee', [[A, [loading.a]]])
    loading.brings('caller', [], ['callee'])
    loading.brings('fine', [])
    loading.load()
    expect(loading.log).toEqual([
      '1 Tuple{typeof(callee), Int64}', '2 Tuple{typeof(caller), Int64}', 'load +Tuple{typeof(a), Int64} -Tuple{typeof(a), Any}',
    ])
    const tree = invalidationTree(entries)
    expect([tree?.reason, tree?.method]).toEqual(['inserting', newer])
    expect(tree?.roots.map(({ kind, instance, children }) => [kind, loading.text(instance.specTypes), children.length, children[0]?.children.length])).toEqual([
      ['backedges', 'Tuple{typeof(a), Int64}', 1, 1],
    ])
  })

  it('says nothing of stubs whose failure costs no code', () => {
    const loading = new Loading('1.10')
    loading.define('lib', 'Tuple{typeof(a), Int64}', 'a')
    loading.log.length = 0
    loading.contents.instances.push(loading.saved('Tuple{typeof(b), Int64}', [{ edge: loading.edge(A), expected: [loading.a] }], 'stub'))
    loading.load()
    expect(loading.log).toEqual([])
  })
})
