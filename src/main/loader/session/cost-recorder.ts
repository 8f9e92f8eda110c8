/**
 * What making each piece of code took in a session that writes an image: virtual time of inference without what it calls, and of native code.
 * It stands on the code (`CodeInstance.timeInfer`, `timeCompile`) and goes into the image with it. Constant propagation belongs to the
 * instance that asked for it.
 */
import type { EngineObserver } from '../../julia/runtime/observer'
import type { CodeInstance, MethodInstance } from '../../julia/worlds/method'

interface Frame {
  readonly instance: MethodInstance
  readonly isConstant: boolean
  exclusive: number
}

export class CostRecorder implements EngineObserver {
  private readonly open: Frame[] = []
  private readonly spent = new Map<MethodInstance, number>()
  private readonly codes = new Map<MethodInstance, CodeInstance>()
  private last = 0
  private generating = 0

  constructor(
    /** Virtual nanoseconds. */
    private readonly now: () => number,
  ) {}

  private settle(): void {
    const now = this.now()
    const frame = this.open.at(-1)
    if (frame !== undefined) frame.exclusive += now - this.last
    this.last = now
  }

  enter(instance: MethodInstance, constants: unknown): void {
    this.settle()
    this.open.push({ instance, isConstant: constants !== undefined, exclusive: 0 })
  }

  leave(): void {
    this.settle()
    const frame = this.open.pop()
    if (frame === undefined) return
    const caller = this.open.at(-1)
    if (frame.isConstant && caller !== undefined) caller.exclusive += frame.exclusive
    else this.spend(frame.instance, frame.exclusive)
  }

  private spend(instance: MethodInstance, time: number): void {
    const spent = (this.spent.get(instance) ?? 0) + time
    this.spent.set(instance, spent)
    const code = this.codes.get(instance)
    if (code !== undefined) code.timeInfer = spent
  }

  /** Of a cycle, code is stored when frames of it have been left. */
  stored(code: CodeInstance): void {
    this.codes.set(code.instance, code)
    code.timeInfer = this.spent.get(code.instance) ?? 0
  }

  generateBegins(): void {
    this.generating = this.now()
  }

  generateEnds(code: CodeInstance): void {
    code.timeCompile = this.now() - this.generating
  }
}
