/** Why code that a package brought is not used, in words. */
import type { CodeMethod } from '../../julia/worlds/method'
import { instanceText, signatureText, type Naming } from '../../julia/worlds/instance-text'
import type { DropCause } from './link'

/** A lookup that gives other methods than it gave when the code was written. */
export interface ChangedLookup {
  readonly added: readonly CodeMethod[]
  readonly missing: readonly CodeMethod[]
}

/** A sentence without its end. `root`: of code that fell with what it calls, the lookup that changed, where it is known. */
export function dropText(cause: DropCause, root: ChangedLookup | undefined, naming: Naming): string {
  switch (cause.kind) {
    case 'edgeless':
      return 'it relies on nothing outside of its package, and nothing enables such code until Julia 1.7'
    case 'elsewhere':
      return 'another package brought code for it before'
    case 'ended':
      return 'it had ended when it was written'
    case 'edge':
      return changeText(cause, naming)
    case 'callee':
      return `it calls ${instanceText(naming, cause.callee)}, which was dropped${root === undefined ? '' : `: ${changeText(root, naming)}`}`
  }
}

export function changeText({ added, missing }: ChangedLookup, naming: Naming): string {
  const parts = [
    ...(added.length > 0 ? [`${list(added, naming)} came in`] : []),
    ...(missing.length > 0 ? [`${list(missing, naming)} is not reached any more`] : []),
  ]
  return `a lookup that it relies on gives other methods now: ${parts.join(', ')}`
}

function list(methods: readonly CodeMethod[], naming: Naming): string {
  return methods.map((method) => methodText(method, naming)).join(', ')
}

export function methodText({ signature, source: { module } }: CodeMethod, naming: Naming): string {
  return `${signatureText(naming, signature)} of ${module.path}`
}
