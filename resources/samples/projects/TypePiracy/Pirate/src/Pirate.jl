"Owns neither the functions nor the types of the methods that it adds."
module Pirate

import Ledger

Ledger.fee(x::Float64) = x / 4
Base.:*(s::String, n::Int) = repeat(s, n)

end
