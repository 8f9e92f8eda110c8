# Calls that are not inlined: a frame of inference and a piece of code for each.
@noinline function piece_0(x::Int)
    y = x * 0 + 1
    if y > 0
        y -= x
    end
    return y
end
@noinline function piece_1(x::Int)
    y = x * 1 + 1
    if y > 3
        y -= x
    end
    return y
end
@noinline function piece_2(x::Int)
    y = x * 2 + 1
    if y > 6
        y -= x
    end
    return y
end
@noinline function piece_3(x::Int)
    y = x * 3 + 1
    if y > 9
        y -= x
    end
    return y
end
@noinline function piece_4(x::Int)
    y = x * 4 + 1
    if y > 12
        y -= x
    end
    return y
end
@noinline function piece_5(x::Int)
    y = x * 5 + 1
    if y > 15
        y -= x
    end
    return y
end
@noinline function piece_6(x::Int)
    y = x * 6 + 1
    if y > 18
        y -= x
    end
    return y
end
@noinline function piece_7(x::Int)
    y = x * 7 + 1
    if y > 21
        y -= x
    end
    return y
end
@noinline function piece_8(x::Int)
    y = x * 8 + 1
    if y > 24
        y -= x
    end
    return y
end
@noinline function piece_9(x::Int)
    y = x * 9 + 1
    if y > 27
        y -= x
    end
    return y
end
@noinline function piece_10(x::Int)
    y = x * 10 + 1
    if y > 30
        y -= x
    end
    return y
end
@noinline function piece_11(x::Int)
    y = x * 11 + 1
    if y > 33
        y -= x
    end
    return y
end
@noinline function piece_12(x::Int)
    y = x * 12 + 1
    if y > 36
        y -= x
    end
    return y
end
@noinline function piece_13(x::Int)
    y = x * 13 + 1
    if y > 39
        y -= x
    end
    return y
end
@noinline function piece_14(x::Int)
    y = x * 14 + 1
    if y > 42
        y -= x
    end
    return y
end
@noinline function piece_15(x::Int)
    y = x * 15 + 1
    if y > 45
        y -= x
    end
    return y
end
@noinline function piece_16(x::Int)
    y = x * 16 + 1
    if y > 48
        y -= x
    end
    return y
end
@noinline function piece_17(x::Int)
    y = x * 17 + 1
    if y > 51
        y -= x
    end
    return y
end
@noinline function piece_18(x::Int)
    y = x * 18 + 1
    if y > 54
        y -= x
    end
    return y
end
@noinline function piece_19(x::Int)
    y = x * 19 + 1
    if y > 57
        y -= x
    end
    return y
end
@noinline function piece_20(x::Int)
    y = x * 20 + 1
    if y > 60
        y -= x
    end
    return y
end
@noinline function piece_21(x::Int)
    y = x * 21 + 1
    if y > 63
        y -= x
    end
    return y
end
@noinline function piece_22(x::Int)
    y = x * 22 + 1
    if y > 66
        y -= x
    end
    return y
end
@noinline function piece_23(x::Int)
    y = x * 23 + 1
    if y > 69
        y -= x
    end
    return y
end
@noinline function piece_24(x::Int)
    y = x * 24 + 1
    if y > 72
        y -= x
    end
    return y
end
@noinline function piece_25(x::Int)
    y = x * 25 + 1
    if y > 75
        y -= x
    end
    return y
end
@noinline function piece_26(x::Int)
    y = x * 26 + 1
    if y > 78
        y -= x
    end
    return y
end
@noinline function piece_27(x::Int)
    y = x * 27 + 1
    if y > 81
        y -= x
    end
    return y
end
@noinline function piece_28(x::Int)
    y = x * 28 + 1
    if y > 84
        y -= x
    end
    return y
end
@noinline function piece_29(x::Int)
    y = x * 29 + 1
    if y > 87
        y -= x
    end
    return y
end
@noinline function piece_30(x::Int)
    y = x * 30 + 1
    if y > 90
        y -= x
    end
    return y
end
@noinline function piece_31(x::Int)
    y = x * 31 + 1
    if y > 93
        y -= x
    end
    return y
end
@noinline function piece_32(x::Int)
    y = x * 32 + 1
    if y > 96
        y -= x
    end
    return y
end
@noinline function piece_33(x::Int)
    y = x * 33 + 1
    if y > 99
        y -= x
    end
    return y
end
@noinline function piece_34(x::Int)
    y = x * 34 + 1
    if y > 102
        y -= x
    end
    return y
end
@noinline function piece_35(x::Int)
    y = x * 35 + 1
    if y > 105
        y -= x
    end
    return y
end
@noinline function piece_36(x::Int)
    y = x * 36 + 1
    if y > 108
        y -= x
    end
    return y
end
@noinline function piece_37(x::Int)
    y = x * 37 + 1
    if y > 111
        y -= x
    end
    return y
end
@noinline function piece_38(x::Int)
    y = x * 38 + 1
    if y > 114
        y -= x
    end
    return y
end
@noinline function piece_39(x::Int)
    y = x * 39 + 1
    if y > 117
        y -= x
    end
    return y
end
@noinline function piece_40(x::Int)
    y = x * 40 + 1
    if y > 120
        y -= x
    end
    return y
end
@noinline function piece_41(x::Int)
    y = x * 41 + 1
    if y > 123
        y -= x
    end
    return y
end
@noinline function piece_42(x::Int)
    y = x * 42 + 1
    if y > 126
        y -= x
    end
    return y
end
@noinline function piece_43(x::Int)
    y = x * 43 + 1
    if y > 129
        y -= x
    end
    return y
end
@noinline function piece_44(x::Int)
    y = x * 44 + 1
    if y > 132
        y -= x
    end
    return y
end
@noinline function piece_45(x::Int)
    y = x * 45 + 1
    if y > 135
        y -= x
    end
    return y
end
@noinline function piece_46(x::Int)
    y = x * 46 + 1
    if y > 138
        y -= x
    end
    return y
end
@noinline function piece_47(x::Int)
    y = x * 47 + 1
    if y > 141
        y -= x
    end
    return y
end
@noinline function piece_48(x::Int)
    y = x * 48 + 1
    if y > 144
        y -= x
    end
    return y
end
@noinline function piece_49(x::Int)
    y = x * 49 + 1
    if y > 147
        y -= x
    end
    return y
end
@noinline function piece_50(x::Int)
    y = x * 50 + 1
    if y > 150
        y -= x
    end
    return y
end
@noinline function piece_51(x::Int)
    y = x * 51 + 1
    if y > 153
        y -= x
    end
    return y
end
@noinline function piece_52(x::Int)
    y = x * 52 + 1
    if y > 156
        y -= x
    end
    return y
end
@noinline function piece_53(x::Int)
    y = x * 53 + 1
    if y > 159
        y -= x
    end
    return y
end
@noinline function piece_54(x::Int)
    y = x * 54 + 1
    if y > 162
        y -= x
    end
    return y
end
@noinline function piece_55(x::Int)
    y = x * 55 + 1
    if y > 165
        y -= x
    end
    return y
end
@noinline function piece_56(x::Int)
    y = x * 56 + 1
    if y > 168
        y -= x
    end
    return y
end
@noinline function piece_57(x::Int)
    y = x * 57 + 1
    if y > 171
        y -= x
    end
    return y
end
@noinline function piece_58(x::Int)
    y = x * 58 + 1
    if y > 174
        y -= x
    end
    return y
end
@noinline function piece_59(x::Int)
    y = x * 59 + 1
    if y > 177
        y -= x
    end
    return y
end
@noinline function piece_60(x::Int)
    y = x * 60 + 1
    if y > 180
        y -= x
    end
    return y
end
@noinline function piece_61(x::Int)
    y = x * 61 + 1
    if y > 183
        y -= x
    end
    return y
end
@noinline function piece_62(x::Int)
    y = x * 62 + 1
    if y > 186
        y -= x
    end
    return y
end
@noinline function piece_63(x::Int)
    y = x * 63 + 1
    if y > 189
        y -= x
    end
    return y
end
@noinline function piece_64(x::Int)
    y = x * 64 + 1
    if y > 192
        y -= x
    end
    return y
end
@noinline function piece_65(x::Int)
    y = x * 65 + 1
    if y > 195
        y -= x
    end
    return y
end
@noinline function piece_66(x::Int)
    y = x * 66 + 1
    if y > 198
        y -= x
    end
    return y
end
@noinline function piece_67(x::Int)
    y = x * 67 + 1
    if y > 201
        y -= x
    end
    return y
end
@noinline function piece_68(x::Int)
    y = x * 68 + 1
    if y > 204
        y -= x
    end
    return y
end
@noinline function piece_69(x::Int)
    y = x * 69 + 1
    if y > 207
        y -= x
    end
    return y
end
@noinline function piece_70(x::Int)
    y = x * 70 + 1
    if y > 210
        y -= x
    end
    return y
end
@noinline function piece_71(x::Int)
    y = x * 71 + 1
    if y > 213
        y -= x
    end
    return y
end
@noinline function piece_72(x::Int)
    y = x * 72 + 1
    if y > 216
        y -= x
    end
    return y
end
@noinline function piece_73(x::Int)
    y = x * 73 + 1
    if y > 219
        y -= x
    end
    return y
end
@noinline function piece_74(x::Int)
    y = x * 74 + 1
    if y > 222
        y -= x
    end
    return y
end
@noinline function piece_75(x::Int)
    y = x * 75 + 1
    if y > 225
        y -= x
    end
    return y
end
@noinline function piece_76(x::Int)
    y = x * 76 + 1
    if y > 228
        y -= x
    end
    return y
end
@noinline function piece_77(x::Int)
    y = x * 77 + 1
    if y > 231
        y -= x
    end
    return y
end
@noinline function piece_78(x::Int)
    y = x * 78 + 1
    if y > 234
        y -= x
    end
    return y
end
@noinline function piece_79(x::Int)
    y = x * 79 + 1
    if y > 237
        y -= x
    end
    return y
end
const start = Ref(1)
function calibrate_me()
    s = start[]
    s = piece_0(s) & 1023
    s = piece_1(s) & 1023
    s = piece_2(s) & 1023
    s = piece_3(s) & 1023
    s = piece_4(s) & 1023
    s = piece_5(s) & 1023
    s = piece_6(s) & 1023
    s = piece_7(s) & 1023
    s = piece_8(s) & 1023
    s = piece_9(s) & 1023
    s = piece_10(s) & 1023
    s = piece_11(s) & 1023
    s = piece_12(s) & 1023
    s = piece_13(s) & 1023
    s = piece_14(s) & 1023
    s = piece_15(s) & 1023
    s = piece_16(s) & 1023
    s = piece_17(s) & 1023
    s = piece_18(s) & 1023
    s = piece_19(s) & 1023
    s = piece_20(s) & 1023
    s = piece_21(s) & 1023
    s = piece_22(s) & 1023
    s = piece_23(s) & 1023
    s = piece_24(s) & 1023
    s = piece_25(s) & 1023
    s = piece_26(s) & 1023
    s = piece_27(s) & 1023
    s = piece_28(s) & 1023
    s = piece_29(s) & 1023
    s = piece_30(s) & 1023
    s = piece_31(s) & 1023
    s = piece_32(s) & 1023
    s = piece_33(s) & 1023
    s = piece_34(s) & 1023
    s = piece_35(s) & 1023
    s = piece_36(s) & 1023
    s = piece_37(s) & 1023
    s = piece_38(s) & 1023
    s = piece_39(s) & 1023
    s = piece_40(s) & 1023
    s = piece_41(s) & 1023
    s = piece_42(s) & 1023
    s = piece_43(s) & 1023
    s = piece_44(s) & 1023
    s = piece_45(s) & 1023
    s = piece_46(s) & 1023
    s = piece_47(s) & 1023
    s = piece_48(s) & 1023
    s = piece_49(s) & 1023
    s = piece_50(s) & 1023
    s = piece_51(s) & 1023
    s = piece_52(s) & 1023
    s = piece_53(s) & 1023
    s = piece_54(s) & 1023
    s = piece_55(s) & 1023
    s = piece_56(s) & 1023
    s = piece_57(s) & 1023
    s = piece_58(s) & 1023
    s = piece_59(s) & 1023
    s = piece_60(s) & 1023
    s = piece_61(s) & 1023
    s = piece_62(s) & 1023
    s = piece_63(s) & 1023
    s = piece_64(s) & 1023
    s = piece_65(s) & 1023
    s = piece_66(s) & 1023
    s = piece_67(s) & 1023
    s = piece_68(s) & 1023
    s = piece_69(s) & 1023
    s = piece_70(s) & 1023
    s = piece_71(s) & 1023
    s = piece_72(s) & 1023
    s = piece_73(s) & 1023
    s = piece_74(s) & 1023
    s = piece_75(s) & 1023
    s = piece_76(s) & 1023
    s = piece_77(s) & 1023
    s = piece_78(s) & 1023
    s = piece_79(s) & 1023
    return s
end
