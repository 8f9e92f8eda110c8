/** The system image of a version: what it says of itself, how an image that is built on it names it, and that nobody waits for one in vain. */
import { describe, expect, it, vi } from 'vitest'
import { readContainer, writeContainer } from '../../../src/main/image/container'
import { dataBytesOf, writeSystem } from '../../../src/main/image/system-image'
import { Engine } from '../../../src/main/julia/runtime/engine'
import { VERSION_RULES } from '../../../src/main/julia/versions'
import { openSysimage } from '../../../src/main/loader/sysimage/open'
import { versionHeader } from '../../../src/main/loader/sysimage/version-image'
import { base } from '../../../src/main/services/base'
import { ImageWorld, LIB_AND_APP } from '../loader/sysimage/image-world'

const host = { write: () => undefined }

describe('the image of a version', () => {
  it('is not made to the end for nobody', async () => {
    // Other tests of this process may have made it.
    vi.resetModules()
    const { systemBase, systemImage } = await import('../../../src/main/services/system')
    const told: string[] = []
    let asked = 0
    const events = { onProgress: (text: string) => void told.push(text), isCancelled: () => ++asked > 50 }
    expect(() => new Engine({ base: systemBase('1.10', events), rules: VERSION_RULES['1.10'], host })).toThrow(expect.objectContaining({ code: 'cancelled' }))
    expect(told).toEqual(['making the system image of Julia 1.10, which is done once: 0 %'])
    expect(asked).toBe(51)
    expect(systemImage('1.10')).toBeUndefined()
  })

  it('can be named as the base of another, which is what it would be without', () => {
    const world = new ImageWorld('1.10', LIB_AND_APP)
    const sections = writeSystem(new Engine({ base, rules: VERSION_RULES['1.10'], execution: 'interpret', host }))
    const header = versionHeader('1.10', sections)
    world.files.write('/bundle/system.image', writeContainer({ header, sections }))
    expect(openSysimage(world.files, '/bundle/system.image', '1.10').header).toEqual(header)
    expect(header).toMatchObject({ julia: '1.10', packages: [], addedBytes: 0, dataBytes: dataBytesOf(sections), stdlibs: [...VERSION_RULES['1.10'].imageLibraries].sort() })
    const result = world.build({ base_sysimage: '/bundle/system.image' })
    expect(result.header.base).toBe(header.buildId)
    expect(result.base).toBe('/bundle/system.image')
    const plain = world.build({})
    const built = readContainer(world.files.readBytes(result.path) ?? new Uint8Array())
    expect([plain.header.buildId, plain.header.origin]).toEqual([result.header.buildId, result.header.origin])
    expect(built.header).toMatchObject({ origin: '', stdlibs: header.stdlibs })
  })
})
