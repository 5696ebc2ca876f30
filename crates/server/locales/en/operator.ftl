# The operator's pages.
# Keys and arguments are the same in every language; a test makes sure.

## operator

operator-title = This morning
operator-more = More
operator-decide = { $count ->
        [0] Nothing to decide
        [one] { $count } decision waits
       *[other] { $count } decisions wait
    }
operator-decide-none = Plates, photos and refunds are all done.
operator-exceptions = Exceptions
operator-captured = Received by day
operator-captured-none = Nothing received yet.
operator-captured-label = Columns of money received by day, highest { $highest }
operator-captured-highest = Highest day { $highest }
operator-promises = Promised and harvested
operator-promises-none = Nothing promised yet.
operator-campaigns = Campaigns
operator-balance = Trial balance
operator-balanced = In balance
operator-unbalanced = Out of balance!
tile-captured = Received
tile-held = Held for buyers
tile-refunds = Refunds due
tile-adoptions = Adoptions
exception-late-payment = Late payment
exception-lot-without-certificate = No certificate
exception-silent-tree = Silent tree
exception-refund-failed = Refund failed
approve-plate = Approve plate: { $text }
accept-photo = Accept the photo of { $tree }
reject-photo = Reject the photo of { $tree }
reject-reason = Reason (the adopter sees it)
refund-due = Pay back { $amount }
refund-settle = Record as paid
refund-settle-submit = Paid back
capture-money = Record a transfer
capture-money-text = From the bank statement. The same transaction twice counts once.
capture-money-submit = Record transfer
capture-transaction = Bank transaction number
capture-transaction-hint = The bank’s own number
capture-amount = Amount (CNY)
capture-day = Value date
editor-frozen = It is open; its terms no longer change.
editor-title-zh = Chinese title
editor-title-en = English title
editor-season = Season
editor-season-hint = The year of the harvest
editor-story-zh = Story in Chinese
editor-story-en = Story in English
editor-limits = More terms
editor-hold = Hold (minutes)
editor-photo-age = Newest photo not older than (days)
editor-forecast = Forecast of a tree (grams)
editor-cover = Promise at most, of the forecast (%)
editor-price = Price of a share (CNY)
editor-price-hint = For example 1680
editor-shares = Shares per tree
editor-shares-hint = 1, 2 or 4
editor-promised = Promised fruit (grams)
editor-sale-from = Sale from
editor-sale-until = Sale until
editor-ship-from = Sent from
editor-ship-until = Sent until
editor-contract-zh = Contract in Chinese
editor-contract-en = Contract in English
editor-contract-hint = Blank lines part paragraphs. Fixed by hash once open.
editor-save = Save draft
editor-trees = Offered trees
editor-offered = { $count ->
        [one] { $count } tree is offered.
       *[other] { $count } trees are offered.
    }
editor-offer = Offer this block
editor-open-title = Open the campaign
editor-open-text = Once open its terms are fixed and buyers can see it.
editor-open = Open
editor-close-title = Close the campaign
editor-close-text = Nobody can adopt any more; adoptions made stay as they are.
editor-close = Close
import-title = Import trees
import-text = A CSV file, its first line naming the columns:
import-file = CSV or GeoJSON file
import-paste = Or paste it here
import-submit = Import
import-again = Importing the same file twice changes nothing.
import-rows = Row by row
import-accepted = { $count } taken in
import-unchanged = { $count } known
import-refused = { $count } refused
row-accepted = Taken in
row-unchanged = Known
row-refused = Refused
tags-title = Print tags
tags-text = The PDF holds tags of 60 × 90 mm, nine on an A4 sheet. Print at actual size.
tags-show = Show block
tags-print = Print
people-title = People and roles
people-give = Give a role
people-take = Take
people-take-role = Take the role { $role } from { $person }
people-role = Role
people-scope = Orchard
people-scope-hint = For farmers and packers
people-scope-all = Any
people-password = First password
person-erased = Erased
people-add = Add a person
desk-money = Money
desk-fruit = Trees
desk-people = People
