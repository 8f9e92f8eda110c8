/** What is in images, added up by package, module, method and instance. */
import { describe, expect, it } from 'vitest'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import type { Contents } from '../../../src/shared/profile/image-contents'
import { imageContents, pathOf, rowsBelow } from '../../../src/shared/profile/image-contents'
import type { Profile } from '../../../src/shared/profile/tables'

function profile(): Profile {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'imageItems', format: 'x', title: 'x' })
  const [a, b] = [builder.add('images', { name: 'A', bytes: 1000 }), builder.add('images', { name: 'B', bytes: 500 })]
  const method = (image: number, module: string, name: string, lowered: number): number =>
    builder.add('imageItems', { image, package: 'A', frame: builder.frame({ signature: `${name}(x)`, name, module, line: 1, kind: 'method' }), lowered, block })
  const f = method(a, 'A', 'f', 100)
  builder.add('imageItems', { image: a, parent: f, package: 'A', frame: builder.frame({ signature: 'f(::Int64)' }), inferred: 30, native: 50, infer: 7, generate: 3, block })
  builder.add('imageItems', { image: a, parent: f, package: 'A', frame: builder.frame({ signature: 'f(::Any)' }), inferred: 20, native: 0, state: 'invalidated', block })
  method(a, 'A.Sub', 'g', 40)
  const copy = method(b, 'A', 'f', 0)
  builder.add('imageItems', { image: b, parent: copy, package: 'A', frame: builder.frame({ signature: 'f(::Int64)' }), inferred: 30, native: 50, state: 'merged', block })
  // A function of native code that no method is known of.
  builder.add('imageItems', { image: b, frame: builder.frame({ signature: 'julia_g_12', kind: 'function' }), native: 11, block })
  return builder.finish()
}

/** Each node on a line: bytes of all, time, and what is lost or merged. */
function outline(contents: Contents): string[] {
  return Array.from({ length: contents.length }, (_, node) => {
    const { sums, lost, merged, level, label, methods, instances } = contents
    const marks = [...(lost[node] ? [`lost ${lost[node]}`] : []), ...(merged[node] ? [`merged ${merged[node]}`] : [])]
    return [`${'  '.repeat(pathOf(contents, node).length)}${level[node] ?? ''} ${label[node] ?? ''}`, `${sums.all[node] ?? 0} B`, `${sums.time[node] ?? 0} ns`, `${methods[node] ?? 0}/${instances[node] ?? 0}`, ...marks].join(' | ')
  })
}

describe('imageContents', () => {
  it('adds up one image from its packages down', () => {
    expect(outline(imageContents(profile(), [0]))).toEqual([
      'root  | 240 B | 10 ns | 2/2 | lost 20',
      '  package A | 240 B | 10 ns | 2/2 | lost 20',
      '    method f(x) | 200 B | 10 ns | 1/2 | lost 20',
      '      instance f(::Int64) | 80 B | 10 ns | 0/1',
      '      instance f(::Any) | 20 B | 0 ns | 0/1 | lost 20',
      '    module A.Sub | 40 B | 0 ns | 1/0',
      '      method g(x) | 40 B | 0 ns | 1/0',
    ])
  })

  it('has several images as a level of their own, and counts what belongs to no method', () => {
    const contents = imageContents(profile(), [0, 1])
    expect(outline(contents).filter((line) => /root|image|julia_g/.test(line))).toEqual([
      'root  | 331 B | 10 ns | 3/4 | lost 20 | merged 80',
      '  image A | 240 B | 10 ns | 2/2 | lost 20',
      '  image B | 91 B | 0 ns | 1/2 | merged 80',
      '      method julia_g_12 | 11 B | 0 ns | 0/1',
    ])
    expect([...contents.children(0)].map((node) => contents.label[node])).toEqual(['A', 'B'])
  })

  it('finds the rows below a node, and no node for what is in other images', () => {
    const contents = imageContents(profile(), [0])
    expect([...rowsBelow(contents, 0)]).toEqual([0, 1, 2, 3])
    expect([...rowsBelow(contents, contents.nodeOfRow[0] ?? -1)]).toEqual([0, 1, 2])
    expect([...contents.nodeOfRow.subarray(4)]).toEqual([-1, -1, -1])
  })
})
