/**
 * Package loads side by side, matched by name: a package, an extension by its owner too, `__init__` as a row of its own. One session of each
 * profile is compared, the longest. Exclusive times can be added, cumulative ones contain one another.
 */
import { importTimes } from '../import-times'
import { importSessions } from '../phases'
import { SCHEMA } from '../schema'
import type { Profile } from '../tables'
import { textAt } from '../tables'
import { timesAlike } from './noise'
import { byChange, changeOf, numbersOf, type Change, type CompareSide, type Numbers } from './side'

/** Nanoseconds; NaN where not known. */
interface ImportFigures {
  readonly inclusive: number
  readonly exclusive: number
  /** Of the time as printed. */
  readonly compile: number
  readonly recompile: number
  readonly start: number
  /** Row of `imports`. */
  readonly row: number
}

interface ComparedImport {
  readonly name: string
  readonly owner: string
  readonly kind: (typeof SCHEMA.imports.kind.oneOf)[number]
  readonly sides: readonly (ImportFigures | undefined)[]
  /** Exclusive where all sides know it, else cumulative. */
  readonly time: Numbers
  readonly recompile: Numbers
  readonly change: Change
}

export interface ImportSection {
  readonly has: readonly boolean[]
  /** What `time` is. */
  readonly reading: 'exclusive' | 'cumulative'
  /** Blocks that are compared, by side: those of one session. */
  readonly blocks: readonly (readonly number[])[]
  /** Nanoseconds by side: with all that was loaded; NaN where there is nothing. */
  readonly totals: readonly number[]
  /** The largest absolute change first. */
  readonly rows: readonly ComparedImport[]
  readonly notes: readonly string[]
}

interface Session {
  readonly blocks: readonly number[]
  readonly rows: readonly number[]
  readonly total: number
}

/** The session with the longest loading time. */
export function longestSession(profile: Profile): Session | undefined {
  const { imports } = profile
  const sessions = importSessions(profile).map((groups): Session => {
    const rows = groups.flatMap((group) => group.rows)
    const total = rows.reduce((sum, row) => ((imports.parent[row] ?? -1) < 0 ? sum + ((imports.inclusive[row] || imports.exclusive[row]) || 0) : sum), 0)
    return { blocks: groups.map(({ index }) => index), rows, total }
  })
  return sessions.sort((a, b) => b.total - a.total)[0]
}

export function compareImports(sides: readonly CompareSide[]): ImportSection | undefined {
  const sessions = sides.map(({ profile }) => longestSession(profile))
  const has = sessions.map((session) => session !== undefined)
  if (has.filter(Boolean).length < 2) return undefined
  const loads = sides.map(({ profile }, side) => {
    const { imports } = profile
    const own = importTimes(profile, 'exclusive')
    const whole = importTimes(profile, 'cumulative')
    const found = new Map<string, ImportFigures>()
    for (const row of sessions[side]?.rows ?? []) {
      const key = `${imports.kind[row] ?? 0}\0${textAt(profile, imports.owner[row])}\0${textAt(profile, imports.name[row])}`
      let free = key
      // The same name twice in one session is two packages: told apart by their order.
      for (let at = 2; found.has(free); at++) free = `${key}\0${at}`
      found.set(free, {
        row, inclusive: imports.inclusive[row] ?? Number.NaN, exclusive: own.time[row] ?? Number.NaN, compile: whole.compile[row] ?? Number.NaN,
        recompile: whole.recompile[row] ?? Number.NaN, start: imports.start[row] ?? Number.NaN,
      })
    }
    return found
  })
  const knows = (of: (one: ImportFigures) => number): boolean => loads.every((found, side) => !has[side] || [...found.values()].some((one) => !Number.isNaN(of(one))))
  const reading = knows(({ exclusive }) => exclusive) ? 'exclusive' : 'cumulative'
  const alike = timesAlike(sides, 'imports')
  const rows = [...new Set(loads.flatMap((found) => [...found.keys()]))].map((key): ComparedImport => {
    const figures = loads.map((found) => found.get(key))
    const values = (of: (one: ImportFigures) => number): number[] => figures.map((one, side) => (one ? of(one) : has[side] ? 0 : Number.NaN))
    const [kind = '0', owner = '', name = ''] = key.split('\0')
    const time = numbersOf(values((one) => (reading === 'exclusive' ? one.exclusive : one.inclusive)), alike)
    return {
      name, owner, kind: SCHEMA.imports.kind.oneOf[Number(kind)] ?? 'package', sides: figures, time,
      recompile: numbersOf(values((one) => one.recompile), alike),
      change: changeOf(figures.map((one, side) => (has[side] ? one !== undefined : undefined)), time.delta === 0 || Number.isNaN(time.delta)),
    }
  })
  const notes = reading === 'cumulative' ? ['Not all of these know what a package takes alone: the times contain those of what was loaded with it and are not added.'] : []
  return {
    has, reading, notes, blocks: sessions.map((session) => session?.blocks ?? []), totals: sessions.map((session) => session?.total ?? Number.NaN),
    rows: byChange(rows, ({ time }) => time.delta),
  }
}
