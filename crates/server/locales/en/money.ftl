# Money: refunds, payouts, the books, a buyer’s and a farm’s money.
rejection-credit-above-price = The adoption costs { $price }; no more credit can be used for it.
rejection-credit-cash-exists = This payout of credit exists already.
rejection-credit-cash-unknown = There is no such payout of credit.
rejection-credit-exists = This credit exists already.
rejection-credit-return-above-spent = Only { $spent } of credit was used for this adoption.
rejection-credit-spent-already = Credit of { $spent } was used for this adoption already.
rejection-credit-too-small = There is { $available } of credit.
rejection-payment-open-already = The payment is open over the whole price; credit can be used only before that.

account-assets-channel-wechat-pay = WeChat Pay
account-assets-channel-alipay = Alipay
account-assets-channel-stripe = Stripe
account-assets-channel-sandbox = Play money
account-assets-disputed = Held back in disputes
account-assets-farmer-advances = Advances to farms
account-liabilities-buyers-credit = Buyers’ credit
account-liabilities-farmers = Earned by farms, not paid
account-liabilities-farmer-holdback = Held back from farms for claims
account-liabilities-payouts-in-flight = Payouts on their way
account-equity-corrections = Corrections
account-income-fruit-returns = Of delivered fruit, given back
account-expenses-fruit-bought = Farms’ part of the fruit
account-expenses-claims = Compensation of buyers
account-expenses-dispute-losses = Lost in disputes
account-expenses-dispute-fees = Fees of disputes
rejection-goal-out-of-reach = The offered trees cannot reach the goal. Offer more trees or lower the goal.
