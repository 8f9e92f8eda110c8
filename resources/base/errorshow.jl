#=
What an exception says: the text after `ERROR: `. Method errors list the closest candidates.
=#

"`showerror(io, e)`: the exception's message, as it stands after `ERROR: `."
showerror(io::IO, ex) = show(io, ex)
showerror(io::IO, ex::Exception) = show(io, ex)
function showerror(io::IO, ex, bt; backtrace = true)
    showerror(io, ex)
end

showerror(io::IO, ex::ErrorException) = print(io, ex.msg)
showerror(io::IO, ex::ArgumentError) = print(io, "ArgumentError: ", ex.msg)
showerror(io::IO, ex::AssertionError) = print(io, "AssertionError: ", ex.msg)
showerror(io::IO, ex::OverflowError) = print(io, "OverflowError: ", ex.msg)
showerror(io::IO, ex::DimensionMismatch) = print(io, "DimensionMismatch(\"", ex.msg, "\")")
showerror(io::IO, ex::MissingException) = print(io, "MissingException: ", ex.msg)
showerror(io::IO, ex::InterruptException) = print(io, "InterruptException:")
showerror(io::IO, ex::StackOverflowError) = print(io, "StackOverflowError:")
showerror(io::IO, ex::DivideError) = print(io, "DivideError: integer division error")
showerror(io::IO, ex::UndefRefError) = print(io, "UndefRefError: access to undefined reference")
showerror(io::IO, ex::EOFError) = print(io, "EOFError: read end of file")
showerror(io::IO, ex::UndefKeywordError) = print(io, "UndefKeywordError: keyword argument ", ex.var, " not assigned")
function showerror(io::IO, ex::UndefVarError)
    if ex.var in (:UTF16String, :UTF32String)
        return print(io, "UndefVarError: ", ex.var, " not defined")
    end
    print(io, "UndefVarError: ", ex.var, " not defined")
end
showerror(io::IO, ex::KeyError) = (print(io, "KeyError: key "); show(io, ex.key); print(io, " not found"))
function showerror(io::IO, ex::InexactError)
    print(io, "InexactError: ", ex.func, '(')
    nameof(ex.T) === ex.func || print(io, ex.T, ", ")
    show(io, ex.val)
    print(io, ')')
end
function showerror(io::IO, ex::BoundsError)
    print(io, "BoundsError")
    if isdefined(ex, :a)
        print(io, ": attempt to access ")
        summary_or_value(io, ex.a)
        if isdefined(ex, :i)
            print(io, isa(ex.a, AbstractArray) ? " at index [" : "\n  at index [")
            if ex.i isa AbstractRange || ex.i isa AbstractString
                show(io, ex.i)
            else
                first = true
                for i in ex.i
                    first || print(io, ", ")
                    first = false
                    show_index(io, i)
                end
            end
            print(io, ']')
        end
    end
end
show_index(io::IO, x) = show(io, x)
show_index(io::IO, x::Slice) = show_index(io, x.indices)
show_index(io::IO, x::LogicalIndex) = show_index(io, x.mask)
show_index(io::IO, x::OneTo) = print(io, "1:", x.stop)
summary_or_value(io::IO, @nospecialize a) = a isa AbstractArray ? summary(io, a) : a isa Tuple ? show(io, MIME"text/plain"(), a) : print(io, typeof(a))
function showerror(io::IO, ex::DomainError)
    print(io, "DomainError with ")
    show(IOContext(io, :compact => true), ex.val)
    print(io, ':')
    ex.msg == "" || print(io, "\n", ex.msg)
    nothing
end
function showerror(io::IO, ex::TypeError)
    print(io, "TypeError: ")
    if ex.expected === Bool
        print(io, "non-boolean (", typeof(ex.got), ") used in boolean context")
    else
        targs = isvarargtype(ex.got) ? "Vararg" : isa(ex.got, Type) ? "Type{$(ex.got)}" : "a value of type $(typeof(ex.got))"
        print(io, "in ")
        print(io, ex.func === :var"keyword argument" ? "keyword argument $(ex.context)" : ex.context == "" ? ex.func : "$(ex.func), in $(ex.context)")
        print(io, ", expected ", ex.expected, ", got ", targs)
    end
end
function showerror(io::IO, ex::StringIndexError)
    s = ex.string
    print(io, "StringIndexError(")
    show(io, s)
    print(io, ", ", ex.index, ")")
end
function showerror(io::IO, ex::SystemError)
    print(io, "SystemError: ", ex.prefix)
    ex.errnum == 0 || print(io, ": ", Libc.strerror(ex.errnum))
    ex.extrainfo === nothing || print(io, ": ", ex.extrainfo)
end
function showerror(io::IO, ex::LoadError, bt; backtrace = true)
    showerror(io, ex)
end
function showerror(io::IO, ex::LoadError)
    print(io, "LoadError: ")
    showerror(io, ex.error)
    print(io, "\nin expression starting at ", ex.file, ":", ex.line)
end
function showerror(io::IO, ex::InitError)
    print(io, "InitError: ")
    showerror(io, ex.error)
    print(io, "\nduring initialization of module ", ex.mod)
end
showerror(io::IO, ex::CapturedException) = showerror(io, ex.ex)
function showerror(io::IO, ex::CompositeException)
    isempty(ex.exceptions) && return print(io, "CompositeException()\n")
    showerror(io, ex.exceptions[1])
    length(ex.exceptions) > 1 && print(io, "\n\n...and ", length(ex.exceptions) - 1, " more exception(s).\n")
end
showerror(io::IO, ex::InvalidCharError) = (print(io, "Base.InvalidCharError{", typeof(ex.char), "}("); show(io, ex.char); print(io, ')'))
showerror(io::IO, ex::CodePointError) = (print(io, "Base.CodePointError{", typeof(ex.code), "}("); show(io, ex.code); print(io, ')'))

# method errors

function show_signature_function(io::IO, @nospecialize(ft), qualified = false)
    uw = unwrap_unionall(ft)
    if isa(uw, DataType) && ft <: Function && isa(uw, DataType) && isempty(uw.parameters) && _isself(uw)
        # a function by its own name
        print(io, uw.name.mt.name)
    elseif isa(ft, DataType) && ft.name === Type_typename && !(isa(ft.parameters[1], TypeVar))
        show(io, ft.parameters[1])
    else
        print(io, "(::", ft, ")")
    end
end
const Type_typename = unwrap_unionall(Type).name
function _isself(@nospecialize(ft))
    name = ft.name.mt.name
    mod = ft.name.module
    return isdefined(mod, name) && ft == typeof(getfield(mod, name))
end

function showerror(io::IO, ex::MethodError)
    is_arg_types = isa(ex.args, DataType)
    arg_types = is_arg_types ? ex.args : typesof(ex.args...)
    arg_types_param = arg_types.parameters
    f = ex.f
    san_arg_types_param = Any[rewrap_unionall(arg_types_param[i], arg_types) for i in 1:length(arg_types_param)]
    f_is_function = false
    kwargs = ()
    if (endswith(string(typeof(f).name.name), "##kw") || isdefined(Core, :kwcall) && f === Core.kwcall) && length(san_arg_types_param) >= 2
        # a keyword sorter: the named tuple of keywords, the function, its arguments
        f = ex.args[2]
        kwargs = pairs(ex.args[1])
        san_arg_types_param = san_arg_types_param[3:end]
    end
    ft = typeof(f)
    name = ft.name.mt.name
    if f === Base.convert && length(san_arg_types_param) == 2 && !is_arg_types
        f_is_function = true
        print_conversion = san_arg_types_param[1] <: Type
        if print_conversion
            print(io, "MethodError: Cannot `convert` an object of type ", san_arg_types_param[2], " to an object of type ", ex.args[1])
            show_method_candidates(io, ex, f, san_arg_types_param)
            return
        end
    end
    if isempty(methods(f)) && isa(f, DataType) && f.abstract
        print(io, "MethodError: no constructors have been defined for ", f)
    elseif isempty(methods(f)) && !isa(f, Function) && !isa(f, Type)
        print(io, "MethodError: objects of type ", ft, " are not callable")
    elseif ex.world != typemax(UInt) && !is_arg_types && hasmethod(f, arg_types) && !hasmethod(f, arg_types; world = ex.world)
        _print_no_method(io, f, ft, san_arg_types_param, kwargs)
        print(io, "\nThe applicable method may be too new: running in world age ", ex.world, ", while current world is ", get_world_counter(), ".")
    elseif !is_arg_types && ccall(:bk_call_is_ambiguous, Bool, (Any,), signature_type(f, arg_types))
        showerror_ambiguous(io, f, arg_types)
        return
    else
        _print_no_method(io, f, ft, san_arg_types_param, kwargs)
    end
    show_method_candidates(io, ex, f, san_arg_types_param, kwargs)
end
function _print_no_method(io::IO, @nospecialize(f), @nospecialize(ft), argtypes, kwargs)
    print(io, "MethodError: no method matching ")
    show_signature_function(io, isa(f, Type) ? Type{f} : typeof(f))
    print(io, "(")
    for i in 1:length(argtypes)
        i > 1 && print(io, ", ")
        print(io, "::", argtypes[i])
    end
    if !isempty(kwargs)
        print(io, "; ")
        first = true
        for (k, v) in kwargs
            first || print(io, ", ")
            first = false
            print(io, k, "=")
            show(IOContext(io, :limit => true), v)
        end
    end
    print(io, ")")
end
function showerror_ambiguous(io::IO, @nospecialize(f), @nospecialize(args))
    print(io, "MethodError: ")
    show_signature_function(io, isa(f, Type) ? Type{f} : typeof(f))
    print(io, "(")
    p = args.parameters
    for i in 1:length(p)
        print(io, "::", p[i])
        i == length(p) || print(io, ", ")
    end
    print(io, ") is ambiguous. Candidates:")
    sigfix = Any
    for m in ccall(:bk_ambiguous_matches, Any, (Any,), signature_type(f, args))::Vector{Any}
        print(io, "\n  ", m)
        sigfix = typeintersect((m::Method).sig, sigfix)
    end
    if isa(unwrap_unionall(sigfix), DataType) && sigfix <: Tuple
        print(io, "\nPossible fix, define\n  ")
        show_tuple_as_call_of_type(io, sigfix)
    end
    nothing
end
function show_tuple_as_call_of_type(io::IO, @nospecialize(sig))
    tv = Any[]
    env_io = io
    while isa(sig, UnionAll)
        push!(tv, sig.var)
        env_io = IOContext(env_io, :unionall_env => sig.var)
        sig = sig.body
    end
    p = sig.parameters
    show_signature_function(env_io, p[1])
    print(io, "(")
    for i in 2:length(p)
        i > 2 && print(io, ", ")
        print(env_io, "::", p[i])
    end
    print(io, ")")
    show_method_params(io, tv)
end

# Methods of the function, those first that more of the arguments fit, then those where the first misfit comes later. An argument fits if the method's types up to it
# and the given types have something in common.
function show_method_candidates(io::IO, ex::MethodError, @nospecialize(f), argtypes, kwargs = ())
    lines = Tuple{Tuple{Int, Int}, String}[]
    nargs = length(argtypes)
    for m in methods(f)
        sig = unwrap_unionall(m.sig)
        isa(sig, DataType) || continue
        p = Any[sig.parameters...]
        tv, decls, file, line = arg_decl_parts(m)
        right = 0
        wrong = typemax(Int)
        buf = IOBuffer()
        env_io = foldl((io, var) -> IOContext(io, :unionall_env => var), tv; init = buf)
        show_signature_function(env_io, p[1])
        given = Any[argtypes...]
        print(buf, "(")
        n = length(p) - 1
        vararg = n > 0 && isvarargtype(p[end])
        for i in 1:n
            i > 1 && print(buf, ", ")
            text = decls[i + 1][2]
            vararg && i == n && text == "..." && (text = "Any...")
            isempty(text) && (text = "Any")
            if i > nargs
                # a number of further arguments that may be none is no mismatch of its own
                print(buf, "!Matched::", text)
            else
                first_i = rewrap_unionall(Tuple{p[2:i + 1]...}, m.sig)
                if typeintersect(first_i, Tuple{given[1:(vararg && i == n ? nargs : i)]...}) === Union{}
                    print(buf, "!Matched::", text)
                    # those after it may fit all the same
                    given[i] = Any
                    wrong = min(wrong, i)
                else
                    right += i == n && vararg ? nargs - n + 1 : 1
                    print(buf, "::", text)
                end
            end
        end
        kws = kwarg_decl(m)
        isempty(kws) || (print(buf, "; "); join(buf, kws, ", "))
        print(buf, ")")
        show_method_params(buf, tv)
        print(buf, " at ", file, ":", line)
        if !isempty(kwargs) && !any(k -> endswith(string(k), "..."), kws)
            unknown = String[string('"', k, '"') for (k, v) in kwargs if !(k in kws)]
            isempty(unknown) || print(buf, " got unsupported keyword argument", length(unknown) > 1 ? "s " : " ", join(unknown, ", "))
        end
        (right > 0 || nargs < 2) && push!(lines, ((right, wrong), String(take!(buf))))
    end
    isempty(lines) && return
    sort!(lines, by = first, rev = true)
    print(io, "\nClosest candidates are:")
    for i in 1:min(3, length(lines))
        print(io, "\n  ", lines[i][2])
    end
    length(lines) > 3 && print(io, "\n  ...")
    nothing
end

struct StackFrame
    func::Symbol
    file::Symbol
    line::Int
end
show(io::IO, frame::StackFrame) = print(io, frame.func, " at ", frame.file, ":", frame.line)
stacktrace(trace = backtrace()) = StackFrame[f for f in trace if f isa StackFrame]
show_backtrace(io::IO, t) = nothing
function display_error(io::IO, er, bt = nothing)
    print(io, "ERROR: ")
    showerror(io, er)
    println(io)
end
display_error(er, bt = nothing) = display_error(stderr, er, bt)
