"Shapes that can be drawn once Canvas is loaded: by an extension with a cache of its own."
module Shapes

export Circle, Square, area, outline

struct Circle
    radius::Float64
end
struct Square
    side::Float64
end

area(c::Circle) = 3.141592653589793 * c.radius^2
area(s::Square) = s.side^2

"`outline(shape)`: the corners of a shape; what draws them is in another package."
function outline end

precompile(area, (Circle,))
precompile(area, (Square,))

end
