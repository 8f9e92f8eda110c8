/**
 * The options of `create_sysimage` in PackageCompiler's words and with its defaults, as data: the terminal, scenarios and the build dialog
 * read them from here, and the schema that checks values (main/loader/sysimage/options.ts) follows it. Left out: what concerns the C compiler
 * (`sysimage_build_args`, `compress_sysimage`) and apps and libraries.
 */

export interface SysimageOptions {
  /** Names of packages of the project; all that it names, and itself, if undefined. */
  readonly packages: readonly string[] | undefined
  /** The file that is written. */
  readonly sysimage_path: string
  /** The folder of a project. */
  readonly project: string
  /** Julia files that are run, and whose compiled calls become statements. */
  readonly precompile_execution_file: readonly string[]
  /** Files with a statement a line, as `--trace-compile` writes them. */
  readonly precompile_statements_file: readonly string[]
  /** On top of an image that is there; else on a Base that was made anew, without the code that the image of the version has. */
  readonly incremental: boolean
  /** Only with `incremental = false`: of the standard libraries only those that the packages need. */
  readonly filter_stdlibs: boolean
  /** What the packages depend on is loaded even where nothing says `using` of it. */
  readonly include_transitive_dependencies: boolean
  /** `import`s the packages into Main. */
  readonly import_into_main: boolean
  /** The image to build on, only with `incremental = true`; that of the version if undefined. */
  readonly base_sysimage: string | undefined
  /** A label: the simulated processor is always the same. */
  readonly cpu_target: string
  /** A Julia file that is included when all is compiled. */
  readonly script: string | undefined
}

export type SysimageOption = keyof SysimageOptions

interface SysimageField {
  readonly name: SysimageOption
  readonly kind: 'names' | 'path' | 'paths' | 'flag' | 'text'
  /** As it is written where nothing else is said; undefined: it has to be said, or nothing stands for it. */
  readonly value: boolean | string | undefined
  readonly isRequired?: true
  /** Half a sentence. */
  readonly about: string
}

/** In the order of PackageCompiler's manual. */
export const SYSIMAGE_FIELDS: readonly SysimageField[] = [
  { name: 'packages', kind: 'names', value: undefined, about: 'packages of the project that go into the image; all that it names if none is said' },
  { name: 'sysimage_path', kind: 'path', value: undefined, isRequired: true, about: 'the file to write' },
  { name: 'project', kind: 'path', value: '.', about: 'the folder with Project.toml and Manifest.toml' },
  { name: 'precompile_execution_file', kind: 'paths', value: undefined, about: 'Julia files to run: what they compile is compiled into the image' },
  { name: 'precompile_statements_file', kind: 'paths', value: undefined, about: 'files with precompile statements, one a line, as --trace-compile writes them' },
  { name: 'incremental', kind: 'flag', value: true, about: 'build on an image that is there; else on a Base that is made anew' },
  { name: 'filter_stdlibs', kind: 'flag', value: false, about: 'only the standard libraries that the packages need; goes with incremental = false' },
  { name: 'include_transitive_dependencies', kind: 'flag', value: true, about: 'all that the packages depend on, also where they do not load it' },
  { name: 'import_into_main', kind: 'flag', value: true, about: 'import the packages into Main' },
  { name: 'base_sysimage', kind: 'path', value: undefined, about: 'the image to build on; that of the Julia version if none is said' },
  { name: 'cpu_target', kind: 'text', value: 'native', about: 'a label, kept in the image' },
  { name: 'script', kind: 'path', value: undefined, about: 'a Julia file to include when all is compiled' },
]
