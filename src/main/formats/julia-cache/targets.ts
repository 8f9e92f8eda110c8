/**
 * For which processors native code was made: the record that package images and system images carry (src/processor.cpp
 * `serialize_target_data`), and its text as Julia shows it: `generic; flags=0; features_en=(sse3, avx2)`. The names of the bits are tables of
 * the instruction set (src/features_x86.h, src/features_aarch64.h); a bit without a name is shown by its number. 32-bit ARM is left out.
 */
import { ByteReader } from '../byte-reader'

export interface ImageTarget {
  readonly name: string
  readonly flags: number
  /** Numbers of the bits that are set. */
  readonly enabled: readonly number[]
  readonly disabled: readonly number[]
  /** Features that Julia passes on to LLVM as they are. */
  readonly extra: string
}

/** Words of 32 bits, in the order of the file: the bits in each, by name. */
type FeatureWords = readonly Readonly<Record<number, string>>[]

const X86: FeatureWords = [
  {
    0: 'sse3', 1: 'pclmul', 9: 'ssse3', 12: 'fma', 13: 'cx16', 19: 'sse4.1', 20: 'sse4.2', 22: 'movbe', 23: 'popcnt', 25: 'aes', 26: 'xsave',
    28: 'avx', 29: 'f16c', 30: 'rdrnd',
  },
  {},
  {
    0: 'fsgsbase', 3: 'bmi', 5: 'avx2', 8: 'bmi2', 11: 'rtm', 16: 'avx512f', 17: 'avx512dq', 18: 'rdseed', 19: 'adx', 21: 'avx512ifma',
    23: 'clflushopt', 24: 'clwb', 26: 'avx512pf', 27: 'avx512er', 28: 'avx512cd', 29: 'sha', 30: 'avx512bw', 31: 'avx512vl',
  },
  {
    0: 'prefetchwt1', 1: 'avx512vbmi', 4: 'pku', 5: 'waitpkg', 6: 'avx512vbmi2', 7: 'shstk', 8: 'gfni', 9: 'vaes', 10: 'vpclmulqdq',
    11: 'avx512vnni', 12: 'avx512bitalg', 14: 'avx512vpopcntdq', 22: 'rdpid', 25: 'cldemote', 27: 'movdiri', 28: 'movdir64b', 29: 'enqcmd',
  },
  {
    5: 'uintr', 8: 'avx512vp2intersect', 14: 'serialize', 16: 'tsxldtrk', 18: 'pconfig', 22: 'amx-bf16', 23: 'avx512fp16', 24: 'amx-tile',
    25: 'amx-int8',
  },
  { 0: 'sahf', 5: 'lzcnt', 6: 'sse4a', 8: 'prfchw', 11: 'xop', 15: 'lwp', 16: 'fma4', 21: 'tbm', 29: 'mwaitx' },
  {},
  { 0: 'xsaveopt', 1: 'xsavec', 3: 'xsaves' },
  { 0: 'clzero', 9: 'wbnoinvd' },
  { 4: 'avxvnni', 5: 'avx512bf16' },
  { 4: 'ptwrite' },
]

const AARCH64: FeatureWords = [
  {
    4: 'aes', 6: 'sha2', 7: 'crc', 8: 'lse', 9: 'fullfp16', 12: 'rdm', 13: 'jsconv', 14: 'complxnum', 15: 'rcpc', 16: 'ccpp', 17: 'sha3',
    19: 'sm4', 20: 'dotprod', 22: 'sve', 23: 'fp16fml', 24: 'dit', 26: 'rcpc-immo', 27: 'flagm', 28: 'ssbs', 29: 'sb', 30: 'pauth',
  },
  {
    0: 'ccdp', 1: 'sve2', 3: 'sve2-aes', 4: 'sve2-bitperm', 5: 'sve2-sha3', 6: 'sve2-sm4', 7: 'altnzcv', 8: 'fptoint', 10: 'f32mm', 11: 'f64mm',
    13: 'i8mm', 14: 'bf16', 16: 'rand', 17: 'bti', 18: 'mte',
  },
  { 0: 'v8.1a', 1: 'v8.2a', 2: 'v8.3a', 3: 'v8.4a', 4: 'v8.5a', 5: 'v8.6a' },
]

const BY_ARCH: Readonly<Record<string, FeatureWords>> = { x86_64: X86, i686: X86, i386: X86, amd64: X86, aarch64: AARCH64, arm64: AARCH64 }

/** The largest number of targets Julia makes code for is far below. */
const MOST_TARGETS = 1000
/** A target without features and names. */
const SMALLEST = 16

/** @throws UserError where the record breaks off. */
export function readTargets(bytes: Uint8Array, name: string, littleEndian = true): ImageTarget[] {
  if (bytes.length === 0) return []
  const reader = new ByteReader(bytes, name)
  reader.littleEndian = littleEndian
  const count = reader.count(32, SMALLEST, 'targets')
  if (count > MOST_TARGETS) reader.fail(`There are ${count} targets`, `expected at most ${MOST_TARGETS}`)
  return Array.from({ length: count }, () => {
    const flags = reader.u32('the flags of a target')
    const words = reader.count(32, 8, 'words of features')
    const [enabled, disabled] = [readBits(reader, words), readBits(reader, words)]
    return { flags, enabled, disabled, name: reader.text('the name of a target'), extra: reader.text('features of a target') }
  })
}

function readBits(reader: ByteReader, words: number): number[] {
  const bits: number[] = []
  for (let word = 0; word < words; word++) {
    const value = reader.u32('features')
    for (let bit = 0; bit < 32; bit++) if ((value >>> bit) & 1) bits.push(32 * word + bit)
  }
  return bits
}

/** As `Base.ImageTarget` is shown, which leaves out what is disabled. @param arch of the preamble: `x86_64`. */
export function targetText({ name, flags, enabled, extra }: ImageTarget, arch: string): string {
  const words = BY_ARCH[arch] ?? []
  const features = enabled.map((bit) => words[bit >> 5]?.[bit & 31] ?? `bit ${bit}`).join(', ')
  return `${name}${extra === '' ? '' : `,${extra}`}; flags=${flags}; features_en=(${features})`
}
