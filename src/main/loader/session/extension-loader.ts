/**
 * Extensions of the packages of a session: they wait in the dormitory, and load when the last package has that they wait for. One that
 * fails is reported and can be tried again; what woke it goes on (base/loading.jl `run_extension_callbacks`).
 */
import { JuliaException } from '../../julia/runtime/exception'
import { extensionFailedMessage, extensionMessage, type LoadingMessage } from '../cache/loading-log'
import { canSeeTrigger, ExtensionDormitory, extensionsOf, mayLoadInBuild, type Extension } from '../project/extensions'
import type { PkgId } from '../project/pkg-id'
import type { SessionWorld } from './session-world'

interface ExtensionHost {
  /** Throws `JuliaException`. */
  readonly load: (id: PkgId) => void
  /** Has finished loading, or is in the system image. */
  readonly isLoaded: (id: PkgId) => boolean
  readonly say: (message: LoadingMessage) => void
  readonly errorText: (error: JuliaException) => string
}

export class ExtensionLoader {
  private readonly dormitory: ExtensionDormitory

  /** @param building the package whose cache is being made in this session, and the extensions that the session knows which ordered it. */
  constructor(
    private readonly world: SessionWorld,
    building: { readonly id: PkgId, readonly extensions: readonly Extension[] } | undefined,
    private readonly host: ExtensionHost,
  ) {
    const { rules: { extensions: rules }, stack } = world
    this.dormitory = new ExtensionDormitory({
      rules,
      seesTrigger: (extension, trigger) => canSeeTrigger(stack, extension, trigger),
      ...(building && { mayLoad: mayLoadInBuild(rules, building.id, building.extensions) }),
    })
  }

  /** All that are known, waiting or not. */
  get known(): readonly Extension[] {
    return this.dormitory.known
  }

  /** The parent of an extension that is known. */
  parentOf(id: PkgId): PkgId | undefined {
    return this.dormitory.parentOf(id)
  }

  /** The extensions of a package begin to wait. */
  insert(id: PkgId): void {
    this.dormitory.insert(extensionsOf(this.world.stack, id), this.host.isLoaded)
  }

  /** Packages that were loaded when the system image was written: what still waits for others begins to wait, what failed then can be tried again. */
  resume(frozen: readonly PkgId[]): void {
    for (const id of frozen) this.insert(id)
    for (const id of frozen) for (const extension of this.dormitory.wake(id)) this.dormitory.failed(extension)
  }

  /** A package has loaded: what waited for it last is loaded. */
  wake(id: PkgId): void {
    this.insert(id)
    for (const extension of this.dormitory.wake(id)) this.load(extension)
  }

  /** `Base.retry_load_extensions()`. */
  retry(): void {
    for (const extension of this.dormitory.retry()) this.load(extension)
  }

  private load(extension: Extension): void {
    const { id: { name }, parent } = extension
    try {
      this.host.load(extension.id)
      this.host.say(extensionMessage(name, parent.name))
    } catch (error) {
      if (!(error instanceof JuliaException)) throw error
      this.dormitory.failed(extension)
      this.host.say(extensionFailedMessage(name, parent.name, this.host.errorText(error)))
    }
  }
}
