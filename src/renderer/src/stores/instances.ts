/**
 * What simulated runs say of method instances. The services are asked once for each instance of a session: what a run left does not change. A run
 * that they no longer hold is run again for it, so the question shows its progress and can be given up.
 */
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { SessionId } from '../../../shared/api'
import { UserError } from '../../../shared/errors'
import type { PipelineView } from '../../../shared/method-instance'
import { connection } from './connection'
import { useNotices } from './notices'
import { useSessions } from './sessions'

export type InstanceAnswer =
  | { readonly state: 'asking' }
  | { readonly state: 'known', readonly view: PipelineView }
  | { readonly state: 'failed', readonly text: string }

function keyOf(session: SessionId, signature: string): string {
  return `${session} ${signature}`
}

export const useInstances = defineStore('instances', () => {
  const notices = useNotices()
  const sessions = useSessions()
  const answers = shallowRef<ReadonlyMap<string, InstanceAnswer>>(new Map())

  function set(key: string, answer: InstanceAnswer | undefined): void {
    const next = new Map(answers.value)
    if (answer === undefined) next.delete(key)
    else next.set(key, answer)
    answers.value = next
  }

  /** Asks, unless that was done already. An instance that the run does not have is told in place; giving up leaves nothing. */
  async function ask(session: SessionId, signature: string): Promise<void> {
    const key = keyOf(session, signature)
    if (answers.value.has(key)) return
    set(key, { state: 'asking' })
    let failed: InstanceAnswer | undefined
    const view = await notices.run('Looking at the code', ({ signal, progress }) =>
      connection().client
        .call('instance.view', { id: session, signature }, { signal, onProgress: ({ done, total, text }) => progress(total > 0 ? done / total : Number.NaN, text) })
        .catch((error: unknown) => {
          if (!(error instanceof UserError) || error.code === 'cancelled') throw error
          failed = { state: 'failed', text: error.message }
          return undefined
        }))
    set(key, view ? { state: 'known', view } : failed)
  }

  function answer(session: SessionId, signature: string): InstanceAnswer | undefined {
    return answers.value.get(keyOf(session, signature))
  }

  watch(
    () => sessions.sessions.map(({ info }) => info.id),
    (open) => {
      answers.value = new Map([...answers.value].filter(([key]) => open.includes(Number(key.split(' ', 1)[0]))))
    },
  )

  return { ask, answer }
})
