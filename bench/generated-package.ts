/**
 * A package of any size, as large ones are built: modules in files of their own, hierarchies of types, functions with a method for each type, keywords,
 * loops, additions to functions of Base, and one entry whose call goes through every module, but through a small part of each. The same numbers give
 * the same texts. What it computes means nothing.
 */

export interface GeneratedPackage {
  readonly name: string
  /** Of the folder of the package: `src/Name.jl` and what it includes. */
  readonly files: ReadonlyMap<string, string>
  /** Methods that the texts define, constructors and those behind keywords among them. */
  readonly methods: number
  /** The code of a call that a user would make first. */
  readonly call: string
  /** `f, (types...)` of calls for which code can be compiled, in the order of the texts: as arguments of `precompile`. */
  readonly signatures: readonly string[]
}

interface GeneratedSize {
  readonly name?: string
  /** About as many methods; at least 50. */
  readonly methods: number
  readonly seed: number
}

/** Methods of a module; the last one has what is left. */
const METHODS_OF_PART = 250
const METHODS_OF_STRUCT = 2
const METHODS_OF_KEYWORDS = 3
/** One link of the chain of calls for so many methods. */
const METHODS_OF_LINK = 25

/** Numbers from 0 to below 1 that depend on `seed` alone. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

class Part {
  readonly lines: string[] = []
  readonly signatures: string[] = []
  methods = 0
  private readonly leaves: string[] = []
  private readonly types: string[] = []

  constructor(private readonly at: number, private readonly size: number, private readonly random: () => number) {}

  get name(): string {
    return `Part${this.at}`
  }

  text(): string {
    this.addTypes(Math.max(2, Math.floor(this.size / 24)))
    const links = Math.max(2, Math.floor(this.size / METHODS_OF_LINK))
    while (this.methods < this.size - links - this.types.length - 1) this.addFunction()
    this.addLinks(links)
    return [`module ${this.name}`, '', ...this.lines, 'end', ''].join('\n')
  }

  private integer(below: number): number {
    return Math.floor(this.random() * below)
  }

  private number(): string {
    return (this.random() * 4 - 2).toFixed(3)
  }

  private among(names: readonly string[]): string {
    return names[this.integer(names.length)] ?? ''
  }

  private define(methods: number, ...lines: string[]): void {
    this.lines.push(...lines, '')
    this.methods += methods
  }

  private signature(call: string): void {
    this.signatures.push(`${this.name}.${call}`)
  }

  private addTypes(count: number): void {
    this.define(0, 'abstract type AbstractNode end', 'abstract type AbstractLeaf <: AbstractNode end', 'abstract type AbstractBranch <: AbstractNode end')
    for (let at = 1; at <= count; at++) {
      const name = `Node${at}`
      this.types.push(name)
      this.define(METHODS_OF_STRUCT, `struct ${name} <: ${at % 2 === 0 ? 'AbstractLeaf' : 'AbstractBranch'}`, '    weight::Float64', '    count::Int', 'end')
    }
    for (const name of this.types) {
      this.define(1, `value(node::${name}, x) = node.weight * x + ${this.number()}`)
      this.signature(`value, (${this.name}.${name}, Float64)`)
    }
  }

  private addFunction(): void {
    const name = `step${this.methods}`
    const inner = (argument: string): string => (this.leaves.length === 0 || this.random() < 0.4 ? `${argument} * ${this.number()}` : `${this.among(this.leaves)}(${argument})`)
    switch (this.integer(6)) {
      case 0:
      case 1:
        this.define(1, `${name}(x) = x * ${this.number()} + ${this.number()}`)
        this.leaves.push(name)
        break
      case 2:
        this.define(1, `function ${name}(x)`, '    total = x', `    for round in 1:${2 + this.integer(4)}`, `        total = total * ${this.number()} + round`, '    end', '    return total', 'end')
        this.leaves.push(name)
        break
      case 3:
        this.define(1, `function ${name}(x)`, `    if x > ${this.number()}`, `        return ${inner('x')} - ${this.number()}`, '    end', `    y = ${inner('x')}`, '    return x > y ? x : y', 'end')
        break
      case 4: {
        const type = this.among(this.types)
        this.define(1, `function ${name}(node::${type})`, `    share = value(node, ${this.number()})`, `    return ${inner('share')} + node.count`, 'end')
        this.signature(`${name}, (${this.name}.${type},)`)
        return
      }
      default:
        this.define(METHODS_OF_KEYWORDS, `${name}(x; scale = ${this.number()}, shift = ${1 + this.integer(9)}) = ${inner('x')} * scale + shift`)
    }
    this.signature(`${name}, (Float64,)`)
    this.signature(`${name}, (Int,)`)
  }

  /** Each calls the next, and some of what the module has. */
  private addLinks(count: number): void {
    for (let at = count; at >= 1; at--) {
      const next = at === count ? 'x' : `link${at + 1}(x)`
      this.define(1, `function link${at}(x)`, `    node = ${this.among(this.types)}(x, ${this.integer(100)})`, `    y = ${this.among(this.leaves)}(value(node, x))`, `    return y * 0.5 + ${next}`, 'end')
    }
    this.define(1, `start(x) = link1(x)`)
    this.signature('start, (Float64,)')
  }
}

export function generatePackage({ name = 'Generated', methods, seed }: GeneratedSize): GeneratedPackage {
  const random = randomNumbers(seed)
  const files = new Map<string, string>()
  const parts: Part[] = []
  const count = Math.max(1, Math.round(methods / METHODS_OF_PART))
  let made = 1
  for (let at = 1; at <= count; at++) {
    const part = new Part(at, Math.round((methods - made) / (count - at + 1)), random)
    files.set(`src/parts/${part.name}.jl`, part.text())
    parts.push(part)
    made += part.methods
  }
  files.set(`src/${name}.jl`, [
    `module ${name}`, '',
    ...parts.map((part) => `include("parts/${part.name}.jl")`), '',
    'function solve(x)', '    total = 0.0', ...parts.map((part) => `    total += ${part.name}.start(x)`), '    return total', 'end', '',
    'end', '',
  ].join('\n'))
  return {
    name, files, methods: made, call: `${name}.solve(0.5)`,
    signatures: [`${name}.solve, (Float64,)`, ...parts.flatMap((part) => part.signatures.map((one) => `${name}.${one.replaceAll(`(${part.name}.`, `(${name}.${part.name}.`)}`))],
  }
}
