/**
 * The schema of PackageCompiler's options for system images: what the terminal, a scenario or the build dialog say becomes `SysimageOptions`.
 * A single name or path stands for a list of one, as in PackageCompiler. Whether files and packages are there is found out by the build.
 */
import { z } from 'zod'
import { UserError } from '../../../shared/errors'
import { SYSIMAGE_FIELDS, type SysimageOption, type SysimageOptions } from '../../../shared/sysimage-options'

const path = z.string({ error: 'expected a path' }).min(1, 'expected a path').max(4096, 'expected a path').regex(/^[^\0]*$/, 'expected a path')
const paths = z.union([path, z.array(path)], { error: 'expected a path, or a list of paths' }).optional().transform((given = []) => (typeof given === 'string' ? [given] : given))
const name = z.string({ error: 'expected the name of a package' }).regex(/^[\p{L}_][\p{L}\p{N}_!]*$/u, 'expected the name of a package')
const names = z.union([name, z.array(name)], { error: 'expected the name of a package, or a list of names' }).transform((given) => (typeof given === 'string' ? [given] : given))
const label = z.string({ error: 'expected a text' }).min(1, 'expected a text that is not empty').max(200, 'expected at most 200 characters').regex(/^[^\p{Cc}]*$/u, 'expected one line')

function flag(option: SysimageOption) {
  return z.boolean({ error: 'expected true or false' }).default(SYSIMAGE_FIELDS.some((field) => field.name === option && field.value === true))
}

function usual(option: SysimageOption): string {
  const value = SYSIMAGE_FIELDS.find((field) => field.name === option)?.value
  return typeof value === 'string' ? value : ''
}

const known = SYSIMAGE_FIELDS.map((field) => field.name).join(', ')

/** Everything but where the image goes, which a scenario leaves to the run. */
const shape = {
  packages: names.optional(),
  project: path.default(usual('project')),
  precompile_execution_file: paths,
  precompile_statements_file: paths,
  incremental: flag('incremental'),
  filter_stdlibs: flag('filter_stdlibs'),
  include_transitive_dependencies: flag('include_transitive_dependencies'),
  import_into_main: flag('import_into_main'),
  base_sysimage: path.optional(),
  cpu_target: label.default(usual('cpu_target')),
  script: path.optional(),
} as const

function unknownKeys(issue: { readonly code?: string | undefined }): string | undefined {
  if (issue.code !== 'unrecognized_keys' || !('keys' in issue) || !Array.isArray(issue.keys)) return undefined
  return `there is no option ${issue.keys.map((key) => `"${String(key)}"`).join(', ')}; expected ${known}`
}

type Together = Pick<SysimageOptions, 'incremental' | 'filter_stdlibs'> & { readonly base_sysimage?: string | undefined }

/** What options cannot be said together: PackageCompiler's own objections. */
function checkTogether({ incremental, filter_stdlibs: filters, base_sysimage: base }: Together, context: z.RefinementCtx): void {
  if (filters && incremental) context.addIssue({ code: 'custom', path: ['filter_stdlibs'], message: 'must use `incremental=false` to use `filter_stdlibs=true`' })
  if (base !== undefined && !incremental) context.addIssue({ code: 'custom', path: ['base_sysimage'], message: 'cannot specify `base_sysimage` when `incremental=false`' })
}

export const sysimageOptions = z.strictObject({ ...shape, sysimage_path: path }, { error: unknownKeys }).superRefine(checkTogether)
  .transform((given): SysimageOptions => ({ ...given, packages: given.packages, base_sysimage: given.base_sysimage, script: given.script }))

/** As `sysimageOptions`, for a run that builds the image for itself: it says neither the file nor the project. */
export const ownSysimageOptions = z.strictObject(shape, { error: unknownKeys }).omit({ project: true }).superRefine(checkTogether)
export type OwnSysimageOptions = z.infer<typeof ownSysimageOptions>

/** Throws `UserError('bad-input')` that names the option. */
export function readSysimageOptions(given: unknown): SysimageOptions {
  const read = sysimageOptions.safeParse(given)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const option = issue?.path.join('.') ?? ''
  throw new UserError('bad-input', `${option === '' ? '' : `${option}: `}${issue?.message ?? 'these are no options of a system image'}.`)
}
