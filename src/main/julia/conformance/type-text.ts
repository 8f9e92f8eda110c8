/** Types as texts that are equal for equal types, however their variables are named: in what form the tables' types and those found here are compared. */
import { printType } from '../types/print'
import { substituteAll, where } from '../types/instantiate'
import { readType } from '../types/read'
import type { Parameter } from '../types/type'
import type { TypeUniverse } from '../types/universe'

export function typeText(universe: TypeUniverse, type: Parameter): string {
  return printType(universe, renamed(universe, type))
}

/** A type as a table writes it, as `typeText` writes the same type; the text itself if nothing of that name was declared. */
export function typeTextOf(universe: TypeUniverse, text: string): string {
  try {
    return typeText(universe, readType(universe, text))
  } catch {
    return text
  }
}

/** With variables named by their place, from the outermost on: types that differ in names only are printed alike. */
function renamed(universe: TypeUniverse, type: Parameter, depth = 1): Parameter {
  switch (type.kind) {
    case 'unionall': {
      const { variable, body } = type
      const own = universe.variable(`T${depth}`, renamed(universe, variable.lower, depth + 1), renamed(universe, variable.upper, depth + 1))
      return where(universe, own, renamed(universe, substituteAll(universe, body, [variable], [own]), depth + 1))
    }
    case 'datatype':
      return type.parameters.length === 0 ? type : universe.dataType(type.name, type.parameters.map((parameter) => renamed(universe, parameter, depth)))
    default:
      return type
  }
}
