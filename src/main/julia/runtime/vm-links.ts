/**
 * What relocations stand for in this session: made when code first needs them, and kept with the code.
 */
import type { NativeCode, Relocation } from '../codegen/native-code'
import type { DataType } from '../types/type'
import { symbolOf, type GlobalRef, type JuliaValue } from '../values/value'
import { undefVarError } from './exception'
import { CallSite, InvokeLink } from './vm-dispatch'
import type { VMHost } from './vm-host'
import { layoutOf, type Layout } from './vm-values'

export class Links {
  private readonly layouts = new Map<DataType, Layout>()

  constructor(private readonly host: VMHost) {}

  typed<Kind extends Relocation['kind']>(native: NativeCode, index: number, kind: Kind): Extract<Relocation, { kind: Kind }> {
    const relocation = native.relocations[index]
    if (relocation?.kind !== kind) throw new Error(`relocation ${index} is not a ${kind}`)
    return relocation as Extract<Relocation, { kind: Kind }>
  }

  /** What a relocation stands for in this session; made when first needed. */
  link(native: NativeCode, index: number): unknown {
    const made = this.resolve(native.relocations[index])
    native.links[index] = made
    return made
  }

  private resolve(relocation: Relocation | undefined): unknown {
    const { host } = this
    switch (relocation?.kind) {
      case 'constant':
      case 'ast':
        return relocation.value
      case 'type':
        return this.layout(relocation.type)
      case 'parameter':
        return relocation.type
      case 'global':
        return host.binding(relocation.ref)
      case 'name':
        return symbolOf(relocation.name)
      case 'instance':
        return new InvokeLink(relocation.instance)
      case 'site':
        return new CallSite()
      case 'builtin':
        return host.builtin(relocation.name)
      case 'intrinsic':
        return host.intrinsic(relocation.name)
      case 'foreign':
        return host.foreign(relocation)
      case undefined:
        throw new Error('a relocation is missing')
    }
  }

  private layout(type: DataType): Layout {
    let layout = this.layouts.get(type)
    if (layout === undefined) {
      layout = layoutOf(this.host.core, type)
      this.layouts.set(type, layout)
    }
    return layout
  }

  global(native: NativeCode, index: number, ref: GlobalRef): JuliaValue {
    const binding = native.links[index] as { readonly value: JuliaValue | undefined } | undefined
      ?? this.link(native, index) as { readonly value: JuliaValue | undefined } | undefined
    if (binding?.value === undefined) throw undefVarError(this.host.core, ref.name)
    return binding.value
  }
}
