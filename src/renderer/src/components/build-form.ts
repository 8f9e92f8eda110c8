/** What was entered for a system image, as the options of PackageCompiler. */
import type { SysimageOption, SysimageOptions } from '../../../shared/sysimage-options'
import { SYSIMAGE_FIELDS } from '../../../shared/sysimage-options'

/** Text of a field, or whether a box is ticked. */
export type BuildForm = Record<SysimageOption, string | boolean>

export function newBuildForm(): BuildForm {
  return Object.fromEntries(SYSIMAGE_FIELDS.map(({ name, kind, value }) => [name, kind === 'flag' ? value === true : typeof value === 'string' ? value : ''])) as BuildForm
}

/** Names and paths may be parted by commas or lines; names by spaces as well, which paths may have in them. */
function list(text: string | boolean, parts: RegExp): string[] {
  return String(text).split(parts).map((one) => one.trim()).filter((one) => one !== '')
}

export function optionsOf(form: BuildForm): SysimageOptions {
  const paths = (name: SysimageOption): string[] => list(form[name], /[,\n]+/)
  const path = (name: SysimageOption): string | undefined => String(form[name]).trim() || undefined
  const names = list(form.packages, /[\s,]+/)
  return {
    packages: names.length > 0 ? names : undefined,
    sysimage_path: path('sysimage_path') ?? '',
    project: path('project') ?? '.',
    precompile_execution_file: paths('precompile_execution_file'),
    precompile_statements_file: paths('precompile_statements_file'),
    incremental: form.incremental === true,
    filter_stdlibs: form.filter_stdlibs === true,
    include_transitive_dependencies: form.include_transitive_dependencies === true,
    import_into_main: form.import_into_main === true,
    base_sysimage: path('base_sysimage'),
    cpu_target: path('cpu_target') ?? 'native',
    script: path('script'),
  }
}

/** What cannot be said together, in PackageCompiler's words; '' if all can. */
export function objection({ incremental, filter_stdlibs: filters, base_sysimage: base }: SysimageOptions): string {
  if (filters && incremental) return 'must use `incremental=false` to use `filter_stdlibs=true`'
  return base !== undefined && !incremental ? 'cannot specify `base_sysimage` when `incremental=false`' : ''
}
