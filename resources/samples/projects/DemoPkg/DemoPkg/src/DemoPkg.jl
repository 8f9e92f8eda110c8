"A thousand types and one function that goes through all of them: almost all of its first call is inference."
module DemoPkg

abstract type AbstractDemoType end

const COUNT = 1000

for i in 0:COUNT
    T = Symbol(:DemoType, i)
    @eval begin
        struct $T <: AbstractDemoType
            x::Int
        end
        $T(d::AbstractDemoType) = $T(d.x)
    end
end

@eval function f(x)
    d = DemoType0(x)
    $((:(d = $(Symbol(:DemoType, i))(d)) for i in 1:COUNT)...)
    return d
end

end # module
