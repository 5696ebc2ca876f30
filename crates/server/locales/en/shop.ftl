# Adopting: home, campaign, the steps, the tree, the garden.
# Keys and arguments are the same in every language; a test makes sure.

## home

home-title = Adopt a tree
home-heading = On a hillside, a tree is waiting for your name
home-lead = Adopt a fruit tree, watch it bloom, set and colour, and have its own fruit sent to your door.
home-open = Open this season
home-empty = Nothing is open yet. The trees are there; come back when they bloom.
home-how = How it works
how-choose = Choose a tree
how-choose-text = Pick a real tree on the orchard plan and hang up a plate with your words.
how-follow = Watch it grow
how-follow-text = The farmer photographs it all year. Scan its tag to see how it is.
how-receive = Taste it
how-receive-text = After the harvest it is sent in boxes, each traced to its lot and certificate.

## campaign

campaign-facts = The terms
campaign-price = Price
campaign-promised = Promised fruit
campaign-boxes = Boxes
campaign-sale-window = Adopt between
campaign-ship-window = Sent between
campaign-limit = Limit per person
campaign-get = What you get
get-plate = A real tree with a wooden plate in your own words
get-diary = A diary with photographs all season
get-fruit = { $weight } promised, sent in { $boxes } to addresses you choose
get-trace = Every box traced to its lot and certificate
campaign-risk = If the year is poor
campaign-contract = Read the contract
contract-fixed = text fixed by hash
plan-title = Choose a tree
plan-text = Green dots are free. Tap one to see whether it is yours.
plan-free = Free
plan-held = Being adopted
plan-taken = Adopted
plan-block-free = { $count } free
plan-list = As a list: { $block }
plan-empty = There are no trees to adopt here yet.
tree-name = { $name } · { $block }, row { $row }, tree { $number }
plan-tree = { $tree }, { $state }
dock-label = Adopt
adopt-this-tree = Adopt this tree
choose-a-tree = Choose a tree
choose-another-tree = Choose another tree
campaign-new = New campaign

## the steps of adopting

steps-label = Steps
step-tree = Tree
step-nameplate = Plate
step-contract = Contract
step-pay = Payment
the-tree = The tree
held-until = Kept for you until
held-left = (%m min %s s left)
confirm-title = Is this the one?
confirm-hold = Yes, this one
confirm-hold-text = We keep it for you for { $length }. Nothing is charged now.
nameplate-title = Hang up a plate
nameplate-label = Words on the plate
nameplate-example = Grandma’s orange tree
nameplate-rules = Up to { $count } characters. Please no phone numbers, links or full names of children.
nameplate-submit = Write this
nameplate-approval = The orchard reads it before it is hung. If it cannot be, we say why and you may change it.
nameplate-rejected = The last words were not accepted: { $reason }
contract-title = Adoption contract
contract-summary = In short
contract-full = Full text
contract-fixed-text = Once agreed, the text never changes. This is the whole of it, with its fingerprint.
contract-accept = I have read the contract and agree to it, including what happens in a poor year
contract-no-return = I understand that fresh fruit is exempt from the 7-day return; damaged fruit is still made good
contract-submit = Agree and go to payment
pay-title = Pay
pay-amount = Amount
pay-reference = Reference
pay-reference-text = Write the reference exactly like this: it is how we recognise your transfer.
pay-account-holder = Account holder
pay-account-bank = Bank
pay-account-number = Account number
pay-waiting = Waiting for your transfer
pay-waiting-text = When it arrives the tree is yours, and this page will say so. You may close it and come back from My garden.
pay-deadline = It must arrive by
pay-late-text = If it comes late: the tree is yours if still free, otherwise everything is paid back.
pay-check = I have paid, check now
pay-cancel = Leave it
done-adopted = It is your tree now
done-adopted-text = Your payment has arrived. From today every photograph of it is yours to see.
done-late-adopted = Late, but still yours
done-late-adopted-text = Your payment came after the hold ended. The tree was still free, so it is yours.
done-late-refunded = Too late for this tree
done-late-refunded-text = When your payment arrived, somebody else had adopted this tree. We are sending all of it back; there is nothing for you to do.
done-expired = The hold has ended
done-expired-text = Nothing was charged and the tree is free again. You may choose it once more, or another.
done-cancelled = Cancelled
done-cancelled-text = This adoption is cancelled. Anything paid goes back; see My garden.
done-see-tree = See my tree

## tree

plate-waiting = The plate is on its way
plate-erased = A friend of the orchard
plate-nobody = Waiting for a name
tree-season = This season
tree-promised = Promised
tree-harvested = Harvested
tree-not-yet = Not yet
tree-harvest-bar = { $harvested } harvested of { $promised } promised
tree-diary = Diary
tree-planted = planted { $year }
tree-diary-empty = No photographs yet. The first comes when the farmer next walks by.
tree-position = log entry { $position }
tree-lots = Harvest and certificate
tree-picked = Picked
tree-certificate = Compliance certificate { $number }
tree-no-certificate = No certificate yet; nothing is sent without one.
tree-parcels = Where the fruit is
tree-adopt-this = It has no one yet
tree-adopt-other = Adopt one yourself
tree-adopt-text = Hang up your plate, follow it for a year, receive its fruit.
tree-proof = These records can be checked
tree-proof-text = Each is an entry in a log that can only grow, with its own number. Change one word and it no longer fits.
tree-records = { $count ->
        [one] { $count } record
       *[other] { $count } records
    }
tree-last-position = The newest is log entry { $position }
tree-qr = QR code of the tag
tree-qr-text = The code on its tag, used for this tree and no other

## my garden

garden-title = My garden
garden-empty = You have no tree yet
garden-empty-text = Choose one, give it a name and watch it from today.
garden-boxes = My boxes
garden-plan-boxes = Where the boxes go
garden-cancel = Cancel this adoption
garden-money = Money
garden-paid = Paid
garden-refunded = Refunded
next-nameplate = Write the plate
next-contract = Read the contract
next-pay = Go to payment
next-boxes = Say where the boxes go
money-payment = Adoption of { $tree }
money-refund = Refund: { $tree }
cancel-free = Nothing is paid yet; the tree becomes free again.
cancel-refund = { $amount } is paid back in full and the tree becomes free again.
boxes-title = Where the boxes go
boxes-lead = The fruit of { $tree } is sent { $window }.
boxes-same = Send all boxes to this address
boxes-submit = Save addresses
boxes-privacy = Addresses are kept encrypted, opened only to ship, and never shown on a public page.
boxes-lock = Addresses can be changed until { $day }.
box-locked = The address is locked; the box is being prepared.
address-recipient = Recipient
address-phone = Phone
address-province = Province
address-city = City
address-district = District
address-street = Street address
address-street-hint = Street, building, number

## how a campaign sells

goal-title = The goal
goal-trees = { $reached } of { $wanted } trees paid
goal-money = { $reached } of { $wanted } paid
goal-deadline = until
goal-rule-all-or-nothing = If the goal is missed, everybody is paid back in full.
goal-rule-keep-what-is-raised = If the goal is missed, adoptions that are paid still stand.
goal-outcome-reached = Goal reached
goal-outcome-kept = Goal missed, adoptions stand
goal-outcome-failed = Goal missed, paying back
goal-outcome-there = Goal reached
phases-title = Prices
phase-early = Early price
phase-regular = Regular price
phase-late = Late price
phase-after = Afterwards
phase-now = now
phase-left = { $count ->
    [one] one left
   *[other] { $count } left
 }
phase-until = until { $day }
paused-weather = The orchard takes no new adoptions for now because of the weather. What is held may still be paid.
paused-disease = The orchard takes no new adoptions for now because of pests or disease. What is held may still be paid.
paused-forecast-cut = The orchard takes no new adoptions for now: less fruit is expected. What is held may still be paid.
paused-farm-in-trouble = The orchard is in difficulty and takes no new adoptions for now. What is held may still be paid.
paused-legal = No new adoptions are taken for now, for legal reasons. What is held may still be paid.
line-title = Waiting list
line-text = No tree is free now. When somebody lets go of one, it is held for a day for whoever has waited longest.
line-waiting = { $count ->
    [0] Nobody is waiting yet.
    [one] One person is waiting.
   *[other] { $count } people are waiting.
 }
line-join = Join the waiting list
line-sign-in = Sign in to join the waiting list
line-place = You are number { $count } on the waiting list. When it is your turn, a tree is held for you for a day.
line-leave = Wait no longer
line-offered = It is your turn: a tree is held for you until
line-take = Adopt it
flash-waiting = You are on the waiting list.
flash-waiting-no-longer = You are off the waiting list.
sales-title = How it sells
sales-goal = Goal
sales-goal-amount = How much
sales-goal-amount-hint = Trees, or an amount in CNY
sales-deadline = Last day
sales-grace = Wait for statements (days)
sales-grace-hint = At most 14
sales-rule = If it is missed
sales-phase-hint = Leave empty if there is no such phase
sales-until = Until (day)
sales-count = Until adoption number
sales-count-hint = Whatever comes first
sales-more-time = Extend until
sales-extend = Extend
sales-is-paused = No new adoptions are taken now.
sales-resume = Take adoptions again
sales-cause = Cause
sales-pause-hint = Buyers are told. What is held may still be paid.
sales-pause = Take no more adoptions
goal-kind-none = No goal
goal-kind-trees = Trees
goal-kind-money = Money
cause-weather = Weather
cause-disease = Pests or disease
cause-forecast-cut = Less fruit expected
cause-farm-in-trouble = The farm is in difficulty
cause-legal = Legal reasons
flash-campaign-paused = No new adoptions are taken.
flash-campaign-resumed = Adoptions are taken again.
contract-credit = Use { $amount } of my credit; I pay the rest.
pay-credit-used = { $amount } is paid by credit; this is the rest.
cancel-plan = You see what goes back and what happens before you decide.
