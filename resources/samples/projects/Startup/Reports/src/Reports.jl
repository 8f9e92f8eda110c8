"Tables as text: a package that precompiles nothing by itself."
module Reports

export report

struct Row
    name::String
    value::Float64
end

heaviest(rows) = sort(rows; by = row -> row.value, rev = true)
line(row, width) = string(rpad(row.name, width), "  ", lpad(string(round(row.value; digits = 2)), 8))

function report(values::Dict{String,Float64})
    rows = [Row(name, value) for (name, value) in values]
    width = maximum(length(row.name) for row in rows)
    return join([line(row, width) for row in heaviest(rows)], "\n")
end

end
