"Logic over values whose types are not known: the compiler relies on what `!` and `convert` can do today."
module Statements

export negated, allfalse, columns

negated(x) = !x === true ? 1 : 0

"True if none of the values holds."
function allfalse(values::Vector{Any})
    count = 0
    for value in values
        count += negated(value)
    end
    return count == length(values)
end

"A row as a tuple, whatever it is made of."
astuple(row) = convert(Tuple, row)
function columns(rows::Vector{Any})
    widest = 0
    for row in rows
        widest = max(widest, length(astuple(row)))
    end
    return widest
end

precompile(allfalse, (Vector{Any},))
precompile(columns, (Vector{Any},))
# What they reach by runtime dispatch.
precompile(negated, (Bool,))
precompile(astuple, (Tuple{Int,Int},))
precompile(astuple, (Tuple{Int,Int,Int},))

end
