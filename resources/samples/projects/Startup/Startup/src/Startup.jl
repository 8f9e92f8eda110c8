"Loaded by startup.jl: precompiles for one person what the packages do not precompile for all."
module Startup

import Reports
using PrecompileTools

@setup_workload begin
    values = Dict("inference" => 1.25, "loading" => 0.5)
    @compile_workload begin
        Reports.report(values)
    end
end

end
