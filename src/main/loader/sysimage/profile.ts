/** The build of a system image as a profile: what was loaded, inferred and generated for it, its statements with their outcomes, and its phases. */
import type { Profile } from '../../../shared/profile/tables'
import type { SysimageHeader } from '../../image/sysimage-header'
import { recordingToProfile } from '../../julia/observe/profile'
import { Recording } from '../../julia/observe/recording'
import type { Naming } from '../../julia/worlds/instance-text'
import { fileNameOf } from '../paths'
import { addBuilds, addImports, addMessages } from '../session/profile-parts'
import type { PackageSession } from '../session/package-session'
import type { SysimageRequest } from './request'

export class SysimageProfile {
  private readonly recording: Recording

  /** Watches the session from now on. */
  constructor(private readonly session: PackageSession, private readonly request: SysimageRequest) {
    this.recording = new Recording(session.now)
    session.watch(this.recording)
    session.watch(session.loads)
  }

  /** `bytes`: of the file. */
  finish(header: SysimageHeader, bytes: number): Profile {
    const { session, session: { engine, loads, log, world }, recording, request: { julia, calibration, options: { sysimage_path: path } } } = this
    session.unwatch(recording)
    session.unwatch(loads)
    const naming: Naming = { universe: engine.universe, isVisible: (module, name) => !world.rules.printsModules || engine.isVisibleInMain(module, name) }
    const name = fileNameOf(path)
    return recordingToProfile(recording, {
      naming, julia, calibration, total: session.now(),
      title: `Build of ${name}`,
      source: { name, bytes },
      background: loads.stretches,
      extend: (builder, newBlock) => {
        addImports(builder, newBlock, loads.rows)
        addBuilds(builder, newBlock, 'Packages precompiled', world.builds)
        addMessages(builder, log)
        const images = newBlock({ part: 'images', title: 'The system image', shape: 'list', times: 'none' })
        const image = builder.add('images', { name, kind: 'sysimage', path, julia, buildId: header.buildId, bytes, state: 'built', block: images })
        if (header.statements.length > 0) {
          const block = newBlock({ part: 'precompile', title: `Statements for ${name}`, shape: 'list', times: 'inclusive' })
          for (const { statement, outcome, reason, time, from, line } of header.statements) {
            builder.add('precompile', { statement, outcome, reason, time, kind: from === 'execution' ? 'trace' : 'directive', image, line, block })
          }
        }
        const phases = newBlock({ part: 'timings', title: 'Phases of the build', shape: 'list', times: 'inclusive' })
        for (const { name: label, start, end } of header.phases) builder.add('timings', { label: PHASE_LABELS[label], elapsed: end - start, block: phases })
      },
    })
  }
}

const PHASE_LABELS: Readonly<Record<SysimageHeader['phases'][number]['name'], string>> = {
  precompile: 'precompile packages', execution: 'run execution files', load: 'load packages', statements: 'replay statements', script: 'script',
  codegen: 'generate native code', write: 'write the image',
}
