# 钱：退款、付款、账本、买家的钱、果园的钱。
rejection-credit-above-price = 这份认养的价格是 { $price }，余额不能用得更多。
rejection-credit-cash-exists = 这笔余额提现已经有了。
rejection-credit-cash-unknown = 没有这笔余额提现。
rejection-credit-exists = 这笔余额已经记过了。
rejection-credit-return-above-spent = 这份认养只用过 { $spent } 余额。
rejection-credit-spent-already = 这份认养已经用过 { $spent } 余额。
rejection-credit-too-small = 余额只有 { $available }。
rejection-payment-open-already = 付款单已按全价开出；余额只能在此之前使用。
