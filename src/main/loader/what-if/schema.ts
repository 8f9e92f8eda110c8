/** The schema of changes: what comes from a window, a terminal or a file becomes `Change`, with complaints that name the key. */
import { z } from 'zod'
import { UserError } from '../../../shared/errors'
import { type Change, CHANGE_KINDS, WRAPPINGS } from '../../../shared/what-if'

const name = z.string({ error: 'expected a name' }).min(1, 'expected a name').max(1000, 'expected at most 1000 characters').regex(/^[^\p{Cc}]*$/u, 'expected one line')
const packageName = z.string({ error: 'expected the name of a package' }).regex(/^[\p{L}_][\p{L}\p{N}_!]*$/u, 'expected the name of a package').max(200)
const packages = z.array(packageName, { error: 'expected a list of packages' }).min(1, 'expected at least one package').max(1000).readonly()
const file = z.string({ error: 'expected a file' }).min(1, 'expected a file').max(4096).regex(/^[^\0]*$/, 'expected a file')
const line = z.int({ error: 'expected the number of a line' }).positive('expected the number of a line')
const code = z.string({ error: 'expected code' }).min(1, 'expected code').max(100_000, 'expected at most 100000 characters')

const method = z.union([
  z.strictObject({ file, line }),
  z.strictObject({ signature: code, module: name.optional() }),
], { error: 'expected { file, line }, or { signature, module }' })

export const changeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('remove-dependency'), package: packageName, from: z.union([z.literal('.'), packageName], { error: 'expected the name of a package, or "." for the project' }).optional() }),
  z.strictObject({ kind: z.literal('split-package'), package: packageName, dependency: packageName, into: z.enum(['extension', 'package'], { error: 'expected "extension" or "package"' }).optional() }),
  z.strictObject({ kind: z.literal('load-later'), package: packageName }),
  z.strictObject({ kind: z.literal('load-order'), packages }),
  z.strictObject({ kind: z.literal('drop-method'), method }),
  z.strictObject({ kind: z.literal('annotate-call'), file, line, callee: name, type: code.optional() }),
  z.strictObject({ kind: z.literal('precompile'), package: packageName, statement: code }),
  z.strictObject({ kind: z.literal('workload'), package: packageName, code }),
  z.strictObject({
    kind: z.literal('wrap'), function: name, argument: name, how: z.enum(WRAPPINGS, { error: `expected one of ${WRAPPINGS.join(', ')}` }), package: packageName.optional(), type: code.optional(),
  }),
  z.strictObject({ kind: z.literal('image'), packages }),
  z.strictObject({ kind: z.literal('julia'), version: z.string({ error: 'expected a version in quotes' }).min(1).max(20) }),
  z.strictObject({ kind: z.literal('max-methods'), package: packageName, value: z.int({ error: 'expected a number' }).min(1, 'expected 1 to 4').max(4, 'expected 1 to 4') }),
], { error: `expected an object with a kind: one of ${CHANGE_KINDS.join(', ')}` }) satisfies z.ZodType<Change>

/** Throws `UserError('bad-input')` that names the key. */
export function readChange(given: unknown): Change {
  const read = changeSchema.safeParse(given)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const key = issue?.path.map(String).join('.') ?? ''
  throw new UserError('bad-input', `This is no change: ${key === '' ? '' : `${key}: `}${issue?.message ?? 'expected an object with a kind'}.`)
}
