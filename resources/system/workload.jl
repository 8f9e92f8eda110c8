# What sessions do at the prompt all the time: run when a system image is made, so that it is compiled in it. Nothing is defined here.
# Only what Julia's own image has code for: a sum of Int64 and Float64, a Vector{Float64} that grows, are compiled when a session first has one.

for x in (1, -2, 1.5, true, nothing, 'a', :a, "a\n", (), Int, Float64, Vector{Int}, Union{Int, String}, Base)
    repr(x)
    string(x)
    print(devnull, x)
    show(IOBuffer(), x)
    "$x"
end
for x in (1, 1.5, true, :a, Int)
    show(IOBuffer(), MIME("text/plain"), x)
end
for e in (ErrorException("a"), ArgumentError("a"), BoundsError([1], 2), BoundsError((1,), 2), DivideError(), DomainError(-1.0, "a"), InexactError(:Int64, Int64, 1.5), KeyError("a"),
          MethodError(sum, ("a", 1)), TypeError(:f, "a", Int, 1), UndefVarError(:a), UndefRefError(), OverflowError("a"), AssertionError("a"), LoadError("a", 1, ErrorException("b")))
    sprint(showerror, e)
end
let v = [3, 1, 2]
    sum(v); maximum(v); length(v); push!(copy(v), v[1]); pop!(copy(v)); vcat(v, v); v == v; v[1:2]; v[end]
    [x for x in v]; zip(v, v); in(v[1], v); reduce(+, v); similar(v); isempty(v); eachindex(v)
end
for d in (Dict{Symbol, Any}(:a => 1), Dict{String, Any}("a" => 1))
    k = first(keys(d)); d[k]; haskey(d, k); length(d); collect(keys(d))
    for (a, b) in d; a, b; end
end
let s = "a b,c"
    split(s); split(s, ","); lowercase(s); strip(s); replace(s, "a" => "b"); startswith(s, "a"); endswith(s, "c"); occursin("a", s); s * s; s^2; length(s)
    s[1]; first(s); last(s); collect(s); reverse(s); parse(Int, "12"); parse(Float64, "1.5"); tryparse(Int, "x"); repeat(s, 2); chomp(s); lpad(s, 5); rpad(s, 5); s == s; cmp(s, s)
end
round(1.25; digits = 1); round(Int, 1.5); floor(Int, 1.5); ceil(Int, 1.5); div(7, 2); mod(7, 2); 7 / 2; 2^10; log(2.0); abs(-1); min(1, 2); gcd(4, 6)
1 * 2.5; 1 < 2.0; true + true; string(255; base = 16); isodd(3); iseven(2); sign(-1); string(1, "a")
println("a"); println(devnull, 1, " ", "a", :b); print(devnull, "a", 1); println(devnull); write(IOBuffer(), "a"); String(take!(IOBuffer("a")))
ntuple(identity, 3); tuple(1, "a"); (1, 2)[1]; Pair(1, 2); something(nothing, 1); isnothing(nothing); ismissing(missing); identity(1); typeof(1); nameof(sum)
# Docstrings, in a module that nobody has.
for ex in (:(@doc "a" f(x) = x), :(@doc "a" struct T end), :(@doc "a" f), :(@doc f))
    macroexpand(Module(:Documented), ex)
end
# What loading a package does.
for id in (Base.PkgId(Base), Base.PkgId(Base.UUID("00000000-0000-0000-0000-000000000001"), "A"))
    d = Dict{Base.PkgId, Module}()
    d[id] = Base; haskey(d, id); d[id]; get(d, id, nothing); hash(id); hash(id.uuid); isequal(id, id); id.uuid === nothing || string(id.uuid)
end
Base._from_toml(Core.svec(:table, "a", Any[1, "b"], "c", Core.svec(:table, "d", 1.5))); Base.generating_output(); merge!(Dict{String, Any}(), Dict{String, Any}("a" => 1))
