/**
 * What was typed, as opposed to what was printed: the prompts of the Julia REPL (also with a module or environment in
 * front, numbered, or of the debugger), of Pkg, of IJulia, and of a shell in which Julia is started.
 */

export interface Prompt {
  /** What was typed. Of other modes than Julia's with the prompt in front: `pkg> precompile`. */
  readonly input: string
  /** Columns by which the REPL indents the further lines of an input. */
  readonly width: number
  /** Whether the input is Julia and so can go on in further lines. */
  readonly julia: boolean
}

const JULIA = /^(\s*(?:\([^)]{1,80}\) |\d+\|)?julia(?:-?\d[\w.+-]{0,20})?> ?)(.*)$/
const NOTEBOOK = /^(\s*In \[[\d *]{0,8}\]: ?)(.*)$/
const OTHER = /^\s*(?:\([^)]{1,80}\) )?((?:pkg|shell|help\?|debug|infil|\d+\|debug)> ?.*)$/
/** A shell's prompt, what a CI service or `set -x` puts before a command, then perhaps variables, then Julia. */
const SHELL
  = /^(?:(?:\([\w.-]{1,40}\) )?(?:[\w.-]{1,40}@[\w.-]{1,60}[: ]\S{0,200} ?|PS [^>]{0,200}|[A-Z]:\\[^>]{0,200})?[$#%>❯➜+] ?|##\[(?:group|command)\](?:Run )?|\[command\])((?:\w+=\S* |time )*(?:\S*[/\\])?julia(?:\.exe|-\d[\w.]*)?(?: .*)?)$/

export function parsePrompt(line: string): Prompt | undefined {
  const julia = JULIA.exec(line) ?? NOTEBOOK.exec(line)
  if (julia) return { input: julia[2] ?? '', width: (julia[1] ?? '').trimEnd().length + 1, julia: true }
  const other = OTHER.exec(line) ?? (line.includes('julia') ? SHELL.exec(line) : null)
  return other ? { input: (other[1] ?? '').trimEnd(), width: 0, julia: false } : undefined
}

/** Whether something was typed on this line: readers end their block there. */
export function isPrompt(line: string): boolean {
  return parsePrompt(line) !== undefined
}

/** A further line of an input whose prompt is `width` wide: without its indentation, or `undefined` if it is none. */
export function parseContinuation(line: string, width: number): string | undefined {
  if (/^ *\.\.\.: /.test(line)) return line.replace(/^ *\.\.\.: /, '')
  return line.length > width && line.slice(0, width).trim() === '' ? line.slice(width) : undefined
}

const QUOTED = /"""[^]*?"""|"(?:\\[^]|[^"\\])*"|`[^`]*`|'(?:\\[^']+|[^'\\])'|#=[^]*?=#|#.*/g
const WORD = /[([{]|[)\]}]|(?<![\w.:@!])(?:begin|function|if|for|while|let|try|(?:bare)?module|struct|do|quote|macro|(?:abstract|primitive) type|end)(?![\w!])/g
const GOES_ON = /(?:[-+*/\\^%&|<>=~,?:]|(?<![\w.])(?:where|in|isa))\s*$/
/** Longer inputs are taken for complete: scanning them again at every line would take long. */
const LONGEST = 20_000

/** Whether `input` is a whole expression, so that the REPL would run it. A good guess, no parser. */
export function isComplete(input: string): boolean {
  if (input.length > LONGEST) return true
  const code = input.replace(QUOTED, '')
  if (code.includes('"') || code.includes('#=')) return false
  let brackets = 0
  let blocks = 0
  for (const [word] of code.matchAll(WORD)) {
    if (/[([{]/.test(word)) brackets++
    else if (/[)\]}]/.test(word)) brackets--
    // Within brackets `end` is an index and `for` a comprehension.
    else if (brackets === 0) blocks += word === 'end' ? -1 : 1
  }
  return brackets <= 0 && blocks <= 0 && !GOES_ON.test(code)
}
