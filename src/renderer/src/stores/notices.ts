/**
 * What the app has to say outside the views: banners for bad input, jobs that run and can be cancelled, and the one
 * dialog for a bug. A `UserError` becomes a banner; everything else that is thrown becomes the dialog.
 */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { ERROR_TITLES, UserError } from '../../../shared/errors'

export interface Banner {
  readonly id: number
  readonly kind: 'error' | 'info'
  readonly title: string
  readonly text: string
  /** Where it happened, a hint: shown on demand. */
  readonly details: readonly string[]
}

export interface Job {
  readonly id: number
  readonly title: string
  /** What is being done right now, '' if the service did not say. */
  readonly step: string
  /** 0 to 1, NaN if not known. */
  readonly fraction: number
  readonly cancel: () => void
}

export interface JobControl {
  readonly signal: AbortSignal
  readonly progress: (fraction: number, step: string) => void
}

export interface Crash {
  readonly message: string
  /** Name, message and stack, to be copied into a report. */
  readonly report: string
}

/** How long a whisper can be read, in milliseconds. */
const WHISPER = 2500

export const useNotices = defineStore('notices', () => {
  const banners = ref<Banner[]>([])
  const jobs = ref<Job[]>([])
  const crash = ref<Crash>()
  /** One short line that goes away by itself: what was copied, what was saved. */
  const whispered = ref('')
  let nextId = 1

  function say(kind: Banner['kind'], title: string, text = '', details: readonly string[] = []): void {
    const same = banners.value.find((banner) => banner.title === title && banner.text === text)
    if (!same) banners.value = [...banners.value, { id: nextId++, kind, title, text, details }]
  }

  let quiet: ReturnType<typeof setTimeout> | undefined
  function whisper(text: string): void {
    whispered.value = text
    clearTimeout(quiet)
    quiet = setTimeout(() => {
      whispered.value = ''
    }, WHISPER)
  }

  /** What was said about an earlier attempt is not about the next one. */
  function clear(): void {
    banners.value = []
  }

  function dismiss(id: number): void {
    banners.value = banners.value.filter((banner) => banner.id !== id)
  }

  /** Shows an error of any kind in the way that suits it; a cancelled job needs no words. */
  function report(error: unknown): void {
    if (error instanceof UserError) {
      if (error.code === 'cancelled') return
      const { where, hint } = error.details
      say('error', ERROR_TITLES[error.code], error.message, [where ?? '', hint ?? ''].filter(Boolean))
      return
    }
    const bug = error instanceof Error ? error : new Error(String(error))
    crash.value ??= { message: bug.message, report: bug.stack?.includes(bug.message) ? bug.stack : `${bug.name}: ${bug.message}\n${bug.stack ?? ''}` }
  }

  /** Runs `work` as a job that can be seen and cancelled; its error is reported and gives undefined. */
  async function run<Result>(title: string, work: (control: JobControl) => Promise<Result>): Promise<Result | undefined> {
    const id = nextId++
    const abort = new AbortController()
    const change = (part: Partial<Job>) => {
      jobs.value = jobs.value.map((job) => (job.id === id ? { ...job, ...part } : job))
    }
    jobs.value = [...jobs.value, { id, title, step: '', fraction: Number.NaN, cancel: () => abort.abort() }]
    try {
      return await work({ signal: abort.signal, progress: (fraction, step) => change({ fraction, step }) })
    } catch (error) {
      if (!abort.signal.aborted) report(error)
      return undefined
    } finally {
      jobs.value = jobs.value.filter((job) => job.id !== id)
    }
  }

  return { banners, jobs, crash, whispered, busy: computed(() => jobs.value.length > 0), say, whisper, clear, dismiss, report, run }
})
