#=
The standard library Dates: `Date`, `DateTime`, `Time` in the proleptic Gregorian calendar, periods and their arithmetic, queries,
and text by format strings. English names only; of rounding `trunc`, `floor` and `ceil` to the usual periods; no adjusters but
first and last days.
=#
module Dates

import Base: ==, <, +, -, *, /, div, rem, mod, ÷, %, abs, sign, isless, isequal, hash, zero, one, show, print, string, convert, promote_rule, typemin,
    typemax, eps, isfinite, length, step, trunc, floor, ceil, round, tryparse, parse, gcd, lcm, denominator, numerator

export Period, DatePeriod, TimePeriod, Year, Quarter, Month, Week, Day, Hour, Minute, Second, Millisecond, Microsecond, Nanosecond, TimeZone, UTC, TimeType,
    DateTime, Date, Time, yearmonthday, yearmonth, monthday, year, quarter, month, week, day, hour, minute, second, millisecond, microsecond,
    nanosecond, now, today, datetime2unix, unix2datetime, isleapyear, daysinmonth, daysinyear, dayofweek, dayname, dayabbr, monthname,
    monthabbr, dayofmonth, dayofyear, dayofquarter, dayofweekofmonth, firstdayofweek, lastdayofweek, firstdayofmonth, lastdayofmonth,
    firstdayofyear, lastdayofyear, firstdayofquarter, lastdayofquarter, quarterofyear, @dateformat_str, DateFormat, ISODateTimeFormat, ISODateFormat,
    ISOTimeFormat, RFC1123Format, canonicalize, ismonday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, Mon, Tue, Wed, Thu, Fri, Sat,
    Sun, January, February, March, April, May, June, July, August, September, October, November, December, Jan, Feb, Mar, Apr, Jun, Jul, Aug, Sep,
    Oct, Nov, Dec, datetime2julian, julian2datetime, rata2datetime, datetime2rata, tonext, toprev

abstract type AbstractTime end
abstract type Period <: AbstractTime end
abstract type DatePeriod <: Period end
abstract type TimePeriod <: Period end
for (above, names) in ((:DatePeriod, (:Year, :Quarter, :Month, :Week, :Day)), (:TimePeriod, (:Hour, :Minute, :Second, :Millisecond, :Microsecond, :Nanosecond)))
    for T in names
        @eval begin
            struct $T <: $above
                value::Int64
                $T(v::Number) = new(v)
            end
            $T(p::Period) = convert($T, p)
        end
    end
end

abstract type Instant <: AbstractTime end
struct UTInstant{P <: Period} <: Instant
    periods::P
end
abstract type Calendar <: AbstractTime end
struct ISOCalendar <: Calendar end
abstract type TimeZone end
struct UTC <: TimeZone end
abstract type TimeType <: AbstractTime end
abstract type AbstractDateTime <: TimeType end

"A day and a time of it, to the millisecond; `instant` counts from the last day before year 1."
struct DateTime <: AbstractDateTime
    instant::UTInstant{Millisecond}
    DateTime(instant::UTInstant{Millisecond}) = new(instant)
end
"A day."
struct Date <: TimeType
    instant::UTInstant{Day}
    Date(instant::UTInstant{Day}) = new(instant)
end
"A time of the day, to the nanosecond."
struct Time <: TimeType
    instant::Nanosecond
    Time(instant::Nanosecond) = new(instant)
end

const DatePeriods = Union{Year, Quarter, Month, Week, Day}
const FixedPeriod = Union{Week, Day, Hour, Minute, Second, Millisecond, Microsecond, Nanosecond}
const OtherPeriod = Union{Year, Quarter, Month}

value(x::Period) = x.value
value(dt::TimeType) = dt.instant.periods.value
value(t::Time) = t.instant.value
days(dt::Date) = value(dt)
days(dt::DateTime) = fld(value(dt), 86400000)

# the calendar

const SHIFTEDMONTHDAYS = (306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275)
# Days from the last day before year 1; years begin in March for the sake of leap days.
function totaldays(y, m, d)
    z = m < 3 ? y - 1 : y
    return d + SHIFTEDMONTHDAYS[m] + 365z + fld(z, 4) - fld(z, 100) + fld(z, 400) - 306
end
const DAYSINMONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
isleapyear(y::Integer) = (y % 4 == 0) && ((y % 100 != 0) || (y % 400 == 0))
daysinmonth(y::Integer, m::Integer) = DAYSINMONTH[m] + (m == 2 && isleapyear(y))
# The inverse: in cycles of 400 years, within one by the mean length of a year.
function yearmonthday(rata)
    z = rata + 306
    h = 100z - 25
    a = fld(h, 3652425)
    b = a - fld(a, 4)
    y = fld(100b + h, 36525)
    c = b + z - 365y - fld(y, 4)
    m = div(5c + 456, 153)
    d = c - div(153m - 457, 5)
    return m > 12 ? (y + 1, m - 12, d) : (y, m, d)
end
yearmonthday(dt::TimeType) = yearmonthday(days(dt))
yearmonth(dt::TimeType) = yearmonthday(dt)[1:2]
monthday(dt::TimeType) = yearmonthday(dt)[2:3]

# making them

_invalid(T, what, v, range) = throw(ArgumentError(string(what, ": ", v, " out of range (", range, ")")))
function _check_date(y, m, d)
    0 < m < 13 || _invalid(Date, "Month", m, "1:12")
    0 < d < daysinmonth(y, m) + 1 || _invalid(Date, "Day", d, string("1:", daysinmonth(y, m)))
    return nothing
end
function _check_time(h, mi, s)
    -1 < h < 24 || _invalid(Time, "Hour", h, "0:23")
    -1 < mi < 60 || _invalid(Time, "Minute", mi, "0:59")
    -1 < s < 60 || _invalid(Time, "Second", s, "0:59")
    return nothing
end
function Date(y::Int64, m::Int64 = 1, d::Int64 = 1)
    _check_date(y, m, d)
    return Date(UTInstant(Day(totaldays(y, m, d))))
end
function DateTime(y::Int64, m::Int64 = 1, d::Int64 = 1, h::Int64 = 0, mi::Int64 = 0, s::Int64 = 0, ms::Int64 = 0)
    _check_date(y, m, d)
    h == 24 && mi == 0 && s == 0 && ms == 0 || _check_time(h, mi, s)
    -1 < ms < 1000 || _invalid(DateTime, "Millisecond", ms, "0:999")
    return DateTime(UTInstant(Millisecond(ms + 1000 * (s + 60mi + 3600h + 86400 * totaldays(y, m, d)))))
end
function Time(h::Int64, mi::Int64 = 0, s::Int64 = 0, ms::Int64 = 0, us::Int64 = 0, ns::Int64 = 0)
    _check_time(h, mi, s)
    -1 < ms < 1000 || _invalid(Time, "Millisecond", ms, "0:999")
    -1 < us < 1000 || _invalid(Time, "Microsecond", us, "0:999")
    -1 < ns < 1000 || _invalid(Time, "Nanosecond", ns, "0:999")
    return Time(Nanosecond(ns + 1000us + 1000000ms + 1000000000s + 60000000000mi + 3600000000000h))
end
Date(y, m = 1, d = 1) = Date(Int64(y), Int64(m), Int64(d))
DateTime(y, m = 1, d = 1, h = 0, mi = 0, s = 0, ms = 0) = DateTime(Int64(y), Int64(m), Int64(d), Int64(h), Int64(mi), Int64(s), Int64(ms))
Time(h, mi = 0, s = 0, ms = 0, us = 0, ns = 0) = Time(Int64(h), Int64(mi), Int64(s), Int64(ms), Int64(us), Int64(ns))
_part(::Type{P}, periods, default) where {P} = (i = findfirst(p -> isa(p, P), periods); i === nothing ? default : value(periods[i]))
Date(p::Period, periods::Period...) = (all = (p, periods...); Date(_part(Year, all, 1), _part(Month, all, 1), _part(Day, all, 1)))
DateTime(p::Period, periods::Period...) = (all = (p, periods...);
    DateTime(_part(Year, all, 1), _part(Month, all, 1), _part(Day, all, 1), _part(Hour, all, 0), _part(Minute, all, 0), _part(Second, all, 0), _part(Millisecond, all, 0)))
Time(p::TimePeriod, periods::TimePeriod...) = (all = (p, periods...);
    Time(_part(Hour, all, 0), _part(Minute, all, 0), _part(Second, all, 0), _part(Millisecond, all, 0), _part(Microsecond, all, 0), _part(Nanosecond, all, 0)))
DateTime(dt::Date, t::Time) = DateTime(UTInstant(Millisecond(86400000 * days(dt) + div(value(t), 1000000))))
convert(::Type{DateTime}, dt::Date) = DateTime(UTInstant(Millisecond(86400000 * days(dt))))
convert(::Type{Date}, dt::DateTime) = Date(UTInstant(Day(days(dt))))
convert(::Type{Time}, dt::DateTime) = Time(Nanosecond(mod(value(dt), 86400000) * 1000000))
DateTime(dt::TimeType) = convert(DateTime, dt)
Date(dt::TimeType) = convert(Date, dt)
Time(dt::TimeType) = convert(Time, dt)
convert(::Type{DateTime}, x::Millisecond) = DateTime(UTInstant(x))
convert(::Type{Date}, x::Day) = Date(UTInstant(x))
promote_rule(::Type{Date}, ::Type{DateTime}) = DateTime
typemin(::Union{DateTime, Type{DateTime}}) = DateTime(-146138511, 1, 1, 0, 0, 0)
typemax(::Union{DateTime, Type{DateTime}}) = DateTime(146138512, 12, 31, 23, 59, 59)
typemin(::Union{Date, Type{Date}}) = Date(-252522163911149, 1, 1)
typemax(::Union{Date, Type{Date}}) = Date(252522163911150, 12, 31)
typemin(::Union{Time, Type{Time}}) = Time(0)
typemax(::Union{Time, Type{Time}}) = Time(23, 59, 59, 999, 999, 999)
eps(::Union{DateTime, Type{DateTime}}) = Millisecond(1)
eps(::Union{Date, Type{Date}}) = Day(1)
eps(::Union{Time, Type{Time}}) = Nanosecond(1)
zero(::Type{DateTime}) = Millisecond(0)
zero(::Type{Date}) = Day(0)
zero(::Type{Time}) = Nanosecond(0)
zero(::T) where {T <: TimeType} = zero(T)::Period
isfinite(::Union{Type{T}, T}) where {T <: TimeType} = true
Base.Broadcast.broadcastable(x::AbstractTime) = Ref(x)
Base.tells_its_type(::Type{<:Union{TimeType, Period}}) = true

==(a::Date, b::Date) = value(a) == value(b)
==(a::DateTime, b::DateTime) = value(a) == value(b)
==(a::Time, b::Time) = value(a) == value(b)
==(a::TimeType, b::TimeType) = ===(promote(a, b)...)
isless(a::Date, b::Date) = isless(value(a), value(b))
isless(a::DateTime, b::DateTime) = isless(value(a), value(b))
isless(a::Time, b::Time) = isless(value(a), value(b))
isless(a::TimeType, b::TimeType) = isless(promote(a, b)...)
hash(x::Date, h::UInt) = hash(value(x), h + 0x1c95a3e7 % UInt)
hash(x::DateTime, h::UInt) = hash(value(x), h + 0x6e1f2b8d % UInt)
hash(x::Time, h::UInt) = hash(value(x), h + 0x2a7d19c5 % UInt)

# parts

year(dt::TimeType) = yearmonthday(dt)[1]
month(dt::TimeType) = yearmonthday(dt)[2]
day(dt::TimeType) = yearmonthday(dt)[3]
dayofmonth(dt::TimeType) = day(dt)
quarter(dt::TimeType) = div(month(dt) - 1, 3) + 1
quarterofyear(dt::TimeType) = quarter(dt)
hour(dt::DateTime) = mod(fld(value(dt), 3600000), 24)
minute(dt::DateTime) = mod(fld(value(dt), 60000), 60)
second(dt::DateTime) = mod(fld(value(dt), 1000), 60)
millisecond(dt::DateTime) = mod(value(dt), 1000)
hour(t::Time) = mod(fld(value(t), 3600000000000), 24)
minute(t::Time) = mod(fld(value(t), 60000000000), 60)
second(t::Time) = mod(fld(value(t), 1000000000), 60)
millisecond(t::Time) = mod(fld(value(t), 1000000), 1000)
microsecond(t::Time) = mod(fld(value(t), 1000), 1000)
nanosecond(t::Time) = mod(value(t), 1000)
# ISO 8601: weeks begin on Monday, the first has the year's first Thursday.
function week(dt::TimeType)
    thursday = days(dt) - dayofweek(dt) + 4
    y = yearmonthday(thursday)[1]
    return div(thursday - totaldays(y, 1, 1), 7) + 1
end
for (f, P) in ((:year, :Year), (:quarter, :Quarter), (:month, :Month), (:week, :Week), (:day, :Day), (:hour, :Hour), (:minute, :Minute), (:second, :Second), (:millisecond, :Millisecond))
    @eval $P(dt::TimeType) = $P($f(dt))
end
Microsecond(t::Time) = Microsecond(microsecond(t))
Nanosecond(t::Time) = Nanosecond(nanosecond(t))
isleapyear(dt::TimeType) = isleapyear(year(dt))
daysinmonth(dt::TimeType) = ((y, m) = yearmonth(dt); daysinmonth(y, m))
daysinyear(y::Integer) = 365 + isleapyear(y)
daysinyear(dt::TimeType) = daysinyear(year(dt))
dayofweek(days::Int64) = mod1(days, 7)
dayofweek(dt::TimeType) = dayofweek(days(dt))
dayofyear(dt::TimeType) = days(dt) - totaldays(year(dt), 1, 1) + 1
dayofquarter(dt::TimeType) = days(dt) - totaldays(year(dt), 3 * quarter(dt) - 2, 1) + 1
dayofweekofmonth(dt::TimeType) = div(day(dt) - 1, 7) + 1
const _DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
const _MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
for (i, name) in enumerate(_DAYS)
    full, short = Symbol(name), Symbol(SubString(name, 1, 3))
    @eval const $full = $i
    @eval const $short = $i
    @eval $(Symbol("is", lowercase(name)))(dt::TimeType) = dayofweek(dt) == $i
end
for (i, name) in enumerate(_MONTHS)
    @eval const $(Symbol(name)) = $i
    i == 5 || @eval const $(Symbol(SubString(name, 1, 3))) = $i
end
dayname(d::Integer; locale::AbstractString = "english") = _DAYS[d]
dayname(dt::TimeType; locale::AbstractString = "english") = dayname(dayofweek(dt))
dayabbr(d::Integer; locale::AbstractString = "english") = String(SubString(_DAYS[d], 1, 3))
dayabbr(dt::TimeType; locale::AbstractString = "english") = dayabbr(dayofweek(dt))
monthname(m::Integer; locale::AbstractString = "english") = _MONTHS[m]
monthname(dt::TimeType; locale::AbstractString = "english") = monthname(month(dt))
monthabbr(m::Integer; locale::AbstractString = "english") = String(SubString(_MONTHS[m], 1, 3))
monthabbr(dt::TimeType; locale::AbstractString = "english") = monthabbr(month(dt))

firstdayofweek(dt::Date) = Date(UTInstant(Day(days(dt) - dayofweek(dt) + 1)))
lastdayofweek(dt::Date) = Date(UTInstant(Day(days(dt) + 7 - dayofweek(dt))))
firstdayofmonth(dt::Date) = Date(UTInstant(Day(days(dt) - day(dt) + 1)))
lastdayofmonth(dt::Date) = ((y, m, d) = yearmonthday(dt); Date(UTInstant(Day(days(dt) + daysinmonth(y, m) - d))))
firstdayofyear(dt::Date) = Date(UTInstant(Day(days(dt) - dayofyear(dt) + 1)))
lastdayofyear(dt::Date) = Date(year(dt), 12, 31)
firstdayofquarter(dt::Date) = Date(year(dt), 3 * quarter(dt) - 2, 1)
lastdayofquarter(dt::Date) = lastdayofmonth(Date(year(dt), 3 * quarter(dt), 1))
for f in (:firstdayofweek, :lastdayofweek, :firstdayofmonth, :lastdayofmonth, :firstdayofyear, :lastdayofyear, :firstdayofquarter, :lastdayofquarter)
    @eval $f(dt::DateTime) = DateTime($f(Date(dt)))
end
function tonext(dt::TimeType, dow::Int; same::Bool = false)
    d = mod(dow - dayofweek(dt), 7)
    return dt + Day(d == 0 && !same ? 7 : d)
end
function toprev(dt::TimeType, dow::Int; same::Bool = false)
    d = mod(dayofweek(dt) - dow, 7)
    return dt - Day(d == 0 && !same ? 7 : d)
end

# periods

_units(p::Period) = string(" ", lowercase(string(nameof(typeof(p)))), abs(value(p)) == 1 ? "" : "s")
string(x::Period) = string(value(x), _units(x))
print(io::IO, x::Period) = print(io, string(x))
show(io::IO, x::P) where {P <: Period} = print(io, get(io, :compact, false)::Bool ? string(x) : string(nameof(P), "(", value(x), ")"))
show(io::IO, ::MIME"text/plain", x::Period) = print(io, string(x))
zero(::Union{Type{P}, P}) where {P <: Period} = P(0)
one(::Union{Type{P}, P}) where {P <: Period} = 1
typemin(::Type{P}) where {P <: Period} = P(typemin(Int64))
typemax(::Type{P}) where {P <: Period} = P(typemax(Int64))
-(x::P) where {P <: Period} = P(-value(x))
abs(x::P) where {P <: Period} = P(abs(value(x)))
sign(x::Period) = sign(value(x))
==(x::P, y::P) where {P <: Period} = value(x) == value(y)
isless(x::P, y::P) where {P <: Period} = isless(value(x), value(y))
==(x::Period, y::Period) = ==(promote(x, y)...)
isless(x::Period, y::Period) = isless(promote(x, y)...)
==(x::FixedPeriod, y::OtherPeriod) = iszero(value(x)) && iszero(value(y))
==(x::OtherPeriod, y::FixedPeriod) = y == x
Base.isinteger(x::Period) = true
for op in (:+, :-, :rem, :mod, :gcd, :lcm)
    @eval $op(x::P, y::P) where {P <: Period} = P($op(value(x), value(y)))
end
/(x::P, y::P) where {P <: Period} = /(value(x), value(y))
/(x::P, y::Real) where {P <: Period} = P(/(value(x), y))
div(x::P, y::P) where {P <: Period} = div(value(x), value(y))
div(x::P, y::Real) where {P <: Period} = P(div(value(x), Int64(y)))
for op in (:div, :rem, :mod)
    @eval $op(x::Period, y::Period) = $op(promote(x, y)...)
end
/(x::Period, y::Period) = /(promote(x, y)...)
*(x::P, y::Real) where {P <: Period} = P(value(x) * Int64(y))
*(y::Real, x::Period) = x * y
hash(x::FixedPeriod, h::UInt) = hash(_nanoseconds(x), h + 0x47c2a31b % UInt)
hash(x::OtherPeriod, h::UInt) = hash(_months(x), h + 0x5b1f0c77 % UInt)

# Sizes, from small to large.
const _FIXED = ((:Nanosecond, 1), (:Microsecond, 1000), (:Millisecond, 1000000), (:Second, 1000000000), (:Minute, 60000000000), (:Hour, 3600000000000),
    (:Day, 86400000000000), (:Week, 604800000000000))
for i in 1:length(_FIXED)
    P, n = _FIXED[i]
    @eval _nanoseconds(x::$P) = Int128(value(x)) * $n
    @eval toms(x::$P) = $(n >= 1000000 ? :(value(x) * $(div(n, 1000000))) : :(div(value(x), $(div(1000000, n)))))
    @eval tons(x::$P) = value(x) * $n
    for j in 1:i - 1
        Q, m = _FIXED[j]
        k = div(n, m)
        @eval begin
            convert(::Type{$Q}, x::$P) = $Q(Base.checked_mul(value(x), $k))
            function convert(::Type{$P}, x::$Q)
                q, r = divrem(value(x), $k)
                r == 0 || throw(InexactError(:divexact, Int64, value(x) / $k))
                return $P(q)
            end
            promote_rule(::Type{$P}, ::Type{$Q}) = $Q
        end
    end
end
const _OTHER = ((:Month, 1), (:Quarter, 3), (:Year, 12))
for i in 1:3
    P, n = _OTHER[i]
    @eval _months(x::$P) = Int128(value(x)) * $n
    for j in 1:i - 1
        Q, m = _OTHER[j]
        k = div(n, m)
        @eval begin
            convert(::Type{$Q}, x::$P) = $Q(Base.checked_mul(value(x), $k))
            function convert(::Type{$P}, x::$Q)
                q, r = divrem(value(x), $k)
                r == 0 || throw(InexactError(:divexact, Int64, value(x) / $k))
                return $P(q)
            end
            promote_rule(::Type{$P}, ::Type{$Q}) = $Q
        end
    end
end
days(x::FixedPeriod) = Int64(fld(_nanoseconds(x), 86400000000000))

"Periods of several kinds together, the largest first."
struct CompoundPeriod <: AbstractTime
    periods::Vector{Period}
    function CompoundPeriod(given::Vector{Period})
        list = Period[]
        for p in sort(given, rev = true, lt = _smaller)
            if !isempty(list) && typeof(list[end]) === typeof(p)
                list[end] += p
            else
                push!(list, p)
            end
        end
        return new(filter!(p -> value(p) != 0, list))
    end
end
_size(::Type{P}) where {P <: FixedPeriod} = _nanoseconds(P(1))
_size(::Type{P}) where {P <: OtherPeriod} = _months(P(1)) * 2629746000000000
_smaller(a::Period, b::Period) = _size(typeof(a)) < _size(typeof(b))
CompoundPeriod(t::Time) = CompoundPeriod(Period[Hour(t), Minute(t), Second(t), Millisecond(t), Microsecond(t), Nanosecond(t)])
CompoundPeriod(p::Period...) = CompoundPeriod(Period[p...])
CompoundPeriod(p::CompoundPeriod) = p
+(x::Period, y::Period) = CompoundPeriod(Period[x, y])
-(x::Period, y::Period) = x + (-y)
+(x::CompoundPeriod, y::Period) = CompoundPeriod(vcat(x.periods, Period[y]))
+(y::Period, x::CompoundPeriod) = x + y
+(x::CompoundPeriod, y::CompoundPeriod) = CompoundPeriod(vcat(x.periods, y.periods))
-(x::CompoundPeriod) = CompoundPeriod(Period[-p for p in x.periods])
-(x::CompoundPeriod, y::Period) = x + (-y)
-(x::CompoundPeriod, y::CompoundPeriod) = x + (-y)
-(y::Period, x::CompoundPeriod) = (-x) + y
==(x::CompoundPeriod, y::CompoundPeriod) = canonicalize(x).periods == canonicalize(y).periods
==(x::CompoundPeriod, y::Period) = x == CompoundPeriod(y)
==(x::Period, y::CompoundPeriod) = CompoundPeriod(x) == y
hash(x::CompoundPeriod, h::UInt) = hash(canonicalize(x).periods, h)
string(x::CompoundPeriod) = isempty(x.periods) ? "empty period" : join([string(p) for p in x.periods], ", ")
show(io::IO, x::CompoundPeriod) = print(io, string(x))
function canonicalize(x::CompoundPeriod)
    months, nanos = Int128(0), Int128(0)
    for p in x.periods
        isa(p, OtherPeriod) ? (months += _months(p)) : (nanos += _nanoseconds(p))
    end
    list = Period[]
    y, m = divrem(months, 12)
    push!(list, Year(y), Month(m))
    for (P, n) in reverse(((Nanosecond, 1), (Microsecond, 1000), (Millisecond, 1000000), (Second, 1000000000), (Minute, 60000000000),
                           (Hour, 3600000000000), (Day, 86400000000000), (Week, 604800000000000)))
        q, nanos = divrem(nanos, n)
        push!(list, P(q))
    end
    return CompoundPeriod(list)
end
canonicalize(x::Period) = canonicalize(CompoundPeriod(x))

# arithmetic

-(x::Date, y::Date) = Day(value(x) - value(y))
-(x::DateTime, y::DateTime) = Millisecond(value(x) - value(y))
-(x::Time, y::Time) = Nanosecond(value(x) - value(y))
-(x::TimeType, y::TimeType) = -(promote(x, y)...)
+(x::TimeType) = x
+(dt::Date, t::Time) = DateTime(dt, t)
+(t::Time, dt::Date) = DateTime(dt, t)
function _shift_months(y, m, n)
    total = 12y + (m - 1) + n
    return fld(total, 12), mod(total, 12) + 1
end
function _with_months(days, n)
    y, m, d = yearmonthday(days)
    y, m = _shift_months(y, m, n)
    return totaldays(y, m, min(d, daysinmonth(y, m)))
end
+(dt::Date, p::OtherPeriod) = Date(UTInstant(Day(_with_months(days(dt), Int64(_months(p))))))
+(dt::DateTime, p::OtherPeriod) = DateTime(UTInstant(Millisecond(86400000 * _with_months(days(dt), Int64(_months(p))) + mod(value(dt), 86400000))))
+(dt::Date, p::Union{Week, Day}) = Date(UTInstant(Day(value(dt) + days(p))))
+(dt::DateTime, p::FixedPeriod) = DateTime(UTInstant(Millisecond(value(dt) + toms(p))))
+(t::Time, p::TimePeriod) = Time(Nanosecond(mod(value(t) + tons(p), 86400000000000)))
-(dt::Union{Date, DateTime}, p::Union{OtherPeriod, FixedPeriod}) = dt + (-p)
-(t::Time, p::TimePeriod) = t + (-p)
+(p::Period, dt::TimeType) = dt + p
+(dt::TimeType, p::CompoundPeriod) = foldl(+, p.periods, init = dt)
+(p::CompoundPeriod, dt::TimeType) = dt + p
-(dt::TimeType, p::CompoundPeriod) = foldl(-, p.periods, init = dt)

trunc(dt::Date, ::Type{Year}) = Date(year(dt), 1, 1)
trunc(dt::Date, ::Type{Quarter}) = firstdayofquarter(dt)
trunc(dt::Date, ::Type{Month}) = firstdayofmonth(dt)
trunc(dt::Date, ::Type{Day}) = dt
trunc(dt::DateTime, ::Type{P}) where {P <: DatePeriod} = DateTime(trunc(Date(dt), P))
trunc(dt::DateTime, ::Type{P}) where {P <: TimePeriod} = DateTime(UTInstant(Millisecond(fld(value(dt), toms(P(1))) * toms(P(1)))))
trunc(t::Time, ::Type{P}) where {P <: TimePeriod} = Time(Nanosecond(fld(value(t), tons(P(1))) * tons(P(1))))
floor(dt::TimeType, ::Type{P}) where {P <: Period} = floor(dt, P(1))
ceil(dt::TimeType, ::Type{P}) where {P <: Period} = ceil(dt, P(1))
floor(dt::Date, p::Year) = Date(year(dt) - mod(year(dt), value(p)), 1, 1)
function floor(dt::Date, p::Union{Month, Quarter})
    y, m = yearmonth(dt)
    total = 12y + m - 1
    total -= mod(total, Int64(_months(p)))
    return Date(fld(total, 12), mod(total, 12) + 1, 1)
end
# Weeks and days count from a Monday, and from the first of year 0.
floor(dt::Date, p::Week) = Date(UTInstant(Day(days(dt) - mod(days(dt) - 1 + 7 * 52, 7 * value(p)))))
floor(dt::Date, p::Day) = Date(UTInstant(Day(days(dt) - mod(days(dt) + 365, value(p)))))
floor(dt::DateTime, p::DatePeriod) = DateTime(floor(Date(dt), p))
floor(dt::DateTime, p::TimePeriod) = DateTime(UTInstant(Millisecond(value(dt) - mod(value(dt) + 365 * 86400000, toms(p)))))
floor(t::Time, p::TimePeriod) = Time(Nanosecond(value(t) - mod(value(t), tons(p))))
ceil(dt::TimeType, p::Period) = (below = floor(dt, p); below == dt ? dt : below + p)
function round(dt::TimeType, p::Period)
    below, above = floor(dt, p), ceil(dt, p)
    return dt - below < above - dt ? below : above
end
round(dt::TimeType, ::Type{P}) where {P <: Period} = round(dt, P(1))

# clocks: the session is in UTC

const UNIXEPOCH = 62135683200000
unix2datetime(x) = DateTime(UTInstant(Millisecond(UNIXEPOCH + trunc(Int64, 1000 * x))))
datetime2unix(dt::DateTime) = (value(dt) - UNIXEPOCH) / 1000.0
now() = unix2datetime(Base.time())
now(::Type{UTC}) = now()
today() = Date(now())
rata2datetime(days) = DateTime(yearmonthday(Int64(days))...)
datetime2rata(dt::TimeType) = days(dt)
julian2datetime(f) = DateTime(UTInstant(Millisecond(round(Int64, 86400000 * f) + totaldays(-4713, 11, 24) * 86400000 + 43200000)))
datetime2julian(dt::DateTime) = (value(dt) - totaldays(-4713, 11, 24) * 86400000 - 43200000) / 86400000

# ranges

step(r::StepRange{<:TimeType}) = r.step
_count(a::Date, b::Date, s::Union{Day, Week}) = fld(value(b) - value(a), days(s))
_count(a::DateTime, b::DateTime, s::FixedPeriod) = fld(value(b) - value(a), toms(s))
_count(a::Time, b::Time, s::TimePeriod) = fld(value(b) - value(a), tons(s))
function _count(a::TimeType, b::TimeType, s::OtherPeriod)
    n = fld(12 * (year(b) - year(a)) + month(b) - month(a), Int64(_months(s)))
    while value(s) > 0 ? a + s * n > b : a + s * n < b
        n -= 1
    end
    return n
end
Base.:(:)(a::T, s::Period, b::T) where {T <: TimeType} = StepRange(a, s, b)
Base.:(:)(a::T, b::T) where {T <: Date} = StepRange(a, Day(1), b)
Base.steprange_last(a::T, s::Period, b::T) where {T <: TimeType} = (n = _count(a, b, s); n < 0 ? a - oneunit(s) * sign(value(s)) : a + s * n)
Base.oneunit(x::P) where {P <: Period} = P(1)
length(r::StepRange{<:TimeType}) = isempty(r) ? 0 : _count(r.start, r.stop, r.step) + 1
Base.isempty(r::StepRange{<:TimeType}) = value(r.step) > 0 ? r.stop < r.start : r.stop > r.start
Base.unsafe_getindex(r::StepRange{<:TimeType}, i::Integer) = r.start + r.step * (i - 1)
Base.getindex(r::StepRange{<:TimeType}, i::Integer) = (checkbounds(r, i); r.start + r.step * (i - 1))
Base.iterate(r::StepRange{<:TimeType}) = length(r) <= 0 ? nothing : (r.start, (length(r), 1))
Base.iterate(r::StepRange{<:TimeType}, (l, i)) = l <= i ? nothing : (r.start + r.step * i, (l, i + 1))
Base.in(x::T, r::StepRange{T}) where {T <: TimeType} = any(==(x), r)
(::Base.Colon)(a::P, s::P, b::P) where {P <: Period} = StepRange(a, s, b)
(::Base.Colon)(a::P, b::P) where {P <: Period} = StepRange(a, P(1), b)
Base.steprange_last(a::P, s::P, b::P) where {P <: Period} = P(Base.steprange_last(value(a), value(s), value(b)))
length(r::StepRange{<:Period}) = length(value(r.start):value(r.step):value(r.stop))

include("Dates/io.jl")

end
