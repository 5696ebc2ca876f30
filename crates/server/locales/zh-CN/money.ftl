# 钱：退款、付款、账本、买家的钱、果园的钱。
rejection-credit-above-price = 这份认养的价格是 { $price }，余额不能用得更多。
rejection-credit-cash-exists = 这笔余额提现已经有了。
rejection-credit-cash-unknown = 没有这笔余额提现。
rejection-credit-exists = 这笔余额已经记过了。
rejection-credit-return-above-spent = 这份认养只用过 { $spent } 余额。
rejection-credit-spent-already = 这份认养已经用过 { $spent } 余额。
rejection-credit-too-small = 余额只有 { $available }。
rejection-payment-open-already = 付款单已按全价开出；余额只能在此之前使用。

account-assets-channel-wechat-pay = 微信支付
account-assets-channel-alipay = 支付宝
account-assets-channel-stripe = Stripe
account-assets-channel-sandbox = 演示资金
account-assets-disputed = 争议冻结款
account-assets-farmer-advances = 果园预付款
account-liabilities-buyers-credit = 买家余额
account-liabilities-farmers = 应付果园
account-liabilities-farmer-holdback = 果园质保留存
account-liabilities-payouts-in-flight = 在途付款
account-equity-corrections = 更正
account-income-fruit-returns = 已交付退回
account-expenses-fruit-bought = 果园分成
account-expenses-claims = 买家赔付
account-expenses-dispute-losses = 争议损失
account-expenses-dispute-fees = 争议手续费
rejection-goal-out-of-reach = 上架的树达不到目标。请多上架一些树，或者把目标调低。
