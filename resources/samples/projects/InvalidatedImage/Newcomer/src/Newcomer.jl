"A more special method for a function of Callers: what was compiled with the general one has to go."
module Newcomer

import Callers

Callers.f(::Int) = 2

end
