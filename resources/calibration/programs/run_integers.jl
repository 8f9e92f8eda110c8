# A loop over integers, long enough to see what running takes.
function mix(n::Int)
    s = 0
    i = 0
    while i < n
        s = (s * 31 + i) & 0xfffff
        if s & 1 == 1
            s = s + 7
        end
        i = i + 1
    end
    return s
end
calibrate_me() = mix(1_000_000)
