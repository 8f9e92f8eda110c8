"Pictures of characters."
module Canvas

export Page, mark!, lines, draw!

struct Page
    cells::Matrix{UInt8}
end
Page(width::Int, height::Int) = Page(fill(UInt8(' '), height, width))

function mark!(page::Page, x::Float64, y::Float64)
    height, width = size(page.cells)
    row = clamp(height - round(Int, 2y) - 1, 1, height)
    column = clamp(round(Int, 4x) + 1, 1, width)
    page.cells[row, column] = UInt8('*')
    return page
end

function lines(page::Page)
    height, width = size(page.cells)
    texts = String[]
    for row in 1:height
        bytes = Vector{UInt8}(undef, width)
        for column in 1:width
            bytes[column] = page.cells[row, column]
        end
        push!(texts, String(bytes))
    end
    return texts
end

function draw! end

precompile(mark!, (Page, Float64, Float64))
precompile(lines, (Page,))

end
