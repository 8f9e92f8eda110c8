#=
Log messages: `@debug`, `@info`, `@warn`, `@error`, `@logmsg`, and the loggers that take them. The module is `Base.CoreLogging`; the package
`Logging` gives its names and the console logger. Variables of the environment (`JULIA_DEBUG`) are asked as Julia does.
=#
baremodule CoreLogging

using Core, ..Base
import ..Base: isless, +, -, convert, show, print

export AbstractLogger, LogLevel, NullLogger, @debug, @info, @warn, @error, @logmsg, with_logger, current_logger, global_logger, disable_logging,
    SimpleLogger

eval(x) = Core.eval(CoreLogging, x)

abstract type AbstractLogger end
function handle_message end
function shouldlog end
function min_enabled_level end
catch_exceptions(logger) = true

"Takes every message and does nothing."
struct NullLogger <: AbstractLogger end
min_enabled_level(::NullLogger) = AboveMaxLevel
shouldlog(::NullLogger, args...) = false
handle_message(::NullLogger, args...; kwargs...) = error("Null logger handle_message() should not be called")

"How grave a message is; the larger the graver."
struct LogLevel
    level::Int32
end
LogLevel(level::LogLevel) = level
isless(a::LogLevel, b::LogLevel) = isless(a.level, b.level)
+(level::LogLevel, inc::Integer) = LogLevel(level.level + inc)
-(level::LogLevel, inc::Integer) = LogLevel(level.level - inc)
convert(::Type{LogLevel}, level::Integer) = LogLevel(level)
const BelowMinLevel = LogLevel(-1000001)
const Debug = LogLevel(-1000)
const Info = LogLevel(0)
const Warn = LogLevel(1000)
const Error = LogLevel(2000)
const AboveMaxLevel = LogLevel(1000001)
_names() = ((BelowMinLevel, "BelowMinLevel"), (Debug, "Debug"), (Info, "Info"), (Warn, "Warn"), (Error, "Error"), (AboveMaxLevel, "AboveMaxLevel"))
function show(io::IO, level::LogLevel)
    for (known, name) in _names()
        level == known && return print(io, name)
    end
    print(io, "LogLevel(", level.level, ")")
end

_min_enabled_level = LogLevel(Debug)
disable_logging(level::LogLevel) = (global _min_enabled_level = level + 1; nothing)
disable_logging(level::Integer) = disable_logging(LogLevel(level))

"""
    @info message [key=value | value ...]

Sends a message to the logger that is in force, unless its level is below what is logged.
"""
macro debug(exs...) logmsg_code(__module__, __source__, :Debug, exs...) end
macro info(exs...) logmsg_code(__module__, __source__, :Info, exs...) end
macro warn(exs...) logmsg_code(__module__, __source__, :Warn, exs...) end
macro error(exs...) logmsg_code(__module__, __source__, :Error, exs...) end
macro logmsg(level, exs...) logmsg_code(__module__, __source__, esc(level), exs...) end

const _ids = Dict{Symbol, Int}()
# Different for each place of a module; the same in every run.
function log_record_id(_module, level, message)
    text = isa(message, String) ? message : string(level)
    id = Symbol(nameof(_module), "_", string(hash(text) % 0xffffffff, base = 16, pad = 8))
    n = get(_ids, id, 0) + 1
    _ids[id] = n
    return n == 1 ? id : Symbol(id, "_", n)
end

default_group(file) = Symbol(Base.splitext(Base.basename(string(file)))[1])

function logmsg_code(_module, source, level, message, exs...)
    known = isa(level, Symbol) ? level : nothing
    isa(level, Symbol) && (level = GlobalRef(CoreLogging, level))
    group, id, module_, file, line = nothing, nothing, _module, string(source.file), source.line
    kwargs = Any[]
    for ex in exs
        if isa(ex, Expr) && ex.head === :(=)
            k, v = ex.args
            isa(k, Symbol) || (k = Symbol(string(k)))
            if k === :_id
                id = esc(v)
            elseif k === :_group
                group = esc(v)
            elseif k === :_module
                module_ = esc(v)
            elseif k === :_file
                file = esc(v)
            elseif k === :_line
                line = esc(v)
            else
                push!(kwargs, Expr(:kw, k, esc(v)))
            end
        elseif isa(ex, Expr) && ex.head === :...
            push!(kwargs, esc(ex))
        else
            push!(kwargs, Expr(:kw, Symbol(string(ex)), esc(ex)))
        end
    end
    id === nothing && (id = QuoteNode(log_record_id(_module, known, message)))
    group === nothing && (group = QuoteNode(default_group(source.file)))
    return quote
        level = $level
        std_level = convert(LogLevel, level)
        if std_level >= _min_enabled_level
            group = $group
            _module = $module_
            logger = current_logger_for_env(std_level, group, _module)
            if logger !== nothing
                id = $id
                if Base.invokelatest(shouldlog, logger, level, _module, group, id)
                    file = $file
                    line = $line
                    try
                        msg = $(esc(message))
                        handle_message(logger, level, msg, _module, group, id, file, line; $(kwargs...))
                    catch err
                        logging_error(logger, level, _module, group, id, file, line, err)
                    end
                end
            end
        end
        nothing
    end
end

function logging_error(logger, level, _module, group, id, filepath, line, err)
    catch_exceptions(logger) || rethrow()
    handle_message(logger, Error, string("Exception while generating log record in module ", _module, " at ", filepath, ":", line), _module,
        :logevent_error, id, filepath, line; exception = err)
end

struct LogState
    min_enabled_level::LogLevel
    logger::AbstractLogger
end
LogState(logger) = LogState(LogLevel(min_enabled_level(logger)), logger)

"`JULIA_DEBUG` names modules and files whose debug messages are wanted, `all` all of them."
function env_override_minlevel(group, _module)
    text = get(Base.ENV, "JULIA_DEBUG", "")
    isempty(text) && return false
    found = false
    for part in split(text, ',')
        name = strip(part)
        isempty(name) && continue
        not = startswith(name, '!')
        not && (name = SubString(name, 2))
        if name == "all" || name == string(group) || isa(_module, Module) && (name == string(nameof(_module)) || name == string(nameof(Base.moduleroot(_module))))
            not && return false
            found = true
        end
    end
    return found
end
function current_logger_for_env(std_level, group, _module)
    state = current_logstate()
    (std_level >= state.min_enabled_level || env_override_minlevel(group, _module)) && return state.logger
    return nothing
end

"Prints `┌ Info: ...` with the place of the message below."
struct SimpleLogger <: AbstractLogger
    stream::IO
    min_level::LogLevel
    message_limits::Dict{Any, Int}
end
SimpleLogger(stream::IO = stderr, level = Info) = SimpleLogger(stream, level, Dict{Any, Int}())
shouldlog(logger::SimpleLogger, level, _module, group, id) = get(logger.message_limits, id, 1) > 0
min_enabled_level(logger::SimpleLogger) = logger.min_level
catch_exceptions(logger::SimpleLogger) = false
function within_limit!(logger, id, maxlog)
    maxlog === nothing && return true
    remaining = get!(logger.message_limits, id, maxlog)
    logger.message_limits[id] = remaining - 1
    return remaining > 0
end
function handle_message(logger::SimpleLogger, level, message, _module, group, id, filepath, line; maxlog = nothing, kwargs...)
    within_limit!(logger, id, maxlog) || return nothing
    buf = IOBuffer()
    iob = IOContext(buf, logger.stream)
    name = level == Warn ? "Warning" : string(level)
    lines = split(chomp(string(message)), '\n')
    println(iob, "┌ ", name, ": ", lines[1])
    for i in 2:length(lines)
        println(iob, "│ ", lines[i])
    end
    for (key, val) in kwargs
        println(iob, "│   ", key, " = ", val)
    end
    println(iob, "└ @ ", something(_module, "nothing"), " ", something(filepath, "nothing"), ":", something(line, "nothing"))
    write(logger.stream, take!(buf))
    nothing
end

_global_logstate = LogState(NullLogger())
_task_logstate = nothing
current_logstate() = (state = _task_logstate; (state === nothing ? _global_logstate : state)::LogState)
"The logger that takes messages now."
current_logger() = current_logstate().logger
global_logger() = _global_logstate.logger
function global_logger(logger::AbstractLogger)
    before = _global_logstate.logger
    global _global_logstate = LogState(logger)
    return before
end
"`with_logger(f, logger)`: messages go to that logger while `f()` runs."
function with_logger(f::Function, logger::AbstractLogger)
    before = _task_logstate
    global _task_logstate = LogState(logger)
    try
        return f()
    finally
        global _task_logstate = before
    end
end
with_logstate(f::Function, state) = with_logger(f, state.logger)

"""
Prints as the REPL and scripts do: a short message after `[ Info:`, a longer one in a frame, the place where the message
is not for information only.
"""
struct ConsoleLogger <: AbstractLogger
    stream::IO
    min_level::LogLevel
    meta_formatter::Any
    show_limited::Bool
    right_justify::Int
    message_limits::Dict{Any, Int}
end
ConsoleLogger(stream::IO = stderr, min_level = Info; meta_formatter = default_metafmt, show_limited = true, right_justify = 0) =
    ConsoleLogger(stream, min_level, meta_formatter, show_limited, right_justify, Dict{Any, Int}())
shouldlog(logger::ConsoleLogger, level, _module, group, id) = get(logger.message_limits, id, 1) > 0
min_enabled_level(logger::ConsoleLogger) = logger.min_level
default_logcolor(level) = level < Info ? :blue : level < Warn ? :cyan : level < Error ? :yellow : :red
function default_metafmt(level, _module, group, id, file, line)
    prefix = level == Warn ? "Warning:" : string(level, ":")
    suffix = ""
    Info <= level < Warn && return default_logcolor(level), prefix, suffix
    _module === nothing || (suffix = string(_module))
    if file !== nothing
        _module === nothing || (suffix = string(suffix, " "))
        suffix = string(suffix, file)
        line === nothing || (suffix = string(suffix, ":", isa(line, UnitRange) ? string(first(line), "-", last(line)) : line))
    end
    isempty(suffix) || (suffix = string("@ ", suffix))
    return default_logcolor(level), prefix, suffix
end
showvalue(io, msg) = show(io, "text/plain", msg)
showvalue(io, e::Tuple{Exception, Any}) = showerror(io, e[1], e[2])
showvalue(io, e::Exception) = showerror(io, e)
function handle_message(logger::ConsoleLogger, level, message, _module, group, id, filepath, line; maxlog = nothing, kwargs...)
    within_limit!(logger, id, maxlog) || return nothing
    width = 80
    lines = Tuple{Int, String}[(0, String(l)) for l in split(chomp(string(message)), '\n')]
    for (key, val) in kwargs
        text = sprint(showvalue, val, context = :limit => logger.show_limited)
        parts = split(text, '\n')
        if length(parts) == 1
            push!(lines, (2, string(key, " = ", parts[1])))
        else
            push!(lines, (2, string(key, " =")))
            for part in parts
                push!(lines, (3, String(part)))
            end
        end
    end
    color, prefix, suffix = logger.meta_formatter(level, _module, group, id, filepath, line)
    minsuffixpad = 2
    buf = IOBuffer()
    nonpaddedwidth = length(prefix) + 3
    _, first_line = lines[1]
    if length(lines) == 1 && length(suffix) == 0
        # a message on one line
        print(buf, "[ ", prefix, " ", first_line)
        println(buf)
    else
        for (i, (indent, text)) in enumerate(lines)
            box = i == 1 ? "┌ " : i < length(lines) || length(suffix) > 0 ? "│ " : "└ "
            print(buf, box)
            i == 1 && print(buf, prefix, " ")
            print(buf, " "^indent, text)
            println(buf)
        end
        length(suffix) > 0 && println(buf, "└ ", suffix)
    end
    write(logger.stream, String(take!(buf)))
    nothing
end

# Written to what `stderr` is at that time.
struct StandardError <: IO end
Base.write(::StandardError, s::String) = write(Base.stderr, s)
_global_logstate = LogState(ConsoleLogger(StandardError()))

end
using .CoreLogging: @debug, @info, @warn, @error
