/** What a profile does not hold, and how to record it: for a profile that no rule has a word for, and to know more of one that has. */
import type { PartName } from '../schema'
import type { Profile } from '../tables'

export interface Missing {
  readonly title: string
  /** What it would tell. */
  readonly tells: string
  /** Julia or shell code that prints it. */
  readonly code: string
}

interface Recording extends Missing {
  /** Any of these parts says that it was recorded. */
  readonly parts: readonly PartName[]
}

const RECORDINGS: readonly Recording[] = [
  { parts: ['imports'], title: 'Loading', tells: 'Which packages loading takes its time for, and which dependencies could be split off.', code: 'using InteractiveUtils\n@time_imports using ThePackage' },
  { parts: ['inference', 'codegen', 'precompile'], title: 'What is compiled', tells: 'Which calls wait for the compiler, and which package could hold them ready.', code: 'julia --trace-compile=stderr script.jl      # Julia 1.12: with --trace-compile-timing' },
  { parts: ['inference'], title: 'Inference', tells: 'What inference takes for each call, from where it was entered, and what was compiled before in vain.', code: 'using SnoopCompileCore\ntinf = @snoop_inference the_workload()\nusing SnoopCompile, AbstractTrees\nprint_tree(tinf, maxdepth = 100)\nstaleinstances(tinf)\nsuggest.(inference_triggers(tinf))' },
  { parts: ['invalidations'], title: 'Invalidations', tells: 'Which methods end compiled code, and whose.', code: 'using SnoopCompileCore\ninvalidations = @snoop_invalidations using ThePackage\nusing SnoopCompile\ninvalidation_trees(invalidations)' },
  { parts: ['rejections', 'builds'], title: 'Caches', tells: 'Why packages are precompiled again, and what that takes.', code: 'JULIA_DEBUG=loading julia -e "using ThePackage"\njulia -e "using Pkg; Pkg.precompile(timing = true)"' },
  { parts: ['packages'], title: 'The environment', tells: 'Which package brought which in.', code: 'Manifest.toml      # open it together with the rest' },
]

/** What could be recorded beside what is here. A simulated run holds all that it did: nothing is missing from it. */
export function missingFrom(profile: Profile): readonly Missing[] {
  if (profile.blocks.some(({ provenance }) => provenance.kind === 'simulated')) return []
  return RECORDINGS.filter(({ parts }) => parts.every((part) => profile[part].length === 0)).map(({ title, tells, code }) => ({ title, tells, code }))
}
