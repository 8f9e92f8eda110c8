/** Instances that saved code names: the targets of its `invoke` statements, and those its bytecode links to. */
import type { OptimizedCode } from '../../julia/ir/statement'
import { MethodInstance } from '../../julia/worlds/method'

export function invokedInstances({ code }: OptimizedCode): MethodInstance[] {
  return code.flatMap((statement) => {
    const value = statement.kind === 'assign' ? statement.value : statement
    return value.kind === 'invoke' && value.instance instanceof MethodInstance ? [value.instance] : []
  })
}
