/** All rules of desugaring, by the head of the form that they expand. */
import { arrayRules } from './arrays'
import { assignmentRules } from './assignment'
import { broadcastRules } from './broadcast'
import { callRules } from './calls'
import { controlFlowRules } from './control-flow'
import { declarationRules } from './declarations'
import type { Rule } from './expand'
import { functionRules } from './functions'
import { indexingRules } from './indexing'
import { quoteRules } from './quote'
import { typeParameterRules } from './type-parameters'
import { typeRules } from './types'

let rules: ReadonlyMap<string, Rule> | undefined

/** The rule for a head. The table is made when first asked for, as rules and expansion know each other. */
export function ruleFor(head: string): Rule | undefined {
  rules ??= allRules()
  return rules.get(head)
}

const allRules = (): ReadonlyMap<string, Rule> => new Map(Object.entries({
  ...arrayRules,
  ...assignmentRules,
  ...broadcastRules,
  ...callRules,
  ...controlFlowRules,
  ...declarationRules,
  ...functionRules,
  ...indexingRules,
  ...quoteRules,
  ...typeParameterRules,
  ...typeRules,
}))
