# Broadcasts that fuse, with functions of the program.
scale(x) = 2x + 1
clip(x, least, most) = x < least ? least : x > most ? most : x
function calibrate_me()
    a = [1.0, 2.0, 3.0, 4.0]
    b = scale.(a)
    c = clip.(a .* b, 2.0, 20.0)
    d = scale.(clip.(a .+ c ./ 2.0, 0.0, 5.0)) .- scale.(b)
    e = (x -> x * x).(d) .+ 1.0
    return sum(b) + sum(c) + sum(d) + sum(e)
end
