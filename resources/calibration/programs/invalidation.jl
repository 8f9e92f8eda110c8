# Definitions that invalidate callers, each of which is then compiled again.
area(x) = 1
outer_1(x) = area(x) + 1
outer_2(x) = outer_1(x) * 2
outer_3(x) = outer_2(x) + outer_1(x)
outer_4(x) = outer_3(x) - outer_2(x)
function calibrate_me()
    sum = outer_4(1)
    for i in 1:12
        Core.eval(Main, :(area(x::Int) = $i))
        sum += Base.invokelatest(outer_4, 1)
    end
    return sum
end
