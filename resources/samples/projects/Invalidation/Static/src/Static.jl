"Truth values that are types."
module Static

export True, False

abstract type StaticBool end
struct True <: StaticBool end
struct False <: StaticBool end

# The negation of a type is a type: until now every `!` of an unknown value was known to be a Bool.
Base.:!(::True) = False()
Base.:!(::False) = True()
Base.:&(::True, ::True) = True()
Base.:&(::StaticBool, ::StaticBool) = False()
Base.convert(::Type{Bool}, ::True) = true
Base.convert(::Type{Bool}, ::False) = false

end
