# Building strings out of parts.
struct Name
    first::String
    last::String
end
full(name::Name) = string(name.first, " ", name.last)
greeting(name::Name, n::Int) = "Dear $(full(name)), you are number $n of $(n + 1)."
function calibrate_me()
    text = ""
    for i in 1:50
        text = greeting(Name("Ada", "Lovelace"), i)
        if isempty(text)
            return 0
        end
    end
    return length(text) + ncodeunits(text)
end
