# Dynamic calls of two arguments, each combination compiled for itself.
struct Unit0
    n::Int
end
struct Unit1
    n::Int
end
struct Unit2
    n::Int
end
struct Unit3
    n::Int
end
struct Unit4
    n::Int
end
struct Unit5
    n::Int
end
struct Unit6
    n::Int
end
struct Unit7
    n::Int
end
struct Unit8
    n::Int
end
number(u) = u.n
combine(a, b) = number(a) * 10 + number(b)
units() = Any[Unit0(0), Unit1(1), Unit2(2), Unit3(3), Unit4(4), Unit5(5), Unit6(6), Unit7(7), Unit8(8)]
function all_pairs(list)
    sum = 0
    for a in list
        for b in list
            sum += combine(a, b)::Int
        end
    end
    return sum
end
calibrate_me() = all_pairs(units())
