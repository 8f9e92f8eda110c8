"Sums with a fee on each entry."
module Ledger

export fee, entry, balance

fee(x::Number) = 2
entry(x::Number, y::Number) = fee(x) + y
function balance(amounts::Vector{Float64})
    total = 0.0
    for amount in amounts
        total = entry(amount, total)
    end
    return total
end

precompile(balance, (Vector{Float64},))

end
