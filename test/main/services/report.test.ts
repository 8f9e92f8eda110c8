import { describe, expect, it } from 'vitest'
import { UserError } from '../../../src/shared/errors'
import { LIGHT } from '../../../src/shared/charts/theme'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import type { Profile } from '../../../src/shared/profile/tables'
import { importBytes } from '../../../src/main/formats/open'
import { chartOf, findChart } from '../../../src/main/services/chart-of'
import { drawSvg } from '../../../src/main/services/draw'
import { EXPORTERS } from '../../../src/main/services/exporters'
import { markdownSummary } from '../../../src/main/services/markdown-summary'
import { htmlReport } from '../../../src/main/services/report'

const MS = 1e6
const EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>`|</details>@someone [x](javascript:1)\u202e\n# h'

function session(name: string): Profile {
  const builder = new ProfileBuilder()
  const source = builder.source({ name, format: 'text', bytes: 9 })
  const provenance = { kind: 'measured', tool: name, julia: name, error: name } as const
  const common = { source, format: 'x', title: name, provenance, notes: [name], times: 'both', command: name } as const
  const imports = builder.block({ ...common, part: 'imports', shape: 'list' })
  builder.add('imports', { name, kind: 'package', inclusive: 20 * MS, exclusive: 20 * MS, start: 0, compilePercent: 10, block: imports })
  builder.add('imports', { name: 'B', kind: 'extension', owner: name, inclusive: 5 * MS, exclusive: 5 * MS, start: 20 * MS, block: imports })
  const tree = builder.block({ ...common, part: 'inference', shape: 'tree' })
  const root = builder.add('inference', { frame: builder.frame({ signature: 'Core.Compiler.Timings.ROOT()' }), inclusive: 9 * MS, exclusive: 4 * MS, block: tree })
  builder.add('inference', { frame: builder.frame({ signature: `f(::${name})`, name, module: name, file: name }), inclusive: 5 * MS, exclusive: 5 * MS, parent: root, block: tree })
  const trees = builder.block({ ...common, part: 'invalidations', shape: 'tree', times: 'none' })
  builder.add('invalidations', { kind: 'cause', reason: 'inserting', frame: builder.frame({ signature: name }), children: 3, block: trees })
  builder.add('messages', { level: 'warning', text: name, source, line: 1 })
  builder.add('unparsed', { text: name, source, line: 2 })
  return builder.finish({ title: name })
}

const options = { draw: drawSvg, version: '1.2.3' }

describe('htmlReport', () => {
  it('says the headline, draws the charts in both themes, and lists what is heaviest', () => {
    const html = htmlReport(session('Plots'), options)
    expect(html).toContain('<h1>80 % of 25.0 ms is loading Plots</h1>')
    expect(html).toContain('<h2>Imports <small>2 packages, 1 of them extensions, 25.0 ms</small></h2>')
    expect(html).toContain('<h2>Invalidations <small>1 cause, 3 children</small></h2>')
    expect(html).toContain('f(::Plots)</code></td><td class="number">5.00 ms</td>')
    expect(html).toContain('<h2>Not read <small>1 line</small></h2>')
    expect(html).toContain('Made by Backedge 1.2.3.')
    expect(html.match(/<div class="light"><svg/g)?.length).toBe(5)
    expect(html.match(/<div class="dark"><svg/g)?.length).toBe(5)
  })

  it('is the same bytes for the same profile, but for the ids of the drawings', () => {
    const draw = (): string => '<svg></svg>'
    expect(htmlReport(session('A'), { draw, version: '1' })).toBe(htmlReport(session('A'), { draw, version: '1' }))
  })

  it('loads nothing and runs nothing, whatever the names are', () => {
    const html = htmlReport(session(EVIL), options)
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`)
    const tags = html.match(/<[^>]+>/g) ?? []
    expect(tags.length).toBeGreaterThan(50)
    for (const tag of tags) {
      expect(tag).not.toMatch(/^<\/?(?:script|img|iframe|object|embed|link|base|form|foreignObject|a)\b/i)
      // Attributes in quotes are data; what is left must not be a handler or an address.
      const bare = tag.replace(/"[^"]*"/g, '""')
      expect(bare).not.toMatch(/\son\w+\s*=/i)
      expect(bare).not.toMatch(/\s(?:src|href)\s*=/i)
    }
    expect(html).not.toContain('\u202e')
    expect(html).toContain('&lt;script&gt;alert(2)&lt;/script&gt;')
  })

  it('reports on a profile without rows', () => {
    const html = htmlReport(new ProfileBuilder().finish(), options)
    expect(html).toContain('<h1>Profile</h1>')
    expect(html).toContain('Every line was read.')
  })
})

describe('markdownSummary', () => {
  it('is short, with tables', () => {
    const text = markdownSummary(session('Plots'))
    expect(text.split('\n').slice(0, 12).join('\n')).toBe(
      [
        '### Compile latency: `Plots`',
        '',
        '- **80 % of 25.0 ms is loading Plots** (`Plots`)',
        '- **56 % of 9.00 ms is inference** (`Plots`)',
        '',
        '| Phase of `Plots` | Time | Share |',
        '| --- | ---: | ---: |',
        '| Load: Loading packages | 23.0 ms | 92 % |',
        '| Compilation: Compiling while packages load: inference and code generation | 2.00 ms | 8.0 % |',
        '',
        '#### Imports: 2 packages, 1 of them extensions, 25.0 ms',
        '',
      ].join('\n'),
    )
    expect(text).toContain('| `f(::Plots)` | 5.00 ms |')
    expect(text).toContain('- 1 line was not read')
  })

  it('lets no name become markup, a mention or a link', () => {
    const text = markdownSummary(session(EVIL))
    // Code in fences and spans is inert; what stands outside them is ours or escaped, and a mention is broken.
    for (const line of text.replace(/^(`{3,})julia\n[^]*?\n\1$/gm, '').split('\n')) {
      const outside = line.replace(/(`+)(?!`)[^]*?[^`]\1(?!`)/g, '').replaceAll('@\u200b', '')
      expect(outside.replace(/\\./g, '').replace(/<\/?(?:details|summary|sub)>/g, '')).not.toMatch(/[<@]|\]\(|javascript:1\)\]/)
    }
    expect(text.match(/<details>/g)?.length).toBe(1)
    expect(text.replace(/^(`{3,})julia\n[^]*?\n\1$/gm, '')).not.toContain('\n# h')
    const rows = text.split('\n').filter((line) => line.startsWith('| '))
    for (const row of rows) expect([2, 3]).toContain(row.replace(/\\\|/g, '').split('|').length - 2)
  })
})

describe('charts by name', () => {
  it('takes the first that has something to show', () => {
    expect(chartOf(session('A'), undefined, 800, LIGHT).label).toContain('Load 92 %')
    expect(chartOf(session('A'), 'invalidations', 800, LIGHT).label).toBe('1 causes of invalidation with 3 children')
    expect(findChart(session('A'), 'flame', 800, LIGHT)?.height).toBeGreaterThan(60)
  })

  it('says what there is instead', () => {
    const profile = new ProfileBuilder().finish()
    expect(() => chartOf(profile, undefined, 800, LIGHT)).toThrow(UserError)
    expect(() => chartOf(session('A'), 'pie', 800, LIGHT)).toThrow('There is no chart "pie"')
    const builder = new ProfileBuilder()
    builder.add('imports', { name: 'A', kind: 'package', inclusive: MS })
    try {
      chartOf(builder.finish(), 'flame', 800, LIGHT)
      expect.unreachable()
    } catch (error) {
      expect((error as UserError).line).toBe('The profile has nothing for the chart "flame". (it has phases, imports)')
    }
  })
})

describe('EXPORTERS', () => {
  it('write every form, each of which is what it says', async () => {
    const profile = session('A')
    const start = async (format: keyof typeof EXPORTERS, part?: string): Promise<string> => {
      const made = await EXPORTERS[format](profile, { part })
      return typeof made === 'string' ? made.slice(0, 24) : Buffer.from(made.slice(0, 8)).toString('latin1')
    }
    expect(await start('svg', 'imports')).toMatch(/^<svg /)
    expect(await start('png', 'phases')).toBe('\u0089PNG\r\n\u001a\n')
    expect(await start('html')).toMatch(/^<!doctype html>/)
    expect(await start('markdown')).toMatch(/^### /)
    expect(await start('csv', 'imports')).toMatch(/^Package,/)
    expect(await start('backedge')).toMatch(/^\u001f\u008b/)
    expect(await start('speedscope')).toMatch(/^\{/)
    expect(await start('chrome-trace')).toMatch(/^[[{]/)
  })

  it('asks which table where there are several', () => {
    expect(() => EXPORTERS.csv(session('A'), {})).toThrow('which one is not said')
    expect(() => EXPORTERS.csv(session('A'), { part: 'stale' })).toThrow('no rows of "stale"')
  })

  it('write a .backedge that opens as the same profile', async () => {
    const profile = session('A')
    const bytes = await EXPORTERS.backedge(profile, {})
    const opened = await importBytes(bytes as Uint8Array, 'a.backedge')
    expect(await EXPORTERS.backedge(opened, {})).toEqual(bytes)
  })
})
