/**
 * A session that runs nothing: it keeps what it was asked, writes a cache for each package that is used and has none, and makes up times that
 * depend on the caches. For tests of what stands around a session.
 */
import type { Build, RunSession, SessionRequest } from '../../../src/main/loader/session-request'
import { secondsOf } from '../../../src/main/loader/scenario/results'
import { ProfileBuilder } from '../../../src/shared/profile/builder'

export function fakeSession(asked: SessionRequest[]): RunSession {
  return (request) => {
    asked.push(request)
    const { files, depot, steps, julia, compiledModules, write, onProgress, onStep } = request
    const built: Build[] = []
    const rows = steps.map(({ label, code }) => {
      onStep?.(label)
      const failed = code.includes('error(')
      const packages = /^(?:using|import) (.*)$/.exec(code)?.[1]?.split(', ') ?? []
      const missing = packages.filter((name) => files.readText(`${depot}/compiled/v${julia}/${name}.ji`) === undefined)
      if (compiledModules !== 'no') {
        for (const name of missing) {
          onProgress?.(`precompiling ${name}`)
          files.write(`${depot}/compiled/v${julia}/${name}.ji`, new TextEncoder().encode(name))
          built.push({ package: name, owner: '', seconds: 1, methods: 3, bytes: 1000, saved: 2, notSaved: [{ instance: 'f(::Int64)', reason: 'not owned', lost: 'code' }], output: `building ${name}\n` })
        }
      }
      if (code.startsWith('println')) write(1, 'printed\n')
      const phases = { load: 0.25 * packages.length + missing.length, validate: 0, inference: code === 'f(1)' ? 0.5 : 0, codegen: 0, run: 0.125 }
      return { label, seconds: secondsOf(phases), phases, shown: code === 'f(1)' ? '2' : undefined, error: failed ? 'no more' : undefined }
    })
    const ended = rows.findIndex(({ error }) => error !== undefined)
    const done = ended < 0 ? rows : rows.slice(0, ended + 1)
    const sum = (of: (row: (typeof rows)[number]) => number): number => done.reduce((total, row) => total + of(row), 0)
    return {
      profile: new ProfileBuilder().finish({ title: steps[0]?.label ?? '' }),
      steps: done,
      phases: { load: sum((row) => row.phases.load), validate: 0, inference: sum((row) => row.phases.inference), codegen: 0, run: sum((row) => row.phases.run) },
      counts: { precompiled: built.length },
      loadingLog: [],
      built,
      diagnostics: [],
      exitCode: 0,
    }
  }
}
