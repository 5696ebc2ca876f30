# Words for stored codes: states, stages, grades, accounts, roles, carriers.
# Keys and arguments are the same in every language; a test makes sure.

## stage of the year

stage-dormant = Dormant
stage-budding = Budding
stage-blossom = In blossom
stage-fruit-set = Fruit set
stage-growing = Growing
stage-colouring = Colouring
stage-ripe = Ripe
stage-harvested = Harvested

## state of a campaign

campaign-state-draft = Draft
campaign-state-soon = Soon
campaign-state-open = Open
campaign-state-closed = Closed

## what happens in a poor year

risk-top-up = What your tree does not give is made up from the same orchard.
risk-refund-shortfall = What is missing is paid back in proportion.
risk-carry-over = What is missing is carried over to next season.
risk-buyer-bears = You share the year with the farmer: more is yours, less is not made up.

## state of an adoption

adoption-started = Held
adoption-held = Held
adoption-waiting-payment = Waiting for payment
adoption-confirmed = Adopted
adoption-completed = Completed
adoption-cancelled = Cancelled
cancelled-hold-expired = The hold ended
cancelled-withdrawn = You cancelled
cancelled-paid-too-late = Paid too late
cancelled-by-operator = Cancelled by the orchard

## state of an observation, and why one is flagged

observation-captured = Being checked
observation-accepted = Accepted
observation-flagged = Flagged
observation-refused = Refused
flag-same-photo = This photo was posted before
flag-old-photo = The photo is old
flag-future-photo = The photo claims to be from the future
flag-far-away = Taken far from the orchard

## state of a box

box-planned = Planned
box-unplanned = Needs an address
box-locked-state = To pack
box-packed = Packed
box-handed-over = On its way
box-delivered = Delivered

## state of money

money-waiting = Waiting
money-captured = Received
money-surplus = More than asked for; it goes back
money-late = Late
money-failed = Failed
money-refund-requested = Being refunded
money-refund-settled = Refunded
money-refund-failed = Refund failed

## what a share is, by the number of parts

share-1 = a whole tree
share-2 = half a tree
share-4 = a quarter of a tree

## why a tree cannot be held now

hold-tree-not-free = This tree is not free now. Please choose another.
hold-campaign-not-on-sale = It is not the time to adopt now.

## grades of fruit, and what a certificate rests on

grade-extra = Extra
grade-first = First
grade-second = Second
grade-juice = For juice
basis-commissioned-test = Commissioned test
basis-own-test = Own test
basis-internal-control = Internal control
basis-self-declaration = Self-declaration

## entries of a tree's diary

diary-registered = Registered
diary-tag-attached = Tag { $code } attached
diary-tag-replaced = New tag { $code }
diary-adopted = Adopted for { $season }
diary-released = Free again for { $season }
diary-nameplate-approved = The plate is hung
diary-harvested = { $weight } harvested, lot { $lot }
diary-certified = Certificate { $number } for lot { $lot }
diary-packed = Box { $box } packed, { $weight }
diary-handed-over = Box { $box } handed to the carrier
diary-delivered = Box { $box } delivered

## accounts of the ledger

account-assets-channel-manual = Bank
account-expenses-channel-fees = Channel fees
account-liabilities-deposits = Deposits
account-liabilities-undelivered = Fruit not yet delivered
account-liabilities-refunds-payable = Refunds payable
account-income-fruit = Income from fruit

## roles

role-buyer = Buyer
role-farmer = Farmer
role-packer = Packer
role-organiser = Organiser
role-promoter = Promoter
role-operator = Operator
role-auditor = Auditor

## carriers

carrier-sf = SF Express
carrier-jd = JD Logistics
carrier-zto = ZTO
carrier-yto = YTO
carrier-ems = EMS
carrier-other = Other
