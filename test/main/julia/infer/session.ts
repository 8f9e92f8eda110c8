/** A session above a Base of a few lines, so that what inference meets is all in the test. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InferenceObserver } from '../../../../src/main/julia/infer/context'
import { infer, inferFrameOf, inferReturnTypes } from '../../../../src/main/julia/infer/infer'
import { isPlain } from '../../../../src/main/julia/lattice/element'
import { optimize } from '../../../../src/main/julia/optimizer/optimize'
import { Engine } from '../../../../src/main/julia/runtime/engine'
import { inferenceContext } from '../../../../src/main/julia/runtime/inference-context'
import { tupleOf } from '../../../../src/main/julia/types/instantiate'
import { printType } from '../../../../src/main/julia/types/print'
import { readType } from '../../../../src/main/julia/types/read'
import { VERSION_RULES, type JuliaVersion } from '../../../../src/main/julia/versions'
import type { Edge, MethodInstance } from '../../../../src/main/julia/worlds/method'

const BOOT = readFileSync(join(import.meta.dirname, '../../../../resources/base/boot.jl'), 'utf8')

const SMALL_BASE = `
baremodule Base
using Core, Core.Intrinsics
const getproperty = Core.getfield
convert(T, x) = Core.convert(T, x)
+(a::Int, b::Int) = add_int(a, b)
-(a::Int, b::Int) = sub_int(a, b)
+(a::Float64, b::Float64) = add_float(a, b)
<(a::Int, b::Int) = slt_int(a, b)
==(a::Int, b::Int) = eq_int(a, b)
==(a, b) = a === b
!(a::Bool) = not_int(a)
!=(a, b) = !(a == b)
const !== = (a, b) -> !(a === b)
iterate(t::Tuple, i::Int = 1) = nfields(t) < i ? nothing : (getfield(t, i), i + 1)
indexed_iterate(t::Tuple, i::Int, state = 1) = (getfield(t, i), i + 1)
struct Pair{A, B}; first::A; second::B; end
macro isdefined(name)
  Core._expr(:escape, Core._expr(:isdefined, name))
end
export @isdefined, +, -, <, ==, !, !=, iterate, convert, Pair
end
`

export interface Session {
  readonly engine: Engine
  /** `returns('f', 'Int64')`: the types of all methods that the call may reach. */
  readonly returns: (name: string, ...types: readonly string[]) => string
  /** Infers an instance and gives it. */
  readonly instance: (name: string, ...types: readonly string[]) => MethodInstance
  readonly edges: (instance: MethodInstance) => readonly string[]
  /** Types of the statements of a frame. */
  readonly statements: (instance: MethodInstance) => readonly string[]
}

/** Evaluates the code in Main. */
export function open(code: string, { version = '1.5', observer }: { readonly version?: JuliaVersion, readonly observer?: InferenceObserver } = {}): Session {
  const base = { files: [{ path: 'boot.jl', text: BOOT }, { path: 'Base.jl', text: SMALL_BASE }] }
  const engine = new Engine({ rules: VERSION_RULES[version], base, host: { write: () => undefined }, execution: 'interpret' })
  const { error, diagnostics } = engine.evaluate(code)
  if (error !== undefined || diagnostics.length > 0) throw new Error(error?.text ?? diagnostics[0]?.message)
  const { universe, core, world, main } = engine
  const work = () => undefined
  const context = inferenceContext(engine, { work, optimize: (frame) => optimize(frame, { work }), ...(observer && { observer }) })
  const print = (type: Parameters<typeof printType>[1]) => printType(universe, type)
  const signature = (name: string, types: readonly string[]) => {
    const callee = main.get(name)
    if (callee === undefined) throw new Error(`no function ${name}`)
    return tupleOf(universe, [core.typeOf(callee), ...types.map((type) => readType(universe, type))])
  }
  return {
    engine,
    returns: (name, ...types) => inferReturnTypes(signature(name, types), world.age, context).map(print).join('; '),
    instance: (name, ...types) => {
      const [match] = world.lookup(signature(name, types), world.age).matches ?? []
      if (match === undefined) throw new Error(`no method of ${name}`)
      const instance = world.instance(match.method, match.signature, match.parameters)
      infer(instance, world.age, context)
      return instance
    },
    edges: (instance) => (instance.codeInstances[0]?.edges ?? []).map((edge) => printEdge(edge, print)),
    statements: (instance) => {
      const frame = inferFrameOf(instance, world.age, context)
      return (frame?.statementTypes ?? []).map((type) => {
        if (type === undefined) return 'never'
        return isPlain(type) ? print(type) : type.kind
      })
    },
  }
}

function printEdge(edge: Edge, print: (type: Parameters<typeof printType>[1]) => string): string {
  switch (edge.to) {
    case 'instance':
      return print(edge.instance.specTypes)
    case 'table':
      return `table ${print(edge.signature)}`
    case 'binding':
      return `binding ${String(Symbol.keyFor(edge.binding.name))}`
  }
}
