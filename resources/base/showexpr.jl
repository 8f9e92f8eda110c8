#=
Expressions as Julia text. `show_unquoted` writes the code itself, `show` puts `:(…)` around it or uses a `quote` block.
=#

const ExprNode = Union{Expr, QuoteNode, LineNumberNode, GlobalRef}

print(io::IO, ex::ExprNode) = (show_unquoted(io, ex, 0, -1); nothing)
show(io::IO, ex::ExprNode) = show_unquoted_quote_expr(io, ex, 0, -1)
operator_precedence(s::Symbol) = Int(ccall(:bk_operator_precedence, Int, (Any,), String(s)))
const indent_width = 4

function show_unquoted_quote_expr(io::IO, @nospecialize(value), indent::Int, prec::Int)
    if isa(value, Symbol)
        s = string(value)
        if isidentifier(value) || isoperator(value)
            print(io, ":")
            print(io, value)
        else
            print(io, "Symbol(", repr(s), ")")
        end
    else
        if isa(value, Expr) && value.head === :block
            show_block(IOContext(io, :beginsym => false), "quote", value, indent)
            print(io, "end")
        else
            print(io, ":(")
            show_unquoted(io, value, indent + 2, -1)
            print(io, ")")
        end
    end
end

show_unquoted(io::IO, @nospecialize(ex)) = show_unquoted(io, ex, 0, 0)
show_unquoted(io::IO, @nospecialize(ex), indent::Int) = show_unquoted(io, ex, indent, 0)
show_unquoted(io::IO, @nospecialize(ex), ::Int, ::Int) = show(io, ex)
show_unquoted(io::IO, sym::Symbol, ::Int, ::Int) = sym === :end || sym === :begin ? print(io, sym) : show_sym(io, sym, allow_macroname = false)
show_unquoted(io::IO, ex::LineNumberNode, ::Int, ::Int) = (print(io, "#= "); print(io, something(ex.file, "none"), ":", ex.line); print(io, " =#"))
show_unquoted(io::IO, ex::GlobalRef, ::Int, ::Int) = (print(io, ex.mod, '.'); show_sym(io, ex.name))
function show_unquoted(io::IO, ex::QuoteNode, indent::Int, prec::Int)
    if isa(ex.value, Symbol)
        show_unquoted_quote_expr(io, ex.value, indent, prec)
    else
        print(io, "\$(QuoteNode(")
        show(io, ex.value)
        print(io, "))")
    end
end

function show_list(io::IO, items, sep, indent::Int, prec::Int = 0, enclose = false, kw = false)
    n = length(items)
    indent += indent_width
    for i in 1:n
        i > 1 && print(io, sep)
        item = items[i]
        if kw && isa(item, Expr) && item.head === :kw
            show_unquoted(io, Expr(:(=), item.args...), indent, 0)
        else
            show_unquoted(io, item, indent, prec)
        end
    end
end
function show_enclosed_list(io::IO, op, items, sep, cl, indent, prec = 0, kw = false)
    print(io, op)
    params = Any[]
    rest = Any[]
    for item in items
        isa(item, Expr) && item.head === :parameters ? append!(params, item.args) : push!(rest, item)
    end
    show_list(io, rest, sep, indent, prec, false, kw)
    if !isempty(params)
        print(io, "; ")
        show_list(io, params, sep, indent, prec, false, kw)
    end
    print(io, cl)
end
function show_block(io::IO, head, args, body, indent::Int)
    print(io, head)
    if !isempty(args)
        print(io, ' ')
        show_list(io, args, ", ", indent)
    end
    ind = indent + indent_width
    exs = isa(body, Expr) && body.head === :block ? body.args : Any[body]
    for ex in exs
        print(io, '\n', " "^ind)
        show_unquoted(io, ex, ind, -1)
    end
    print(io, '\n', " "^indent)
end
show_block(io::IO, head, body, indent::Int) = show_block(io, head, Any[], body, indent)

# Whether `2x` reads as the product again, and not as a number in itself.
is_coefficient(@nospecialize(a), @nospecialize(b)) = isa(a, Union{Int, Float32, Float64}) && isa(b, Symbol) &&
    !startswith(string(b), a === 0 ? ('e', 'E', 'f', 'x', 'b', 'o') : ('e', 'E', 'f'))
is_call_operator(@nospecialize f) = isa(f, Symbol) && (isoperator(f) || f === :in || f === :isa)
function show_call_name(io::IO, @nospecialize(f), indent::Int)
    if isa(f, Symbol)
        isoperator(f) ? print(io, '(', f, ')') : show_sym(io, f, allow_macroname = true)
    elseif isa(f, Expr) && (f.head === :. || f.head === :curly || f.head === :macrocall || f.head === :call)
        show_unquoted(io, f, indent)
    elseif isa(f, GlobalRef)
        show_unquoted(io, f, indent, 0)
    elseif isa(f, Expr)
        print(io, '(')
        show_unquoted(io, f, indent)
        print(io, ')')
    else
        show_unquoted(io, f, indent)
    end
end

# The argument of `-` or `!`: an operation gets parentheses; one of `+`, `-` and their like gets them twice in Julia's own printing.
function show_unquoted_parens(io::IO, ex::Expr, indent::Int)
    print(io, '(')
    show_unquoted(io, ex, indent, ex.head === :call && ex.args[1] in (:+, :-, :*, :/, :÷, :%) ? operator_precedence(:^) : 0)
    print(io, ')')
end

function show_unquoted(io::IO, ex::Expr, indent::Int, prec::Int)
    head, args, nargs = ex.head, ex.args, length(ex.args)
    if head === :call && nargs >= 1
        f = args[1]
        # an operator that a macro looked up in its own module
        isa(f, GlobalRef) && isoperator(f.name) && (f = f.name)
        cargs = args[2:end]
        n = length(cargs)
        simple = !any(a -> isa(a, Expr) && (a.head === :parameters || a.head === :kw || a.head === :...), cargs)
        if f === :* && simple && n == 2 && is_coefficient(cargs[1], cargs[2])
            parens = operator_precedence(:*) <= prec
            parens && print(io, '(')
            show(io, cargs[1])
            print(io, cargs[2])
            parens && print(io, ')')
        elseif is_call_operator(f) && simple && n == 1 && f in (:+, :-, :!, :~, :√, :¬, :<:, :>:, :∛)
            print(io, f)
            arg = cargs[1]
            if isa(arg, Expr) && !(arg.head === :ref || arg.head === :. || arg.head === :curly || arg.head === :tuple || arg.head === :call && !is_call_operator(arg.args[1]))
                show_unquoted_parens(io, arg, indent)
            else
                show_unquoted(io, arg, indent, operator_precedence(:^))
            end
        elseif is_call_operator(f) && simple && (n == 2 || n > 2 && f in (:+, :*))
            p = operator_precedence(f)
            if f === :(:) && n == 2
                show_operand(io, cargs[1], indent, p + 1)
                print(io, ":")
                show_operand(io, cargs[2], indent, p + 1)
            else
                parens = p <= prec
                parens && print(io, '(')
                for i in 1:n
                    i > 1 && print(io, ' ', f, ' ')
                    show_unquoted(io, cargs[i], indent + indent_width, p)
                end
                parens && print(io, ')')
            end
        elseif f === :(:) && n == 3 && simple
            show_operand(io, cargs[1], indent, 0)
            print(io, ":")
            show_operand(io, cargs[2], indent, 0)
            print(io, ":")
            show_operand(io, cargs[3], indent, 0)
        else
            show_call_name(io, f, indent)
            show_enclosed_list(io, "(", cargs, ", ", ")", indent, 0, true)
        end
    elseif head === :comparison
        parens = prec >= operator_precedence(:<)
        parens && print(io, '(')
        for i in 1:nargs
            i > 1 && print(io, ' ')
            show_unquoted(io, args[i], indent, iseven(i) ? -1 : operator_precedence(:<))
        end
        parens && print(io, ')')
    elseif (head === :&& || head === :||) && nargs == 2
        p = operator_precedence(head)
        parens = p <= prec
        parens && print(io, '(')
        show_unquoted(io, args[1], indent, p)
        print(io, ' ', head, ' ')
        show_unquoted(io, args[2], indent, p - 1)
        parens && print(io, ')')
    elseif head === :. && nargs == 2
        a = args[1]
        simple = isa(a, Symbol) && !isoperator(a) || isa(a, Expr) && a.head in (:., :call, :curly) || isa(a, GlobalRef) || isa(a, Module)
        simple || print(io, '(')
        isa(a, Module) ? print(io, a) : show_unquoted(io, a, indent)
        simple || print(io, ')')
        print(io, '.')
        b = args[2]
        if isa(b, Expr) && b.head === :tuple
            show_enclosed_list(io, "(", b.args, ", ", ")", indent, 0, true)
        elseif isa(b, QuoteNode) && isa(b.value, Symbol)
            isoperator(b.value) && print(io, ':')
            show_sym(io, b.value, allow_macroname = true)
        else
            print(io, '(')
            show_unquoted(io, b, indent)
            print(io, ')')
        end
    elseif isoperator_assignment(head) && nargs == 2
        p = operator_precedence(head)
        parens = p <= prec
        parens && print(io, '(')
        lhs = args[1]
        if isa(lhs, Expr) && lhs.head === :where
            print(io, '(')
            show_unquoted(io, lhs, indent)
            print(io, ')')
        else
            show_unquoted(io, lhs, indent, p)
        end
        print(io, ' ', head, ' ')
        show_unquoted(io, args[2], indent + indent_width, p)
        parens && print(io, ')')
    elseif head === :kw && nargs == 2
        print(io, "\$(Expr(:kw, ")
        show_list(io, Any[QuoteNode_if_symbol(a) for a in args], ", ", indent)
        print(io, "))")
    elseif head === :(::) && nargs == 1
        print(io, "::")
        show_unquoted(io, args[1], indent, operator_precedence(:(::)))
    elseif (head === :(::) || head === :<: || head === :>:) && nargs == 2
        tight = head === :(::)
        show_unquoted(io, args[1], indent, operator_precedence(head))
        print(io, tight ? "::" : " $head ")
        show_unquoted(io, args[2], indent, operator_precedence(head))
    elseif (head === :<: || head === :>:) && nargs == 1
        print(io, head)
        show_unquoted(io, args[1], indent, 0)
    elseif head === :-> && nargs == 2
        parens = operator_precedence(:->) <= prec
        parens && print(io, '(')
        show_list(io, args, "->", indent, operator_precedence(:->))
        parens && print(io, ')')
    elseif head === :tuple
        print(io, '(')
        show_enclosed_list(io, "", args, ", ", "", indent, 0, true)
        nargs == 1 && !(isa(args[1], Expr) && args[1].head === :parameters) && print(io, ',')
        print(io, ')')
    elseif head === :vect
        show_enclosed_list(io, "[", args, ", ", "]", indent)
    elseif head === :vcat
        show_enclosed_list(io, "[", args, "; ", "]", indent)
    elseif head === :hcat || head === :row
        head === :hcat && print(io, '[')
        show_list(io, args, " ", indent)
        head === :hcat && print(io, ']')
    elseif head === :ref && nargs >= 1
        show_call_name(io, args[1], indent)
        show_enclosed_list(io, "[", args[2:end], ", ", "]", indent)
    elseif head === :curly && nargs >= 1
        show_call_name(io, args[1], indent)
        show_enclosed_list(io, "{", args[2:end], ", ", "}", indent)
    elseif head === :braces
        show_enclosed_list(io, "{", args, ", ", "}", indent)
    elseif head === :where && nargs >= 2
        show_unquoted(io, args[1], indent, operator_precedence(:(::)))
        print(io, " where ")
        nargs == 2 ? show_unquoted(io, args[2], indent) : show_enclosed_list(io, "{", args[2:end], ", ", "}", indent)
    elseif head === :... && nargs == 1
        show_unquoted(io, args[1], indent, 0)
        print(io, "...")
    elseif head === :$ && nargs == 1
        print(io, '$')
        isa(args[1], Symbol) || print(io, '(')
        show_unquoted(io, args[1], indent)
        isa(args[1], Symbol) || print(io, ')')
    elseif head === :string
        print(io, '"')
        for a in args
            if isa(a, AbstractString)
                escape_string(io, a, ('\"', '$'))
            else
                print(io, '$')
                print(io, '(')
                show_unquoted(io, a, indent)
                print(io, ')')
            end
        end
        print(io, '"')
    elseif head === :quote && nargs == 1
        show_unquoted_quote_expr(io, args[1], indent, 0)
    elseif head === :block
        show_block(io, "begin", ex, indent)
        print(io, "end")
    elseif head in (:for, :while, :let, :function, :macro) && nargs == 2
        heads = isa(args[1], Expr) && args[1].head === :block ? args[1].args : Any[args[1]]
        show_block(io, head, heads, args[2], indent)
        print(io, "end")
    elseif head === :if || head === :elseif
        if nargs in (2, 3) && prec >= 0 && head === :if && nargs == 3 && !any(a -> isa(a, Expr) && a.head in (:block, :if, :elseif), args[2:3])
            print(io, "if ")
            show_unquoted(io, args[1], indent)
            show_branch(io, args[2], indent)
            print(io, "else")
            show_branch(io, args[3], indent)
        else
            print(io, head, ' ')
            show_condition(io, args[1], indent)
            show_branch(io, args[2], indent)
            if nargs == 3
                if isa(args[3], Expr) && args[3].head === :elseif
                    show_unquoted(io, args[3], indent, prec)
                else
                    print(io, "else")
                    show_branch(io, args[3], indent)
                end
            end
        end
        head === :if && print(io, "end")
    elseif head === :try && nargs >= 3
        show_block(io, "try", args[1], indent)
        args[3] === false || (show_block(io, "catch", args[2] === false ? Any[] : Any[args[2]], args[3], indent))
        nargs == 4 && args[4] !== false && show_block(io, "finally", args[4], indent)
        print(io, "end")
    elseif head === :return && nargs <= 1
        print(io, "return")
        nargs == 1 && args[1] !== nothing && (print(io, ' '); show_unquoted(io, args[1], indent))
    elseif (head === :break || head === :continue) && nargs == 0
        print(io, head)
    elseif head in (:local, :global, :const, :export)
        print(io, head, ' ')
        show_list(io, args, ", ", indent)
    elseif head in (:import, :using)
        print(io, head, ' ')
        show_import_paths(io, args)
    elseif head === :macrocall && nargs >= 2
        args[2] isa LineNumberNode && (show_unquoted(io, args[2], indent, 0); print(io, ' '))
        show_macro_name(io, args[1], indent)
        nargs > 2 && print(io, ' ')
        show_list(io, args[3:end], " ", indent)
    elseif head === :struct && nargs == 3
        show_block(io, args[1] ? "mutable struct" : "struct", Any[args[2]], args[3], indent)
        print(io, "end")
    elseif head === :abstract
        print(io, "abstract type ")
        show_unquoted(io, args[1], indent)
        print(io, " end")
    elseif head === :primitive
        print(io, "primitive type ")
        show_list(io, args, " ", indent)
        print(io, " end")
    elseif head === :module
        show_block(io, args[1] ? "module" : "baremodule", Any[args[2]], args[3], indent)
        print(io, "end")
    elseif (head === :generator || head === :comprehension || head === :typed_comprehension)
        if head === :generator
            prec == -2 || print(io, '(')
            show_unquoted(io, args[1], indent)
            print(io, " for ")
            show_list(io, args[2:end], ", ", indent)
            prec == -2 || print(io, ')')
        else
            head === :typed_comprehension && show_unquoted(io, args[1], indent)
            print(io, '[')
            show_unquoted(io, args[end], indent, -2)
            print(io, ']')
        end
    elseif head === :do && nargs == 2
        show_unquoted(io, args[1], indent)
        fargs = args[2].args[1]
        show_block(io, " do", isa(fargs, Expr) && fargs.head === :tuple ? fargs.args : Any[fargs], args[2].args[2], indent)
        print(io, "end")
    elseif head === Symbol("'") && nargs == 1
        show_unquoted(io, args[1], indent)
        print(io, "'")
    else
        print(io, "\$(Expr(:", head)
        for a in args
            print(io, ", ")
            isa(a, Symbol) || isa(a, Expr) || isa(a, QuoteNode) ? show(io, isa(a, QuoteNode) ? a : a) : show_unquoted(io, a, indent)
        end
        print(io, "))")
    end
    nothing
end
function show_import_paths(io::IO, args)
    for i in 1:length(args)
        i > 1 && print(io, ", ")
        a = args[i]
        if isa(a, Expr) && a.head === :(:)
            show_import_paths(io, a.args[1:1])
            print(io, ": ")
            show_import_paths(io, a.args[2:end])
        elseif isa(a, Expr) && a.head === :.
            for k in 1:length(a.args)
                k > 1 && a.args[k - 1] !== :. && print(io, '.')
                a.args[k] === :. ? print(io, '.') : show_sym(io, a.args[k], allow_macroname = true)
            end
        else
            show_unquoted(io, a)
        end
    end
end
QuoteNode_if_symbol(@nospecialize a) = isa(a, Symbol) || isa(a, Expr) ? QuoteNode(a) : a
isoperator_assignment(head::Symbol) =
    head in (:(=), :+=, :-=, :*=, :/=, ://=, :^=, :÷=, :%=, :<<=, :>>=, :>>>=, :|=, :&=, :⊻=, :.=, :.+=, :.-=, :.*=, :./=, :(:=))
function show_operand(io::IO, @nospecialize(a), indent::Int, prec::Int)
    parens = isa(a, Expr) && a.head === :call && is_call_operator(a.args[1]) && length(a.args) > 2 && operator_precedence(a.args[1]) <= operator_precedence(:(:))
    parens && print(io, '(')
    show_unquoted(io, a, indent)
    parens && print(io, ')')
end
function show_condition(io::IO, @nospecialize(c), indent::Int)
    if isa(c, Expr) && c.head === :block
        show_list(io, c.args, " ", indent)
    else
        show_unquoted(io, c, indent)
    end
end
function show_branch(io::IO, @nospecialize(body), indent::Int)
    ind = indent + indent_width
    exs = isa(body, Expr) && body.head === :block ? body.args : Any[body]
    for ex in exs
        print(io, '\n', " "^ind)
        show_unquoted(io, ex, ind, -1)
    end
    print(io, '\n', " "^indent)
end
function show_macro_name(io::IO, @nospecialize(f), indent::Int)
    if isa(f, Symbol)
        print(io, f)
    elseif isa(f, GlobalRef)
        print(io, f.mod, '.', f.name)
    elseif isa(f, Expr) && f.head === :.
        print(io, sprint(show_unquoted, f.args[1]), ".", f.args[2] isa QuoteNode ? f.args[2].value : f.args[2])
    else
        show_unquoted(io, f, indent)
    end
end
