/** The header of a cache file in the form in which a real Julia's answers were recorded (`header.json`), to hold one against the other. */
import { readChecksums } from '../../../../src/main/formats/julia-cache/checksums'
import { flagFields, readCacheHeader, type ModuleBuild, type PackageId } from '../../../../src/main/formats/julia-cache/header'
import { readSourceText } from '../../../../src/main/formats/julia-cache/source-text'
import { readTargets, targetText } from '../../../../src/main/formats/julia-cache/targets'

const hex = (value: bigint, digits: number) => `0x${value.toString(16).padStart(digits, '0')}`
const idOf = ({ name, uuid }: PackageId) => ({ name, uuid: uuid ?? null })

function flagsOf(flags: number): Record<string, unknown> {
  const { usePkgimages, debugLevel, checkBounds, inline, optLevel } = flagFields(flags)
  const parsed = { use_pkgimages: usePkgimages, debug_level: debugLevel, check_bounds: checkBounds, inline, opt_level: optLevel }
  return { flags, flags_parsed: parsed, flags_text: Object.entries(parsed).map(([key, value]) => `${key} = ${String(value)}`).join(', ') }
}

/** All that the recording says and that a file says by itself. */
export function recordedForm(bytes: Uint8Array, file: string): Record<string, unknown> {
  const header = readCacheHeader(bytes, file)
  const { preamble, targets, preferences } = header
  const wide = preamble.formatVersion >= 12
  const modules = (list: readonly ModuleBuild[], digits: number) => list.map(({ id, buildId }) => ({ id: idOf(id), build_id: hex(buildId, digits) }))
  const sources = readSourceText(bytes, header.sourceTextAt, preamble.littleEndian, file).files
  const sums = readChecksums(bytes, preamble.formatVersion, preamble.littleEndian)
  const { data } = preamble
  return {
    file,
    size: bytes.length,
    raw_header: {
      magic: Buffer.from(bytes.subarray(0, 8)).toString('hex'), format_version: preamble.formatVersion, bom: '0xfeff', ptr_size: preamble.pointerSize,
      os: preamble.os, arch: preamble.arch, julia_version: preamble.juliaVersion, git_branch: preamble.gitBranch, git_commit: preamble.gitCommit,
      ...(data && { pkgimage: Number(data.isNative), checksum: hex(data.checksum, 16), datastartpos: data.start, dataendpos: data.end }),
      header_end: preamble.end,
    },
    isvalid_cache_header: data ? hex(data.checksum, 16) : true,
    body_start: preamble.end,
    body_end: header.end,
    ...(header.flags !== undefined && flagsOf(header.flags)),
    modules: modules(header.modules, 16),
    includes: header.includes.map(({ module, path, mtime, modulePath }) => ({ module: idOf(module), filename: path, mtime, ...(wide && { modpath: modulePath }) })),
    requires: header.requires.map(({ from, to }) => ({ from: idOf(from), to: idOf(to) })),
    required_modules: modules(header.requiredModules, wide ? 32 : 16),
    srctextpos: header.sourceTextAt,
    srctext_files: sources.map(({ path }) => path),
    ...(wide && { srctext: sources.map(({ path, bytes: text }) => ({ file: path, bytes: text.length })) }),
    ...(preferences && { preferences: preferences.names, prefs_hash: hex(preferences.hash, 16) }),
    ...(targets && { clone_targets_bytes: targets.length, clone_targets: readTargets(targets, file).map((one) => targetText(one, preamble.arch)) }),
    file_crc_ok: sums.file.written === sums.file.computed,
    file_crc32c: hex(BigInt(sums.file.written), 8),
    ...(sums.native !== undefined && { so_crc32c: hex(BigInt(sums.native), 8) }),
  }
}
