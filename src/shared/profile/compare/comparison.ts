/**
 * Two to six profiles side by side: totals and phases, quantities, steps, method instances, packages, imports, invalidations, and what makes
 * them hard to compare. The first profile is what the others are compared with. Each part is made when it is first asked for.
 */
import { UserError } from '../../errors'
import { compareBases, type Basis } from './bases'
import { CODE_PARTS, compareCode, type CodePart, type CodeSection } from './code'
import { alignFlames, type AlignedFlame } from './flame'
import { compareImports, type ImportSection } from './imports'
import { compareInvalidations, type InvalidationSection } from './invalidations'
import { comparePackages, type ComparedPackage } from './packages'
import { QUANTITIES, QUANTITY_NAMES, quantitiesOf, type QuantityName } from './quantities'
import { timesAlike } from './noise'
import { numbersOf, type CompareSide, type Numbers } from './side'
import { compareSteps, overlap, type StepSection } from './steps'
import { compareWarnings, type CompareWarning } from './warnings'

export const LEAST_SIDES = 2
/** More do not fit beside one another. */
const MOST_SIDES = 6

export interface ComparedQuantity {
  readonly name: QuantityName
  readonly title: string
  readonly unit: (typeof QUANTITIES)[QuantityName]['unit']
  readonly numbers: Numbers
}

function lazy<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => (made ??= { value: make() }).value
}

export class Comparison {
  private readonly codes = new Map<CodePart, () => CodeSection | undefined>(CODE_PARTS.map((part) => [part, lazy(() => compareCode(this.sides, part))]))
  private readonly made = {
    warnings: lazy(() => compareWarnings(this.sides)),
    bases: lazy(() => compareBases(this.sides)),
    steps: lazy(() => compareSteps(this.sides)),
    imports: lazy(() => compareImports(this.sides)),
    invalidations: lazy(() => compareInvalidations(this.sides)),
    packages: lazy(() => comparePackages(this.sides.length, this.code('inference') ?? this.code('codegen'), this.imports)),
    flame: lazy(() => {
      const section = this.code('inference')
      return section && alignFlames(this.sides, section)
    }),
    quantities: lazy(() => this.compareQuantities()),
  }

  /** Throws `UserError('bad-usage')` if there are fewer than two or more than six sides. */
  constructor(readonly sides: readonly CompareSide[]) {
    if (sides.length < LEAST_SIDES || sides.length > MOST_SIDES) {
      throw new UserError('bad-usage', `${sides.length === 1 ? 'There is one profile' : `There are ${sides.length} profiles`} to compare.`, { hint: `expected ${LEAST_SIDES} to ${MOST_SIDES}` })
    }
  }

  get labels(): readonly string[] {
    return this.sides.map(({ label }) => label)
  }
  get warnings(): readonly CompareWarning[] {
    return this.made.warnings()
  }
  get bases(): readonly Basis[] {
    return this.made.bases()
  }
  /** Steps of recordings and lines of `@time`. */
  get steps(): StepSection | undefined {
    return this.made.steps()
  }
  get imports(): ImportSection | undefined {
    return this.made.imports()
  }
  get invalidations(): InvalidationSection | undefined {
    return this.made.invalidations()
  }
  get packages(): readonly ComparedPackage[] {
    return this.made.packages()
  }
  get flame(): AlignedFlame | undefined {
    return this.made.flame()
  }
  /** What at least one side tells. */
  get quantities(): readonly ComparedQuantity[] {
    return this.made.quantities()
  }

  code(part: CodePart): CodeSection | undefined {
    return this.codes.get(part)?.()
  }
  /** Those that at least two sides have. */
  get codeParts(): readonly CodePart[] {
    // Generated code stands beside inference where there is any.
    return CODE_PARTS.filter((part) => this.code(part) !== undefined && !(part === 'codegen' && this.code('inference')?.withCodegen))
  }

  private compareQuantities(): ComparedQuantity[] {
    const found = this.sides.map(({ profile }) => new Map(quantitiesOf(profile).map((one) => [one.name, one])))
    const times = timesAlike(this.sides, 'timeline')
    return QUANTITY_NAMES.flatMap((name) => {
      const { title, unit } = QUANTITIES[name]
      const of = found.map((quantities) => quantities.get(name))
      if (of.every((one) => one === undefined)) return []
      const numbers = numbersOf(of.map((one) => one?.value ?? Number.NaN), (a, b, first, other) => {
        const [one, two] = [of[first], of[other]]
        if (unit !== 'time' || !one || !two) return a === b
        const [left, right] = [one, two].map(({ value, low, high }) => ({ median: value, low, high }))
        return left && right && !Number.isNaN(left.low) && !Number.isNaN(right.low) ? overlap(left, right) : times(a, b, first, other)
      })
      return [{ name, title, unit, numbers }]
    })
  }
}

/** Nothing that two of the profiles have. */
export function isEmpty({ bases, steps, codeParts, imports, invalidations }: Comparison): boolean {
  return bases.length === 0 && !steps && codeParts.length === 0 && !imports && !invalidations
}
