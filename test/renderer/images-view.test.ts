/** What the images view says in words, and how it compares images. */
import { describe, expect, it } from 'vitest'
import { changeText, comparedColumns, comparedRows, compareHeadline, factRows, rowOfSignature, sideLabels } from '../../src/renderer/src/views/images/compare'
import { countItems, imagesHeadline, stateChoices } from '../../src/renderer/src/views/images/image-facts'
import { imageContents } from '../../src/shared/profile/image-contents'
import { diffImages } from '../../src/shared/profile/image-diff'
import { cellText } from '../../src/shared/profile/part-columns'
import { loadedImages, manyItems } from './image-profile'

const profile = loadedImages()
const side = (image: number) => ({ profile, image, label: profile.strings[profile.images.name[image] ?? -1] ?? '' })

describe('the headline', () => {
  it('says of a session what was merged, what cannot be used, and what was refused and why', () => {
    expect(imagesHeadline(profile, [0, 1, 2, 3], imageContents(profile, [0, 1, 2, 3]))).toBe(
      '4 images of 162 KiB with 8 instances, loaded in 7.50 ms; 1 merged (2.80 KiB and 3.70 ms wasted), 1 unusable; OldPkg rejected: it was built with another build id of PkgA',
    )
  })
  it('says of one image what is in it, and why some of it is lost', () => {
    expect(imagesHeadline(profile, [1], imageContents(profile, [1]))).toBe(
      'PkgB is a package image of 58.7 KiB with 3 methods and 3 instances, 56 % of it native code; 1 unusable: PkgC inserted +(::Any, ::PkgC.Unit)',
    )
    expect(imagesHeadline(profile, [3], imageContents(profile, [3]))).toBe('OldPkg is a package image of 12.1 KiB; rejected: it was built with another build id of PkgA')
  })
  it('counts every instance once', () => {
    const many = manyItems(500)
    expect(countItems(many, [0])).toMatchObject({ instances: 500, merged: 0, lost: 0 })
    expect(stateChoices(profile, Int32Array.from(profile.imageItems.frame.keys())).map(({ module, count }) => `${module} ${count}`)).toEqual(['stored 7', 'loaded 6', 'merged 1', 'invalidated 1'])
  })
})

describe('a comparison', () => {
  const diff = diffImages([side(0), side(1)])

  it('has the largest differences first, and says in which image alone something is', () => {
    const rows = comparedRows(diff, 'instances')
    expect(rows.map(({ name, change, only }) => `${name} ${change} ${only}`)).toEqual([
      'rows(::Matrix{Float64}) -9664 PkgA', 'rows(::Vector{Int64}) -8664 PkgA', 'total(::Vector{Any}) 7564 PkgB', 'run() 5164 PkgB', 'f(::Int64) 2864 PkgB', 'f(::Int32) -2364 PkgA',
    ])
    expect(rows.every(({ why }) => why !== '')).toBe(true)
    const columns = comparedColumns(rows, 'instances', ['PkgA', 'PkgB'])
    expect(columns.slice(0, 4).map((column) => cellText(column, profile, 2))).toEqual(['total(::Vector{Any})', '0 B', '7.39 KiB', '7.39 KiB'])
  })
  it('is told in a sentence', () => {
    expect(compareHeadline(diff)).toBe('PkgB is 7.70 KiB larger than PkgA; 3 instances only in PkgA, 3 instances only in PkgB')
    expect(compareHeadline(diffImages([side(0), side(0)]))).toBe('PkgA is as large as PkgA')
    expect(compareHeadline(diffImages([side(0), side(1), side(2)]))).toBe('3 images, from 40.0 KiB (PkgC) to 58.7 KiB (PkgB); 3 instances only in PkgA, 2 instances only in PkgB, 1 instance only in PkgC')
  })
  it('has a spread in place of a change where there are more than two', () => {
    const rows = comparedRows(diffImages([side(0), side(1), side(2)]), 'instances')
    expect(rows.find(({ name }) => name === 'f(::Int64)')).toMatchObject({ change: 2864, only: 'all but PkgA' })
    expect([changeText(2864, false), changeText(2864, true), changeText(-300, true), changeText(0, true)]).toEqual(['2.80 KiB', '▲ +2.80 KiB', '▼ −300 B', 'same'])
  })
  it('lists facts that some image has, with shares of the largest', () => {
    const facts = factRows(diff)
    expect(facts.find(({ title }) => title === 'Size')).toEqual({ title: 'Size', texts: ['51.0 KiB', '58.7 KiB'], shares: [52_212 / 60_100, 1] })
    expect(facts.some(({ title }) => title === 'with nothing (stubs)')).toBe(false)
  })
  it('finds the row of an instance, and names that tell images apart', () => {
    expect(rowOfSignature(side(2), 'f(::Int64)')).toBe(rowOfSignature(side(1), 'f(::Int64)') + 4)
    expect(rowOfSignature(side(0), 'f(::Int64)')).toBe(-1)
    expect(sideLabels([{ name: 'A', profile: '' }, { name: 'B', profile: '' }, { name: 'A', profile: 'other' }])).toEqual(['A', 'B', 'A (other)'])
  })
})
