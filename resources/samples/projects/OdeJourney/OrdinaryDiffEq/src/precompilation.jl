# What people will call first, called while the package is precompiled.

SnoopPrecompile.@precompile_all_calls begin
    function lorenz(du, u, p, t)
        du[1] = 10.0(u[2] - u[1])
        du[2] = u[1] * (28.0 - u[3]) - u[2]
        du[3] = u[1] * u[2] - (8 / 3) * u[3]
    end
    solve(ODEProblem(lorenz, [1.0; 0.0; 0.0], (0.0, 1.0)), Rodas5())
end
