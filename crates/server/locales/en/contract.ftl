# Contracts, the law they fall under, the days to think again.
# Keys and arguments are the same in every language; a test makes sure.

rejection-several-boxes-are-several-shipments = Several boxes are sent several times. Please choose “several shipments”.
rejection-cooling-off-invalid = The days to think again do not fit: at least 7 for several shipments, at most 60.
rejection-effective-too-early = A contract counts from now or later, and not before the one published last.
rejection-too-many-contracts = This season has too many versions of its contract.
rejection-agreed-otherwise = This adoption was agreed under other terms, and those stand.
rejection-no-cooling-off = This adoption has no days to think again, or it is not paid yet.
rejection-cooling-off-over = The days to think again are over. You can still ask to cancel.
