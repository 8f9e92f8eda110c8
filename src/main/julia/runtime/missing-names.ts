/**
 * What Julia 1.5 exports from Base and Core and the simulated Base has not: tasks, files to be written, processes, pointers and some more. A program
 * that stumbles over one of these is told that it is not simulated, where Julia would know it.
 */
import { StructValue, symbolName, type JuliaValue } from '../values/value'

const MISSING: ReadonlySet<string> = new Set(`
  @async @ccall @cfunction @html_str @sync @task @text_str @threadcall AbstractChannel BitSet C_NULL Channel Cmd Condition
  Cstring Cwstring ENDIAN_BOM HTML InvalidStateException Pipe PipeBuffer ProcessFailedException RawFD ReentrantLock Task
  TaskFailedException Text Timer VecElement WeakKeyDict acotd acoth acscd acsch all! any! asecd asech asyncmap asyncmap!
  atreplinit bind bitreverse cd cglobal chmod chown circcopy! circshift! count! cp current_task detach disable_sigint
  download evalfile fdio fetch finalize findmax! findmin! get_zero_subnormals gethostname getpid gperm hex2bytes! htol hton
  ignorestatus isblockdev ischardev isfifo islocked ismount isreadonly isready issetgid issetuid issocket issticky istaskdone
  istaskfailed istaskstarted kill lock ltoh mkdir mkpath mktemp mktempdir mv nextprod notify ntoh operm pipeline pointer
  pointer_from_objref popdisplay process_exited process_running pushdisplay put! read! readlink redirect_stderr
  redirect_stdin reenable_sigint rm rounding run schedule set_zero_subnormals setenv setrounding success symlink
  task_local_storage tempname timedwait touch transcode trylock unlock unsafe_load unsafe_pointer_to_objref unsafe_read
  unsafe_store! unsafe_string unsafe_wrap unsafe_write uperm wait walkdir yield yieldto
`.trim().split(/\s+/))

/** The name of which an UndefVarError tells, if Julia has it. Looks into a LoadError. */
export function missingName(exception: JuliaValue): string | undefined {
  if (!(exception instanceof StructValue)) return undefined
  const last = exception.fields.at(-1)
  if (exception.type.name.name === 'LoadError') return last === undefined ? undefined : missingName(last)
  const name = exception.type.name.name === 'UndefVarError' && typeof last === 'symbol' ? symbolName(last) : undefined
  return name !== undefined && MISSING.has(name) ? name : undefined
}
