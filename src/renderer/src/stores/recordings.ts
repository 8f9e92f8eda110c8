/** Recording from a real Julia as a job that can be watched and cancelled; its profiles open when it is done. */
import { defineStore } from 'pinia'
import type { RecordingRequest } from '../../../shared/api'
import { connection } from './connection'
import { useNotices } from './notices'
import { useSessions } from './sessions'

export const useRecordings = defineStore('recordings', () => {
  const notices = useNotices()
  const sessions = useSessions()

  async function record(request: RecordingRequest): Promise<void> {
    notices.clear()
    const recorded = await notices.run('Recording', ({ signal, progress }) =>
      connection().client.call('record.run', { request }, { signal, onProgress: ({ done, total, text }) => progress(total > 0 ? done / total : Number.NaN, text) }))
    if (recorded === undefined) return
    await sessions.adopt(recorded.map(({ session }) => session)).catch(notices.report)
    for (const { session, error } of recorded) if (error !== '') notices.say('error', `${session.title} was not recorded to its end`, error)
  }

  return { record }
})
