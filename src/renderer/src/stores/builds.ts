/** Building system images as a job with its phases that can be cancelled; the profile of the build opens when it is done. */
import { defineStore } from 'pinia'
import type { ImageBuild } from '../../../shared/api'
import { formatBytes, formatTime } from '../../../shared/units'
import { connection } from './connection'
import { useNotices } from './notices'
import { useSessions } from './sessions'

export const useBuilds = defineStore('builds', () => {
  const notices = useNotices()
  const sessions = useSessions()

  async function build(request: ImageBuild): Promise<void> {
    notices.clear()
    const { client, host } = connection()
    const built = await notices.run(`Building ${request.options.sysimage_path}`, ({ signal, progress }) =>
      client.call('image.build', request, { signal, onProgress: ({ done, total, text }) => progress(total > 0 ? done / total : Number.NaN, text) }))
    if (built === undefined) return
    host.deliver(built.file)
    await sessions.adopt([built.session]).catch(notices.report)
    notices.say('info', `Built ${built.file.name}`, `${formatBytes(built.file.size)}, in ${formatTime(built.seconds * 1e9)} of simulated time.`, built.output === '' ? [] : [`It wrote: ${built.output}`])
  }

  return { build }
})
