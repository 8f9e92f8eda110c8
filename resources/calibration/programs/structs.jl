# Small immutable structs in an array, and a loop over them.
struct Point
    x::Float64
    y::Float64
end
add(a::Point, b::Point) = Point(a.x + b.x, a.y + b.y)
function total(points)
    sum = Point(0.0, 0.0)
    for point in points
        sum = add(sum, point)
    end
    return sum
end
function calibrate_me()
    points = Point[]
    for i in 1:1000
        push!(points, Point(i, 2i))
    end
    sum = total(points)
    return sum.x + sum.y
end
