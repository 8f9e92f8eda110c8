# What sessions do at the prompt all the time: run when a system image is made, so that it is compiled in it. Nothing is defined here.

for x in (1, -2, 1.5, true, nothing, missing, 'a', :a, "a\n", 1:3, 1:2:7, 0x01, Int8(1), Int32(1), 1f0, 1 // 2, 1 + 2im, (), (1,), (1, 2.0), (1, "a", :b), (a = 1, b = 2.0), 1 => 2,
          [1, 2], [1.0, 2.5], ["a"], [:a], Any[1, "a"], Int[], [true, false], [1 2; 3 4], [1.0 2.0; 3.0 4.0], Dict(1 => 2), Dict("a" => 1), Dict(:a => 1), Dict{String, Any}("a" => 1),
          Set([1, 2]), Int, Float64, Vector{Int}, Union{Int, String}, sum, Base, :(x + 1), r"a+", v"1.2.3", Ref(1), [1 => 2], [(1, 2)])
    repr(x)
    string(x)
    print(devnull, x)
    show(IOBuffer(), x)
    show(IOBuffer(), MIME("text/plain"), x)
    "$x"
    hash(x)
    isequal(x, x)
end
for e in (ErrorException("a"), ArgumentError("a"), BoundsError([1], 2), BoundsError((1,), 2), DivideError(), DomainError(-1.0, "a"), InexactError(:Int64, Int64, 1.5), KeyError("a"),
          MethodError(sum, ("a", 1)), TypeError(:f, "a", Int, 1), UndefVarError(:a), UndefRefError(), OverflowError("a"), AssertionError("a"), LoadError("a", 1, ErrorException("b")))
    sprint(showerror, e)
end
for v in ([3, 1, 2], [3.0, 1.0, 2.0])
    sort(v); sort(v; rev = true); sort!(copy(v)); sortperm(v); sum(v); prod(v); maximum(v); minimum(v); extrema(v); length(v); reverse(v)
    push!(copy(v), v[1]); pop!(copy(v)); append!(copy(v), v); vcat(v, v); v .+ 1; v .* v; v + v; v - v; 2v; v == v; copy(v); v[1:2]; v[end]; first(v); last(v); findfirst(==(v[1]), v)
    map(identity, v); filter(isfinite, v); [x for x in v]; collect(v); zeros(3); ones(3); fill(0, 3); range(0, 1; length = 3); enumerate(v); zip(v, v); any(iszero, v); all(isfinite, v); in(v[1], v)
    v'; v' * v; mapreduce(abs, +, v); reduce(+, v); foldl(+, v); cumsum(v); unique(v); view(v, 1:2); similar(v); isempty(v); eachindex(v); deleteat!(copy(v), 1); insert!(copy(v), 1, v[1])
end
for d in (Dict(1 => 2), Dict("a" => 1), Dict(:a => 1), Dict{Symbol, Any}(:a => 1), Dict{String, Any}("a" => 1))
    k = first(keys(d)); d[k]; haskey(d, k); get(d, k, nothing); d[k] = 1; length(d); collect(d); collect(keys(d)); collect(values(d)); delete!(copy(d), k); merge(d, d); isempty(d)
    for (a, b) in d; a, b; end
    for p in pairs(d); p.first; end
end
for s in ("a b,c", SubString("a b", 1, 1))
    split(s); split(s, ","); join([s, s], ", "); uppercase(s); lowercase(s); strip(s); replace(s, "a" => "b"); startswith(s, "a"); endswith(s, "c"); occursin("a", s); s * s; s^2; length(s)
    s[1]; first(s); last(s); collect(s); reverse(s); parse(Int, "12"); parse(Float64, "1.5"); tryparse(Int, "x"); repeat(s, 2); string(s, 1, 1.5); chomp(s); lpad(s, 5); rpad(s, 5); s == s; s < s; cmp(s, s)
end
round(1.25; digits = 1); round(Int, 1.5); floor(Int, 1.5); ceil(Int, 1.5); div(7, 2); mod(7, 2); 7 / 2; 2^10; 2.0^0.5; sqrt(2.0); sin(1.0); exp(1.0); log(2.0); abs(-1); min(1, 2); max(1.0, 2); gcd(4, 6)
1 + 1.0; 1 * 2.5; 1 - 0x01; 1 < 2.0; 1 == 1.0; Int8(1) + 1; 1f0 * 2; true + true; (1 // 2) + 1; (1 + 2im) * 2; big(2)^70; bitstring(1); string(255; base = 16); digits(123); isodd(3); iseven(2); sign(-1)
string("a", 1.5); string(1, "a"); string(1.5, "a"); println(1.5); println("a"); println(1); println("a", 1, "b", 1.5); println(devnull, 1, " ", 1.5, "a", :b); print(devnull, "a", 1); println(devnull); sprint(print, 1, "a"); write(IOBuffer(), "a"); String(take!(IOBuffer("a")))
ntuple(identity, 3); tuple(1, "a"); (1, 2)[1]; map(+, (1, 2), (3, 4)); Pair(1, 2); something(nothing, 1); coalesce(missing, 1); isnothing(nothing); ismissing(missing); identity(1); typeof(1); nameof(sum)
# Docstrings, in a module that nobody has.
for ex in (:(@doc "a" f(x) = x), :(@doc "a" struct T end), :(@doc "a" f), :(@doc f))
    macroexpand(Module(:Documented), ex)
end
# What loading a package does.
for id in (Base.PkgId(Base), Base.PkgId(Base.UUID("00000000-0000-0000-0000-000000000001"), "A"))
    d = Dict{Base.PkgId, Module}()
    d[id] = Base; haskey(d, id); d[id]; get(d, id, nothing); hash(id); hash(id.uuid); isequal(id, id)
end
