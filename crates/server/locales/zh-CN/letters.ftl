# 信件、邮箱、同意。
# Keys and arguments are the same in every language; a test makes sure.

rejection-email-missing = 没有要验证的邮箱。
rejection-email-differs = 这个链接已经过期，或者后来换了邮箱。请在账户里再发一封。
rejection-too-many-addresses = 一天里换了太多次邮箱。请明天再试。
rejection-letter-unknown = 没有这封信。
rejection-letter-exists = 这个编号已经有一封信了。
rejection-letter-not-due = 这封信还没到时候。
rejection-letter-in-flight = 这封信正在寄出。
rejection-letter-not-in-flight = 这封信没有在寄。
rejection-letter-settled = 这封信已经了结。
rejection-letter-not-given-up = 只有放弃的信才能再寄。
