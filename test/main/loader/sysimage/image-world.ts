/** A machine with a project of a few packages, on which system images are built and sessions begin from them. Base is the plain one. */
import { MemoryFiles } from '../../../../src/main/loader/files'
import { sessionRunner } from '../../../../src/main/loader/run'
import type { SessionRequest, SessionResult } from '../../../../src/main/loader/session-request'
import { createSysimage } from '../../../../src/main/loader/sysimage/create'
import { readSysimageOptions } from '../../../../src/main/loader/sysimage/options'
import type { SysimageRequest, SysimageResult } from '../../../../src/main/loader/sysimage/request'
import { STANDARD_UUIDS } from '../../../../src/main/julia/runtime/standard-libraries'
import type { JuliaVersion } from '../../../../src/main/julia/versions'
import { base, freshBase } from '../../../../src/main/services/base'
import { calibrationFor } from '../../../../src/main/services/calibrations'

export interface PackageFiles {
  readonly source: string
  readonly deps?: readonly string[]
  /** Extension to its trigger and its source. */
  readonly extensions?: Readonly<Record<string, { readonly trigger: string, readonly source: string }>>
}

const kit = { base, fresh: freshBase, stdlibs: STANDARD_UUIDS }

export const IMAGE = '/images/app.image'

export class ImageWorld {
  time = 1_700_000_000
  readonly files = new MemoryFiles({}, () => this.time)
  private readonly uuids: ReadonlyMap<string, string>

  /** @param direct what the project names; all packages if left out. */
  constructor(readonly julia: JuliaVersion, private readonly packages: Readonly<Record<string, PackageFiles>>, direct = Object.keys(packages)) {
    this.uuids = new Map([...STANDARD_UUIDS, ...Object.keys(packages).map((name, at) => [name, `00000000-0000-4000-8000-${String(at + 1).padStart(12, '0')}`] as const)])
    for (const [name, one] of Object.entries(packages)) this.writePackage(name, one)
    this.files.writeText('/project/Project.toml', `[deps]\n${this.listed(direct)}`)
    this.files.writeText('/project/Manifest.toml', this.manifest())
  }

  private uuid(name: string): string {
    return this.uuids.get(name) ?? ''
  }

  private listed(names: readonly string[]): string {
    return names.map((name) => `${name} = "${this.uuid(name)}"\n`).join('')
  }

  private writePackage(name: string, { source, deps = [], extensions = {} }: PackageFiles): void {
    const { files } = this
    files.writeText(`/dev/${name}/src/${name}.jl`, source)
    const weak = Object.values(extensions).map(({ trigger }) => trigger)
    const tables = weak.length === 0 ? '' : `\n[weakdeps]\n${this.listed(weak)}\n[extensions]\n${Object.entries(extensions).map(([one, { trigger }]) => `${one} = "${trigger}"\n`).join('')}`
    files.writeText(`/dev/${name}/Project.toml`, `name = "${name}"\nuuid = "${this.uuid(name)}"\nversion = "0.1.0"\n\n[deps]\n${this.listed(deps)}${tables}`)
    for (const [one, { source: code }] of Object.entries(extensions)) files.writeText(`/dev/${name}/ext/${one}.jl`, code)
  }

  private manifest(): string {
    const entries = Object.entries(this.packages).map(([name, { deps = [], extensions = {} }]) => {
      const weak = Object.values(extensions).map(({ trigger }) => trigger)
      return [
        `[[deps.${name}]]\npath = "/dev/${name}"\nuuid = "${this.uuid(name)}"\nversion = "0.1.0"\ndeps = ${JSON.stringify(deps)}\n`,
        weak.length === 0 ? '' : `weakdeps = ${JSON.stringify(weak)}\n\n    [deps.${name}.extensions]\n${Object.entries(extensions).map(([one, { trigger }]) => `    ${one} = "${trigger}"\n`).join('')}`,
      ].join('')
    })
    const standard = [...STANDARD_UUIDS].map(([name, uuid]) => `[[deps.${name}]]\nuuid = "${uuid}"\n`)
    const text = `manifest_format = "2.0"\n\n${[...entries, ...standard].join('\n')}`
    return this.julia === '1.5' ? text.replace(/^manifest_format.*\n/, '').replaceAll('[deps.', '[') : text
  }

  edit(path: string, from: string, to: string): void {
    const text = this.files.readText(path) ?? ''
    if (!text.includes(from)) throw new Error(`${path} has no ${from}`)
    this.time += 100
    this.files.writeText(path, text.replace(from, to))
  }

  build(options: Readonly<Record<string, unknown>> = {}, asked: Partial<SysimageRequest> = {}): SysimageResult & { readonly said: string } {
    let said = ''
    const result = createSysimage(kit)({
      files: this.files, julia: this.julia, depot: '/depot', calibration: calibrationFor(this.julia),
      write: (_, text) => {
        said += text
      },
      ...asked,
      options: readSysimageOptions({ sysimage_path: IMAGE, project: '/project', ...options }),
    })
    return { ...result, said }
  }

  /** Each piece of code is a step; those after one with an error are not run. */
  run(code: readonly string[], asked: Partial<SessionRequest> = {}): SessionResult & { readonly out: string, readonly err: string } {
    const written = ['', '', '']
    const result = sessionRunner(kit)({
      files: this.files, julia: this.julia, depot: '/depot', project: '/project', calibration: calibrationFor(this.julia),
      steps: code.map((one) => ({ code: one, label: one })),
      write: (descriptor, text) => {
        written[descriptor] = `${written[descriptor] ?? ''}${text}`
      },
      ...asked,
    })
    const [, out = '', err = ''] = written
    return { ...result, out, err }
  }

  /** What the steps of a session from the image show. */
  shown(code: readonly string[], asked: Partial<SessionRequest> = {}): readonly (string | undefined)[] {
    const { steps } = this.run(code, { sysimage: IMAGE, ...asked })
    return steps.map(({ error, shown }) => (error === undefined ? shown : `ERROR: ${error}`))
  }
}

/** Two packages, one with state that it makes when it is loaded. */
export const LIB_AND_APP: Readonly<Record<string, PackageFiles>> = {
  Lib: {
    source: 'module Lib\nconst started = Ref(0)\n__init__() = (started[] += 1; println("Lib starts"))\nmodule Inner\nconst order = String[]\n__init__() = push!(order, "inner")\nend\nlent(x) = 2x\nend\n',
  },
  App: {
    source: 'module App\nusing Lib\nexport answer\nstruct Thing\n    x::Int\nend\nanswer(x) = Lib.lent(x) + 2\nanswer(t::Thing) = answer(t.x)\ndescribe(x; unit = "cm") = string(x, " ", unit)\n__init__() = push!(Lib.Inner.order, "app")\nend\n',
    deps: ['Lib'],
  },
}
