/** Names that Julia makes: uuids of extensions, slugs, the order of dictionaries. Recorded from Julia 1.10.1 and 1.5.3. */
import { describe, expect, it } from 'vitest'
import { cacheEntry, namedProject, packageFolder, startupFile } from '../../../../src/main/loader/project/depot'
import { dictionaryOrder } from '../../../../src/main/loader/project/dictionary-order'
import { extensionId, pkgIdText, uuidOf } from '../../../../src/main/loader/project/pkg-id'
import { packageSlug, versionSlug } from '../../../../src/main/loader/project/slugs'

describe('package ids', () => {
  it('are printed as Julia prints them', () => {
    expect(pkgIdText({ name: 'Tiny', uuid: 'ef5dff4f-221e-5eaa-ac18-f8662b2b55f6' })).toBe('Tiny [ef5dff4f-221e-5eaa-ac18-f8662b2b55f6]')
    expect(pkgIdText({ name: 'NoPre', uuid: undefined })).toBe('NoPre [top-level]')
  })

  it.each([
    ['33725abd-ba0b-5c09-9346-da9693de48ed', 'ExtParentTinyDatesExt', '98cf164e-bb2c-5862-aca9-69b2f3299a47'],
    ['33725abd-ba0b-5c09-9346-da9693de48ed', 'ExtParentTinyExt', '91bbb1aa-4154-56db-8f4d-e77eb6559bbd'],
    ['8197267c-284f-5f27-9208-e0e47529a953', 'IntervalSetsStatisticsExt', '4669a702-d83a-5010-9a36-51bb7e898c10'],
    ['79e6a3ab-5dfb-504d-930d-738a2a938a0e', 'AdaptSparseArraysExt', 'c3128895-b67d-5ae3-9236-5571f71145f1'],
    ['187b0558-2788-49d3-abe0-74a17ed4e7c9', 'ConstructionBaseIntervalSetsExt', 'ada10adf-9d10-520f-9513-eeb7f7281760'],
    ['1a297f60-69ca-5386-bcde-b61e274b549b', 'FillArraysStatisticsExt', '6aab314e-91af-578f-94bd-30d484db1c87'],
    ['f6369f11-7733-5829-9624-2563aa707210', 'ForwardDiffStaticArraysExt', 'b74fd6d0-9da7-541f-a07d-1b6af30a262f'],
  ])('of extensions come from the parent: %s %s', (parent, name, uuid) => {
    expect(extensionId(parent, name)).toEqual({ name, uuid })
  })

  it('know a uuid when they see one', () => {
    expect(uuidOf('EF5DFF4F-221E-5EAA-AC18-F8662B2B55F6')).toBe('ef5dff4f-221e-5eaa-ac18-f8662b2b55f6')
    expect(uuidOf('ef5dff4f221e5eaaac18f8662b2b55f6')).toBeUndefined()
  })
})

describe('slugs', () => {
  it('are those of a real depot', () => {
    expect(packageSlug('33725abd-ba0b-5c09-9346-da9693de48ed')).toBe('4ymEn')
    expect(packageSlug('98cf164e-bb2c-5862-aca9-69b2f3299a47')).toBe('ETMNd')
    const tree = '0123456789abcdef0123456789abcdef01234567'
    expect(versionSlug('33725abd-ba0b-5c09-9346-da9693de48ed', tree)).toBe('xm4og')
    expect(versionSlug('33725abd-ba0b-5c09-9346-da9693de48ed', tree, 4)).toBe('xm4o')
  })

  it('name the places of a depot', () => {
    const uuid = '33725abd-ba0b-5c09-9346-da9693de48ed'
    expect(packageFolder('/depot', 'ExtParent', uuid, '0123456789abcdef0123456789abcdef01234567')).toBe('/depot/packages/ExtParent/xm4og')
    expect(cacheEntry('/depot', '1.10', { name: 'ExtParent', uuid })).toEqual({ folder: '/depot/compiled/v1.10/ExtParent', stem: '4ymEn' })
    expect(cacheEntry('/depot', '1.10', { name: 'Solo', uuid: undefined })).toEqual({ folder: '/depot/compiled/v1.10', stem: 'Solo' })
    expect(namedProject('/depot', 'v1.10')).toBe('/depot/environments/v1.10/Project.toml')
    expect(startupFile('/depot')).toBe('/depot/config/startup.jl')
  })
})

describe('the order of a dictionary', () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `Ext${index + 1}`)

  it('is that of Julia 1.5.3, in tables of 16, 64 and 256 places', () => {
    expect(dictionaryOrder(['ExtParentTinyDatesExt', 'ExtParentTinyExt'])).toEqual(['ExtParentTinyExt', 'ExtParentTinyDatesExt'])
    expect(dictionaryOrder(names(10)).join(' ')).toBe('Ext9 Ext3 Ext5 Ext10 Ext1 Ext6 Ext4 Ext7 Ext8 Ext2')
    expect(dictionaryOrder(names(11)).join(' ')).toBe('Ext2 Ext1 Ext4 Ext8 Ext3 Ext5 Ext6 Ext7 Ext10 Ext11 Ext9')
    expect(dictionaryOrder(names(45)).slice(0, 9).join(' ')).toBe('Ext16 Ext1 Ext43 Ext4 Ext44 Ext5 Ext6 Ext37 Ext34')
  })

  it('has every key once', () => {
    expect([...dictionaryOrder(names(200))].sort()).toEqual(names(200).sort())
  })
})
