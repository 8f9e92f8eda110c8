# The generic functions that Base exports for the standard library Random.
function rand end
function randn end
function rand! end
function randn! end
