# Sorting with an order of the program's own, by hand and by Base.
struct Card
    suit::Int
    rank::Int
end
before(a::Card, b::Card) = a.suit < b.suit || (a.suit == b.suit && a.rank < b.rank)
function insertion!(cards)
    for i in 2:length(cards)
        card = cards[i]
        j = i - 1
        while j >= 1 && before(card, cards[j])
            cards[j + 1] = cards[j]
            j -= 1
        end
        cards[j + 1] = card
    end
    return cards
end
function calibrate_me()
    cards = Card[]
    for i in 1:400
        push!(cards, Card(i * 7 % 4, i * 31 % 53))
    end
    by_rank = sort(cards; by = card -> card.rank)
    insertion!(cards)
    return 100 * cards[200].rank + by_rank[200].rank
end
