/**
 * Rates from equations: least squares with no rate below zero, leaning on proportions given beforehand. Where the equations say nothing, or
 * only something of a sum, the proportions decide; how much of each rate is from the equations is its resolution, as in
 * linear inverse problems (Menke, Geophysical Data Analysis, ch. 4): 1 if the data alone give it, 0 if they say nothing.
 * In a first step only one factor for each phase is fitted to the given proportions, so that what is leaned on has the right size.
 */
import { WORK_KINDS, type Calibration, type WorkKind } from '../julia/observe/clock'
import { PHASES, predicted, type Counts, type Equation, type Phase } from './design'

export interface Fit {
  readonly rates: Calibration
  /** 0 to 1 for each kind; NaN for kinds that are in no equation. */
  readonly resolution: Readonly<Record<WorkKind, number>>
}

/**
 * The weight of leaning on the proportions, against equations of relative error 1: a rate twice what the proportions say costs as much as
 * an equation that is wrong by this factor. Small enough that kinds which stand alone in twenty equations follow the data.
 */
const LEANING = 1
/** Rounds of weighting; the rates settle before. */
const ROUNDS = 30
/** Predictions that are further off, by this factor or its inverse, weigh as if they were not. */
const WORST = 0.05

type Row = readonly number[]

/** Least squares min |A x - b| with x >= 0: the active set method of Lawson and Hanson (Solving Least Squares Problems, ch. 23). */
export function nonNegativeLeastSquares(matrix: readonly Row[], right: Row): number[] {
  const columns = matrix[0]?.length ?? 0
  const { normal, projected } = normalEquations(matrix, right, columns)
  const solution = new Array<number>(columns).fill(0)
  const free = new Set<number>()
  const largest = Math.max(0, ...projected.map(Math.abs))
  const gradient = (at: number): number => (projected[at] ?? 0) - dot(normal[at] ?? [], solution)
  for (let round = 0; round < 10 * (columns + 1); round++) {
    let best = -1
    for (let at = 0; at < columns; at++) {
      if (!free.has(at) && gradient(at) > 1e-12 * largest && (best < 0 || gradient(at) > gradient(best))) best = at
    }
    if (best < 0) break
    free.add(best)
    for (;;) {
      const kept = [...free]
      const trial = solve(kept.map((row) => kept.map((column) => normal[row]?.[column] ?? 0)), kept.map((row) => projected[row] ?? 0))
      const below = kept.filter((_, place) => (trial[place] ?? 0) <= 0)
      if (below.length === 0) {
        for (const [place, at] of kept.entries()) solution[at] = trial[place] ?? 0
        break
      }
      // As far towards the trial as all stay above zero; what reaches zero is bound again.
      let step = 1
      for (const [place, at] of kept.entries()) {
        const [from, to] = [solution[at] ?? 0, trial[place] ?? 0]
        if (to <= 0) step = Math.min(step, from / (from - to || 1))
      }
      for (const [place, at] of kept.entries()) {
        const from = solution[at] ?? 0
        solution[at] = from + step * ((trial[place] ?? 0) - from)
        if ((trial[place] ?? 0) <= 0 && (solution[at] ?? 0) <= 1e-12 * (1 + from)) {
          solution[at] = 0
          free.delete(at)
        }
      }
      if (free.size === 0) break
    }
  }
  return solution
}

function dot(a: Row, b: Row): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
}

function normalEquations(matrix: readonly Row[], right: Row, columns: number) {
  const all = Array.from({ length: columns }, (_, at) => at)
  return {
    normal: all.map((i) => all.map((j) => matrix.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0))),
    projected: all.map((i) => matrix.reduce((sum, row, at) => sum + (row[i] ?? 0) * (right[at] ?? 0), 0)),
  }
}

/** Gaussian elimination with row exchange; an unknown that nothing determines is 0. */
function solve(matrix: readonly Row[], right: Row): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0])
  const size = rows.length
  const scale = Math.max(0, ...rows.flatMap((row) => row.slice(0, size).map(Math.abs)))
  const pivots: (number[] | undefined)[] = []
  let used = 0
  for (let column = 0; column < size; column++) {
    let best = used
    for (let at = used + 1; at < size; at++) if (Math.abs(rows[at]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = at
    const pivot = rows[best]
    if (pivot === undefined || Math.abs(pivot[column] ?? 0) <= 1e-13 * scale) {
      pivots.push(undefined)
      continue
    }
    rows[best] = rows[used] ?? pivot
    rows[used++] = pivot
    for (const row of rows) {
      if (row === pivot) continue
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1)
      if (factor !== 0) for (let at = column; at <= size; at++) row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0)
    }
    pivots.push(pivot)
  }
  return pivots.map((pivot, column) => (pivot === undefined ? 0 : (pivot[size] ?? 0) / (pivot[column] ?? 1)))
}

/** In which phase a kind has most of its time at these rates; undefined if no equation has it. */
function homes(equations: readonly Equation[], rates: Calibration): Partial<Record<WorkKind, Phase>> {
  return Object.fromEntries(WORK_KINDS.flatMap((kind) => {
    const shares = PHASES.map((phase) => equations.reduce((sum, one) => sum + (one.phase === phase ? ((one.counts[kind] ?? 0) * rates[kind]) / one.time : 0), 0))
    const most = Math.max(...shares)
    return most > 0 ? [[kind, PHASES[shares.indexOf(most)] ?? 'run']] : []
  }))
}

/**
 * The weight that makes least squares of q - 1 into least squares of log q, q being what the last round predicted over the time: then half
 * the time is as wrong as twice the time. Least squares of q - 1 itself makes rates too small.
 */
function symmetricWeight(ratio: number): number {
  const q = Math.min(1 / WORST, Math.max(WORST, ratio))
  return Math.sqrt(Math.abs(q - 1) < 1e-6 ? 1 : Math.log(q) / ((q - 1) * q))
}

/** Fits `matrix` to ones. `leaning` is the weight of 1 for each unknown. */
function symmetricFit(matrix: readonly Row[], leaning: number): { readonly solution: number[], readonly weighted: readonly Row[] } {
  const columns = matrix[0]?.length ?? 0
  const lean = Array.from({ length: columns }, (_, row) => Array.from({ length: columns }, (__, column) => (row === column ? leaning : 0)))
  let solution = new Array<number>(columns).fill(1)
  let weighted = matrix
  for (let round = 0; round < ROUNDS; round++) {
    const weights = matrix.map((row) => symmetricWeight(dot(row, solution)))
    weighted = matrix.map((row, at) => row.map((value) => value * (weights[at] ?? 1)))
    solution = nonNegativeLeastSquares([...weighted, ...lean], [...weights, ...lean.map(() => leaning)])
  }
  return { solution, weighted }
}

/** The proportions in the size that the equations have: one factor for each phase, of kinds that are at home in it. */
function resized(equations: readonly Equation[], proportions: Calibration): Calibration {
  const home = homes(equations, proportions)
  const part = (counts: Counts, phase: Phase): Counts => Object.fromEntries(WORK_KINDS.filter((kind) => home[kind] === phase).map((kind) => [kind, counts[kind] ?? 0]))
  const matrix = equations.map(({ counts, time }) => PHASES.map((phase) => predicted(part(counts, phase), proportions) / time))
  const { solution } = symmetricFit(matrix, 0)
  return Object.fromEntries(WORK_KINDS.map((kind) => {
    const phase = home[kind]
    const factor = phase === undefined ? 1 : solution[PHASES.indexOf(phase)] ?? 1
    return [kind, proportions[kind] * (factor > 0 ? factor : 1)]
  })) as Calibration
}

/** Rates in nanoseconds. A kind that no equation has keeps what `proportions` says, which must be above zero. */
export function fitRates(equations: readonly Equation[], proportions: Calibration): Fit {
  const prior = resized(equations, proportions)
  const kinds = WORK_KINDS.filter((kind) => equations.some(({ counts }) => (counts[kind] ?? 0) > 0))
  // Unknowns are rates over those that are leaned on: near 1, all of one size.
  const { solution, weighted } = symmetricFit(equations.map(({ counts, time }) => kinds.map((kind) => ((counts[kind] ?? 0) * prior[kind]) / time)), LEANING)
  const { normal } = normalEquations(weighted, [], kinds.length)
  const damped = normal.map((row, at) => row.map((value, column) => value + (at === column ? LEANING ** 2 : 0)))
  const resolved = kinds.map((_, at) => solve(damped, normal.map((row) => row[at] ?? 0))[at] ?? 0)
  return {
    rates: Object.fromEntries(WORK_KINDS.map((kind) => [kind, kinds.includes(kind) ? prior[kind] * (solution[kinds.indexOf(kind)] ?? 1) : prior[kind]])) as Calibration,
    resolution: Object.fromEntries(WORK_KINDS.map((kind) => [kind, resolved[kinds.indexOf(kind)] ?? Number.NaN])) as Record<WorkKind, number>,
  }
}
