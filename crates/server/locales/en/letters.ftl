# Letters, addresses, consent.
# Keys and arguments are the same in every language; a test makes sure.

rejection-email-missing = There is no address to verify.
rejection-email-differs = This link has expired, or another address was given since. Please ask for a new letter in your account.
rejection-too-many-addresses = Too many addresses in one day. Please try again tomorrow.
rejection-letter-unknown = There is no such letter.
rejection-letter-exists = Another letter has this id.
rejection-letter-not-due = The letter is not due yet.
rejection-letter-in-flight = The letter is being sent.
rejection-letter-not-in-flight = The letter is not being sent.
rejection-letter-settled = The letter is settled.
rejection-letter-not-given-up = Only a letter that was given up can be sent again.
