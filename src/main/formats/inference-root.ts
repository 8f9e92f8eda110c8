/**
 * The root of SnoopCompile's timing trees, by which files without a type of profile are told apart: a function of
 * `Core.Compiler.Timings` up to Julia 1.11, of `Base.Compiler.Timings` from 1.12 on, sometimes without its module.
 */

export function isInferenceRoot(name: string, file: string): boolean {
  return /^(?:Core|Base)\.Compiler\.Timings\.ROOT(?:\(\))?$/.test(name) || (/^ROOT(?:\(\))?$/.test(name) && file.endsWith('typeinfer.jl'))
}
