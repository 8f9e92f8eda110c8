/** Where the name is in a signature on screen. */
import { expect, it } from 'vitest'
import { signatureSegments } from '../../src/renderer/src/components/signature-segments'

it.each([
  ['Base.collect(::Vector{Int64})', 'Base.', 'collect', '(::Vector{Int64})'],
  ['collect(x)', '', 'collect', '(x)'],
  ['Base.Iterators.Zip{Tuple{Int}}(x)', 'Base.Iterators.', 'Zip', '{Tuple{Int}}(x)'],
  ['(::Base.var"#1#2")(x)', '', '(::Base.var"#1#2")', '(x)'],
  ['Base.:(==)(::Int, ::Int)', 'Base.', ':(==)', '(::Int, ::Int)'],
  ['+(::Float64, ::Float32)', '', '+', '(::Float64, ::Float32)'],
  ['Base.getindex', 'Base.', 'getindex', ''],
  ['', '', '', ''],
])('%s', (text, module, name, rest) => {
  expect(signatureSegments(text)).toEqual({ module, name, rest })
})
