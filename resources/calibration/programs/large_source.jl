# A large source of which little is called: reading, lowering, inserting methods.
function step_0(a, b, c)
    d = a + 0 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 0
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_1(a, b, c)
    d = a + 1 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 1
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_2(a, b, c)
    d = a + 2 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 2
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_3(a, b, c)
    d = a + 3 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 3
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_4(a, b, c)
    d = a + 4 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 4
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_5(a, b, c)
    d = a + 5 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 5
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_6(a, b, c)
    d = a + 6 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 6
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_7(a, b, c)
    d = a + 7 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 7
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_8(a, b, c)
    d = a + 8 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 8
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_9(a, b, c)
    d = a + 9 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 9
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_10(a, b, c)
    d = a + 10 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 10
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_11(a, b, c)
    d = a + 11 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 11
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_12(a, b, c)
    d = a + 12 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 12
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_13(a, b, c)
    d = a + 13 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 13
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_14(a, b, c)
    d = a + 14 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 14
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_15(a, b, c)
    d = a + 15 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 15
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_16(a, b, c)
    d = a + 16 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 16
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_17(a, b, c)
    d = a + 17 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 17
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_18(a, b, c)
    d = a + 18 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 18
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_19(a, b, c)
    d = a + 19 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 19
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_20(a, b, c)
    d = a + 20 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 20
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_21(a, b, c)
    d = a + 21 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 21
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_22(a, b, c)
    d = a + 22 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 22
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_23(a, b, c)
    d = a + 23 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 23
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_24(a, b, c)
    d = a + 24 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 24
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_25(a, b, c)
    d = a + 25 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 25
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_26(a, b, c)
    d = a + 26 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 26
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_27(a, b, c)
    d = a + 27 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 27
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_28(a, b, c)
    d = a + 28 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 28
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_29(a, b, c)
    d = a + 29 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 29
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_30(a, b, c)
    d = a + 30 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 30
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_31(a, b, c)
    d = a + 31 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 31
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_32(a, b, c)
    d = a + 32 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 32
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_33(a, b, c)
    d = a + 33 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 33
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_34(a, b, c)
    d = a + 34 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 34
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_35(a, b, c)
    d = a + 35 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 35
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_36(a, b, c)
    d = a + 36 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 36
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_37(a, b, c)
    d = a + 37 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 37
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_38(a, b, c)
    d = a + 38 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 38
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_39(a, b, c)
    d = a + 39 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 39
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_40(a, b, c)
    d = a + 40 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 40
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_41(a, b, c)
    d = a + 41 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 41
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_42(a, b, c)
    d = a + 42 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 42
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_43(a, b, c)
    d = a + 43 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 43
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_44(a, b, c)
    d = a + 44 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 44
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_45(a, b, c)
    d = a + 45 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 45
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_46(a, b, c)
    d = a + 46 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 46
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_47(a, b, c)
    d = a + 47 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 47
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_48(a, b, c)
    d = a + 48 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 48
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_49(a, b, c)
    d = a + 49 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 49
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_50(a, b, c)
    d = a + 50 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 50
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_51(a, b, c)
    d = a + 51 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 51
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_52(a, b, c)
    d = a + 52 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 52
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_53(a, b, c)
    d = a + 53 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 53
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_54(a, b, c)
    d = a + 54 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 54
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_55(a, b, c)
    d = a + 55 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 55
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_56(a, b, c)
    d = a + 56 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 56
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_57(a, b, c)
    d = a + 57 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 57
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_58(a, b, c)
    d = a + 58 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 58
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_59(a, b, c)
    d = a + 59 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 59
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_60(a, b, c)
    d = a + 60 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 60
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_61(a, b, c)
    d = a + 61 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 61
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_62(a, b, c)
    d = a + 62 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 62
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_63(a, b, c)
    d = a + 63 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 63
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_64(a, b, c)
    d = a + 64 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 64
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_65(a, b, c)
    d = a + 65 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 65
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_66(a, b, c)
    d = a + 66 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 66
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_67(a, b, c)
    d = a + 67 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 67
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_68(a, b, c)
    d = a + 68 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 68
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_69(a, b, c)
    d = a + 69 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 69
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_70(a, b, c)
    d = a + 70 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 70
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_71(a, b, c)
    d = a + 71 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 71
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_72(a, b, c)
    d = a + 72 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 72
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_73(a, b, c)
    d = a + 73 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 73
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_74(a, b, c)
    d = a + 74 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 74
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_75(a, b, c)
    d = a + 75 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 75
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_76(a, b, c)
    d = a + 76 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 76
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_77(a, b, c)
    d = a + 77 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 77
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_78(a, b, c)
    d = a + 78 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 78
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_79(a, b, c)
    d = a + 79 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 79
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_80(a, b, c)
    d = a + 80 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 80
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_81(a, b, c)
    d = a + 81 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 81
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_82(a, b, c)
    d = a + 82 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 82
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_83(a, b, c)
    d = a + 83 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 83
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_84(a, b, c)
    d = a + 84 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 84
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_85(a, b, c)
    d = a + 85 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 85
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_86(a, b, c)
    d = a + 86 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 86
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_87(a, b, c)
    d = a + 87 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 87
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_88(a, b, c)
    d = a + 88 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 88
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_89(a, b, c)
    d = a + 89 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 89
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_90(a, b, c)
    d = a + 90 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 90
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_91(a, b, c)
    d = a + 91 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 91
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_92(a, b, c)
    d = a + 92 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 92
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_93(a, b, c)
    d = a + 93 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 93
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_94(a, b, c)
    d = a + 94 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 94
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_95(a, b, c)
    d = a + 95 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 95
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_96(a, b, c)
    d = a + 96 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 96
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_97(a, b, c)
    d = a + 97 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 97
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_98(a, b, c)
    d = a + 98 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 98
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_99(a, b, c)
    d = a + 99 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 99
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_100(a, b, c)
    d = a + 100 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 100
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_101(a, b, c)
    d = a + 101 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 101
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_102(a, b, c)
    d = a + 102 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 102
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_103(a, b, c)
    d = a + 103 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 103
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_104(a, b, c)
    d = a + 104 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 104
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_105(a, b, c)
    d = a + 105 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 105
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_106(a, b, c)
    d = a + 106 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 106
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_107(a, b, c)
    d = a + 107 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 107
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_108(a, b, c)
    d = a + 108 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 108
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_109(a, b, c)
    d = a + 109 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 109
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_110(a, b, c)
    d = a + 110 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 110
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_111(a, b, c)
    d = a + 111 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 111
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_112(a, b, c)
    d = a + 112 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 112
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_113(a, b, c)
    d = a + 113 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 113
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_114(a, b, c)
    d = a + 114 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 114
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_115(a, b, c)
    d = a + 115 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 115
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_116(a, b, c)
    d = a + 116 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 116
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_117(a, b, c)
    d = a + 117 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 117
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_118(a, b, c)
    d = a + 118 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 118
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_119(a, b, c)
    d = a + 119 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 119
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_120(a, b, c)
    d = a + 120 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 120
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_121(a, b, c)
    d = a + 121 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 121
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_122(a, b, c)
    d = a + 122 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 122
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_123(a, b, c)
    d = a + 123 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 123
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_124(a, b, c)
    d = a + 124 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 124
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_125(a, b, c)
    d = a + 125 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 125
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_126(a, b, c)
    d = a + 126 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 126
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_127(a, b, c)
    d = a + 127 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 127
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_128(a, b, c)
    d = a + 128 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 128
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_129(a, b, c)
    d = a + 129 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 129
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_130(a, b, c)
    d = a + 130 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 130
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_131(a, b, c)
    d = a + 131 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 131
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_132(a, b, c)
    d = a + 132 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 132
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_133(a, b, c)
    d = a + 133 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 133
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_134(a, b, c)
    d = a + 134 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 134
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_135(a, b, c)
    d = a + 135 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 135
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_136(a, b, c)
    d = a + 136 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 136
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_137(a, b, c)
    d = a + 137 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 137
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_138(a, b, c)
    d = a + 138 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 138
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_139(a, b, c)
    d = a + 139 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 139
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_140(a, b, c)
    d = a + 140 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 140
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_141(a, b, c)
    d = a + 141 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 141
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_142(a, b, c)
    d = a + 142 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 142
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_143(a, b, c)
    d = a + 143 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 143
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_144(a, b, c)
    d = a + 144 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 144
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_145(a, b, c)
    d = a + 145 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 145
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_146(a, b, c)
    d = a + 146 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 146
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_147(a, b, c)
    d = a + 147 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 147
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_148(a, b, c)
    d = a + 148 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 148
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_149(a, b, c)
    d = a + 149 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 149
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_150(a, b, c)
    d = a + 150 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 150
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_151(a, b, c)
    d = a + 151 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 151
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_152(a, b, c)
    d = a + 152 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 152
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_153(a, b, c)
    d = a + 153 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 7
    elseif d == 153
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_154(a, b, c)
    d = a + 154 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 1
    elseif d == 154
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_155(a, b, c)
    d = a + 155 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 2
    elseif d == 155
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_156(a, b, c)
    d = a + 156 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 3
    elseif d == 156
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_157(a, b, c)
    d = a + 157 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 4
    elseif d == 157
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_158(a, b, c)
    d = a + 158 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 5
    elseif d == 158
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
function step_159(a, b, c)
    d = a + 159 * b
    if d > c
        e = (d - c, a)
        return e[1] + e[2] * 6
    elseif d == 159
        d = d - 1
    end
    while d < c
        d += b + 1
    end
    return [d, a, b][1] + c
end
const start = Ref(4)
calibrate_me() = step_3(start[], 2, 3) + step_90(start[], 5, 6) + step_150(start[], 1, 1)
