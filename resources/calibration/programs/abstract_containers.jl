# Elements whose type is not known: inference gives up, calls are made when they run.
abstract type Item end
struct Book <: Item
    price::Float64
end
struct Pen <: Item
    price::Float64
    count::Int
end
struct Bag{T} <: Item
    inside::T
end
price(b::Book) = b.price
price(p::Pen) = p.price * p.count
price(b::Bag) = 1.0 + price(b.inside)
function total(items::Vector{Item})
    sum = 0.0
    for item in items
        sum += price(item)
    end
    return sum
end
function calibrate_me()
    items = Item[]
    for i in 1:40
        push!(items, i % 4 == 0 ? Book(i) : i % 4 == 1 ? Pen(1.0, i) : i % 4 == 2 ? Bag(Book(i)) : Bag(Bag(Pen(2.0, i))))
    end
    return total(items)
end
