# The words of the pages, English. Keys and arguments equal those of zh-CN.ftl; a test makes sure.

## brand and frame

brand = Pomona
skip = Skip to content
nav-label = Main
nav-self = Language and account
nav-campaigns = Adopt a tree
nav-garden = My garden
nav-today = Today
nav-harvest = Harvest
nav-packing = Packing
nav-operator = Operations
language-other = 中文
foot-promise = Every tree is real. Every record can be checked.
foot-label = Footer
foot-api = Developer API
save = Save
copy = Copy
copied = Copied
accept = Accept
approve = Approve
reject = Reject
as-table = As a table
orchard = Orchard
block = Block
error-request = If you need help, quote this number: { $id }

## counted things

trees-count = { $count ->
        [one] { $count } tree
       *[other] { $count } trees
    }
boxes-count = { $count ->
        [one] { $count } box
       *[other] { $count } boxes
    }
days-count = { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
minutes-count = { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
photos-count = { $count ->
        [one] { $count } photo
       *[other] { $count } photos
    }
box-number = Box { $count }
trees-taken = { $share } adopted

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
pay-title = Please transfer
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

## a tree's history, proven

proof-title = Prove this history
proof-lead = Once this tree's records are sealed, whoever changes one is found out, ourselves included. Here is what that proves, and how to check it yourself.
proof-link = Prove this history
proof-sealed = { $count ->
        [one] { $count } record is sealed
       *[other] { $count } records are sealed
    }
proof-sealed-text = Together with the first { $size } entries of the whole log they stand under one signed seal. Change a single word and the seal no longer fits.
proof-download = Download history and proof
proof-download-text = One file, checked offline, without us. It holds no names, phone numbers or addresses.
proof-broken = The seal is out of use
proof-broken-text = The log is not the one that was signed before, so we sign nothing more and give out no proofs. Ask the orchard; a file you kept is still good.
proof-paused = Sealing is paused
proof-paused-text = We cannot compare the log with the seals we gave out before just now, so we sign nothing and give out no proofs until we can. A file you kept is still good.
proof-no-seal = Being sealed
proof-no-seal-text = The first seal is ready in a few seconds. Please look again.
proof-proven = What is proven
proof-proven-words = Each record stands in the log at its number, and not a word of it was changed since it was sealed.
proof-proven-order = Between two seals nothing was slipped in, taken out or moved: a new seal must prove that it contains all under the one you kept.
proof-proven-photos = The fingerprint of each original photograph is in its record. Another picture would not fit.
proof-proven-later = Keep the downloaded file and you hold a copy of this history: put it beside a later one and any change shows.
proof-unproven = What is not proven
proof-unproven-truth = That what was written was true on the day. People wrote it; the seal only says that it has not changed since.
proof-unproven-clock = The exact time. The clock is the orchard's; an outsider knows that a record was there when they were given a seal.
proof-unproven-people = Who adopted, and where boxes went. Records about people stay closed: they are proven to be there and unchanged, and nobody can read them.
proof-records = This tree's records
proof-records-text = { $count ->
        [one] { $count } of them is in the file word for word; the others are about people, and only their fingerprint is.
       *[other] { $count } of them are in the file word for word; the others are about people, and only their fingerprints are.
    }
proof-open = Open to read
proof-closed = Closed
proof-soon = Sealed soon
proof-one = Proof
proof-of = Proof of log entry { $position }
proof-check = Check it yourself
proof-check-key = First compare the key. Do not trust this page alone: it must read the same on the board in the orchard, with a friend, or in what you downloaded before.
proof-check-run = Then check the file, offline: with this program, or with any that knows C2SP tlog-proof.
proof-check-command = The command that checks the file
proof-check-keep = Keep the seal as it is now. Later it shows whether the log still goes on from it.
proof-keep = Save the seal
proof-details = Technical details
proof-origin = Name of the log
proof-size = Entries
proof-root = Fingerprint of all
proof-details-text = An RFC 6962 Merkle tree with C2SP checkpoints signed by Ed25519; all tiles are public under /log/tile/.
proof-file-what = The history of tree { $code }. Every record has a proof, all against one signed seal (checkpoint). Where there is a record it can be read word for word (base64); where there is none it is about people, and only its fingerprint (commitment) is given.
proof-file-check = To check: pomona proof check pomona-{ $code }.json --vkey 'KEY'. Get the key from elsewhere and compare it with vkey in this file.
proof-file-elsewhere = Without this program: each proof is a C2SP tlog-proof whose entry is the 32 bytes of the commitment; the SHA-256 of a decoded record is its commitment.
proof-file-keep = It proves that the records stood in the log when it was sealed and have not changed since; it does not prove that what was written was true. Keep this file.

## my garden

garden-title = My garden
garden-empty = You have no tree yet
garden-empty-text = Choose one, give it a name and watch it from today.
garden-boxes = My boxes
garden-plan-boxes = Where the boxes go
garden-cancel = Cancel this adoption
garden-cancel-confirm = Yes, cancel
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

## farmer

today-title = { $count ->
        [0] All trees are seen today
        [one] { $count } tree to see today
       *[other] { $count } trees to see today
    }
today-due = Waiting for a photo
today-due-none = All photographed.
today-due-days = { $count ->
        [one] { $count } day without news
       *[other] { $count } days without news
    }
today-due-never = No photo yet
today-photograph = Photo
today-photograph-tree = Photograph { $tree }
today-recent = Recent records
today-recent-none = Nothing yet.
today-picks = To pick
capture-title = Photograph a tree
capture-code = Code on the tag
capture-code-hint = 8 characters, scanned or typed
capture-stage = Stage
capture-photos = Photos
capture-photos-hint = Up to { $count }, each at most { $size }
capture-note = A note (optional)
capture-submit = Send
capture-ready = ready
capture-sending = sending
capture-sent = sent
capture-too-large = too large, at most { $size }
capture-too-many = at most { $count }
capture-offline = Not sent, the network is down. The photos are still here: try again.
capture-remove = remove
harvest-title = Harvest and certificates
harvest-lot = Record a lot
lot-name = Lot
lot-name-hint = For example L-1128-B
lot-grade = Grade
lot-tare = Crates (grams)
lot-tare-hint = Empty for none
lot-allocate = Divide
lot-allocate-name = Divide { $lot } among adopters
lot-trees = What each tree gave
lot-trees-hint = One tree a line: code, space, grams
lot-submit = Record this lot
harvest-certificate = Issue a certificate
harvest-certificate-text = Nothing is packed from a lot without its compliance certificate.
harvest-certificate-none = No lot is waiting for one.
certificate-number = Certificate number
certificate-product = Product
certificate-origin = Origin
certificate-producer = Producer
certificate-contact = Contact
certificate-basis = Basis
certificate-day = Issued on
certificate-submit = Record certificate
harvest-lots = Lots
harvest-lots-none = Nothing harvested yet.

## packing

packing-title = Packing bench
packing-count = { $share } boxes
packing-scan = Scan or type a code
packing-look = Look up
packing-hint = Scan the slip of a box; the screen says go or stop.
packing-go = Good to pack
packing-stop = Stop: do not pack
packing-lot = Lot
packing-grams = Grams on the scale
packing-pack = Packed
packing-lock = Lock the address
packing-lock-box = Lock the address of { $box }
packing-boxes = Boxes
packing-boxes-none = There are no boxes to pack now.
packing-handover = Hand to carrier
packing-handover-submit = Handed over
packing-carrier = Carrier
packing-tracking = Tracking number
packing-deliver = Delivered
packing-deliver-box = { $box } delivered
check-certificate = Certificate issued
check-waiting = Waiting period over
check-address = Address locked

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
import-file = CSV file
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
tags-text = 90 × 55 mm each, ten on an A4 sheet. Print at actual size.
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

## tables

column-when = When
column-what = What
column-amount = Amount
column-state = State
column-trees = Trees
column-weight = Weight
column-left = Left
column-certificate = Certificate
column-account = Account
column-debit = Debit
column-credit = Credit
column-sum = Sum
column-line = Line
column-tree = Tree

## account

sign-in = Sign in
sign-in-title = Welcome back
sign-in-new = First time here?
sign-in-failed = That e-mail and password do not match. Please try again.
sign-in-wait = Too many tries. Please wait { $minutes }.
sign-up = Sign up
sign-up-title = Come and adopt a tree
sign-up-known = Already have an account?
sign-up-taken = This e-mail has an account already. Please sign in.
sign-up-privacy = Your name and e-mail are kept encrypted. Ask us to erase them at any time; that cannot be undone.
sign-out = Sign out
account-title = My account
account-display = What shall we call you
account-display-hint = Only you and the orchard see it
account-email = E-mail, phone or short name
account-password = Password
account-roles = Roles
account-language = Language
password-hint = At least { $count } characters
tokens-title = API tokens
tokens-text = Keys for programs, with your own permissions.
tokens-fresh = Your new token
tokens-once = It is shown only now. Keep it safe.
tokens-none = There are none yet.
tokens-created = Made
tokens-used = last used
tokens-unused = never used
tokens-name = Name
tokens-name-hint = For yourself, such as “depot computer”
tokens-make = Make a token
tokens-revoke = Revoke
tokens-revoke-name = Revoke token: { $name }
api-title = The JSON API
api-openapi = OpenAPI 3.1 description
api-contents = Contents

## errors: what happened, what holds, what next

form-sent-before = This form was sent before with other content. Please check and send it again.
form-stale = Somebody changed this meanwhile. Please look at it as it is now and send again.
error-not-found = There is no such page
error-not-found-text = The address may be mistyped, or a tag code may lack a character.
error-forbidden = This is not open to you
error-forbidden-text = Your account does not have this permission.
error-sign-in = Please sign in first
error-sign-in-text = You will come back here.
error-expired-form = This page was open too long
error-expired-form-text = To be safe, please open it again and fill it in once more.
error-conflict = Somebody was quicker
error-too-many = Too fast
error-too-many-text = Please wait a moment and try again.
error-conflict-text = Things changed meanwhile. Please look at them as they are now.
error-too-large-text = Please choose a smaller file.
error-too-large = The file is too large
error-refused = That does not work
error-refused-text = Please look at what you entered and try again.
error-fault = Something broke on our side
error-fault-text = It has been recorded.
error-busy = Too busy just now
error-busy-text = Please try again in a little while.
error-full = No room for anything new just now
error-full-text = The disk of this service is nearly full, so nothing new is written down. Everything that was confirmed is safe and can be read. We have to make room; please try again later.
holds-nothing-changed = Nothing has changed: your trees and your money are as they were.
next-home = Go home
next-back = Go back and retry
next-garden = To my garden

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

## short news after an action

flash-boxes-saved = The addresses are saved.
flash-adoption-cancelled = It is cancelled.
flash-signed-up = Welcome to the orchard.
flash-signed-in = Welcome back.
flash-signed-out = You are signed out.
flash-held = The tree is kept for you.
flash-accepted = The contract is accepted.
flash-observation-posted = Received, thank you.
flash-role-changed = The role is changed.
flash-language-saved = The language is set.
flash-nameplate-proposed = The plate is written.
flash-contract-accepted = The contract is accepted.
flash-observation-sent = Received, thank you.
flash-lot-recorded = The lot is recorded.
flash-certificate-recorded = The certificate is recorded.
flash-lot-allocated = The lot is divided.
flash-address-locked = The address is locked.
flash-parcel-packed = One box packed.
flash-parcel-handed-over = Handed to the carrier.
flash-parcel-delivered = Recorded as delivered.
flash-capture-recorded = The transfer is recorded.
flash-refund-settled = The refund is recorded.
flash-nameplate-approved = The plate is approved.
flash-nameplate-rejected = The adopter is told.
flash-observation-accepted = The photo is accepted.
flash-observation-rejected = The photo is not accepted.
flash-campaign-saved = The draft is saved.
flash-contract-saved = The contract is saved.
flash-trees-offered = The trees are offered.
flash-campaign-opened = The campaign is open.
flash-campaign-closed = The campaign is closed.
flash-person-added = The person is added.
flash-role-granted = The role is given.
flash-role-revoked = The role is taken.
flash-token-revoked = The token is revoked.

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

## a field that is wrong

field-missing = Please fill this in.
field-needed-for-payout = The channel can no longer refund this. Make sure whose account the payout goes to, and tick here.
field-number = Please give a number.
field-amount = Please give an amount such as 1680 or 1680.50.
field-date = Please give a day such as 2026-11-28.
field-email = This does not look like an e-mail address.
field-phone = This does not look like a phone number.
field-too-long = This is too long.
field-too-short = This is too short.
field-tick = Please tick this to go on.
field-code = No tree has this code. Please check the tag.
field-photo = This photo cannot be opened. Please take it again.
field-lot-line = This line is not clear. Please write “code grams”.
field-required = Please fill this in.
field-control-character = It has invisible characters. Please type it again.
field-phone-invalid = This does not look like a phone number.
field-count-invalid = The number is not right.
field-block-unknown = There is no such block.
field-tree-unknown = There is no such tree. Please check the tag.
field-tree-exists = This tree is registered with other facts.
field-login-invalid = This does not look like an e-mail, phone or user name.
field-login-taken = This name has an account already. Please sign in.
field-no-credential = There is no such sign-in.
field-token-name-invalid = The name needs 1 to 60 characters.
field-too-many-tokens = Too many tokens. Please revoke some first.
field-csv-malformed = This file cannot be read. Please save it as CSV (UTF-8).
field-csv-column-missing = A column is missing. Please check the first line.
field-csv-too-many-rows = Too many rows. Please split the file.
field-row-repeated = This tree stands in the file twice.
field-not-a-number = Please give a number.
field-password-too-short = The password is too short.
field-password-too-long = The password is too long.
field-password-too-uniform = The password is too simple. Please mix more characters.
field-password-contains-login = The password must not contain your sign-in name.
field-choice = Please choose one.
field-hash = The contract has changed. Please read it again.
field-coordinate = The coordinate is not right.
field-orchard-needed = Please give the orchard.
field-not-text = This is not text.
field-photo-animated = Photo { $number } is animated. Please send a still picture.
field-photo-cut-off = Photo { $number } is cut off. Please choose it again.
field-photo-damaged = Photo { $number } cannot be opened. Please take it again.
field-photo-not-a-picture = File { $number } is not a picture.
field-photo-not-encoded = Photo { $number } could not be processed. Please take it again.
field-photo-side-too-long = Photo { $number } is too long on one side.
field-photo-size-lies = Photo { $number } is not the size it claims. Please take it again.
field-photo-too-many-bytes = Photo { $number } is too large a file.
field-photo-too-many-pixels = Photo { $number } has too many pixels.
field-photo-unsupported-format = Photo { $number } is of a format we do not take. Please send JPEG, PNG or WebP.
field-photo-unsupported-variant = Photo { $number } is of a rare kind. Please save it as a plain JPEG.

## a rule said no, by its code

rejection-above-captured = Only { $left } of the payment is left.
rejection-above-entitlement = Only { $available } g of this lot are left for this adoption.
rejection-address-locked = The address is locked. Please contact the orchard.
rejection-address-not-locked = The address is not locked yet; do not pack.
rejection-adoption-already-confirmed = This adoption is paid already.
rejection-adoption-cancelled = This adoption was cancelled.
rejection-adoption-completed = This adoption is completed.
rejection-adoption-exists = This adoption exists already.
rejection-adoption-has-other-part = This adoption already has another share.
rejection-adoption-not-cancelled = This adoption was not cancelled, so nothing is paid back.
rejection-adoption-not-confirmed = It is not paid yet.
rejection-adoption-unknown = There is no such adoption.
rejection-advance-above-limit = Only { $available } can be advanced now.
rejection-amount-above-disputed = Only { $disputed } is disputed.
rejection-amount-differs = The amounts differ: { $expected } is due, { $actual } was given.
rejection-amount-differs-from-revenue = The books took { $revenue } for this line.
rejection-amount-not-positive = The amount must be above zero.
rejection-approver-is-requester = Whoever asked for it cannot approve it.
rejection-batch-empty = There is nothing to put together.
rejection-block-exists = The block { $name } exists already.
rejection-books-unbalanced = The books are off by { $difference }; the day stays open.
rejection-box-already-packed = This box is packed already.
rejection-box-count-differs = { $expected } boxes are agreed, but { $actual } were given.
rejection-box-grams-differ = The boxes hold { $actual } g, but { $expected } g is promised.
rejection-box-numbers-invalid = Boxes are numbered from 1, each once.
rejection-box-unknown = There is no such box.
rejection-box-window-invalid = The dates of the box do not fit.
rejection-boxes-already-planned = The boxes are planned already.
rejection-boxes-not-planned = No boxes are planned yet.
rejection-buyer-limit-reached = This campaign allows { $limit } trees per person, and you have them.
rejection-buyer-role-stays = The buyer’s role cannot be taken away.
rejection-campaign-closed = This campaign is closed.
rejection-campaign-exists = This campaign exists already.
rejection-campaign-not-draft = It is open; its terms no longer change.
rejection-campaign-not-open = This campaign is not open.
rejection-campaign-unknown = There is no such campaign.
rejection-captured-in-future = The record is from the future. Please check the phone’s clock.
rejection-certificate-exists = This lot has certificate { $number } already.
rejection-certificate-field-invalid = A field of the certificate is not right.
rejection-code-invalid = The code is not right; it has 8 characters.
rejection-contents-invalid = The contents do not fit. Please check lot and weight.
rejection-contract-differs = The contract has changed. Please read it again.
rejection-contract-missing = There is no contract yet.
rejection-contract-not-accepted = Please accept the contract first.
rejection-contract-text-invalid = The contract is needed in both languages and must not be too long.
rejection-cover-invalid = The promise is at most 1 to 100 per cent of the forecast.
rejection-currency-differs = This account is kept in another currency.
rejection-day-closed = The books are closed through { $through }. Book it on a later day.
rejection-day-not-over = { $day } is not over yet.
rejection-dispute-exists = This dispute exists already.
rejection-dispute-open = A dispute is open. Nothing more is shipped or paid out until it ends.
rejection-dispute-over = This dispute is over.
rejection-dispute-unknown = There is no such dispute.
rejection-documents-invalid = Evidence has 1 to { $max } documents.
rejection-entry-exists = This entry exists already.
rejection-entry-unbalanced = The lines leave a difference of { $difference }.
rejection-entry-unknown = There is nothing to reverse.
rejection-evidence-too-late = Evidence counted until { $respond_by }.
rejection-farmer-terms-in-use = Money was advanced or earned under these terms; they stay for this season.
rejection-farmer-terms-invalid = Parts are at most 1000 thousandths, and no more is advanced than the farm’s share.
rejection-farmer-terms-missing = Nothing is agreed with this farm for this season.
rejection-deadline-invalid = The deadline lies within the time to adopt, with at most fourteen days of grace.
rejection-deadline-over = The deadline { $deadline } is over and can no longer be extended.
rejection-fee-invalid = The fee is not right.
rejection-funding-failed = This campaign missed its goal; everybody is paid back.
rejection-funding-not-due = The outcome is decided at { $at }.
rejection-goal-invalid = A goal is above zero, in the currency of the price, and at most a million trees.
rejection-hold-ended = The hold ended: { $until }. Please choose the tree again.
rejection-hold-not-expired = The hold has not ended yet.
rejection-invoice-exists = This invoice exists already.
rejection-invoice-unknown = There is no such invoice.
rejection-intake-suspended = The orchard takes no new adoptions for now. What is held for you may still be paid.
rejection-limit-invalid = The limit per person is not right.
rejection-lines-invalid = The lines are not right.
rejection-lot-already-allocated = This lot is allocated already.
rejection-lot-exists = This lot exists already.
rejection-lot-in-waiting-period = This lot is in its waiting period: neither pick nor pack.
rejection-lot-not-allocated = This lot is not allocated yet.
rejection-lot-not-certified = This lot has no certificate; it must not be packed.
rejection-lot-unknown = There is no such lot.
rejection-member-exists = This person exists already.
rejection-member-unknown = There is no such person.
rejection-name-invalid = The name is empty or too long.
rejection-nameplate-already-approved = The plate is approved and no longer changes.
rejection-nameplate-banned-word = It has a word that cannot be hung up. Please put it another way.
rejection-nameplate-character-not-allowed = It has a character that cannot be carved. Please use letters and plain punctuation.
rejection-nameplate-empty = Please write a few words.
rejection-nameplate-looks-like-phone = It looks as if it has a phone number. Please leave that out.
rejection-nameplate-not-proposed = No plate is waiting.
rejection-nameplate-too-long = It is too long for the plate.
rejection-never-from-a-person = What a person received cannot be pulled back.
rejection-no-consent-left = No consent to a message is left.
rejection-no-return-not-confirmed = Please confirm that fresh fruit cannot be returned without a reason.
rejection-no-such-split = There is no such part.
rejection-no-tree-offered = No tree is offered yet.
rejection-not-crowdfunded = This campaign has no goal, so there is no deadline to extend.
rejection-not-first-in-line = Somebody else comes first.
rejection-not-held-by-adoption = This tree is not held for you now.
rejection-not-on-this-channel = This channel has no such thing.
rejection-note-too-long = The note may have at most { $max } characters.
rejection-nothing-observed = Please add a photo or a note.
rejection-nothing-payable = Nothing is payable; the balance is { $balance }.
rejection-observation-accepted = This record is accepted already.
rejection-observation-exists = This record exists already.
rejection-observation-refused = This record was refused.
rejection-observation-unknown = There is no such record.
rejection-orchard-exists = This orchard exists already.
rejection-orchard-unknown = There is no such orchard.
rejection-parcel-already-handed-over = This parcel was handed over already, as { $tracking }.
rejection-parcel-exists = This parcel exists already.
rejection-parcel-not-handed-over = This parcel has not been handed over.
rejection-parcel-unknown = There is no such parcel.
rejection-parcel-used = This parcel is used already.
rejection-part-invalid = There is no such share.
rejection-parts-invalid = The parts do not make the amount.
rejection-payment-already-captured = This payment has arrived already.
rejection-payment-exists = This payment exists already.
rejection-payment-not-captured = This payment has not arrived.
rejection-payment-unknown = There is no such payment. Please check the reference.
rejection-payout-already-settled = This payout has arrived already.
rejection-payout-approved-already = This payout needs no further approval.
rejection-payout-exists = This payout exists already.
rejection-payout-failed = This payout failed; another one is needed.
rejection-payout-not-approved = This payout is not approved yet.
rejection-payout-not-sent = This payout was not sent yet.
rejection-payout-over = This payout has ended.
rejection-payout-unknown = There is no such payout.
rejection-person-erased = This person’s data has been erased.
rejection-phase-invalid = Each price phase needs a price and an end, later than that of the phase before.
rejection-picked-in-future = Fruit cannot be picked in the future.
rejection-place-invalid = The place is not right.
rejection-planted-invalid = The year of planting is not right.
rejection-price-not-positive = The price must be above zero.
rejection-promise-invalid = Promised weight and boxes do not fit.
rejection-promise-not-covered = { $promised } g per tree is promised, but the forecast covers only { $allowed } g.
rejection-pull-back-first = { $missing } must be pulled back from receivers first.
rejection-pull-back-too-late = It could be pulled back until { $until }.
rejection-reason-missing = Please give a reason.
rejection-reason-too-long = The reason may have at most { $max } characters.
rejection-recorded-otherwise = This was recorded with other facts.
rejection-red-above-invoice = Only { $left } of the invoice stands.
rejection-refund-above-captured = Only { $available } of the payment can still be paid back.
rejection-refund-above-line = Only { $available } of this line can still be paid back.
rejection-refund-already-settled = This refund is settled already.
rejection-refund-approved-already = This refund needs no further approval and may be on its way.
rejection-refund-declined = This refund was declined; another one is needed.
rejection-refund-exists = This refund exists already.
rejection-refund-failed = This refund failed; another one is needed.
rejection-refund-not-approved = Another person must approve this refund first.
rejection-refund-not-queued = This refund does not wait here.
rejection-refund-too-late = The channel’s time for refunds ended on { $until }. It can go by a payout.
rejection-refund-too-soon = The next refund is possible at { $again_at }.
rejection-refund-unknown = There is no such refund.
rejection-refund-was-released = This refund was released.
rejection-reversal-exceeds = Only { $left } of this account can be reversed.
rejection-risk-clause-differs = The risk clause has changed. Please read it again.
rejection-sale-ended = The time to adopt is over since { $until }.
rejection-sale-not-begun = The time to adopt begins: { $from }.
rejection-sale-window-invalid = The sale window is not right.
rejection-series-used-up = The invoice numbers of { $year } are used up.
rejection-settlement-not-open = This settlement is not open.
rejection-settlement-outdated = Only { $payable } is payable by now; it must be proposed anew.
rejection-shares-per-tree-invalid = A tree has 1, 2 or 4 shares.
rejection-ship-day-outside = The promised day lies between { $first } and { $last }.
rejection-ship-window-invalid = The ship window is not right.
rejection-split-above-cap = Only { $left } may still go to others.
rejection-split-too-late = Dividing ended on { $until }.
rejection-story-too-long = The story may have at most { $limit } characters.
rejection-tag-code-used = This tag code was used before and is never used again.
rejection-tag-retired = This tag is retired.
rejection-tag-unchanged = The tree has this tag already.
rejection-tag-unknown = There is no such tag.
rejection-tare-invalid = The tare is not right.
rejection-title-invalid = A title is needed in both languages and must not be too long.
rejection-too-many-blocks = There are too many blocks.
rejection-too-many-parcels = The channel allows { $max } parcels for a payment.
rejection-too-many-phases = There are at most { $limit } price phases.
rejection-too-many-photos = At most { $max } photos at a time. Please send them in several posts.
rejection-too-many-refunds = The channel allows { $max } refunds of a payment. It can go by a payout.
rejection-too-many-resubmissions = The channel allows { $max } repetitions of a report.
rejection-tracking-invalid = Tracking numbers have letters, digits and hyphens only.
rejection-transaction-already-used = This transaction was recorded for something else.
rejection-transaction-invalid = The transaction number is not right.
rejection-tree-exists = This tree exists already.
rejection-tree-not-offered = This tree is not offered this season.
rejection-tree-photo-too-old = The tree’s photo is too old; take a new one first.
rejection-tree-share-on-hold = Somebody is adopting this tree; it is kept for them until { $until }. Choose another, or look again later.
rejection-tree-share-taken = This tree is adopted. Please choose another.
rejection-tree-sold-in-other-parts = This tree is shared in other parts this season.
rejection-tree-unknown = There is no such tree.
rejection-tree-without-photo = This tree has no photo yet; take one first.
rejection-trees-invalid = The list of trees is not right.
rejection-variety-invalid = The variety is empty or too long.
rejection-waiting-list-full = The waiting list is full ({ $limit } people).
rejection-yields-differ = The trees add up to { $yields } g, but the lot weighs { $net } g without crates.

## orchards

orchards-title = Orchards
orchards-none = There are no orchards yet.
orchard-choose = Show this orchard
orchard-new = Register an orchard
orchard-farm = Farm
orchard-farm-new = A new farm
orchard-farm-name = Name of the new farm
orchard-name = Name of the orchard
orchard-county = County
orchard-village = Village
orchard-latitude = Latitude
orchard-longitude = Longitude
orchard-coordinate-hint = For example 24.9543
orchard-register = Register
orchard-blocks = Blocks
orchard-blocks-none = There are no blocks yet.
orchard-trees = Trees of { $block }
block-new = A new block
block-name = Name of the block
block-name-hint = For example Block B
block-add = Add the block
tags-of-block = Print the tags of { $block }
tag-replace = Replace the tag
tag-replace-tree = Replace the tag of { $tree }
tag-reason = Reason
column-code = Code
column-planted = Planted
column-seen = Last photo
column-tag = Tag
harvest-uncertified = None yet
flash-orchard-registered = The orchard is registered.
flash-block-added = The block is added.
flash-tag-replaced = The tag is replaced.

## the orchards' register, the bench, and more

editor-variety = Variety
garden-news = { $day }: { $stage }
flash-payment-awaited = Your transfer has not arrived yet. We keep looking.
field-outside-ship-window = This day is outside the shipping window.
field-in-the-future = This time has not come yet.
field-reference-unknown = No payment has this reference. Please check it.
stop-unknown-code = This code leads to no box here.
advice-unknown-code = Check the code, or look for the box in the list below.
stop-already-packed = This box is packed already.
advice-already-packed = Take the next one; this one goes to the carrier.
stop-address-open = Its address is not locked yet.
advice-address-open = Lock it now; the buyer can then no longer change it.
stop-no-fruit = No fruit is divided to this adoption yet.
advice-no-fruit = Set it aside until the lot is divided.
stop-used-up = All fruit of this adoption is packed.
advice-used-up = Ask the orchard before packing more.
stop-no-certificate = Its lot has no certificate.
advice-no-certificate = Set it aside until the certificate is issued.
exception-payment-awaited = Payment awaited
refund-paid-too-late = Paid too late
refund-withdrawn = Cancelled by the buyer
refund-by-operator = Cancelled by the orchard
money-lapsed = Not paid
rejection-character-invalid = It has a character that cannot be used here.
rejection-price-too-large = The price may be at most { $limit }.
rejection-grams-too-large = The weight is too large.
rejection-weight-too-large = The weight is too large.
rejection-picked-too-long-ago = This day is too long ago.

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
