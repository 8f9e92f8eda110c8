/**
 * pprof profiles (reference b.8), of Julia's PProf.jl or any other tool. Each kind of value becomes a block; samples are
 * added up into a tree, which has no time order. PProf.jl writes the nanoseconds of an inference flame graph as "event
 * counts": where the stacks begin at inference's ROOT they are read as what they are. Addresses, mappings and labels are
 * not kept.
 */
import { Profile as Pprof } from 'pprof-format'
import { CallTreeBuilder } from '../../shared/profile/call-builder'
import type { Block } from '../../shared/profile/tables'
import { UserError } from '../../shared/errors'
import type { BinaryFormat, FileImport } from './format'
import { isInferenceRoot } from './inference-root'
import { numberOf, scaled, sourceLine } from './json-value'
import { beginsLikePprof, checkPprofBytes } from './pprof-check'

const UNITS: Readonly<Record<string, { readonly unit: Block['unit']; readonly scale: number }>> = {
  nanoseconds: { unit: 'nanoseconds', scale: 1 },
  microseconds: { unit: 'nanoseconds', scale: 1e3 },
  milliseconds: { unit: 'nanoseconds', scale: 1e6 },
  seconds: { unit: 'nanoseconds', scale: 1e9 },
  bytes: { unit: 'bytes', scale: 1 },
  kilobytes: { unit: 'bytes', scale: 1024 },
  megabytes: { unit: 'bytes', scale: 1024 ** 2 },
  count: { unit: 'count', scale: 1 },
}

/** Numbers of 64 bits come as bigint where they are large; what does not fit the signed range was negative. */
function signed(value: number | bigint | undefined): number {
  return value === undefined ? Number.NaN : Number(BigInt.asIntN(64, BigInt(value)))
}

class PprofReader {
  private readonly framesOfLocation = new Map<string, readonly number[]>()
  readonly names = new Map<number, string>()
  readonly roots = new Set<number>()
  readonly missing = { locations: 0, functions: 0 }

  constructor(private readonly profile: Pprof, private readonly into: FileImport) {
    const functions = new Map(profile.function.map((entry) => [String(entry.id), entry]))
    for (const location of profile.location) {
      const frames = location.line.map(({ functionId, line }) => {
        const entry = functions.get(String(functionId))
        if (!entry) this.missing.functions++
        const name = (entry && (this.text(entry.name) || this.text(entry.systemName))) || `function ${String(functionId)}`
        return this.frame(name, entry ? this.text(entry.filename) : '', sourceLine(Number(line)))
      })
      if (frames.length === 0) frames.push(this.frame(`0x${BigInt(location.address).toString(16)}`, '', -1))
      // Of inlined calls the innermost is written first; stacks are wanted outermost first.
      this.framesOfLocation.set(String(location.id), frames.reverse())
    }
  }

  text(index: number | bigint): string {
    return this.profile.stringTable.strings[Number(index)] ?? ''
  }

  private frame(name: string, file: string, line: number): number {
    const row = this.into.builder.frame({ signature: name, file: file === 'nothing' ? '' : file, line, kind: 'frame' })
    this.names.set(row, name)
    if (isInferenceRoot(name, file)) this.roots.add(row)
    return row
  }

  /** Rows of `frames`, outermost first. */
  stack(locations: readonly (number | bigint)[]): number[] {
    return locations.toReversed().flatMap((id) => {
      const frames = this.framesOfLocation.get(String(id))
      if (!frames) this.missing.locations++
      return frames ?? []
    })
  }
}

export const pprof: BinaryFormat = {
  id: 'pprof',
  title: 'pprof profiles (.pb.gz)',
  detect: beginsLikePprof,
  read(bytes, into) {
    checkPprofBytes(bytes, into.name)
    const profile = Pprof.decode(bytes)
    if (profile.sampleType.length === 0 || profile.sample.length === 0) {
      throw new UserError('bad-input', `The pprof profile has ${profile.sampleType.length} kinds of values and ${profile.sample.length} samples`, {
        where: into.name, hint: 'expected at least one of each',
      })
    }
    const reader = new PprofReader(profile, into)
    const stacks = profile.sample.map((sample) => reader.stack(sample.locationId))
    const ofInference = stacks.every((stack) => reader.roots.has(stack[0] ?? -1))
    for (const [index, type] of profile.sampleType.entries()) {
      const kind = reader.text(type.type)
      const unitName = reader.text(type.unit)
      const mislabelled = ofInference && unitName === 'count'
      const known = mislabelled ? UNITS.nanoseconds : UNITS[unitName]
      const part = ofInference ? 'inference' : 'stacks'
      const block = into.builder.block({
        part, format: 'pprof', title: mislabelled ? 'inference' : kind || 'samples', source: into.source, shape: 'tree', times: 'both',
        unit: known?.unit ?? 'count',
        provenance: { kind: 'measured', tool: 'pprof file', julia: '', error: mislabelled ? 'up to 1 ns too long for each part of a stack' : '' },
      })
      const tree = new CallTreeBuilder(into.builder, part, block, (row) => reader.names.get(row) ?? '')
      if (mislabelled) {
        tree.problems.add('unit', () =>
          `The file calls its values “${kind}” counted in “${unitName}”, but every stack begins at inference’s ROOT: they are nanoseconds.`)
      } else if (!known) tree.problems.add('unit', () => `The unit “${unitName}” is not known; the values are shown as counts.`)
      for (const [at, sample] of profile.sample.entries()) {
        const written = signed(sample.value[index])
        const value = scaled(numberOf(written), known?.scale ?? 1)
        const stack = stacks[at] ?? []
        if (!(value >= 0) || stack.length === 0) {
          tree.problems.add('a sample cannot be added', () =>
            `Sample ${at} ${stack.length === 0 ? 'has no stack' : `has the value ${written}`}; it is left out.`)
        } else tree.addStack(stack, value)
      }
      if (reader.missing.locations + reader.missing.functions > 0) {
        const { locations, functions } = reader.missing
        tree.problems.add('references', () => `Some references lead nowhere: ${locations} to locations, ${functions} to functions.`)
      }
      into.builder.amendBlock(block, { notes: tree.problems.sentences })
    }
  },
}
