# Money: refunds, payouts, the books, a buyer’s and a farm’s money.
rejection-credit-above-price = The adoption costs { $price }; no more credit can be used for it.
rejection-credit-cash-exists = This payout of credit exists already.
rejection-credit-cash-unknown = There is no such payout of credit.
rejection-credit-exists = This credit exists already.
rejection-credit-return-above-spent = Only { $spent } of credit was used for this adoption.
rejection-credit-spent-already = Credit of { $spent } was used for this adoption already.
rejection-credit-too-small = There is { $available } of credit.
rejection-payment-open-already = The payment is open over the whole price; credit can be used only before that.
