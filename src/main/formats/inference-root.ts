/** How the root of inference's timing trees is called, by which files without a type of profile are told apart. */

/** The root of SnoopCompile's timing trees, in Julia up to 1.11 and from 1.12 on. */
export const INFERENCE_ROOT = /^(?:(?:Core|Base)\.Compiler\.Timings\.)?ROOT(?:\(\))?$/
