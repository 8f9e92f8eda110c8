/** Extensions wait for their triggers and wake in Julia's order, by version (julia-semantics e.7). */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VERSION_RULES } from '../../../../src/main/julia/versions'
import { type DormitoryOptions, type Extension, ExtensionDormitory, canSeeTrigger, extensionsOf, mayLoadInBuild } from '../../../../src/main/loader/project/extensions'
import { type PkgId, extensionId, pkgIdKey } from '../../../../src/main/loader/project/pkg-id'
import { UUIDS, pkg, stackOf, world } from './world'

const uuid = (digit: number) => `${digit}0000000-0000-0000-0000-000000000000`
const [P, A, B, C] = ['P', 'A', 'B', 'C'].map((name, at): PkgId => ({ name, uuid: uuid(at + 1) })) as [PkgId, PkgId, PkgId, PkgId]
const extension = (name: string, ...triggers: PkgId[]): Extension => ({ id: extensionId(uuid(1), name), parent: P, triggers })

/** A process that loads packages; an extension may load packages too. */
function session(version: '1.10' | '1.11', extensions: readonly Extension[], options: Partial<DormitoryOptions> & { readonly needs?: Record<string, PkgId> } = {}) {
  const loaded = new Set<string>()
  const log: string[] = []
  const dormitory = new ExtensionDormitory({ rules: VERSION_RULES[version].extensions, ...options })
  const load = (id: PkgId): void => {
    if (loaded.has(pkgIdKey(id))) return
    const needed = options.needs?.[id.name]
    if (needed) load(needed)
    loaded.add(pkgIdKey(id))
    log.push(id.name)
    dormitory.insert(extensions.filter(({ parent }) => parent.name === id.name), (other) => other.name !== id.name && loaded.has(pkgIdKey(other)))
    for (const ready of dormitory.wake(id)) load(ready.id)
  }
  return { load, log, dormitory }
}

describe('the extensions of a package', () => {
  it.each(['/env', '/old', '/dev/ExtParent'])('come from the project or the manifest, in the order of a dictionary: %s', (activeProject) => {
    expect(extensionsOf(stackOf('1.10', { activeProject }), pkg('ExtParent'))).toEqual([
      { id: { name: 'ExtParentTinyExt', uuid: '91bbb1aa-4154-56db-8f4d-e77eb6559bbd' }, parent: pkg('ExtParent'), triggers: [pkg('Tiny')] },
      { id: { name: 'ExtParentTinyDatesExt', uuid: '98cf164e-bb2c-5862-aca9-69b2f3299a47' }, parent: pkg('ExtParent'), triggers: [pkg('Tiny'), pkg('Dates')] },
    ])
  })

  it('do not exist before 1.9', () => {
    expect(extensionsOf(stackOf('1.8'), pkg('ExtParent'))).toEqual([])
    expect(extensionsOf(stackOf('1.10'), pkg('Tiny'))).toEqual([])
  })

  it('may have ordinary dependencies as triggers from 1.10 on', () => {
    const files = world()
    files.writeText('/own/Project.toml', `name = "Own"\nuuid = "${UUIDS.TinyDep}"\n[deps]\nTiny = "${UUIDS.Tiny}"\n[weakdeps]\nDates = "${UUIDS.Dates}"\n[extensions]\nOwnExt = ["Dates", "Tiny"]\n`)
    files.writeText('/own/src/Own.jl', '')
    const own = (version: '1.9' | '1.10') => extensionsOf(stackOf(version, { files, activeProject: '/own' }), { name: 'Own', uuid: UUIDS.TinyDep })
    expect(own('1.9')).toEqual([])
    expect(own('1.10').map(({ triggers }) => triggers)).toEqual([[pkg('Dates'), pkg('Tiny')]])
  })
})

describe('the dormitory', () => {
  const two = [extension('Double', A, B), extension('Single', A)]

  it('wakes an extension with the last of its parent and triggers, whatever the order', () => {
    for (const order of [[P, A, B], [A, B, P], [B, P, A]]) {
      const { load, log } = session('1.10', two)
      for (const id of order) load(id)
      expect(log.indexOf('Double')).toBeGreaterThan(Math.max(log.indexOf('P'), log.indexOf('A'), log.indexOf('B')))
      expect(log.indexOf('Single')).toBeGreaterThan(Math.max(log.indexOf('P'), log.indexOf('A')))
    }
  })

  it('lets those with fewer triggers go first from 1.11 on', () => {
    const order = (version: '1.10' | '1.11') => {
      const { load, log } = session(version, two)
      for (const id of [P, B, A]) load(id)
      return log.join(' ')
    }
    expect(order('1.10')).toBe('P B A Double Single')
    expect(order('1.11')).toBe('P B A Single Double')
  })

  it('counts down one by one until 1.10, all at once later', () => {
    const extensions = [extension('First', A), extension('Second', A, B)]
    const order = (version: '1.10' | '1.11') => {
      const { load, log } = session(version, extensions, { needs: { First: B } })
      for (const id of [P, A]) load(id)
      return log.join(' ')
    }
    expect(order('1.10')).toBe('P A B First Second')
    expect(order('1.11')).toBe('P A B Second First')
  })

  it('knows the parent, keeps failures and gives them back once', () => {
    const { load, dormitory } = session('1.11', two)
    load(P)
    expect(dormitory.parentOf(extension('Single').id)).toEqual(P)
    expect(dormitory.known.map(({ id }) => id.name)).toEqual(['Double', 'Single'])
    const [first] = [...dormitory.wake(A)]
    if (first) dormitory.failed(first)
    expect(dormitory.failures.map(({ id }) => id.name)).toEqual(['Single'])
    expect(dormitory.retry().map(({ id }) => id.name)).toEqual(['Single'])
    expect(dormitory.retry()).toEqual([])
  })

  it('gives up an extension that could not see a trigger, until 1.10', () => {
    const run = (version: '1.10' | '1.11') => {
      const { load, log, dormitory } = session(version, two, { seesTrigger: (_, trigger) => trigger.name !== 'B' })
      for (const id of [P, B, A]) load(id)
      return [log.join(' '), dormitory.failures.map(({ id }) => id.name).join(' ')]
    }
    expect(run('1.10')).toEqual(['P B A Single', 'Double'])
    expect(run('1.11')).toEqual(['P B A Single Double', ''])
  })

  it('asks the environments whether a trigger can be seen', () => {
    const stack = stackOf('1.10')
    const [single] = extensionsOf(stack, pkg('ExtParent'))
    expect(single && canSeeTrigger(stack, single, pkg('Tiny'))).toBe(true)
    expect(single && canSeeTrigger(stack, single, { name: 'Solo', uuid: undefined })).toBe(false)
  })

  it('loads each extension exactly once, when and only when all it waits for is there', () => {
    const packages = [P, A, B, C]
    const triggers = fc.subarray([A, B, C], { minLength: 1 })
    fc.assert(fc.property(fc.constantFrom('1.10' as const, '1.11' as const), fc.array(triggers, { maxLength: 6 }), fc.shuffledSubarray(packages), (version, lists, order) => {
      const extensions = lists.map((list, at) => extension(`E${at}`, ...list))
      const { load, log } = session(version, extensions)
      for (const id of order) load(id)
      const there = new Set(order.map(pkgIdKey))
      for (const { id, triggers: wanted } of extensions) {
        const expected = [P, ...wanted].every((one) => there.has(pkgIdKey(one))) ? 1 : 0
        expect(log.filter((name) => name === id.name)).toHaveLength(expected)
      }
    }))
  })
})

describe('while a package is built', () => {
  const single = extension('Single', A)
  const double = extension('Double', A, B)
  const other = extension('Other', C)
  const known = [single, double, other]
  const allowed = (version: '1.10' | '1.11', building: PkgId) => known.filter(mayLoadInBuild(VERSION_RULES[version].extensions, building, known)).map(({ id }) => id.name)

  it('its own extensions wait, those of others load', () => {
    expect(allowed('1.10', P)).toEqual([])
    expect(allowed('1.11', P)).toEqual([])
    expect(allowed('1.10', C)).toEqual(['Single', 'Double', 'Other'])
    expect(allowed('1.11', C)).toEqual(['Single', 'Double', 'Other'])
  })

  it('an extension lets any other load until 1.10, later only those that need less than it', () => {
    expect(allowed('1.10', double.id)).toEqual(['Single', 'Other'])
    expect(allowed('1.11', double.id)).toEqual(['Single'])
    expect(allowed('1.11', single.id)).toEqual([])
  })
})
