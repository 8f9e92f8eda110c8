# Records where the time of `using` and of first calls goes, in the Julia (1.5 or later) that runs it. It needs nothing but Julia itself:
#
#   julia --startup-file=no --project=DIR --trace-compile=TRACE record.jl --out=FILE --using=P --eval='P.f(5)' --label='first call'
#
# Steps run in the order given, at top level of Main, until one throws; `--label=TEXT` names the step before it. What was found goes
# into FILE as JSON Lines (docs/recording.md has every line); a line `begin` stands there as soon as its step starts.
#   --mode=detail   (if not said) the inference tree, invalidations, package loads, what --trace-compile wrote
#   --mode=plain    only the time of each step: nothing is switched on that costs time
# How inference is seen:
#   SnoopCompileCore   if the environment has it
#   Julia 1.12 on      the runtime's list of newly inferred code, with the times that each code instance carries (Float16)
#   Julia 1.6 to 1.11  Core.Compiler.Timings
#   Julia 1.5          `typeinf` of this session's compiler is replaced by one that notes the time and calls the code of the old one. What
#                      that invalidates is compiled again before the first step
# What the recording itself adds is measured: lines `adds`. No method of any other module is defined but that one of Julia 1.5.
module BackedgeRecorder

const FORMAT = 1

struct Step
    kind::String
    text::String
    label::String
    code::Any
end

const Field = Pair{String, Any}

# ---- JSON

function json_text(io::IO, text::AbstractString)
    print(io, '"')
    for char in text
        if char == '"' || char == '\\'
            print(io, '\\', char)
        elseif char == '\n'
            print(io, "\\n")
        elseif char < ' ' || char == '\x7f' || !isvalid(char)
            print(io, isvalid(char) ? string("\\u", string(UInt32(char); base = 16, pad = 4)) : "\\ufffd")
        else
            print(io, char)
        end
    end
    print(io, '"')
end

function json(io::IO, @nospecialize(value))
    if value === nothing || value === missing
        print(io, "null")
    elseif value isa Bool
        print(io, value)
    elseif value isa Integer
        print(io, value)
    elseif value isa AbstractFloat
        isfinite(value) ? print(io, Float64(value)) : print(io, "null")
    elseif value isa Vector
        print(io, '[')
        for at in 1:length(value)
            at == 1 || print(io, ',')
            json(io, value[at])
        end
        print(io, ']')
    else
        json_text(io, string(value))
    end
    return nothing
end

function put(io::IO, fields::Vector{Field})
    print(io, '{')
    for at in 1:length(fields)
        at == 1 || print(io, ',')
        json_text(io, fields[at].first)
        print(io, ':')
        json(io, fields[at].second)
    end
    println(io, '}')
end

# ---- Arguments

function parse_step(kind, text)
    source = kind == "using" ? string("using ", text) : text
    code = Base.parse_input_line(source; filename = "step")
    if code isa Expr
        for part in (code.head === :toplevel ? code.args : Any[code])
            part isa Expr && part.head in (:error, :incomplete) && error("This is no Julia: ", source, "\n", part.args...)
        end
    end
    return code
end

function arguments(args)
    steps = Step[]
    out = ""
    mode = "detail"
    for arg in args
        at = findfirst(isequal('='), arg)
        (at === nothing || !startswith(arg, "--")) && error("Found ", repr(arg), ", expected --out=, --mode=, --using=, --eval= or --label=")
        name, value = SubString(arg, 3, prevind(arg, at)), String(SubString(arg, nextind(arg, at)))
        if name == "out"
            out = value
        elseif name == "mode"
            value in ("detail", "plain") || error("Found --mode=", value, ", expected detail or plain")
            mode = value
        elseif name == "using" || name == "eval"
            push!(steps, Step(name, value, name == "using" ? string("using ", value) : value, parse_step(name, value)))
        elseif name == "label"
            isempty(steps) && error("--label=", value, " names no step: none stands before it")
            last = pop!(steps)
            push!(steps, Step(last.kind, last.text, value, last.code))
        else
            error("Found --", name, ", expected --out=, --mode=, --using=, --eval= or --label=")
        end
    end
    out == "" && error("Where to write is not said: expected --out=FILE")
    isempty(steps) && error("There is no step: expected --using= or --eval=")
    return (steps, out, mode)
end

# ---- Names

# The first argument of a signature is the function; a method instance may be of top-level code, which has no method.
strip_kind(text) = startswith(text, "MethodInstance for ") ? SubString(text, 20) : text

instance_of(@nospecialize(code)) =
    code isa Core.MethodInstance ? code :
    isdefined(code, :def) ? (getfield(code, :def) isa Core.MethodInstance ? getfield(code, :def) : instance_of(getfield(code, :def))) : nothing

function place_fields!(fields, @nospecialize(instance))
    method = instance isa Method ? instance : instance.def
    if method isa Method
        push!(fields, Field("name", string(method.name)), Field("module", string(method.module)), Field("file", string(method.file)), Field("line", Int(method.line)))
    elseif method isa Module
        push!(fields, Field("name", "toplevel"), Field("module", string(method)))
    end
    return fields
end

# ---- Invalidations

const LOG_FILE = Ref("")
const LOG_STREAM = Ref{Any}(nothing)
const C_STDOUT = Ref{Ptr{Cvoid}}(C_NULL)
const method_log = Ref{Any}(nothing)
const edge_log = Ref{Any}(nothing)

# Up to 1.5 the name is a number that switches printing on, later a function that gives a list.
const prints_invalidations = VERSION < v"1.6.0-"

edge_module() = isdefined(Base, :ReinferUtils) ? getfield(Base, :ReinferUtils) : isdefined(Base, :StaticData) ? getfield(Base, :StaticData) : nothing

function log_edges(on::Bool)
    from = edge_module()
    from !== nothing && isdefined(from, :debug_method_invalidation) || return nothing
    return Base.invokelatest(getfield(from, :debug_method_invalidation), on)
end

function watch_invalidations(file)
    if prints_invalidations
        # The runtime prints to its own standard output, which then is this file; Julia's `stdout` stays as it is.
        stream = open(file, "w")
        LOG_FILE[], LOG_STREAM[] = file, stream
        where_to = cglobal(:jl_uv_stdout, Ptr{Cvoid})
        C_STDOUT[] = unsafe_load(where_to)
        unsafe_store!(where_to, convert(Ptr{Cvoid}, pointer(stream.ios)))
        unsafe_store!(cglobal(:jl_debug_method_invalidation, Cint), Cint(1))
    else
        method_log[] = ccall(:jl_debug_method_invalidation, Any, (Cint,), 1)
        edge_log[] = log_edges(true)
    end
    return nothing
end

function leave_invalidations()
    if prints_invalidations
        LOG_STREAM[] === nothing && return nothing
        unsafe_store!(cglobal(:jl_debug_method_invalidation, Cint), Cint(0))
        unsafe_store!(cglobal(:jl_uv_stdout, Ptr{Cvoid}), C_STDOUT[])
        close(LOG_STREAM[])
        LOG_STREAM[] = nothing
    else
        ccall(:jl_debug_method_invalidation, Any, (Cint,), 0)
        log_edges(false)
    end
    return nothing
end

const STEP_MARK = "#step "

function invalidation_position(step, boundary)
    if prints_invalidations
        LOG_STREAM[] === nothing || println(LOG_STREAM[], STEP_MARK, boundary == "begin" ? step : 0)
        return (0, 0)
    end
    return (method_log[] === nothing ? 0 : length(method_log[]), edge_log[] === nothing ? 0 : length(edge_log[]))
end

function log_entry(kind, step, @nospecialize(entry))
    fields = Field["t" => kind, "step" => step]
    if entry isa Core.MethodInstance
        push!(fields, "of" => "instance", "v" => strip_kind(string(entry)))
        place_fields!(fields, entry)
    elseif entry isa Method
        push!(fields, "of" => "method", "v" => string(entry))
        place_fields!(fields, entry)
    elseif entry isa Integer
        push!(fields, "of" => "number", "v" => Int(entry))
    elseif entry isa String
        push!(fields, "of" => "text", "v" => entry)
    elseif entry isa Type
        push!(fields, "of" => "type", "v" => string(entry))
    elseif entry isa Core.CodeInstance
        push!(fields, "of" => "code", "v" => strip_kind(string(instance_of(entry))))
        place_fields!(fields, instance_of(entry))
    elseif entry === nothing
        push!(fields, "of" => "nothing", "v" => "")
    else
        push!(fields, "of" => string(typeof(entry)), "v" => sprint(show, entry; context = :limit => true))
    end
    return fields
end

function put_invalidations(io, spans)
    if prints_invalidations
        isfile(LOG_FILE[]) || return nothing
        step = 0
        for line in eachline(LOG_FILE[])
            if startswith(line, STEP_MARK)
                step = parse(Int, SubString(line, length(STEP_MARK) + 1))
            elseif step > 0
                put(io, Field["t" => "invalidated", "step" => step, "line" => line])
            end
        end
    else
        for (list, name, part) in ((method_log[], "methods", 1), (edge_log[], "edges", 2))
            list === nothing && continue
            for (step, first_at, last_at) in spans, at in (first_at[part] + 1):last_at[part]
                put(io, log_entry(name, step, list[at]))
            end
        end
    end
    return nothing
end

# ---- Inference

# Depth first, parents before children. Times are nanoseconds of the clock of `time_ns`; -1 where there are none.
struct Frame
    instance::Core.MethodInstance
    parent::Int
    start::Int
    exclusive::Float64
    inclusive::Float64
    constants::Bool
    native::Float64
    step::Int
end

is_constant(@nospecialize(type)) = type isa Core.Compiler.Const && !(type.val isa Type || type.val isa Function)

abstract type Tool end
# What there is no way to see, or nobody asked for.
struct NoTool <: Tool end

name_of(::NoTool) = ""
prepare!(::NoTool) = nothing
start!(::NoTool) = nothing
stop!(::NoTool) = nothing
position_of(::NoTool) = 0
frames_of(::NoTool, steps) = Frame[]
error_of(::Tool) = ""

struct WrappedInference <: Tool end
name_of(::WrappedInference) = "typeinf of Julia 1.5, wrapped"

function prepare!(::WrappedInference)
    compiler = Core.Compiler
    old = first(methods(compiler.typeinf, (compiler.InferenceState,)))
    definition = Meta.lower(compiler, :(function typeinf_unmeasured(frame::InferenceState) end))
    for statement in definition.args[1].code
        if statement isa Expr && statement.head === :method && length(statement.args) == 3
            statement.args[3] = Base.uncompressed_ast(old)
        end
    end
    Core.eval(compiler, definition)
    Core.eval(compiler, quote
        const measured_frames = Any[]
        const measured_times = UInt[]
        const measuring = Bool[false]
        function typeinf(frame::InferenceState)
            measuring[1] || return typeinf_unmeasured(frame)
            push!(measured_frames, frame.linfo)
            push!(measured_frames, frame.result)
            push!(measured_times, ccall(:jl_hrtime, UInt, ()))
            done = typeinf_unmeasured(frame)
            push!(measured_frames, nothing)
            push!(measured_frames, nothing)
            push!(measured_times, ccall(:jl_hrtime, UInt, ()))
            return done
        end
    end)
    # The runtime infers in the world in which it was told what infers: that of top-level code is the newest.
    Core.eval(compiler, :(ccall(:jl_set_typeinf_func, Cvoid, (Any,), typeinf_ext)))
    compile_again(compiler)
    return nothing
end

# The compiler calls what was replaced: its own code is compiled again now, not while a step is timed.
function compile_again(from::Module)
    for name in names(from; all = true)
        isdefined(from, name) || continue
        callable = getfield(from, name)
        callable isa Function && parentmodule(callable) === from || continue
        for method in methods(callable)
            for instance in invalid_instances(method)
                precompile(instance.specTypes)
            end
        end
    end
end

function invalid_instances(method)
    found = Core.MethodInstance[]
    visit(@nospecialize(one)) = one isa Core.MethodInstance && is_stale(one) && push!(found, one)
    specializations = method.specializations
    if specializations isa Core.TypeMapEntry || specializations isa Core.TypeMapLevel
        Base.visit(visit, specializations)
    elseif specializations isa Core.SimpleVector
        for at in 1:length(specializations)
            isassigned(specializations, at) && visit(specializations[at])
        end
    elseif specializations isa Core.MethodInstance
        visit(specializations)
    end
    return found
end

function start!(::WrappedInference)
    empty!(Core.Compiler.measured_frames)
    empty!(Core.Compiler.measured_times)
    Core.Compiler.measuring[1] = true
    return nothing
end
stop!(::WrappedInference) = (Core.Compiler.measuring[1] = false; nothing)
position_of(::WrappedInference) = length(Core.Compiler.measured_times)

# The bits are of the compiler's own kind, which only its own functions read.
overridden(result, at) = Core.Compiler.getindex(result.overridden_by_const, at)
has_constants(result) = any(at -> overridden(result, at) && (is_constant(result.argtypes[at]) || result.argtypes[at] isa Core.Compiler.PartialStruct), 1:length(result.argtypes))

function frames_of(::WrappedInference, steps)
    entries, times = Core.Compiler.measured_frames, Core.Compiler.measured_times
    frames = Frame[]
    for (step, first_at, last_at) in steps
        open = Int[]
        below = Float64[]
        for at in (first_at + 1):last_at
            instance, time = entries[2at - 1], Int(times[at])
            if instance isa Core.MethodInstance
                push!(frames, Frame(instance, isempty(open) ? 0 : open[end], time, 0, 0, has_constants(entries[2at]), -1, step))
                push!(open, length(frames))
                push!(below, 0)
            elseif !isempty(open)
                row = pop!(open)
                frame = frames[row]
                whole = Float64(time - frame.start)
                frames[row] = Frame(frame.instance, frame.parent, frame.start, whole - pop!(below), whole, frame.constants, -1, step)
                isempty(below) || (below[end] += whole)
            end
        end
    end
    return frames
end

# 1.6 to 1.11, and nodes of SnoopCompileCore that look like them.
struct CompilerTimings <: Tool end
name_of(::CompilerTimings) = "Core.Compiler.Timings"
prepare!(::CompilerTimings) = nothing
function start!(::CompilerTimings)
    Core.Compiler.Timings.reset_timings()
    Core.Compiler.__set_measure_typeinf(true)
    return nothing
end
function stop!(::CompilerTimings)
    Core.Compiler.__set_measure_typeinf(false)
    Core.Compiler.Timings.close_current_timer()
    return nothing
end
position_of(::CompilerTimings) = Int(time_ns())
frames_of(::CompilerTimings, steps) = timed_frames(Core.Compiler.Timings._timings[1].children, steps)

info_of(node) = hasproperty(node, :mi_timing) ? node.mi_timing.mi_info : node.mi_info
nanoseconds_of(node) = hasproperty(node, :mi_timing) ? 1e9 * node.mi_timing.exclusive : Float64(node.time)
start_of(node) = node.start_time isa AbstractFloat ? round(Int, 1e9 * node.start_time) : Int(node.start_time)

function timed_frames(roots, steps)
    frames = Frame[]
    for root in roots
        began = start_of(root)
        for (step, first_at, last_at) in steps
            first_at <= began <= last_at && add_timed!(frames, root, 0, step)
        end
    end
    return frames
end

function add_timed!(frames, node, parent, step)
    info = info_of(node)
    own = nanoseconds_of(node)
    count = min(length(info.slottypes), info.nargs)
    constants = any(at -> is_constant(info.slottypes[at]), 1:count)
    push!(frames, Frame(info.mi, parent, start_of(node), own, own, constants, -1, step))
    row = length(frames)
    whole = own
    for child in node.children
        whole += add_timed!(frames, child, row, step)
    end
    frame = frames[row]
    frames[row] = Frame(frame.instance, parent, frame.start, own, whole, constants, -1, step)
    return whole
end

# 1.12 on: code in the order in which inference was finished with it, callees before callers.
struct NewlyInferred <: Tool
    code::Vector{Any}
end
name_of(::NewlyInferred) = "newly inferred code"
error_of(::NewlyInferred) = "Float16: about 3 digits"
prepare!(::NewlyInferred) = nothing
const newly_inferred = Ref{Any}(nothing)
function start!(::NewlyInferred)
    newly_inferred[] = Core.CodeInstance[]
    ccall(:jl_set_newly_inferred, Cvoid, (Any,), newly_inferred[])
    return nothing
end
stop!(::NewlyInferred) = ccall(:jl_set_newly_inferred, Cvoid, (Any,), nothing)
position_of(::NewlyInferred) = length(newly_inferred[])
frames_of(::NewlyInferred, steps) = code_frames(newly_inferred[], steps)

small_time(@nospecialize(bits)) = bits isa UInt16 ? 1e9 * Float64(reinterpret(Float16, bits)) : 1e9 * Float64(bits)
time_field(code, name) = hasproperty(code, name) ? small_time(getproperty(code, name)) : 0.0

# The caller of a piece of code is the next one after it that has an edge to it.
function code_frames(codes, steps)
    frames = Frame[]
    for (step, first_at, last_at) in steps
        range = (first_at + 1):last_at
        isempty(range) && continue
        newest = IdDict{Any, Int}()
        callers = Dict{Int, Int}()
        for at in range
            for edge in codes[at].edges
                edge isa Core.CodeInstance || edge isa Core.MethodInstance || continue
                callee = get(newest, instance_of(edge), 0)
                callee > 0 && callee != at && !haskey(callers, callee) && (callers[callee] = at)
            end
            instance = instance_of(codes[at])
            instance === nothing || (newest[instance] = at)
        end
        children = Dict{Int, Vector{Int}}()
        for (callee, caller) in callers
            push!(get!(Vector{Int}, children, caller), callee)
        end
        for at in range
            haskey(callers, at) || add_code!(frames, codes, children, at, 0, step)
        end
    end
    return frames
end

function add_code!(frames, codes, children, at, parent, step)
    code = codes[at]
    instance = instance_of(code)
    instance === nothing && return 0.0
    own = time_field(code, :time_infer_self)
    push!(frames, Frame(instance, parent, -1, own, own, false, time_field(code, :time_compile), step))
    row = length(frames)
    whole = own
    for child in sort!(get(children, at, Int[]))
        whole += add_code!(frames, codes, children, child, row, step)
    end
    frames[row] = Frame(instance, parent, -1, own, whole, false, frames[row].native, step)
    return whole
end

# SnoopCompileCore of any generation: its macro around all steps, its tree afterwards. The name changed with 3.0.
struct Snooped <: Tool
    tree::Base.RefValue{Any}
    version::String
end
name_of(tool::Snooped) = string("SnoopCompileCore ", tool.version)
error_of(tool::Snooped) = VERSION >= v"1.12.0-" ? "Float16: about 3 digits" : ""
prepare!(::Snooped) = nothing
start!(::Snooped) = nothing
stop!(::Snooped) = nothing
position_of(::Snooped) = Int(time_ns())
function frames_of(tool::Snooped, steps)
    root = tool.tree[]
    root === nothing && return Frame[]
    hasproperty(root, :ci) || return timed_frames(root.children, steps)
    # Nodes of 3.2 carry no time: which step they belong to is not known when there are several.
    frames = Frame[]
    step = length(steps) == 1 ? steps[1][1] : 0
    for child in root.children
        add_node!(frames, child, 0, step)
    end
    return frames
end

function add_node!(frames, node, parent, step)
    own = time_field(node.ci, :time_infer_self)
    push!(frames, Frame(instance_of(node.ci), parent, -1, own, own, false, time_field(node.ci, :time_compile), step))
    row = length(frames)
    whole = own
    for child in node.children
        whole += add_node!(frames, child, row, step)
    end
    frames[row] = Frame(frames[row].instance, parent, -1, own, whole, false, frames[row].native, step)
    return whole
end

const snoop = Ref{Any}(nothing)
snoop_macro() = isdefined(snoop[], Symbol("@snoop_inference")) ? Symbol("@snoop_inference") : isdefined(snoop[], Symbol("@snoopi_deep")) ? Symbol("@snoopi_deep") : nothing

function choose_tool()
    package = Base.identify_package("SnoopCompileCore")
    if package !== nothing
        snoop[] = Base.require(package)
        Base.invokelatest(snoop_macro) === nothing || return Snooped(Ref{Any}(nothing), version_of(package))
    end
    VERSION >= v"1.12.0-" && return NewlyInferred(Any[])
    isdefined(Core.Compiler, :__set_measure_typeinf) && return CompilerTimings()
    return VERSION < v"1.6.0-" ? WrappedInference() : NoTool()
end

function is_stale(instance)
    isdefined(instance, :cache) || return false
    code = instance.cache
    world = Base.get_world_counter()
    while true
        1 <= code.max_world < world && return true
        isdefined(code, :next) || return false
        code = code.next
    end
end

# ---- Packages

const loaded = Tuple{Base.PkgId, UInt}[]
note_loaded(package::Base.PkgId) = (push!(loaded, (package, time_ns())); nothing)

function version_of(package)
    path = Base.locate_package(package)
    path === nothing && return ""
    for name in ("JuliaProject.toml", "Project.toml")
        file = joinpath(dirname(dirname(path)), name)
        isfile(file) || continue
        for line in eachline(file)
            found = match(r"^version\s*=\s*\"([^\"]*)\"", line)
            found === nothing || return found.captures[1]
        end
    end
    return ""
end

time_imports(on::Bool) = isdefined(Base, :TIMING_IMPORTS) && (on ? Base.Threads.atomic_add!(Base.TIMING_IMPORTS, 1) : Base.Threads.atomic_sub!(Base.TIMING_IMPORTS, 1))

# ---- Steps

struct Measured
    start::UInt
    stop::UInt
    allocated::Int
    allocations::Int
    collected::Int
    compile::Int
    recompile::Int
    failed::Any
    output::String
end

struct Span
    step::Int
    log_begin::Tuple{Int, Int}
    log_end::Tuple{Int, Int}
    frames_begin::Int
    frames_end::Int
end

compile_before() = isdefined(Base, :cumulative_compile_time_ns) ? Base.cumulative_compile_time_ns() :
    isdefined(Base, :cumulative_compile_time_ns_before) ? Base.cumulative_compile_time_ns_before() : nothing
compile_after() = isdefined(Base, :cumulative_compile_time_ns) ? Base.cumulative_compile_time_ns() :
    isdefined(Base, :cumulative_compile_time_ns_after) ? Base.cumulative_compile_time_ns_after() : nothing
function compile_between(before, after)
    before === nothing && return (-1, -1)
    before isa Tuple && return (Int(after[1] - before[1]), Int(after[2] - before[2]))
    return (Int(after - before), -1)
end

# The step that runs, for what ends the process from within it.
struct Running
    step::Int
    start::UInt
    compiled::Any
    memory::Base.GC_Num
    log_begin::Tuple{Int, Int}
    frames_begin::Int
end
const running = Ref{Union{Nothing, Running}}(nothing)

struct Exited <: Exception end

function measured_until(from::Running, stop, failed, output)
    used = Base.GC_Diff(Base.gc_num(), from.memory)
    compile, recompile = compile_between(from.compiled, compile_after())
    return Measured(from.start, stop, used.allocd, Base.gc_alloc_count(used), used.total_time, compile, recompile, failed, output)
end

span_until(from::Running, tool) = Span(from.step, from.log_begin, invalidation_position(from.step, "end"), from.frames_begin, position_of(tool))

function run_step(step::Step, number, tool, captured::String)
    failed = nothing
    old = captured == "" ? nothing : stdout
    stream = old === nothing ? nothing : open(captured, "w")
    stream === nothing || redirect_stdout(stream)
    log_begin, frames_begin = invalidation_position(number, "begin"), position_of(tool)
    compiled = compile_before()
    memory = Base.gc_num()
    start = time_ns()
    from = running[] = Running(number, start, compiled, memory, log_begin, frames_begin)
    try
        Core.eval(Main, step.code)
    catch error
        failed = error
    end
    stop = time_ns()
    running[] = nothing
    one = measured_until(from, stop, failed, "")
    span = span_until(from, tool)
    stream === nothing && return (one, span)
    Base.Libc.flush_cstdio()
    redirect_stdout(old)
    close(stream)
    return (Measured(one.start, one.stop, one.allocated, one.allocations, one.collected, one.compile, one.recompile, failed, read(captured, String)), span)
end

# Functions whose only purpose is that --trace-compile writes them between what two steps compiled.
begin_mark(step) = Symbol(:begin_of_step_, step)
end_mark(step) = Symbol(:end_of_step_, step)
function define_marks(count)
    for step in 0:count, name in (begin_mark(step), end_mark(step))
        Core.eval(BackedgeRecorder, :(@noinline $name() = time_ns()))
    end
end
mark(name) = isdefined(BackedgeRecorder, name) && Base.invokelatest(getfield(BackedgeRecorder, name))

# Adds what it finds to `measured` and `spans`, one for each step that was begun; ends after the first that throws.
function run_steps(io::IO, steps, tool::Tool, detail::Bool, captured::String, first_step, measured, spans)
    for (at, step) in enumerate(steps)
        number = first_step + at - 1
        put(io, Field["t" => "begin", "step" => number, "label" => step.label])
        flush(io)
        detail && mark(begin_mark(number))
        imports = detail && step.kind == "using" && captured != ""
        imports && time_imports(true)
        one, span = run_step(step, number, tool, imports ? captured : "")
        imports && time_imports(false)
        push!(spans, span)
        push!(measured, one)
        detail && mark(end_mark(number))
        isempty(one.output) || print(stdout, one.output)
        flush(stdout)
        one.failed === nothing || break
    end
    return nothing
end

# ---- What is written at the end

function flag_fields()
    options = Base.JLOptions()
    found = Any[]
    for name in (:opt_level, :opt_level_min, :debug_level, :check_bounds, :use_compiled_modules, :use_pkgimages, :can_inline, :compile_enabled, :fast_math)
        hasfield(typeof(options), name) && push!(found, string(name, "=", Int(getfield(options, name))))
    end
    return found
end

text_of(pointer) = pointer == C_NULL ? "" : unsafe_string(pointer)

function put_process(io, mode, tool)
    options = Base.JLOptions()
    project = Base.active_project()
    put(io, Field[
        "t" => "process", "format" => FORMAT, "mode" => mode, "julia" => string(VERSION), "commit" => Base.GIT_VERSION_INFO.commit_short,
        "system" => string(Sys.KERNEL), "arch" => string(Sys.ARCH), "cpu" => Sys.CPU_NAME, "cores" => Sys.CPU_THREADS, "threads" => Threads.nthreads(),
        "flags" => flag_fields(), "cpuTarget" => text_of(options.cpu_target), "sysimage" => text_of(options.image_file),
        "project" => project === nothing ? "" : project, "depots" => Any[DEPOT_PATH...], "loadPath" => Any[LOAD_PATH...],
        "inference" => name_of(tool), "inferenceError" => error_of(tool),
        "invalidations" => mode == "plain" ? "" : prints_invalidations ? "printed by the runtime" : edge_log[] === nothing ? "jl_debug_method_invalidation" : "jl_debug_method_invalidation and the edges of loaded code",
        "imports" => mode == "plain" ? "" : isdefined(Base, :TIMING_IMPORTS) ? "@time_imports" : "package_callbacks",
        "trace" => mode == "plain" ? "" : text_of(options.trace_compile),
    ])
end

error_text(::Nothing) = ""
error_text(::Exited) = "The process ended in this step."
error_text(@nospecialize(error)) = sprint(showerror, error)

function put_steps(io, steps, measured, first_time)
    for (at, one) in enumerate(measured)
        step = steps[at]
        put(io, Field[
            "t" => "step", "step" => at, "kind" => step.kind, "text" => step.text, "label" => step.label, "start" => Int(one.start - first_time), "time" => Int(one.stop - one.start),
            "bytes" => one.allocated, "allocations" => one.allocations, "gc" => one.collected, "compile" => one.compile, "recompile" => one.recompile, "error" => error_text(one.failed),
        ])
        for line in split(one.output, '\n'; keepempty = false)
            put(io, Field["t" => "printed", "step" => at, "line" => line])
        end
    end
end

function put_loaded(io, measured, first_time)
    for (package, time) in loaded
        step = findfirst(one -> one.start <= time <= one.stop, measured)
        step === nothing && continue
        put(io, Field["t" => "loaded", "step" => step, "name" => package.name, "uuid" => package.uuid === nothing ? "" : string(package.uuid), "at" => Int(time - first_time), "version" => version_of(package)])
    end
end

function put_frames(io, frames, first_time)
    stale = IdDict{Any, Bool}()
    for frame in frames
        fields = Field["t" => "inferred", "step" => frame.step, "parent" => frame.parent - 1, "v" => strip_kind(string(frame.instance))]
        place_fields!(fields, frame.instance)
        frame.start < 0 || push!(fields, "start" => frame.start - Int(first_time))
        push!(fields, "exclusive" => frame.exclusive, "inclusive" => frame.inclusive)
        frame.constants && push!(fields, "constants" => true)
        frame.native > 0 && push!(fields, "native" => frame.native)
        get!(() -> is_stale(frame.instance), stale, frame.instance) && push!(fields, "stale" => true)
        put(io, fields)
    end
end

# What was compiled between the marks belongs to a step, the rest to the recorder. Returns how many statements that is.
function put_trace(io)
    file = text_of(Base.JLOptions().trace_compile)
    (file == "" || file == "stderr" || !isfile(file)) && return 0
    step = 0
    own = 0
    for line in eachline(file)
        found = match(r"BackedgeRecorder\.(begin|end)_of_step_(\d+)", line)
        if found !== nothing
            step = found.captures[1] == "begin" ? parse(Int, found.captures[2]) : 0
        elseif step == 0 || occursin("BackedgeRecorder", line)
            own += 1
        else
            put(io, Field["t" => "compiled", "step" => step, "line" => line])
        end
    end
    return own
end

struct Added
    setup::Int
    invalidated::Int
end

# Instances that the preparation made invalid.
function own_invalidations()
    prints_invalidations || return method_log[] === nothing ? 0 : count(entry -> entry isa Core.MethodInstance, method_log[])
    flush(LOG_STREAM[])
    return count(line -> !any(mark -> startswith(line, mark), ("-- ", ">> ", STEP_MARK)), eachline(LOG_FILE[]))
end

function record(steps, out, mode)
    began = time_ns()
    io = open(out, "w")
    detail = mode == "detail"
    tool = detail ? choose_tool() : NoTool()
    finished = Ref(false)
    push!(Base.package_callbacks, note_loaded)
    isdefined(Base, :cumulative_compile_timing) && Base.cumulative_compile_timing(true)
    captured = detail && isdefined(Base, :TIMING_IMPORTS) ? string(out, ".printed") : ""
    if detail
        define_marks(length(steps))
        watch_invalidations(string(out, ".invalidations"))
        Base.invokelatest(prepare!, tool)
    end
    # Once on nothing, so that what does the measuring is compiled.
    start!(tool)
    run_steps(devnull, Step[Step("using", "", "", nothing)], tool, detail, captured, 0, Measured[], Span[])
    Base.invokelatest(note_loaded, Base.PkgId("Main"))
    stop!(tool)
    empty!(loaded)
    added = Added(Int(time_ns() - began), detail ? own_invalidations() : 0)
    put_process(io, mode, tool)
    flush(io)
    GC.gc()

    measured, spans = Measured[], Span[]
    finish = function ()
        finished[] && return nothing
        finished[] = true
        from = running[]
        if from !== nothing
            detail && mark(end_mark(from.step))
            push!(measured, measured_until(from, time_ns(), Exited(), ""))
            push!(spans, span_until(from, tool))
        end
        stop!(tool)
        detail && leave_invalidations()
        Base.invokelatest(write_rest, io, steps, measured, spans, tool, detail, added)
        close(io)
        for leftover in (string(out, ".invalidations"), captured)
            # They are kept where someone wants to read what Julia itself wrote.
            leftover != "" && !haskey(ENV, "BACKEDGE_KEEP") && rm(leftover; force = true)
        end
        return nothing
    end
    # A step may end the process.
    atexit(finish)
    start!(tool)
    if tool isa Snooped
        work = () -> run_steps(io, steps, tool, detail, captured, 1, measured, spans)
        tool.tree[] = Core.eval(BackedgeRecorder, Expr(:macrocall, Expr(:., snoop[], QuoteNode(snoop_macro())), LineNumberNode(0), :($work())))
    else
        run_steps(io, steps, tool, detail, captured, 1, measured, spans)
    end
    finish()
    failed = findfirst(one -> one.failed !== nothing, measured)
    failed === nothing && return 0
    println(stderr, "ERROR: ", error_text(measured[failed].failed))
    return 1
end

# What one version does otherwise than expected must not cost the rest.
function guarded(work, io, part)
    try
        work()
    catch error
        put(io, Field["t" => "failed", "part" => part, "error" => sprint(showerror, error)])
    end
end

function write_rest(io, steps, measured, spans, tool, detail, added)
    first_time = isempty(measured) ? time_ns() : measured[1].start
    put_steps(io, steps, measured, first_time)
    guarded(() -> put_loaded(io, measured, first_time), io, "packages")
    if detail
        compiler = own = 0
        guarded(io, "inference") do
            frames = frames_of(tool, [(span.step, span.frames_begin, span.frames_end) for span in spans])
            compiler = count(frame -> frame.instance.def isa Method && frame.instance.def.module === Core.Compiler, frames)
            put_frames(io, frames, first_time)
        end
        guarded(() -> put_invalidations(io, [(span.step, span.log_begin, span.log_end) for span in spans]), io, "invalidations")
        guarded(() -> own = put_trace(io), io, "statements")
        put(io, Field["t" => "adds", "setup" => added.setup, "invalidated" => added.invalidated, "statements" => own, "compilerFrames" => compiler])
    end
    put(io, Field["t" => "end"])
end

function main(args)
    steps, out, mode = try
        arguments(args)
    catch error
        println(stderr, "record.jl: ", sprint(showerror, error))
        return 2
    end
    return record(steps, out, mode)
end

end
exit(BackedgeRecorder.main(ARGS))
