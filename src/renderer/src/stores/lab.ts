/**
 * The lab: the project that is open in it, the texts of its files as they stand in the editor, what is wrong with them, the
 * choices for the next run, and the runs so far. Edits reach the services a little after the last key, and before a run in
 * any case. Nothing here knows how an editor is drawn.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef } from 'vue'
import type { ScenarioInfo } from '../../../shared/api'
import { UserError } from '../../../shared/errors'
import type { LabChoices, LabDiagnostic, LabId, LabInfo, LabRun, LabSource, LabText } from '../../../shared/lab'
import type { Change } from '../../../shared/what-if'
import { connection } from './connection'
import { useNotices } from './notices'
import type { PlaceSettings } from './page'
import { usePage } from './page'
import { useSessions } from './sessions'

/** Milliseconds after the last key. */
const PAUSE = 250
/** Runs that are remembered. */
const MOST_RUNS = 50

export interface LabBuffer {
  /** As in the editor. */
  readonly text: string
  /** On the disk, or in the sample. */
  readonly saved: string
  /** It is only here. */
  readonly isNew: boolean
}

export interface LabJob {
  /** What is being done right now, '' if the service did not say. */
  readonly step: string
  /** 0 to 1, NaN if not known. */
  readonly fraction: number
  readonly isCancelling: boolean
  readonly cancel: () => void
}

export interface LabPlace {
  readonly path: string
  readonly line: number
  readonly column: number
}

export interface HistoryEntry {
  /** From 1, in the order in which they ran. */
  readonly number: number
  readonly run: LabRun
}

function sameSource(a: LabSource, settings: PlaceSettings): boolean {
  return a.kind === 'sample' ? a.id === settings['sample'] : a.path === settings[a.kind]
}

/** Undefined if the settings name none. */
function sourceOf(settings: PlaceSettings): LabSource | undefined {
  const { sample, path, project } = settings
  if (sample !== undefined) return { kind: 'sample', id: sample }
  if (path !== undefined) return { kind: 'path', path }
  return project === undefined ? undefined : { kind: 'project', path: project }
}

function settingsOf(source: LabSource): PlaceSettings {
  return source.kind === 'sample' ? { sample: source.id } : { [source.kind]: source.path }
}

export const useLab = defineStore('lab', () => {
  const notices = useNotices()
  const page = usePage()
  const sessions = useSessions()

  const samples = shallowRef<readonly ScenarioInfo[]>([])
  const info = shallowRef<LabInfo>()
  /** In the editor; '' if none is. */
  const path = ref('')
  const buffers = shallowReactive(new Map<string, LabBuffer>())
  /** By path: what is wrong with the text as it stands. */
  const faults = shallowReactive(new Map<string, readonly LabDiagnostic[]>())
  /** By path: what the last run said of a text that has not changed since. */
  const runFaults = shallowReactive(new Map<string, readonly LabDiagnostic[]>())
  const choices = ref<LabChoices>({})
  const history = shallowRef<readonly HistoryEntry[]>([])
  /** Number of the run whose result is on screen. */
  const shownNumber = ref(0)
  /** Number of the run that answered the last one from memory, as nothing had changed; 0 if it was a new one. */
  const remembered = ref(0)
  const job = shallowRef<LabJob>()
  /** Where the editor is to go; it takes it away. */
  const goal = shallowRef<LabPlace>()
  /** A file that cannot be saved, as the disk has changed, while the person is asked. */
  const conflict = ref('')
  /** What is to be opened in place of a project with changes, while the person is asked. */
  const replacing = shallowRef<LabSource>()
  const isOpening = ref(false)

  const buffer = computed(() => buffers.get(path.value))
  const edited = computed(() => {
    const here = [...buffers].filter(([, { text, saved, isNew }]) => isNew || text !== saved).map(([name]) => name)
    // Files that were changed before this page was loaded, and have not been looked at since.
    const elsewhere = (info.value?.files ?? []).filter((file) => (file.edited || file.added) && !buffers.has(file.path)).map((file) => file.path)
    return new Set([...here, ...elsewhere])
  })
  const shown = computed(() => history.value.find(({ number }) => number === shownNumber.value))
  const previous = computed(() => history.value.findLast(({ number }) => number < shownNumber.value))

  /** After a wait another project may be open. */
  function isOpen(lab: LabId): boolean {
    return info.value?.id === lab
  }

  function problemsOf(name: string): readonly LabDiagnostic[] {
    const found = [...(faults.get(name) ?? []), ...(runFaults.get(name) ?? [])]
    return found.filter((one, at) => found.findIndex(({ line, column, text }) => line === one.line && column === one.column && text === one.text) === at)
  }

  /** Of all files, where something is wrong. */
  const problemPaths = computed(() => new Set([...faults.keys(), ...runFaults.keys()]))

  function takeFaults(into: Map<string, readonly LabDiagnostic[]>, diagnostics: readonly LabDiagnostic[]): void {
    const names = new Set(diagnostics.map((one) => one.path))
    for (const name of names) into.set(name, diagnostics.filter((one) => one.path === name))
  }

  async function loadSamples(): Promise<void> {
    if (samples.value.length > 0) return
    try {
      samples.value = await connection().client.call('scenario.samples', {})
    } catch (error) {
      notices.report(error)
    }
  }

  function mirror(): void {
    if (!info.value) page.settings.lab = {}
    else page.settings.lab = { id: String(info.value.id), ...settingsOf(info.value.source), ...(path.value !== '' && { file: path.value }) }
  }

  /** What differs from `now` is asked for again; the texts in the editor stay. */
  function takeInfo(now: LabInfo): void {
    const before = info.value
    info.value = now
    for (const { path: name } of before?.diagnostics ?? []) faults.delete(name)
    takeFaults(faults, now.diagnostics)
  }

  async function enter(now: LabInfo, file: string | undefined): Promise<void> {
    const before = info.value
    for (const map of [buffers, faults, runFaults]) map.clear()
    info.value = undefined
    path.value = ''
    choices.value = {}
    history.value = []
    shownNumber.value = 0
    goal.value = undefined
    takeInfo(now)
    if (before && before.id !== now.id) await connection().client.call('lab.close', { lab: before.id })
    const first = now.files.find((one) => one.path === file) ?? firstFile(now)
    if (first) await show(first.path)
    else mirror()
  }

  /** Opens a project in place of the one that is open; asks first if something was changed there and not saved. */
  async function open(source: LabSource): Promise<void> {
    if (edited.value.size === 0) {
      await openNow(source)
      return
    }
    page.page = 'lab'
    replacing.value = source
  }

  /** What was changed in the project that is open, and not saved, goes. */
  async function openNow(source: LabSource): Promise<void> {
    replacing.value = undefined
    notices.clear()
    isOpening.value = true
    // The services would answer only after it.
    cancel()
    const name = source.kind === 'sample' ? source.id : (source.path.split(/[/\\]/).at(-1) ?? source.path)
    await notices.run(`Opening ${name}`, async ({ signal }) => {
      const opened = await connection().client.call('lab.open', { source }, { signal })
      page.page = 'lab'
      await enter(opened, undefined)
    })
    isOpening.value = false
  }

  /** What the address says; a lab that is still open is taken up as it was left. */
  async function restore(): Promise<void> {
    const settings = page.settings.lab
    const source = sourceOf(settings)
    if (!source || isOpening.value || (info.value && sameSource(info.value.source, settings))) return
    isOpening.value = true
    const id = Number(settings['id'])
    const { client } = connection()
    const left = Number.isInteger(id) && id > 0 ? await client.call('lab.info', { lab: id }).catch(() => undefined) : undefined
    await notices.run('Opening the project', async () => {
      const found = left && sameSource(left.source, settings) ? left : await client.call('lab.open', { source })
      await enter(found, settings['file'])
    })
    isOpening.value = false
  }

  /** Leaves the project, for the list of what can be opened. */
  async function close(): Promise<void> {
    const now = info.value
    if (!now) return
    cancel()
    for (const map of [buffers, faults, runFaults]) map.clear()
    info.value = undefined
    path.value = ''
    mirror()
    await connection().client.call('lab.close', { lab: now.id }).catch(notices.report)
  }

  function takeText(name: string, { text, saved, diagnostics }: LabText): void {
    const isNew = info.value?.files.find((file) => file.path === name)?.added ?? true
    buffers.set(name, { text, saved, isNew })
    faults.delete(name)
    takeFaults(faults, diagnostics)
  }

  /** Shows a file in the editor, at a place if one is given. */
  async function show(name: string, at?: { readonly line: number; readonly column: number }): Promise<void> {
    const now = info.value
    if (!now) return
    if (!buffers.has(name)) {
      try {
        takeText(name, await connection().client.call('lab.read', { lab: now.id, path: name }))
      } catch (error) {
        notices.report(error)
        return
      }
    }
    if (!isOpen(now.id)) return
    path.value = name
    if (at) goal.value = { path: name, ...at }
    mirror()
  }

  const waiting = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  /** One after the other: what was typed last is what stays. */
  let sending: Promise<void> = Promise.resolve()

  function edit(name: string, text: string): void {
    const now = buffers.get(name)
    if (!now || now.text === text) return
    buffers.set(name, { ...now, text })
    runFaults.delete(name)
    waiting.add(name)
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), PAUSE)
  }

  async function send(lab: LabId, name: string): Promise<void> {
    const now = buffers.get(name)
    if (!now || !isOpen(lab)) return
    const diagnostics = await connection().client.call('lab.edit', { lab, path: name, text: now.text })
    if (!isOpen(lab)) return
    faults.delete(name)
    takeFaults(faults, diagnostics)
    // Runs, steps and packages stand in such files.
    if (name.endsWith('.toml') || now.isNew) takeInfo(await connection().client.call('lab.info', { lab, ...(choices.value.run !== undefined && { run: choices.value.run }) }))
  }

  /** Everything that was typed is with the services when this is done. */
  function flush(): Promise<void> {
    clearTimeout(timer)
    const lab = info.value?.id
    const names = [...waiting]
    waiting.clear()
    sending = sending.then(async () => {
      for (const name of names) if (lab !== undefined) await send(lab, name).catch(notices.report)
    })
    return sending
  }

  /** A new, empty file; one that is there is shown. */
  async function add(name: string): Promise<void> {
    const now = info.value
    if (!now) return
    if (now.files.some((file) => file.path === name)) {
      await show(name)
      return
    }
    try {
      await connection().client.call('lab.edit', { lab: now.id, path: name, text: '' })
      takeInfo(await connection().client.call('lab.info', { lab: now.id }))
      await show(name)
    } catch (error) {
      notices.report(error)
    }
  }

  /** Back to what is on the disk; the editor can undo it. A file that is only here is gone. */
  async function revert(name: string): Promise<void> {
    const now = info.value
    if (!now) return
    await flush()
    try {
      const next = await connection().client.call('lab.revert', { lab: now.id, path: name })
      runFaults.delete(name)
      takeInfo(next)
      if (next.files.some((file) => file.path === name)) {
        takeText(name, await connection().client.call('lab.read', { lab: now.id, path: name }))
        notices.whisper(`${name} is as it was`)
        return
      }
      buffers.delete(name)
      faults.delete(name)
      const other = firstFile(next)
      if (path.value === name && other) await show(other.path)
    } catch (error) {
      notices.report(error)
    }
  }

  /** `force`: even if the disk has changed since. */
  async function save(name: string, force = false): Promise<void> {
    const now = info.value
    if (!now?.writable) return
    await flush()
    try {
      takeText(name, await connection().client.call('lab.save', { lab: now.id, path: name, force }))
      takeInfo(await connection().client.call('lab.info', { lab: now.id }))
      const saved = buffers.get(name)
      if (saved) buffers.set(name, { ...saved, isNew: false })
      notices.whisper(`Saved ${name}`)
    } catch (error) {
      if (error instanceof UserError && error.code === 'conflict') conflict.value = name
      else notices.report(error)
    }
  }

  /** The run whose settings the choices lie over. */
  async function chooseRun(label: string): Promise<void> {
    const now = info.value
    if (!now) return
    choose('run', label === now.runs[0] ? undefined : label)
    try {
      const next = await connection().client.call('lab.info', { lab: now.id, run: label })
      if (isOpen(now.id)) takeInfo(next)
    } catch (error) {
      notices.report(error)
    }
  }

  function choose<Key extends keyof LabChoices>(key: Key, value: LabChoices[Key]): void {
    const others: LabChoices = Object.fromEntries(Object.entries(choices.value).filter(([one]) => one !== key))
    choices.value = value === undefined ? others : { ...others, [key]: value }
  }

  function addChange(change: Change): void {
    choose('changes', [...(choices.value.changes ?? []), change])
  }
  function removeChange(at: number): void {
    const rest = (choices.value.changes ?? []).filter((_, one) => one !== at)
    choose('changes', rest.length > 0 ? rest : undefined)
  }

  function cancel(): void {
    job.value?.cancel()
  }

  /** Runs what is in the editor with the choices; its profile is open afterwards, but not shown. */
  async function run(): Promise<void> {
    const now = info.value
    if (!now || job.value) return
    notices.clear()
    const abort = new AbortController()
    const change = (part: Partial<LabJob>): void => {
      if (job.value) job.value = { ...job.value, ...part }
    }
    job.value = {
      step: '',
      fraction: Number.NaN,
      isCancelling: false,
      cancel: () => {
        abort.abort()
        change({ isCancelling: true })
      },
    }
    try {
      await flush()
      const asked = JSON.parse(JSON.stringify(choices.value)) as LabChoices
      const made = await connection().client.call('lab.run', { lab: now.id, choices: asked }, {
        signal: abort.signal,
        onProgress: ({ done, total, text }) => change({ step: text, fraction: total > 0 ? done / total : Number.NaN }),
      })
      await sessions.take([made.session])
      if (isOpen(now.id)) remember(made)
    } catch (error) {
      if (!abort.signal.aborted) notices.report(error)
    } finally {
      job.value = undefined
    }
  }

  function remember(made: LabRun): void {
    const known = history.value.find(({ run: { session } }) => session.id === made.session.id)
    const number = known?.number ?? (history.value.at(-1)?.number ?? 0) + 1
    if (!known) history.value = [...history.value, { number, run: made }].slice(-MOST_RUNS)
    remembered.value = known ? number : 0
    shownNumber.value = number
    runFaults.clear()
    takeFaults(runFaults, made.diagnostics)
  }

  return {
    samples, info, path, buffer, edited, problemPaths, problemsOf, choices, history, shown, shownNumber, previous, remembered, job, goal, conflict, replacing, isOpening,
    loadSamples, open, openNow, restore, close, show, edit, flush, add, revert, save, chooseRun, choose, addChange, removeChange, run, cancel,
  }
})

/** What a person wants to see first: the source that the note speaks of, else that of a package; not its project. */
function firstFile({ files, guide }: LabInfo): LabInfo['files'][number] | undefined {
  const sources = files.filter(({ kind }) => kind === 'julia')
  const [named] = sources.filter(({ path }) => guide.includes(path)).sort((a, b) => guide.indexOf(a.path) - guide.indexOf(b.path))
  return named ?? sources[0] ?? files[0]
}
