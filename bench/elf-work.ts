/** Opens the image that is named, as the app does, and prints what that took: a process of its own, so that its memory is that of the work. */
import { importMerged, MAX_INPUT_BYTES } from '../src/main/formats/open'
import { nodeFiles } from '../src/main/services/files'
import { openInput } from '../src/main/services/named-input'
import { writeAtomically } from '../src/main/services/atomic-write'

const begun = performance.now()
const input = await openInput(process.argv[2] ?? '', nodeFiles(writeAtomically), MAX_INPUT_BYTES)
const { profile } = await importMerged([input])
const milliseconds = performance.now() - begun
input.close()
const functions = Array.from(profile.imageItems.parent).filter((parent) => parent >= 0).length
process.stdout.write(JSON.stringify({
  milliseconds, functions, sections: profile.imageSections.length, fileBytes: profile.images.bytes[0] ?? 0,
  // Kilobytes on every system.
  residentBytes: process.resourceUsage().maxRSS * 1024, cpuMilliseconds: process.cpuUsage().user / 1000,
}))
