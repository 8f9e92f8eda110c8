# Many branches and loops in one function: control flow in inference and in generated code.
function branches(n::Int)
    s = 0
    if n & 1 != 0
        s += n * 0
    else
        s -= 0
    end
    k0 = 0
    while k0 < 1
        k0 += 1
        s = s + k0
    end
    if n & 2 != 0
        s += n * 1
    else
        s -= 1
    end
    k1 = 0
    while k1 < 2
        k1 += 1
        s = s + k1
    end
    if n & 4 != 0
        s += n * 2
    else
        s -= 2
    end
    k2 = 0
    while k2 < 3
        k2 += 1
        s = s + k2
    end
    if n & 8 != 0
        s += n * 3
    else
        s -= 3
    end
    k3 = 0
    while k3 < 4
        k3 += 1
        s = s + k3
    end
    if n & 16 != 0
        s += n * 4
    else
        s -= 4
    end
    k4 = 0
    while k4 < 1
        k4 += 1
        s = s + k4
    end
    if n & 32 != 0
        s += n * 5
    else
        s -= 5
    end
    k5 = 0
    while k5 < 2
        k5 += 1
        s = s + k5
    end
    if n & 64 != 0
        s += n * 6
    else
        s -= 6
    end
    k6 = 0
    while k6 < 3
        k6 += 1
        s = s + k6
    end
    if n & 128 != 0
        s += n * 7
    else
        s -= 7
    end
    k7 = 0
    while k7 < 4
        k7 += 1
        s = s + k7
    end
    if n & 256 != 0
        s += n * 8
    else
        s -= 8
    end
    k8 = 0
    while k8 < 1
        k8 += 1
        s = s + k8
    end
    if n & 512 != 0
        s += n * 9
    else
        s -= 9
    end
    k9 = 0
    while k9 < 2
        k9 += 1
        s = s + k9
    end
    if n & 1 != 0
        s += n * 10
    else
        s -= 10
    end
    k10 = 0
    while k10 < 3
        k10 += 1
        s = s + k10
    end
    if n & 2 != 0
        s += n * 11
    else
        s -= 11
    end
    k11 = 0
    while k11 < 4
        k11 += 1
        s = s + k11
    end
    if n & 4 != 0
        s += n * 12
    else
        s -= 12
    end
    k12 = 0
    while k12 < 1
        k12 += 1
        s = s + k12
    end
    if n & 8 != 0
        s += n * 13
    else
        s -= 13
    end
    k13 = 0
    while k13 < 2
        k13 += 1
        s = s + k13
    end
    if n & 16 != 0
        s += n * 14
    else
        s -= 14
    end
    k14 = 0
    while k14 < 3
        k14 += 1
        s = s + k14
    end
    if n & 32 != 0
        s += n * 15
    else
        s -= 15
    end
    k15 = 0
    while k15 < 4
        k15 += 1
        s = s + k15
    end
    if n & 64 != 0
        s += n * 16
    else
        s -= 16
    end
    k16 = 0
    while k16 < 1
        k16 += 1
        s = s + k16
    end
    if n & 128 != 0
        s += n * 17
    else
        s -= 17
    end
    k17 = 0
    while k17 < 2
        k17 += 1
        s = s + k17
    end
    if n & 256 != 0
        s += n * 18
    else
        s -= 18
    end
    k18 = 0
    while k18 < 3
        k18 += 1
        s = s + k18
    end
    if n & 512 != 0
        s += n * 19
    else
        s -= 19
    end
    k19 = 0
    while k19 < 4
        k19 += 1
        s = s + k19
    end
    if n & 1 != 0
        s += n * 20
    else
        s -= 20
    end
    k20 = 0
    while k20 < 1
        k20 += 1
        s = s + k20
    end
    if n & 2 != 0
        s += n * 21
    else
        s -= 21
    end
    k21 = 0
    while k21 < 2
        k21 += 1
        s = s + k21
    end
    if n & 4 != 0
        s += n * 22
    else
        s -= 22
    end
    k22 = 0
    while k22 < 3
        k22 += 1
        s = s + k22
    end
    if n & 8 != 0
        s += n * 23
    else
        s -= 23
    end
    k23 = 0
    while k23 < 4
        k23 += 1
        s = s + k23
    end
    if n & 16 != 0
        s += n * 24
    else
        s -= 24
    end
    k24 = 0
    while k24 < 1
        k24 += 1
        s = s + k24
    end
    if n & 32 != 0
        s += n * 25
    else
        s -= 25
    end
    k25 = 0
    while k25 < 2
        k25 += 1
        s = s + k25
    end
    if n & 64 != 0
        s += n * 26
    else
        s -= 26
    end
    k26 = 0
    while k26 < 3
        k26 += 1
        s = s + k26
    end
    if n & 128 != 0
        s += n * 27
    else
        s -= 27
    end
    k27 = 0
    while k27 < 4
        k27 += 1
        s = s + k27
    end
    if n & 256 != 0
        s += n * 28
    else
        s -= 28
    end
    k28 = 0
    while k28 < 1
        k28 += 1
        s = s + k28
    end
    if n & 512 != 0
        s += n * 29
    else
        s -= 29
    end
    k29 = 0
    while k29 < 2
        k29 += 1
        s = s + k29
    end
    if n & 1 != 0
        s += n * 30
    else
        s -= 30
    end
    k30 = 0
    while k30 < 3
        k30 += 1
        s = s + k30
    end
    if n & 2 != 0
        s += n * 31
    else
        s -= 31
    end
    k31 = 0
    while k31 < 4
        k31 += 1
        s = s + k31
    end
    if n & 4 != 0
        s += n * 32
    else
        s -= 32
    end
    k32 = 0
    while k32 < 1
        k32 += 1
        s = s + k32
    end
    if n & 8 != 0
        s += n * 33
    else
        s -= 33
    end
    k33 = 0
    while k33 < 2
        k33 += 1
        s = s + k33
    end
    if n & 16 != 0
        s += n * 34
    else
        s -= 34
    end
    k34 = 0
    while k34 < 3
        k34 += 1
        s = s + k34
    end
    if n & 32 != 0
        s += n * 35
    else
        s -= 35
    end
    k35 = 0
    while k35 < 4
        k35 += 1
        s = s + k35
    end
    if n & 64 != 0
        s += n * 36
    else
        s -= 36
    end
    k36 = 0
    while k36 < 1
        k36 += 1
        s = s + k36
    end
    if n & 128 != 0
        s += n * 37
    else
        s -= 37
    end
    k37 = 0
    while k37 < 2
        k37 += 1
        s = s + k37
    end
    if n & 256 != 0
        s += n * 38
    else
        s -= 38
    end
    k38 = 0
    while k38 < 3
        k38 += 1
        s = s + k38
    end
    if n & 512 != 0
        s += n * 39
    else
        s -= 39
    end
    k39 = 0
    while k39 < 4
        k39 += 1
        s = s + k39
    end
    if n & 1 != 0
        s += n * 40
    else
        s -= 40
    end
    k40 = 0
    while k40 < 1
        k40 += 1
        s = s + k40
    end
    if n & 2 != 0
        s += n * 41
    else
        s -= 41
    end
    k41 = 0
    while k41 < 2
        k41 += 1
        s = s + k41
    end
    if n & 4 != 0
        s += n * 42
    else
        s -= 42
    end
    k42 = 0
    while k42 < 3
        k42 += 1
        s = s + k42
    end
    if n & 8 != 0
        s += n * 43
    else
        s -= 43
    end
    k43 = 0
    while k43 < 4
        k43 += 1
        s = s + k43
    end
    if n & 16 != 0
        s += n * 44
    else
        s -= 44
    end
    k44 = 0
    while k44 < 1
        k44 += 1
        s = s + k44
    end
    if n & 32 != 0
        s += n * 45
    else
        s -= 45
    end
    k45 = 0
    while k45 < 2
        k45 += 1
        s = s + k45
    end
    if n & 64 != 0
        s += n * 46
    else
        s -= 46
    end
    k46 = 0
    while k46 < 3
        k46 += 1
        s = s + k46
    end
    if n & 128 != 0
        s += n * 47
    else
        s -= 47
    end
    k47 = 0
    while k47 < 4
        k47 += 1
        s = s + k47
    end
    if n & 256 != 0
        s += n * 48
    else
        s -= 48
    end
    k48 = 0
    while k48 < 1
        k48 += 1
        s = s + k48
    end
    if n & 512 != 0
        s += n * 49
    else
        s -= 49
    end
    k49 = 0
    while k49 < 2
        k49 += 1
        s = s + k49
    end
    if n & 1 != 0
        s += n * 50
    else
        s -= 50
    end
    k50 = 0
    while k50 < 3
        k50 += 1
        s = s + k50
    end
    if n & 2 != 0
        s += n * 51
    else
        s -= 51
    end
    k51 = 0
    while k51 < 4
        k51 += 1
        s = s + k51
    end
    if n & 4 != 0
        s += n * 52
    else
        s -= 52
    end
    k52 = 0
    while k52 < 1
        k52 += 1
        s = s + k52
    end
    if n & 8 != 0
        s += n * 53
    else
        s -= 53
    end
    k53 = 0
    while k53 < 2
        k53 += 1
        s = s + k53
    end
    if n & 16 != 0
        s += n * 54
    else
        s -= 54
    end
    k54 = 0
    while k54 < 3
        k54 += 1
        s = s + k54
    end
    if n & 32 != 0
        s += n * 55
    else
        s -= 55
    end
    k55 = 0
    while k55 < 4
        k55 += 1
        s = s + k55
    end
    if n & 64 != 0
        s += n * 56
    else
        s -= 56
    end
    k56 = 0
    while k56 < 1
        k56 += 1
        s = s + k56
    end
    if n & 128 != 0
        s += n * 57
    else
        s -= 57
    end
    k57 = 0
    while k57 < 2
        k57 += 1
        s = s + k57
    end
    if n & 256 != 0
        s += n * 58
    else
        s -= 58
    end
    k58 = 0
    while k58 < 3
        k58 += 1
        s = s + k58
    end
    if n & 512 != 0
        s += n * 59
    else
        s -= 59
    end
    k59 = 0
    while k59 < 4
        k59 += 1
        s = s + k59
    end
    if n & 1 != 0
        s += n * 60
    else
        s -= 60
    end
    k60 = 0
    while k60 < 1
        k60 += 1
        s = s + k60
    end
    if n & 2 != 0
        s += n * 61
    else
        s -= 61
    end
    k61 = 0
    while k61 < 2
        k61 += 1
        s = s + k61
    end
    if n & 4 != 0
        s += n * 62
    else
        s -= 62
    end
    k62 = 0
    while k62 < 3
        k62 += 1
        s = s + k62
    end
    if n & 8 != 0
        s += n * 63
    else
        s -= 63
    end
    k63 = 0
    while k63 < 4
        k63 += 1
        s = s + k63
    end
    if n & 16 != 0
        s += n * 64
    else
        s -= 64
    end
    k64 = 0
    while k64 < 1
        k64 += 1
        s = s + k64
    end
    if n & 32 != 0
        s += n * 65
    else
        s -= 65
    end
    k65 = 0
    while k65 < 2
        k65 += 1
        s = s + k65
    end
    if n & 64 != 0
        s += n * 66
    else
        s -= 66
    end
    k66 = 0
    while k66 < 3
        k66 += 1
        s = s + k66
    end
    if n & 128 != 0
        s += n * 67
    else
        s -= 67
    end
    k67 = 0
    while k67 < 4
        k67 += 1
        s = s + k67
    end
    if n & 256 != 0
        s += n * 68
    else
        s -= 68
    end
    k68 = 0
    while k68 < 1
        k68 += 1
        s = s + k68
    end
    if n & 512 != 0
        s += n * 69
    else
        s -= 69
    end
    k69 = 0
    while k69 < 2
        k69 += 1
        s = s + k69
    end
    return s
end
const start = Ref(37)
calibrate_me() = branches(start[]) + branches(start[] + 575)
