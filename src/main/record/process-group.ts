/**
 * A program with everything that it starts, as one thing that can be ended: on POSIX a process group of its own, on Windows a process
 * tree. Asked to stop it is given a moment to do so itself, then it is killed. On POSIX nothing is left either when this process, or the worker thread
 * that started it, ends in whatever way: the group has a watcher at the other end of a pipe. What it writes is passed on as it comes and never piled up.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { UserError } from '../../shared/errors'

export interface ProgramRequest {
  readonly program: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly folder?: string
  readonly signal?: AbortSignal
  /** Milliseconds until it is ended; no limit if left out. */
  readonly limit?: number
  readonly onOutput?: (from: 'stdout' | 'stderr', text: string) => void
  /** Milliseconds between asking it to stop and killing it. */
  readonly grace?: number
}

export interface ProgramEnd {
  /** Undefined if a signal ended it. */
  readonly code: number | undefined
  readonly signal: NodeJS.Signals | undefined
  /** Its time was up. */
  readonly overdue: boolean
}

const USUAL_GRACE = 2000
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such program.',
  EACCES: 'This is no program that may be run.',
  ENOEXEC: 'This is no program that may be run.',
  E2BIG: 'The command line is longer than the system takes.',
  ENOTDIR: 'There is no such program.',
}

/** Becomes the program; beside it, in the same group, something waits for the end of descriptor 3 and then kills the group. */
const WATCHED = '(cat <&3; kill -KILL 0) >/dev/null 2>&1 & exec "$0" "$@" 3<&-'
const IS_WINDOWS = process.platform === 'win32'

/** What `sh` would only say in its own words. Throws as `access` does. */
function checkProgram(program: string): void {
  accessSync(program, constants.X_OK)
  if (!statSync(program).isFile()) throw Object.assign(new Error('not a file'), { code: 'EACCES' })
}

const running = new Set<ChildProcess>()

function killAll(): void {
  for (const child of running) endGroup(child, 'SIGKILL')
}

/** Sends a signal to the whole group. That it is gone already is fine. */
function endGroup({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return
  try {
    // Windows has neither groups nor a signal that asks.
    if (IS_WINDOWS) spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).unref()
    else process.kill(-pid, signal)
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ESRCH') throw error
  }
}

/**
 * Resolves when the program and what it started have ended. Throws `UserError`: 'bad-input' if it could not be started, 'cancelled' (after all
 * is ended) if `signal` said so.
 */
export function runProgram({ program, args, env, folder, signal, limit, onOutput, grace = USUAL_GRACE }: ProgramRequest): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const stopped = new UserError('cancelled', 'The recording was stopped.')
    if (signal?.aborted === true) {
      reject(stopped)
      return
    }
    const cannot = (error: unknown): void => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      reject(new UserError('bad-input', REASONS[code] ?? `It could not be started: ${error instanceof Error ? error.message : String(error)}.`, { where: program, hint: 'expected the path of a julia' }))
    }
    if (!IS_WINDOWS) {
      try {
        checkProgram(program)
      } catch (error) {
        cannot(error)
        return
      }
    }
    const child = IS_WINDOWS
      ? spawn(program, [...args], { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
      : spawn('/bin/sh', ['-c', WATCHED, program, ...args], { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe', 'pipe'], detached: true })
    child.stdio[3]?.on('error', () => undefined)
    let overdue = false
    let killing: NodeJS.Timeout | undefined
    const stop = (): void => {
      endGroup(child, 'SIGTERM')
      killing ??= setTimeout(() => endGroup(child, 'SIGKILL'), grace)
    }
    const timer = limit === undefined ? undefined : setTimeout(() => {
      overdue = true
      stop()
    }, limit)
    const settle = (): void => {
      clearTimeout(timer)
      clearTimeout(killing)
      signal?.removeEventListener('abort', stop)
      running.delete(child)
      if (running.size === 0) process.off('exit', killAll)
    }
    if (running.size === 0) process.on('exit', killAll)
    running.add(child)
    signal?.addEventListener('abort', stop)
    for (const [from, stream] of [['stdout', child.stdout], ['stderr', child.stderr]] as const) {
      stream?.setEncoding('utf8').on('data', (text: string) => onOutput?.(from, text))
    }
    child.on('error', (error) => {
      if (child.pid !== undefined) return
      settle()
      cannot(error)
    })
    // What it started may outlive it and keep its output open: with the program ends the whole group.
    child.on('exit', () => endGroup(child, 'SIGKILL'))
    child.on('close', (code, by) => {
      settle()
      if (signal?.aborted === true) reject(stopped)
      else resolve({ code: code ?? undefined, signal: by ?? undefined, overdue })
    })
  })
}
