# What is called while the package is precompiled; each part can be switched on and off in LocalPreferences.toml.

SnoopPrecompile.@precompile_all_calls begin
    function lorenz(du, u, p, t)
        du[1] = 10.0(u[2] - u[1])
        du[2] = u[1] * (28.0 - u[3]) - u[2]
        du[3] = u[1] * u[2] - (8 / 3) * u[3]
    end

    solvers = AbstractAlgorithm[]
    if Preferences.@load_preference("PrecompileNonStiff", true)
        append!(solvers, [Tsit5(), Vern7()])
    end
    if Preferences.@load_preference("PrecompileStiff", true)
        append!(solvers, [Rosenbrock23(), Rosenbrock23(autodiff = false), Rodas5(), Rodas5(autodiff = false)])
    end
    if Preferences.@load_preference("PrecompileAutoSwitch", false)
        append!(solvers, [AutoTsit5(Rosenbrock23()), AutoTsit5(Rodas5())])
    end

    problems = ODEProblem[]
    u0, tspan = [1.0; 0.0; 0.0], (0.0, 1.0)
    if Preferences.@load_preference("PrecompileDefaultSpecialize", true)
        append!(problems, [ODEProblem(lorenz, u0, tspan), ODEProblem(lorenz, u0, tspan, Float64[])])
    end
    if Preferences.@load_preference("PrecompileAutoSpecialize", false)
        append!(problems, [ODEProblem{true,AutoSpecialize}(lorenz, u0, tspan), ODEProblem{true,AutoSpecialize}(lorenz, u0, tspan, Float64[])])
    end
    if Preferences.@load_preference("PrecompileFunctionWrapperSpecialize", false)
        append!(problems, [ODEProblem{true,FunctionWrapperSpecialize}(lorenz, u0, tspan), ODEProblem{true,FunctionWrapperSpecialize}(lorenz, u0, tspan, Float64[])])
    end
    if Preferences.@load_preference("PrecompileNoSpecialize", false)
        append!(problems, [ODEProblem{true,NoSpecialize}(lorenz, u0, tspan), ODEProblem{true,NoSpecialize}(lorenz, u0, tspan, Float64[])])
    end

    for prob in problems, solver in solvers
        solve(prob, solver)(0.5)
    end
end
