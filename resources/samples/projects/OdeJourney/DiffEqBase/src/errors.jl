"The root of the mean of the squares."
norm_of(u::AbstractArray) = sqrt(sum(abs2, u) / length(u))

"Errors as multiples of what is tolerated."
residuals!(out, err, u0, u1, abstol, reltol) = (@. out = err / (abstol + reltol * max(abs(u0), abs(u1))); out)
