# Calls that are dispatched when they run, on arguments of many types.
struct Animal0
    legs::Int
end
legs(a::Animal0) = a.legs + 0
struct Animal1
    legs::Int
end
legs(a::Animal1) = a.legs + 1
struct Animal2
    legs::Int
end
legs(a::Animal2) = a.legs + 2
struct Animal3
    legs::Int
end
legs(a::Animal3) = a.legs + 3
struct Animal4
    legs::Int
end
legs(a::Animal4) = a.legs + 4
struct Animal5
    legs::Int
end
legs(a::Animal5) = a.legs + 5
struct Animal6
    legs::Int
end
legs(a::Animal6) = a.legs + 6
struct Animal7
    legs::Int
end
legs(a::Animal7) = a.legs + 7
struct Animal8
    legs::Int
end
legs(a::Animal8) = a.legs + 8
struct Animal9
    legs::Int
end
legs(a::Animal9) = a.legs + 9
struct Animal10
    legs::Int
end
legs(a::Animal10) = a.legs + 10
struct Animal11
    legs::Int
end
legs(a::Animal11) = a.legs + 11
zoo() = Any[Animal0(0), Animal1(1), Animal2(2), Animal3(3), Animal4(4), Animal5(5), Animal6(6), Animal7(7), Animal8(8), Animal9(9), Animal10(10), Animal11(11)]
function count_legs(animals, times)
    sum = 0
    for _ in 1:times
        for animal in animals
            sum += legs(animal)::Int
        end
    end
    return sum
end
calibrate_me() = count_legs(zoo(), 2000)
