/** The lab, driven against services that are made up: what is typed arrives, in order and before a run; what was changed is told; runs are remembered. */
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { setConnection } from '../../../src/renderer/src/stores/connection'
import type { Host } from '../../../src/renderer/src/host/connection'
import { useLab } from '../../../src/renderer/src/stores/lab'
import { useNotices } from '../../../src/renderer/src/stores/notices'
import { usePage } from '../../../src/renderer/src/stores/page'
import { useSessions } from '../../../src/renderer/src/stores/sessions'
import { UserError } from '../../../src/shared/errors'
import type { LabChoices, LabDiagnostic, LabInfo, LabRun, LabSource, LabText } from '../../../src/shared/lab'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import type { Client } from '../../../src/shared/rpc'

const SAMPLE: LabSource = { kind: 'sample', id: 'Demo' }

/** A lab of two files. A text with `?` has something wrong; a run throws where `src/A.jl` says so, and takes as long as that is long. */
class Services {
  readonly calls: string[] = []
  readonly disk = new Map([['src/A.jl', 'f(x) = 1'], ['scenario.toml', 'title = "Demo"']])
  readonly texts = new Map(this.disk)
  writable = true
  guide = ''
  conflict = false
  private readonly open = new Set<number>()
  private nextLab = 1
  private nextSession = 1
  /** Of what was run; the same answers from memory. */
  private readonly ran = new Map<string, number>()
  /** Runs wait for it if it is there. */
  gate: Promise<void> | undefined

  private info(id: number, run = 'as it is'): LabInfo {
    return {
      id, source: SAMPLE, title: 'Demo', about: '', guide: this.guide, writable: this.writable, truncated: false, file: 'scenario.toml', versions: ['1.9', '1.10'], runs: ['as it is', 'other'], diagnostics: [],
      files: [...this.texts].map(([path, text]) => ({
        path, bytes: text.length, kind: path.endsWith('.jl') ? 'julia' : 'toml', edited: this.disk.get(path) !== text, added: !this.disk.has(path),
      })),
      scenario: {
        label: run, steps: [], julia: '1.10', project: '.', packages: [], caches: 'warm', flags: { pkgimages: true, optimize: 2 }, startup: { kind: 'none' }, startups: [], sysimage: [], preferences: {},
      },
    }
  }
  private faults(path: string): LabDiagnostic[] {
    const at = this.texts.get(path)?.indexOf('?') ?? -1
    return at < 0 ? [] : [{ path, line: 1, column: at + 1, severity: 'error', text: 'unexpected ?' }]
  }
  private text(path: string): LabText {
    const saved = this.disk.get(path) ?? ''
    const text = this.texts.get(path) ?? ''
    return { text, saved, edited: text !== saved, conflict: false, diagnostics: this.faults(path) }
  }
  private run(id: number, choices: LabChoices): LabRun {
    const source = this.texts.get('src/A.jl') ?? ''
    const key = JSON.stringify([source, choices])
    const known = this.ran.get(key)
    const session = known ?? this.nextSession++
    this.ran.set(key, session)
    const thrown = source.includes('error')
    return {
      label: choices.run ?? 'as it is', seconds: source.length, phases: { load: 0, validate: 0, inference: source.length, codegen: 0, run: 0 }, counts: {}, output: '', error: thrown ? 'ERROR' : '',
      session: { id: session, title: `run ${session}`, path: '', format: 'x', unsaved: true, lab: { lab: id, choices } },
      made: [], reused: [], remembered: known !== undefined, steps: [], choices, problems: [],
      diagnostics: thrown ? [{ path: 'src/A.jl', line: 1, column: 1, severity: 'error', text: 'ERROR' }] : [],
    }
  }

  async answer(method: string, args: never, signal?: AbortSignal): Promise<unknown> {
    const { lab = 0, path = '', text = '', choices = {}, run, force } = args as { lab?: number; path?: string; text?: string; choices?: LabChoices; run?: string; force?: boolean }
    if (method.startsWith('lab.')) this.calls.push([method.slice(4), path, text].filter(Boolean).join(' '))
    if (lab > 0 && !this.open.has(lab)) throw new UserError('not-found', 'There is no such lab.')
    switch (method) {
      case 'lab.open':
        this.open.add(this.nextLab)
        return this.info(this.nextLab++)
      case 'lab.info':
        return this.info(lab, run)
      case 'lab.read':
        return this.text(path)
      case 'lab.edit':
        this.texts.set(path, text)
        return this.faults(path)
      case 'lab.revert':
        if (this.disk.has(path)) this.texts.set(path, this.disk.get(path) ?? '')
        else this.texts.delete(path)
        return this.info(lab)
      case 'lab.save':
        if (this.conflict && force !== true) throw new UserError('conflict', 'It has changed.')
        this.disk.set(path, this.texts.get(path) ?? '')
        return this.text(path)
      case 'lab.run': {
        const stopped = new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(new UserError('cancelled', 'Cancelled.'))))
        await (this.gate && Promise.race([this.gate, stopped]))
        return this.run(lab, choices)
      }
      case 'lab.close':
        this.open.delete(lab)
        return null
      case 'session.profile':
        return new ProfileBuilder().finish()
      default:
        return []
    }
  }
}

let services: Services
let lab: ReturnType<typeof useLab>
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  setActivePinia(createPinia())
  services = new Services()
  const client = {
    call: (method: string, args: never, { signal }: { signal?: AbortSignal } = {}) => services.answer(method, args, signal),
    on: () => () => undefined,
    onClose: () => undefined,
    close: () => undefined,
  } as unknown as Client
  setConnection({ client, host: {} as Host })
  lab = useLab()
  await lab.open(SAMPLE)
  services.calls.length = 0
  return () => vi.useRealTimers()
})

describe('opening', () => {
  it('goes to the lab, shows the source, and says in the address what is open', () => {
    expect(usePage().page).toBe('lab')
    expect(lab.path).toBe('src/A.jl')
    expect(usePage().settings.lab).toEqual({ id: '1', sample: 'Demo', file: 'src/A.jl' })
  })

  it('takes up a lab that is still open as it was left, by its address', async () => {
    lab.edit('src/A.jl', 'f(x) = 2')
    await lab.flush()
    const settings = usePage().settings.lab
    setActivePinia(createPinia())
    usePage().settings.lab = { ...settings, file: 'scenario.toml' }
    const next = useLab()
    await next.restore()
    expect(next.info?.id).toBe(1)
    expect(next.path).toBe('scenario.toml')
    expect([...next.edited]).toEqual(['src/A.jl'])
  })

  it('opens anew what the services no longer know', async () => {
    setActivePinia(createPinia())
    usePage().settings.lab = { id: '7', sample: 'Demo' }
    await useLab().restore()
    expect(useLab().info?.id).toBe(2)
    expect(useNotices().banners).toEqual([])
  })

  it('closes the one before', async () => {
    await lab.open(SAMPLE)
    expect(services.calls).toEqual(['open', 'close', 'read src/A.jl'])
  })
})

it('shows first the file that the note speaks of first', async () => {
  for (const path of ['src/B.jl', 'src/C.jl']) services.texts.set(path, '')
  services.guide = 'Change `src/C.jl:1`, then `src/B.jl`.'
  await lab.open(SAMPLE)
  expect(lab.path).toBe('src/C.jl')
})

it('asks before changes are lost to another project', async () => {
  lab.edit('src/A.jl', 'f(x) = 2')
  await lab.open({ kind: 'sample', id: 'Other' })
  expect(lab.replacing).toEqual({ kind: 'sample', id: 'Other' })
  expect(lab.info?.id).toBe(1)
  await lab.openNow({ kind: 'sample', id: 'Other' })
  expect(lab.replacing).toBeUndefined()
  expect(lab.info?.id).toBe(2)
})

describe('editing', () => {
  it('sends what was typed last, a while after the last key, and shows what is wrong with it', async () => {
    for (const text of ['f(x) = ', 'f(x) = ?']) lab.edit('src/A.jl', text)
    expect(services.calls).toEqual([])
    await vi.advanceTimersByTimeAsync(1000)
    expect(services.calls).toEqual(['edit src/A.jl f(x) = ?'])
    expect(lab.problemsOf('src/A.jl')).toMatchObject([{ line: 1, column: 8, text: 'unexpected ?' }])
    lab.edit('src/A.jl', 'f(x) = 2')
    await lab.flush()
    expect(lab.problemsOf('src/A.jl')).toEqual([])
  })

  it('marks a file as changed until it says again what the disk says', () => {
    lab.edit('src/A.jl', 'f(x) = 2')
    expect([...lab.edited]).toEqual(['src/A.jl'])
    lab.edit('src/A.jl', 'f(x) = 1')
    expect([...lab.edited]).toEqual([])
  })

  it('reverts to what the disk has', async () => {
    lab.edit('src/A.jl', 'f(x) = 2')
    await lab.revert('src/A.jl')
    expect(lab.buffer?.text).toBe('f(x) = 1')
    expect([...lab.edited]).toEqual([])
  })

  it('adds a file, and removes it by reverting it', async () => {
    await lab.add('src/B.jl')
    expect(lab.path).toBe('src/B.jl')
    expect([...lab.edited]).toEqual(['src/B.jl'])
    await lab.revert('src/B.jl')
    expect(lab.path).toBe('src/A.jl')
    expect(lab.info?.files.map(({ path }) => path)).toEqual(['src/A.jl', 'scenario.toml'])
    expect([...lab.edited]).toEqual([])
  })

  it('saves, and asks before it writes over what has changed on the disk', async () => {
    lab.edit('src/A.jl', 'f(x) = 2')
    services.conflict = true
    await lab.save('src/A.jl')
    expect(lab.conflict).toBe('src/A.jl')
    expect(services.disk.get('src/A.jl')).toBe('f(x) = 1')
    await lab.save('src/A.jl', true)
    expect(services.disk.get('src/A.jl')).toBe('f(x) = 2')
    expect([...lab.edited]).toEqual([])
  })

  it('does not save a sample', async () => {
    services.writable = false
    await lab.open(SAMPLE)
    lab.edit('src/A.jl', 'f(x) = 2')
    await lab.save('src/A.jl')
    expect(services.calls.filter((call) => call.startsWith('save'))).toEqual([])
  })

  it('asks again what a scenario says when it was changed', async () => {
    await lab.show('scenario.toml')
    services.calls.length = 0
    lab.edit('scenario.toml', 'title = "Other"')
    await lab.flush()
    expect(services.calls).toEqual(['edit scenario.toml title = "Other"', 'info'])
  })
})

describe('running', () => {
  it('sends what was typed before it runs, and stays in the lab with the profile open', async () => {
    lab.edit('src/A.jl', 'f(x) = 22')
    await lab.run()
    expect(services.calls).toEqual(['edit src/A.jl f(x) = 22', 'run'])
    expect(lab.shown?.run.seconds).toBe(9)
    expect(lab.previous).toBeUndefined()
    expect(useSessions().sessions.map(({ info }) => info.id)).toEqual([1])
    expect(usePage().page).toBe('lab')
  })

  it('remembers runs, and shows an earlier one again where nothing has changed', async () => {
    await lab.run()
    lab.choose('julia', '1.9')
    await lab.run()
    expect([lab.shown?.number, lab.previous?.number]).toEqual([2, 1])
    expect(lab.shown?.run.choices).toEqual({ julia: '1.9' })
    lab.choose('julia', undefined)
    await lab.run()
    expect(lab.history.map(({ number }) => number)).toEqual([1, 2])
    expect(lab.shown?.number).toBe(1)
    expect(lab.remembered).toBe(1)
  })

  it('marks the place of an error until the file is changed', async () => {
    lab.edit('src/A.jl', 'error()')
    await lab.run()
    expect(lab.problemsOf('src/A.jl')).toMatchObject([{ text: 'ERROR' }])
    lab.edit('src/A.jl', 'error( )')
    expect(lab.problemsOf('src/A.jl')).toEqual([])
  })

  it('is cancelled without a word, and can be begun again', async () => {
    services.gate = new Promise(() => undefined)
    const running = lab.run()
    await vi.waitFor(() => expect(services.calls).toContain('run'))
    lab.cancel()
    expect(lab.job?.isCancelling).toBe(true)
    await running
    expect(lab.job).toBeUndefined()
    expect(lab.history).toEqual([])
    expect(useNotices().banners).toEqual([])
    services.gate = undefined
    await lab.run()
    expect(lab.history).toHaveLength(1)
  })
})

it('keeps changes in force, and takes them away one by one', () => {
  lab.addChange({ kind: 'load-later', package: 'A' })
  lab.addChange({ kind: 'julia', version: '1.9' })
  lab.removeChange(0)
  expect(lab.choices).toEqual({ changes: [{ kind: 'julia', version: '1.9' }] })
  lab.removeChange(0)
  expect(lab.choices).toEqual({})
})
