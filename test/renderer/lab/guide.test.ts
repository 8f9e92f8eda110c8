/** Notes of samples: what of Markdown is read, where links lead, and that nothing of it is HTML. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Block, Span } from '../../../src/renderer/src/lab/guide/guide'
import { readGuide } from '../../../src/renderer/src/lab/guide/guide'

const FILES = ['DemoPkg/src/DemoPkg.jl', 'environment/Project.toml', 'DemoPkg/Project.toml']

/** The spans of a note of one paragraph. */
function spans(markdown: string): readonly Span[] {
  const [block] = readGuide(markdown, FILES)
  return block && 'spans' in block ? block.spans : []
}

describe('a note', () => {
  it('has headings, paragraphs, lists and code', () => {
    expect(readGuide('# First\n\nOne *two* **three**.\n\n3. a\n4. b `c`\n\n```julia\nf(x)\n```\n\n> why', FILES)).toEqual([
      { kind: 'heading', level: 1, spans: [{ kind: 'text', text: 'First' }] },
      {
        kind: 'paragraph',
        spans: [
          { kind: 'text', text: 'One ' },
          { kind: 'emphasis', spans: [{ kind: 'text', text: 'two' }] },
          { kind: 'text', text: ' ' },
          { kind: 'strong', spans: [{ kind: 'text', text: 'three' }] },
          { kind: 'text', text: '.' },
        ],
      },
      {
        kind: 'list',
        ordered: true,
        start: 3,
        items: [
          [{ kind: 'paragraph', spans: [{ kind: 'text', text: 'a' }] }],
          [{ kind: 'paragraph', spans: [{ kind: 'text', text: 'b ' }, { kind: 'code', text: 'c' }] }],
        ],
      },
      { kind: 'code', text: 'f(x)' },
      { kind: 'quote', blocks: [{ kind: 'paragraph', spans: [{ kind: 'text', text: 'why' }] }] },
    ])
  })

  it('shows characters as they are', () => {
    expect(spans('a < b && "c" \\* `x < y`')).toEqual(expect.arrayContaining([{ kind: 'code', text: 'x < y' }]))
    expect(spans('a < b && "c"').map((span) => ('text' in span ? span.text : '')).join('')).toBe('a < b && "c"')
  })
})

describe('links', () => {
  it.each([
    ['[line 24](DemoPkg/src/DemoPkg.jl:24)', 'line 24', 24],
    ['[line 24](DemoPkg/src/DemoPkg.jl#L24)', 'line 24', 24],
    ['[the package](DemoPkg.jl)', 'the package', 1],
    ['`DemoPkg.jl:7`', 'DemoPkg.jl:7', 7],
  ])('%s leads into the project', (markdown, text, line) => {
    expect(spans(markdown)).toEqual([{ kind: 'place', text, path: 'DemoPkg/src/DemoPkg.jl', line }])
  })

  it('leads nowhere where two files have that name, or none', () => {
    expect(spans('[it](Project.toml)')).toEqual([{ kind: 'text', text: '[it](Project.toml)' }])
    expect(spans('`Missing.jl:3`')).toEqual([{ kind: 'code', text: 'Missing.jl:3' }])
  })

  it('leads out only by https', () => {
    expect(spans('[docs](https://docs.julialang.org)')).toEqual([{ kind: 'link', text: 'docs', href: 'https://docs.julialang.org' }])
    for (const href of ['javascript:alert(1)', 'http://a.example', 'file:///etc/passwd', '//a.example', 'data:text/html,x']) {
      expect(spans(`[x](${href})`), href).toEqual([{ kind: 'text', text: `[x](${href})` }])
    }
  })
})

it('makes text of HTML, and never throws', () => {
  expect(readGuide('<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> a', FILES)).toEqual([
    { kind: 'paragraph', spans: [{ kind: 'text', text: '<script>alert(1)</script>' }] },
    { kind: 'paragraph', spans: [{ kind: 'text', text: '<img src=x onerror=alert(1)>' }, { kind: 'text', text: ' a' }] },
  ])
  const hrefs = (blocks: readonly Block[]): string[] => JSON.stringify(blocks).match(/"href":"[^"]*/g) ?? []
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('[a](', ')', '`', '# ', '\n', '* ', '1. ', '<a href=', '](javascript:', '|', '![x](', '**'))), (pieces) => {
      for (const href of hrefs(readGuide(pieces.join(''), FILES))) expect(href).toMatch(/^"href":"https:/)
    }),
  )
})
