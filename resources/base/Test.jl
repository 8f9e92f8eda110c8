#=
The standard library Test: `@test`, `@test_throws`, `@test_broken`, `@testset` with nested sets and a summary, `@inferred`.
A failed test is printed and counted; the outermost set throws at its end if anything failed. A test outside all sets throws at once.
=#
module Test

export @test, @test_throws, @test_broken, @test_skip, @testset, @inferred, @test_nowarn, @test_logs, TestSetException, detect_ambiguities

mutable struct TestSet
    description::String
    passes::Int
    fails::Int
    errors::Int
    broken::Int
    children::Vector{TestSet}
end
TestSet(description) = TestSet(description, 0, 0, 0, 0, TestSet[])
const open_sets = TestSet[]

struct FallbackTestSetException <: Exception
    msg::String
end
Base.showerror(io::IO, e::FallbackTestSetException) = print(io, e.msg)
struct TestSetException <: Exception
    pass::Int
    fail::Int
    error::Int
    broken::Int
end
Base.showerror(io::IO, e::TestSetException) = print(io, "Some tests did not pass: ", e.pass, " passed, ", e.fail, " failed, ", e.error, " errored, ", e.broken, " broken.")

struct Pass
    value::Any
end
struct Broken
    value::Any
end
Base.show(io::IO, p::Pass) = (print(io, "Test Passed"); p.value isa Exception && print(io, "\n      Thrown: ", typeof(p.value)))
Base.show(io::IO, ::Broken) = print(io, "Test Broken")

function passed(value = nothing)
    isempty(open_sets) || (open_sets[end].passes += 1)
    return Pass(value)
end
function broken(value = nothing)
    isempty(open_sets) || (open_sets[end].broken += 1)
    return Broken(value)
end
function failed(kind::Symbol, source, text)
    path = isempty(open_sets) ? "Test" : open_sets[end].description
    print(path, ": ", kind === :fail ? "Test Failed" : "Error During Test", " at ", source.file, ":", source.line, "\n", text, "\n")
    isempty(open_sets) && throw(FallbackTestSetException("There was an error during testing"))
    kind === :fail ? (open_sets[end].fails += 1) : (open_sets[end].errors += 1)
    return nothing
end

# The parts of a comparison are evaluated once and shown if it fails.
function check(source, code, value, shown)
    value isa Bool || return failed(:error, source, "  Expression evaluated to non-Boolean\n  Expression: $code\n       Value: $(repr(value))")
    value && return passed(value)
    return failed(:fail, source, "  Expression: $code" * (shown === nothing ? "" : "\n   Evaluated: $shown"))
end
caught(source, code, e) = failed(:error, source, "  Test threw exception\n  Expression: $code\n  " * sprint(showerror, e))
macro test(ex, kws...)
    source, code = QuoteNode(__source__), string(ex)
    for kw in kws
        ex = Expr(:call, ex.args[1], Expr(:parameters, [Expr(:kw, k.args...) for k in (kw,)]..., (ex.args[2] isa Expr && ex.args[2].head === :parameters ? ex.args[2].args : Any[])...), ex.args[2:end]...)
    end
    if ex isa Expr && ex.head === :call && length(ex.args) == 3 && ex.args[1] in (:(==), :(!=), :(<), :(<=), :(>), :(>=), :(===), :(≈), :isequal, :(≤), :(≥), :in, :∈, :isa)
        op, a, b = ex.args
        return quote
            try
                x, y = $(esc(a)), $(esc(b))
                check($source, $code, $(esc(op))(x, y), string(repr(x), " ", $(string(op)), " ", repr(y)))
            catch e
                e isa FallbackTestSetException ? rethrow() : caught($source, $code, e)
            end
        end
    end
    return quote
        try
            check($source, $code, $(esc(ex)), nothing)
        catch e
            e isa FallbackTestSetException ? rethrow() : caught($source, $code, e)
        end
    end
end
function threw(source, code, expected, e)
    matches = expected isa Type ? e isa expected : expected isa Exception ? typeof(e) == typeof(expected) && repr(e) == repr(expected) : false
    matches && return passed(e)
    return failed(:fail, source, "  Expression: $code\n    Expected: $expected\n      Thrown: $(typeof(e))")
end
macro test_throws(expected, ex)
    source, code = QuoteNode(__source__), string(ex)
    return quote
        result = try
            $(esc(ex))
            nothing
        catch e
            Some(e)
        end
        result === nothing ? failed(:fail, $source, string("  Expression: ", $code, "\n    Expected: ", $(esc(expected)), "\n  No exception thrown")) :
            threw($source, $code, $(esc(expected)), something(result))
    end
end
macro test_broken(ex)
    source, code = QuoteNode(__source__), string(ex)
    return quote
        works = try
            $(esc(ex)) === true
        catch
            false
        end
        works ? failed(:error, $source, string(" Unexpected Pass\n Expression: ", $code)) : broken()
    end
end
macro test_skip(ex)
    return :(broken())
end
macro test_nowarn(ex)
    return esc(ex)
end
macro test_logs(exs...)
    return esc(exs[end])
end
macro inferred(ex)
    f, args = ex.args[1], ex.args[2:end]
    return quote
        f, args = $(esc(f)), ($(map(esc, args)...),)
        result = f(args...)
        T = Core.Compiler.return_type(f, typeof(args))
        typeof(result) == T || (result isa Type && T <: Type && result isa T) ||
            error("return type $(typeof(result)) does not match inferred return type $T")
        result
    end
end

begin_set(description) = push!(open_sets, TestSet(string(description)))
function end_set()
    ts = pop!(open_sets)
    if !isempty(open_sets)
        push!(open_sets[end].children, ts)
        return ts
    end
    print_summary(ts)
    pass, fail, err, brk = totals(ts)
    fail + err > 0 && throw(TestSetException(pass, fail, err, brk))
    return ts
end
function totals(ts::TestSet)
    t = (ts.passes, ts.fails, ts.errors, ts.broken)
    for c in ts.children
        t = t .+ totals(c)
    end
    return t
end
Base.show(io::IO, ts::TestSet) = print(io, "Test.DefaultTestSet(", repr(ts.description), ", ", sum(totals(ts)), " results)")
const columns = ("Pass", "Fail", "Error", "Broken")
function print_summary(ts::TestSet)
    t = totals(ts)
    shown = [k for k in 1:4 if t[k] > 0]
    widths = [max(length(columns[k]), ndigits(t[k])) for k in shown]
    total_width = max(5, ndigits(sum(t)))
    name_width = max(length("Test Summary:"), longest_name(ts, 0))
    print(rpad("Test Summary:", name_width), " | ")
    for (k, w) in zip(shown, widths)
        print(lpad(columns[k], w), "  ")
    end
    println(isempty(shown) ? "No tests" : lpad("Total", total_width))
    print_results(ts, 0, name_width, shown, widths, total_width)
end
longest_name(ts, depth) = max(2depth + length(ts.description), maximum(Int[longest_name(c, depth + 1) for c in ts.children]; init = 0))
function print_results(ts, depth, name_width, shown, widths, total_width)
    t = totals(ts)
    print(rpad(" "^(2depth) * ts.description, name_width), " | ")
    for (k, w) in zip(shown, widths)
        print(lpad(t[k] > 0 ? string(t[k]) : "", w), "  ")
    end
    println(sum(t) == 0 ? "No tests" : lpad(string(sum(t)), total_width))
    t[2] + t[3] > 0 || return nothing
    for c in ts.children
        print_results(c, depth + 1, name_width, shown, widths, total_width)
    end
end
set_error(source, e) = failed(:error, source, "  Got exception outside of a @test\n  " * sprint(showerror, e))
macro testset(args...)
    body, description = args[end], "test set"
    for a in args[1:end-1]
        (a isa String || a isa Expr && a.head === :string) && (description = a)
    end
    source = QuoteNode(__source__)
    one(desc, block) = quote
        begin_set($(esc(desc)))
        try
            let
                $(esc(block))
            end
        catch e
            set_error($source, e)
        end
        end_set()
    end
    if body isa Expr && body.head === :for
        header = body.args[1]
        description == "test set" && (description = :(string("test set ", $(header.args[1]))))
        return Expr(:for, esc(header), one(description, body.args[2]))
    end
    return one(description, body)
end

# ambiguities

"`detect_ambiguities(modules...)`: pairs of methods of the modules' functions for which some call has no best method."
function detect_ambiguities(mods::Module...; recursive::Bool = false, imported::Bool = false, ambiguous_bottom::Bool = false)
    found = Tuple{Method,Method}[]
    for mod in mods
        ambiguities!(found, mod, recursive, imported, ambiguous_bottom)
    end
    return sort!(found; by = pair -> (string(pair[1].file), pair[1].line, string(pair[2].file), pair[2].line))
end
function ambiguities!(found, mod::Module, recursive::Bool, imported::Bool, bottom::Bool)
    for name in Base.unsorted_names(mod; all = true, imported = imported)
        isdefined(mod, name) || continue
        value = Base.unwrap_unionall(getfield(mod, name))
        if value isa Module
            recursive && value !== mod && parentmodule(value) === mod && ambiguities!(found, value, recursive, imported, bottom)
        elseif value isa Function
            for row in ccall(:bk_ambiguities, Any, (Any, Bool), typeof(value).name.mt, bottom)
                pair = in_order(row[1], row[2])
                pair in found || push!(found, pair)
            end
        end
    end
    return nothing
end
in_order(a::Method, b::Method) = (string(a.file), a.line) <= (string(b.file), b.line) ? (a, b) : (b, a)

end
