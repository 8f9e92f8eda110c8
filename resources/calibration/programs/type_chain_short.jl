# One type after the other, each made from the last: inference over many types.
abstract type AbstractLink end
struct Link0 <: AbstractLink
    x::Int
end
struct Link1 <: AbstractLink
    x::Int
end
Link1(link::AbstractLink) = Link1(link.x)
struct Link2 <: AbstractLink
    x::Int
end
Link2(link::AbstractLink) = Link2(link.x)
struct Link3 <: AbstractLink
    x::Int
end
Link3(link::AbstractLink) = Link3(link.x)
struct Link4 <: AbstractLink
    x::Int
end
Link4(link::AbstractLink) = Link4(link.x)
struct Link5 <: AbstractLink
    x::Int
end
Link5(link::AbstractLink) = Link5(link.x)
struct Link6 <: AbstractLink
    x::Int
end
Link6(link::AbstractLink) = Link6(link.x)
struct Link7 <: AbstractLink
    x::Int
end
Link7(link::AbstractLink) = Link7(link.x)
struct Link8 <: AbstractLink
    x::Int
end
Link8(link::AbstractLink) = Link8(link.x)
struct Link9 <: AbstractLink
    x::Int
end
Link9(link::AbstractLink) = Link9(link.x)
struct Link10 <: AbstractLink
    x::Int
end
Link10(link::AbstractLink) = Link10(link.x)
struct Link11 <: AbstractLink
    x::Int
end
Link11(link::AbstractLink) = Link11(link.x)
struct Link12 <: AbstractLink
    x::Int
end
Link12(link::AbstractLink) = Link12(link.x)
struct Link13 <: AbstractLink
    x::Int
end
Link13(link::AbstractLink) = Link13(link.x)
struct Link14 <: AbstractLink
    x::Int
end
Link14(link::AbstractLink) = Link14(link.x)
struct Link15 <: AbstractLink
    x::Int
end
Link15(link::AbstractLink) = Link15(link.x)
struct Link16 <: AbstractLink
    x::Int
end
Link16(link::AbstractLink) = Link16(link.x)
struct Link17 <: AbstractLink
    x::Int
end
Link17(link::AbstractLink) = Link17(link.x)
struct Link18 <: AbstractLink
    x::Int
end
Link18(link::AbstractLink) = Link18(link.x)
struct Link19 <: AbstractLink
    x::Int
end
Link19(link::AbstractLink) = Link19(link.x)
struct Link20 <: AbstractLink
    x::Int
end
Link20(link::AbstractLink) = Link20(link.x)
struct Link21 <: AbstractLink
    x::Int
end
Link21(link::AbstractLink) = Link21(link.x)
struct Link22 <: AbstractLink
    x::Int
end
Link22(link::AbstractLink) = Link22(link.x)
struct Link23 <: AbstractLink
    x::Int
end
Link23(link::AbstractLink) = Link23(link.x)
struct Link24 <: AbstractLink
    x::Int
end
Link24(link::AbstractLink) = Link24(link.x)
struct Link25 <: AbstractLink
    x::Int
end
Link25(link::AbstractLink) = Link25(link.x)
struct Link26 <: AbstractLink
    x::Int
end
Link26(link::AbstractLink) = Link26(link.x)
struct Link27 <: AbstractLink
    x::Int
end
Link27(link::AbstractLink) = Link27(link.x)
struct Link28 <: AbstractLink
    x::Int
end
Link28(link::AbstractLink) = Link28(link.x)
struct Link29 <: AbstractLink
    x::Int
end
Link29(link::AbstractLink) = Link29(link.x)
struct Link30 <: AbstractLink
    x::Int
end
Link30(link::AbstractLink) = Link30(link.x)
struct Link31 <: AbstractLink
    x::Int
end
Link31(link::AbstractLink) = Link31(link.x)
struct Link32 <: AbstractLink
    x::Int
end
Link32(link::AbstractLink) = Link32(link.x)
struct Link33 <: AbstractLink
    x::Int
end
Link33(link::AbstractLink) = Link33(link.x)
struct Link34 <: AbstractLink
    x::Int
end
Link34(link::AbstractLink) = Link34(link.x)
struct Link35 <: AbstractLink
    x::Int
end
Link35(link::AbstractLink) = Link35(link.x)
struct Link36 <: AbstractLink
    x::Int
end
Link36(link::AbstractLink) = Link36(link.x)
struct Link37 <: AbstractLink
    x::Int
end
Link37(link::AbstractLink) = Link37(link.x)
struct Link38 <: AbstractLink
    x::Int
end
Link38(link::AbstractLink) = Link38(link.x)
struct Link39 <: AbstractLink
    x::Int
end
Link39(link::AbstractLink) = Link39(link.x)
struct Link40 <: AbstractLink
    x::Int
end
Link40(link::AbstractLink) = Link40(link.x)
function chain(x)
    link = Link0(x)
    link = Link1(link)
    link = Link2(link)
    link = Link3(link)
    link = Link4(link)
    link = Link5(link)
    link = Link6(link)
    link = Link7(link)
    link = Link8(link)
    link = Link9(link)
    link = Link10(link)
    link = Link11(link)
    link = Link12(link)
    link = Link13(link)
    link = Link14(link)
    link = Link15(link)
    link = Link16(link)
    link = Link17(link)
    link = Link18(link)
    link = Link19(link)
    link = Link20(link)
    link = Link21(link)
    link = Link22(link)
    link = Link23(link)
    link = Link24(link)
    link = Link25(link)
    link = Link26(link)
    link = Link27(link)
    link = Link28(link)
    link = Link29(link)
    link = Link30(link)
    link = Link31(link)
    link = Link32(link)
    link = Link33(link)
    link = Link34(link)
    link = Link35(link)
    link = Link36(link)
    link = Link37(link)
    link = Link38(link)
    link = Link39(link)
    link = Link40(link)
    return link
end
const start = Ref(7)
calibrate_me() = chain(start[]).x
