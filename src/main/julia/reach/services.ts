/**
 * What functions behind `ccall` need of Julia's runtime, by name. Those that Base itself calls are listed one by one (`bk_` stands for C's
 * libraries and for what Julia has in its own code, libm's successors among it, which needs nothing); of all others the beginning of the name tells.
 */
import type { Need } from '../../../shared/profile/reach'

export interface Service {
  readonly needs: readonly Need[]
  /** What it does, as a clause: `appends to an array`. */
  readonly does: string
  /** Runs code of Julia that nobody can know: `--trim` refuses these too. */
  readonly calls?: true
}

const nothing: Service = { needs: [], does: '' }

function each(names: string, needs: readonly Need[], does: string, calls = false): readonly (readonly [string, Service])[] {
  return names.split(' ').map((name) => [name, { needs, does, ...(calls && { calls: true as const }) }])
}

const KNOWN: ReadonlyMap<string, Service> = new Map([
  ...each('jl_alloc_array_1d jl_alloc_array_2d jl_alloc_array_3d jl_new_array', ['gc'], 'allocates an array'),
  ...each('jl_reshape_array jl_array_copy', ['gc'], 'makes an array of another'),
  ...each('jl_array_grow_end jl_array_grow_beg jl_array_grow_at jl_array_sizehint', ['gc'], 'grows an array'),
  ...each('jl_array_del_end jl_array_del_beg jl_array_del_at', ['gc'], 'shrinks an array'),
  ...each('jl_array_isassigned jl_arrayunset bk_array_copyto', [], ''),
  ...each('jl_symbol_n jl_gensym jl_tagged_gensym', ['types'], 'makes a symbol'),
  ...each('jl_array_to_string jl_string_to_array bk_string_cat bk_string_slice bk_string_repeat bk_string_reverse bk_string_of_char', ['gc'], 'allocates a string'),
  ...each('bk_bits_hex bk_print_float64 bk_print_float32 bk_print_float16 bk_print_fixed bk_intrinsic_name', ['gc'], 'allocates a string'),
  ...each('jl_symbol_name bk_string_byte bk_string_cmp bk_string_isascii bk_string_isvalid bk_string_starts bk_string_search bk_string_rsearch bk_string_length', [], ''),
  ...each('bk_string_copyto bk_hash_bytes bk_parse_int128 bk_parse_uint128 bk_parse_float64 bk_parse_float32', [], ''),
  ...each('bk_unicode_category bk_unicode_lower bk_unicode_upper bk_unicode_title bk_char_width bk_is_identifier bk_is_operator', ['foreign'], 'calls utf8proc'),
  ...each('jl_object_id bk_eqtable_next jl_eqtable_get', [], ''),
  ...each('jl_eqtable_put jl_eqtable_pop', ['gc'], 'changes a table of objects'),
  ...each('jl_toplevel_eval_in bk_include bk_include_string jl_macroexpand jl_macroexpand1 jl_expand bk_require bk_with_source bk_workloads_replay', ['types'], 'evaluates code', true),
  ...each('jl_f_new_module jl_set_istopmod bk_max_methods_of bk_set_max_methods jl_module_names jl_module_exports_p jl_module_globalref', ['types'], 'works on modules'),
  ...each('jl_is_const jl_binding_resolved_p bk_binding_owner', ['types'], 'looks up a binding'),
  ...each('jl_module_name jl_module_parent bk_operator_precedence', [], ''),
  ...each('bk_quotenode bk_linenumbernode bk_parse', ['gc'], 'makes an expression'),
  ...each('jl_types_equal jl_type_unionall jl_type_intersection jl_type_morespecific jl_has_typevar jl_has_free_typevars bk_typejoin bk_type_depth', ['types'], 'works on types'),
  ...each('bk_subtypes jl_get_keyword_sorter jl_return_type bk_return_types', ['types'], 'works on types'),
  ...each('bk_is_primitive bk_is_bits bk_alignment jl_get_field_offset jl_get_world_counter jl_is_in_pure_context', [], ''),
  ...each('jl_matching_methods jl_gf_invoke_lookup jl_has_method jl_method_table_for jl_method_table_disable bk_is_ambiguous bk_call_is_ambiguous bk_ambiguous_matches', ['types'], 'works on methods'),
  ...each('bk_method_argnames bk_method_keywords bk_lowered_code bk_code_typed bk_code_warntype bk_code_native bk_code_text jl_compile_hint jl_extern_c', ['types'], 'works on methods'),
  ...each('bk_method_instance bk_method_instances bk_direct_backedges bk_all_backedges bk_instance_text bk_signature_text bk_ambiguities', ['types'], 'works on methods'),
  ...each('bk_snoop_begin bk_snoop_end bk_snoop_take bk_compile_ns', ['types'], 'asks the compiler'),
  ...each('bk_sin bk_cos bk_tan bk_asin bk_acos bk_atan bk_atan2 bk_sinh bk_cosh bk_tanh bk_asinh bk_acosh bk_atanh bk_exp bk_exp2 bk_exp10 bk_expm1', [], ''),
  ...each('bk_log bk_log2 bk_log10 bk_log1p bk_cbrt bk_hypot bk_pow bk_fmod bk_ldexp bk_barrier bk_svec_ref bk_svec_len bk_version', [], ''),
  ...each('bk_gamma bk_lgamma', ['foreign'], 'calls openlibm'),
  ...each('bk_regex_check bk_regex_group_name bk_regex_exec', ['gc', 'foreign'], 'calls PCRE'),
  ...each('bk_bigint_unary bk_bigint_binary bk_bigint_bits bk_bigint_float bk_bigint_from bk_bigint_low bk_bigint_parse bk_bigint_text', ['gc', 'foreign'], 'calls GMP'),
  ...each('bk_bigint_cmp bk_bigint_trailing_zeros', ['foreign'], 'calls GMP'),
  ...each('bk_write bk_write_byte', ['io'], 'writes to a stream'),
  ...each('bk_read_file bk_stat bk_read_directory', ['io', 'gc'], 'reads files'),
  ...each('bk_working_directory bk_environment bk_environment_get bk_environment_set', ['io', 'gc'], 'asks the system'),
  ...each('jl_hrtime bk_hrtime bk_time', ['foreign'], 'reads the clock'),
  ...each('bk_random_u64', ['globals'], 'draws from the global random numbers'),
  ...each('jl_rethrow jl_rethrow_other', ['exceptions'], 'throws again'),
  ...each('bk_backtrace bk_catch_backtrace', ['exceptions', 'gc'], 'takes a backtrace'),
  ...each('jl_new_struct_uninit', ['gc'], 'allocates an object'),
  ...each('jl_set_nth_field', ['types'], 'sets a field by its number'),
  ...each('jl_exit', ['foreign'], 'ends the process'),
  ...each('bk_gc_bytes bk_gc_allocations', ['gc'], 'asks the garbage collector'),
  ...each('jl_gc_add_finalizer', ['gc'], 'registers a finalizer'),
  ...each('jl_generating_output bk_module_uuid bk_parse_uuid bk_path_of_module bk_init_paths bk_include_dependency bk_preferences', ['types'], 'asks for packages'),
  ...each('bk_record_preference bk_set_preferences bk_workload_frames bk_runs_workloads bk_invalidated_begin bk_invalidated_end bk_invalidated_take', ['types'], 'asks for packages'),
  ...each('jl_tag_newly_inferred_enable jl_tag_newly_inferred_disable', ['types'], 'asks the compiler'),
])

/** Of functions of libjulia and libuv that the list does not name. */
const BEGINNINGS: readonly (readonly [beginning: RegExp, service: Service])[] = [
  [/^(jl_call|jl_apply|jl_invoke|jl_eval|jl_toplevel|jl_load|jl_f__?apply|jl_f__call)/, { needs: ['types'], does: 'runs code of Julia', calls: true }],
  [/^jl_(gc|alloc|new_array|new_struct|array|box|cstr_to_string|pchar_to|malloc)/, { needs: ['gc'], does: 'allocates' }],
  [/^jl_(throw|rethrow|error|exception|bounds_error|type_error|undefined|sigatomic)/, { needs: ['exceptions'], does: 'throws' }],
  [/^jl_(task|new_task|switch|yield|threading|enter_threaded|thread|lock|unlock|get_current_task|set_next_task|wakeup|schedule)/, { needs: ['tasks'], does: 'works on tasks' }],
  [/^(jl_uv|uv_|ios_|jl_fs_|jl_stdout|jl_stderr|jl_safe_printf|jl_printf|jl_process_events|jl_run_event_loop)/, { needs: ['io'], does: 'does input or output' }],
  [/^jl_/, { needs: ['types'], does: 'calls the runtime' }],
  [/^(printf|puts|putchar|fopen|fclose|fread|fwrite|open|close|read|write|system)$/, { needs: ['io', 'foreign'], does: 'does input or output' }],
]

/** What a function needs. One that is not Julia's is `foreign`. */
export function serviceOf(name: string): Service {
  const known = KNOWN.get(name)
  if (known !== undefined) return known
  const found = BEGINNINGS.find(([beginning]) => beginning.test(name))?.[1]
  if (found !== undefined) return found
  return name === '' ? nothing : { needs: ['foreign'], does: 'calls C' }
}

/** Whether Base's own functions are all listed: by its name alone none may be taken for C's. */
export function isListed(name: string): boolean {
  return KNOWN.has(name)
}
