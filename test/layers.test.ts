/**
 * Who may import whom. Reads the import lines of every source file and compares them with the rules of ARCHITECTURE.md;
 * a line of the rules that no file follows any more fails too, so that the list stays true.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../src')

interface Import {
  readonly from: string
  /** A path below src, or a package name. */
  readonly to: string
  readonly typeOnly: boolean
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|vue)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'"\n;]|\n(?!\s*(?:import|export)\b))*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = (match[2] ?? match[3] ?? match[4] ?? '').replace(/\?.*$/, '')
    const to = specifier.startsWith('.') ? posix.join(dirname(file), specifier) : specifier
    return { from: file, to, typeOnly: match[1] !== undefined }
  })
}

const files = sourceFiles(ROOT)
const imports = files.flatMap(importsOf)
const isPackage = (to: string) => !/^(shared|main|renderer|preload)\//.test(to)
const isNode = (to: string) => to.startsWith('node:')

/** From the source text to the profile of a run: the order in which the rooms of src/main/julia build on one another. */
const ROOMS = [
  'types', 'dispatch', 'values', 'syntax', 'ir', 'worlds', 'lowering', 'lattice', 'infer', 'optimizer', 'codegen', 'runtime', 'observe', 'reach', 'conformance',
]
const roomOf = (path: string) => ROOMS.indexOf(/^main\/julia\/(\w+)\//.exec(path)?.[1] ?? '')

interface Rule {
  readonly says: string
  /** The imports the rule is about. */
  readonly about: (line: Import) => boolean
  readonly allows: (line: Import) => boolean
}

const RULES: readonly Rule[] = [
  {
    says: 'shared imports only shared, and echarts only for its types',
    about: ({ from }) => from.startsWith('shared/'),
    allows: ({ to, typeOnly }) => to.startsWith('shared/') || (typeOnly && to === 'echarts'),
  },
  {
    says: 'only index.ts, hosts/electron and the preload import electron',
    about: ({ to }) => to === 'electron',
    allows: ({ from }) => from === 'main/index.ts' || from.startsWith('main/hosts/electron/') || from.startsWith('preload/'),
  },
  {
    says: 'one component and one service draw with echarts',
    about: ({ to, typeOnly }) => !typeOnly && /^(vue-)?echarts(\/|$)/.test(to),
    allows: ({ from }) => from === 'renderer/src/charts/EChart.vue' || from === 'main/services/draw.ts',
  },
  {
    says: 'formats know neither services nor hosts',
    about: ({ from }) => from.startsWith('main/formats/'),
    allows: ({ to }) => /^(shared|main\/(formats|image|loader))\//.test(to) || isPackage(to),
  },
  {
    says: 'julia imports only shared and itself, and touches no Node API',
    about: ({ from }) => from.startsWith('main/julia/'),
    allows: ({ to }) => to.startsWith('shared/') || to.startsWith('main/julia/') || (isPackage(to) && !isNode(to) && to !== 'electron'),
  },
  {
    says: 'calibration imports julia, shared and itself, and touches no Node API',
    about: ({ from }) => from.startsWith('main/calibration/'),
    allows: ({ to }) => /^(shared|main\/julia|main\/calibration)\//.test(to) || (isPackage(to) && !isNode(to) && to !== 'electron'),
  },
  {
    says: 'loader and image import julia, shared, themselves and libraries, and touch no Node API',
    about: ({ from }) => /^main\/(loader|image)\//.test(from),
    allows: ({ to }) => /^(shared|main\/(julia|loader|image))\//.test(to) || (isPackage(to) && !isNode(to) && to !== 'electron'),
  },
  {
    says: 'record knows neither services nor hosts',
    about: ({ from }) => from.startsWith('main/record/'),
    allows: ({ to }) => /^(shared|main\/julia|main\/calibration|main\/record)\//.test(to) || to.startsWith('../resources/') || isPackage(to),
  },
  {
    says: 'types know nothing of dispatch',
    about: ({ from }) => from.startsWith('main/julia/types/'),
    allows: ({ to }) => to.startsWith('main/julia/types/') || to.startsWith('shared/') || isPackage(to),
  },
  {
    says: 'dispatch knows types and itself',
    about: ({ from }) => from.startsWith('main/julia/dispatch/'),
    allows: ({ to }) => /^main\/julia\/(types|dispatch)\//.test(to) || to.startsWith('shared/'),
  },
  {
    says: 'the rooms of julia know those before them, the others only by their types',
    about: ({ from, to }) => roomOf(from) >= 0 && roomOf(to) >= 0,
    allows: ({ from, to, typeOnly }) => roomOf(to) <= roomOf(from) || typeOnly,
  },
  {
    says: 'services know no host',
    about: ({ from }) => from.startsWith('main/services/'),
    allows: ({ to }) => !/^main\/(hosts\/|index|serve|cli)/.test(to),
  },
  {
    says: 'the hosts do not know one another, but the terminal may serve',
    about: ({ from, to }) => from.startsWith('main/hosts/') && to.startsWith('main/hosts/'),
    allows: ({ from, to }) => from.split('/')[2] === to.split('/')[2] || (from.startsWith('main/hosts/cli/') && to.startsWith('main/hosts/web/')),
  },
  {
    says: 'the renderer imports shared and packages of the browser',
    about: ({ from }) => from.startsWith('renderer/'),
    allows: ({ to }) => to.startsWith('renderer/') || to.startsWith('shared/') || (isPackage(to) && !isNode(to) && to !== 'electron'),
  },
  {
    says: 'the preload imports electron and shared',
    about: ({ from }) => from.startsWith('preload/'),
    allows: ({ to }) => to === 'electron' || to.startsWith('shared/') || to.startsWith('preload/'),
  },
]

describe('layers', () => {
  it('sees the imports', () => {
    expect(imports.length).toBeGreaterThan(50)
    expect(imports).toContainEqual({ from: 'shared/profile/builder.ts', to: 'shared/signature/split', typeOnly: false })
  })

  it.each(RULES)('$says', ({ about, allows }) => {
    const concerned = imports.filter(about)
    expect(concerned.length, 'a rule that concerns no import').toBeGreaterThan(0)
    expect(concerned.filter((line) => !allows(line)).map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  it('only renderer/src/host touches window.host', () => {
    const touching = files.filter((file) => file.startsWith('renderer/') && /\bwindow\.host\b/.test(readFileSync(join(ROOT, file), 'utf8')))
    expect(touching.filter((file) => !file.startsWith('renderer/src/host/'))).toEqual([])
  })

  it('every file begins by saying what it is', () => {
    const silent = files.filter((file) => !/^(#!.*\n)?\s*(<script[^>]*>\s*)?(\/\*\*|<!--)/.test(readFileSync(join(ROOT, file), 'utf8')))
    expect(silent).toEqual([])
  })
})
