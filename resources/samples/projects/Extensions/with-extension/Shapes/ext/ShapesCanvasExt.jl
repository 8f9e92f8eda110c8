module ShapesCanvasExt

using Shapes, Canvas

corners(s::Square) = [(0.0, 0.0), (s.side, 0.0), (s.side, s.side), (0.0, s.side)]
corners(c::Circle) = [(c.radius * cos(t), c.radius * sin(t)) for t in 0.0:0.5:6.0]

function Shapes.outline(shape)
    canvas = Canvas.Page(24, 8)
    for (x, y) in corners(shape)
        Canvas.mark!(canvas, x, y)
    end
    return Canvas.lines(canvas)
end
Canvas.draw!(page::Canvas.Page, shape::Union{Circle,Square}) = foreach(point -> Canvas.mark!(page, point...), corners(shape))

precompile(Shapes.outline, (Square,))
precompile(Shapes.outline, (Circle,))

end
