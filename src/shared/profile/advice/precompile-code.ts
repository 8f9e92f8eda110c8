/** Code that has calls compiled ahead of time, made from what a profile prints of them. */

/** Of a list, split at commas that are in no bracket and no string. */
function splitArguments(text: string): string[] {
  const found: string[] = []
  let depth = 0
  let from = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (quoted) {
      if (char === '\\') at++
      else if (char === '"') quoted = false
    } else if (char === '"') quoted = true
    else if ('({['.includes(char)) depth++
    else if (')}]'.includes(char)) depth--
    else if (char === ',' && depth === 0) {
      found.push(text.slice(from, at).trim())
      from = at + 1
    }
  }
  const last = text.slice(from).trim()
  return last === '' ? found : [...found, last]
}

/** The type that stands after `::` outside all brackets; undefined where none does. */
function typeOf(argument: string): string | undefined {
  let depth = 0
  for (let at = 0; at < argument.length - 1; at++) {
    const char = argument.charAt(at)
    if ('({['.includes(char)) depth++
    else if (')}]'.includes(char)) depth--
    else if (depth === 0 && argument.startsWith('::', at)) return argument.slice(at + 2)
  }
  return undefined
}

const PLAIN_CALL = /^([\p{L}_][\p{L}\p{N}_.!]*)\((.*)\)$/u

/**
 * `precompile(Mod.f, (Int64, String))` of `Mod.f(::Int64, ::String)`; undefined for a signature that has gensyms, keywords, varargs or free type
 * variables, which cannot be written that way.
 */
export function precompileCall(signature: string): string | undefined {
  const [, name = '', list = ''] = PLAIN_CALL.exec(signature.replace(/^(?:MethodInstance|InferenceFrameInfo) for /, '')) ?? []
  if (name === '' || signature.includes('#') || list.includes(';') || list.includes('...')) return undefined
  const types = splitArguments(list).map(typeOf)
  if (types.some((type) => type === undefined)) return undefined
  return `precompile(${name}, (${types.join(', ')}${types.length === 1 ? ',' : ''}))`
}

/** The statement to write for an instance: that which Julia printed, else one made from its signature. */
export function statementOf(work: { readonly statement: string }, signature: string): string | undefined {
  if (work.statement === '') return precompileCall(signature)
  return work.statement.includes('#') ? undefined : work.statement
}

/** More calls and statements are not written out. */
export const MOST_STATEMENTS = 8

/** At the end of the package's module: a workload, with the statements that do the same without running anything. */
export function workloadCode(calls: readonly string[], statements: readonly string[]): string {
  const shown = statements.slice(0, MOST_STATEMENTS)
  const more = statements.length - shown.length
  return [
    'using PrecompileTools', '', '@compile_workload begin', '    # Call here what users call first, with arguments of the same types:',
    ...calls.map((call) => `    #   ${call}`), 'end',
    ...(shown.length > 0 ? ['', '# Or, without running anything:', ...shown, ...(more > 0 ? [`# … and ${more} more`] : [])] : []),
  ].join('\n')
}
