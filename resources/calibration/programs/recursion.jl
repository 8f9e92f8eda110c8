# Functions that call themselves and one another.
fib(n::Int) = n < 2 ? n : fib(n - 1) + fib(n - 2)
is_even(n::Int) = n == 0 ? true : is_odd(n - 1)
is_odd(n::Int) = n == 0 ? false : is_even(n - 1)
ackermann(m::Int, n::Int) = m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1))
calibrate_me() = fib(20) + ackermann(2, 20) + (is_even(200) ? 1 : 0)
