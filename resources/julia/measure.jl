# Times one program of `backedge calibrate` in this Julia, 1.5 or later. The text of the program comes on standard input: definitions,
# among them `calibrate_me()`, whose value is the same in every Julia. On standard output there is one line for each figure,
# nanoseconds each:
#   parse      text to expressions, the fastest of several
#   lower      macro expansion and lowering of every expression, the fastest of several
#   define     evaluating every expression, without what inference took
#   infer      type inference (with optimisation) until the first call of calibrate_me() returned
#   rest       the first call without inference: code generation, dispatch, running
#   run        the second call
# then `value` and the value as `repr` shows it. Inference is timed where the runtime enters it. Garbage collection is off.
module BackedgeMeasure

const spent = Ref{UInt64}(0)
const depth = Ref(0)

# The name changed with 1.6.
const infer_instance = isdefined(Core.Compiler, :typeinf_ext_toplevel) ? Core.Compiler.typeinf_ext_toplevel : Core.Compiler.typeinf_ext

function timed_inference(args...)
    depth[] += 1
    began = time_ns()
    try
        return infer_instance(args...)
    finally
        depth[] -= 1
        depth[] == 0 && (spent[] += time_ns() - began)
    end
end

parse_text(text) = Base.parse_input_line(text; filename = "program.jl")

function expressions(text)
    parsed = parse_text(text)
    found = parsed isa Expr && parsed.head === :toplevel ? Any[parsed.args...] : Any[parsed]
    filter!(one -> !(one isa LineNumberNode), found)
    for one in found
        one isa Expr && one.head in (:error, :incomplete) && error("the program does not parse: ", one.args[1])
    end
    return found
end

function fastest(work, times)
    best = typemax(UInt64)
    for _ in 1:times
        began = time_ns()
        work()
        best = min(best, time_ns() - began)
    end
    return best
end

function lower_all(into, forms)
    for form in forms
        Meta.lower(into, form)
    end
end

function define_all(into, forms)
    for form in forms
        Core.eval(into, form)
    end
end

function measure(text, into)
    parse_time = fastest(() -> parse_text(text), 5)
    forms = expressions(text)
    lower_time = fastest(() -> lower_all(into, forms), 3)
    spent[] = 0
    began = time_ns()
    define_all(into, forms)
    define_time = time_ns() - began - spent[]
    entry = Core.eval(into, :calibrate_me)
    spent[] = 0
    began = time_ns()
    value = Base.invokelatest(entry)
    first_time = time_ns() - began
    infer_time = spent[]
    began = time_ns()
    Base.invokelatest(entry)
    run_time = time_ns() - began
    return (value, ("parse" => parse_time, "lower" => lower_time, "define" => define_time,
                    "infer" => infer_time, "rest" => first_time - infer_time, "run" => run_time))
end

function report(io, value, figures)
    println(io, "julia ", VERSION)
    for (name, time) in figures
        println(io, name, " ", Int(time))
    end
    println(io, "value ", repr(value))
end

function main()
    text = read(stdin, String)
    GC.gc()
    GC.enable(false)
    # Before it is entered the first time: it cannot infer itself.
    for more in ((), (UInt8,), (UInt8, UInt8))
        precompile(timed_inference, (Core.MethodInstance, UInt, more...))
    end
    ccall(:jl_set_typeinf_func, Cvoid, (Any,), timed_inference)
    # Once on something small, so that this script itself is compiled.
    report(devnull, measure("small(x) = x + 1\ncalibrate_me() = small(2)", Module(:Small))...)
    value, figures = measure(text, Main)
    report(stdout, value, figures)
end

end
BackedgeMeasure.main()
