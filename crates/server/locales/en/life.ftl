# An adoption's life beside paying and eating: the choice left to us, gifts, parts for friends, plates, the next season.

## the choice left to us

any-tree = Choose one for me
any-tree-sign-in = Sign in and let us choose
any-tree-text = We take the next free tree in turn: from the block with the fewest adopters, the one that has waited longest. It is yours to keep or leave before you pay.
flash-chosen-for-you = We chose this tree for you and keep it.
rejection-no-tree-free = Every tree of this campaign is adopted or kept for somebody just now. Some may come free again; you can wait in line.

## why something was refused

rejection-tree-share-not-paid = This part is kept for you but not paid yet. It can be given or divided once the payment has arrived.
rejection-tree-share-not-divisible = Only a whole tree can be divided, into two halves or four quarters.
rejection-handover-open = This tree is already offered to somebody, until { $until }. Take that offer back first.
rejection-handover-days-invalid = Choose between { $min } and { $max } days.
rejection-refund-for-gifts-only = Only a gift can be paid back when nobody accepts it.
rejection-handover-over = This offer is over: it was taken back, declined or accepted. Ask who sent it for a new link.
rejection-handover-too-late = This offer ended on { $until }. Ask who sent it for a new link.
rejection-handover-to-oneself = This is your own tree. Send the link to the person who is to have it.
rejection-handover-not-due = The offer stands until { $until }.
rejection-group-unknown = Nobody pays for this tree together.
rejection-group-exists = This tree is paid together with others. Take a part on its page.
rejection-group-parts-invalid = Choose between { $min } and { $max } parts.
rejection-group-part-unknown = There is no part { $number }.
rejection-group-part-taken = Somebody else pays part { $number }. Please take another one.
rejection-group-part-paid = Part { $number } is paid and stays so until the group is over.
rejection-group-part-not-yours = Part { $number } is somebody else’s.
rejection-not-a-group-part = No part waits for this payment. It is sent back.
rejection-group-too-late = The time ended on { $until }. Everything that was paid is sent back.
rejection-group-complete = All parts are paid; the tree is adopted.
rejection-group-failed = The group has come to nothing. Everything that was paid is sent back.
rejection-banned-word-invalid = A word has 1 to { $max } characters, one of them at least a letter or a digit.
rejection-too-many-banned-words = The list holds at most { $max } words. Remove some first.
rejection-nameplate-not-approved = No approved nameplate waits for printing.
rejection-nameplate-not-printed = This nameplate has not been printed, or hangs already.
rejection-money-went-back = A part of the money has gone back already, so the rest cannot be divided.
rejection-paid-with-credit = This tree was paid with credit, so it cannot be divided. You can still give it.
rejection-remedy-choice-open = Fruit is missing and a choice waits for you until { $choose_by }. Choose first; then the tree can be divided.
rejection-fruit-awaited = { $awaited_grams } g of other trees are still to come for this tree. It can be divided when they are there.
rejection-fruit-given = { $given_grams } g of picked fruit already belong to this tree, so it can no longer be divided. You can still give it.
rejection-boxes-too-few = { $boxes } boxes cannot be divided into { $parts } parts: every part needs at least one.
diary-nameplate-hung = The nameplate hangs on the tree

## giving, handing on, dividing

garden-share = Give, hand on or divide it
garden-groups = Paid together
next-group = See who has paid
share-title = Give, hand on or divide
share-give = Give it or hand it on
share-give-contract = Whoever accepts agrees to the same contract as you and receives the fruit.
share-give-plate = The words on the plate stay; the new holder may ask for others once.
share-give-boxes = Your addresses are deleted from it; the new holder says where the boxes go.
share-give-money = If it is cancelled later, the money goes back to whoever paid: you.
share-kind = As
share-kind-gift = A gift
share-kind-transfer = To be taken over
share-days = The link is good for
share-otherwise = If nobody accepts
share-otherwise-hint = Only a gift can be paid back.
share-otherwise-keep = I keep it
share-otherwise-refund = Cancel it and pay me back
share-told-keep = If nobody accepts, it stays yours.
share-told-refund = If nobody accepts, it is cancelled and you are paid back.
share-make-link = Make the link
share-open = Offered
share-open-text = Whoever has this link can accept until
share-withdraw = Take the offer back
share-blocked-share-locked = Its addresses are fixed for packing: it can no longer be given or divided.
share-blocked-share-unpaid = Once it is paid you can give, hand on or divide it.
share-blocked-share-over = It is over: there is nothing left to give.
split-title = Divide it among friends
split-exact = Price, fruit and boxes are divided exactly, to the fen and the gram.
split-each = Each part becomes an adoption of its own, with its own plate and its own boxes. All are yours until you give them.
split-final = Parts cannot be joined again.
split-parts = Into
split-into-2 = two halves
split-into-4 = four quarters
split-do = Divide it
handover-gift = { $person } gives you a tree
handover-transfer = { $person } hands a tree on to you
handover-somebody = Somebody
handover-gets = What you get
handover-until = You can accept until
handover-accept = Accept the tree
handover-free = You pay nothing here.
handover-refuse = No, thank you
handover-sign-in = Sign in to accept
flash-offer-made = The link is ready to be sent.
flash-offer-withdrawn = The offer is taken back.
flash-tree-divided = The tree is divided.
flash-handover-accepted = The tree is yours.
flash-handover-refused = Declined.

## paying together

together-title = Pay together with friends
together-how = You get a link. Each friend takes a part and transfers it.
together-all = If not everybody has paid in time, everybody is paid back and the tree is free again.
together-whose = The adoption is in your name; you can divide or give it afterwards.
together-parts = Parts
together-hours = Time for everybody
together-start = Keep this tree for us
parts-count = { $count } parts
hours-count = { $count } hours
group-heading = { $person } adopts a tree with friends
group-parts = The parts
group-paid = { $paid } of { $parts } paid
group-until = until
group-state-open = Open
group-state-complete = Adopted
group-state-failed = Ended
group-told-open = All parts must arrive in time. Otherwise everybody is paid back.
group-told-contract = Parts can be taken once the contract is accepted by the person who invited.
group-told-complete = All parts are paid: the tree is adopted.
group-told-deadline = Not all parts arrived in time. Everything that was paid is sent back.
group-told-cancelled = The group was ended. Everything that was paid is sent back.
group-told-not-to-be-had = The tree could no longer be had. Everything that was paid is sent back.
group-part-free = Free
group-part-waits = Awaited
group-part-paid = Paid
group-take = I pay this part
group-take-part = Pay part { $count }
group-leave = Give it up
group-leave-part = Give up part { $count }
group-invite = Invite
group-invite-text = Send this link only to friends: whoever has it sees who pays which part.
group-sign-in = Sign in to take a part
group-cancel = End this group
group-cancel-text = Everybody who paid is paid back, and the tree is free for others.
group-cancel-do = Yes, end it
flash-part-taken = The part is yours. Please transfer it with its reference.
flash-part-left = The part is free again.
flash-group-cancelled = Ended. Everything that was paid is sent back.

## nameplates

plates-title = Nameplates
plates-waiting = To be made
plates-none = No approved nameplate waits.
plates-print = Make a batch
plates-print-text = All of these become one batch with a sheet to print. Those that change meanwhile are left out.
plates-batches = Made
plates-count = { $count ->
        [one] { $count } nameplate
       *[other] { $count } nameplates
    }
sheet-title = Nameplates to print
sheet-text = Ten on a sheet of A4, each 90 by 55 millimetres, in the order of the trees.
words-title = Words that no nameplate may carry
words-text = A new nameplate with one of these is refused, whatever the case and the marks between letters. Approved ones stay.
words-word = Word
words-ban = Add it
words-remove = Remove
words-allow = Allow { $word } again
hang-title = Nameplates to hang
hang-none = No nameplate waits to be hung.
hang-photo = A photo of the plate on its tree
hang-do = It hangs
hang-do-tree = The nameplate of { $tree } hangs
flash-plates-printed = The batch is made.
flash-word-banned = The word is on the list.
flash-word-allowed = The word is allowed again.
flash-plate-hung = Noted. Its holder sees the photo.

## the next season

season-title = The next season
season-offer = Are you with us again?
season-told-not-offered = When this tree is offered again you are asked first, and it is kept for you meanwhile.
season-told-open = This tree is offered again. It is kept for you until you answer.
season-told-renewed = You said yes. The tree is yours once contract and payment are done.
season-told-paused = You are sitting this season out. If nobody else has the tree then, you are asked again.
season-told-released = You gave the tree up. Others may adopt it.
season-told-lapsed = Nothing was said in time; the tree is free for others. You are asked again if it is nobody’s.
season-until = Please answer by
season-renews = It renews by itself on
season-renew = Yes, once more
season-renew-text = You see the contract of the new season first. Nothing is charged before you agree to it.
season-pause = Not this season
season-pause-text = The tree is free for others this season.
season-release = Give the tree up
season-release-text = You will not be asked for this tree any more. What you have of this season stays yours.
season-release-do = Yes, give it up
season-auto = Renew by itself
season-auto-text = Only if contract, risk and price stay as they are. We remind you a week before, with the date; you can stop it here at any time. Nothing is charged by itself: you still pay by your own transfer.
season-auto-on = Renew by itself from now on
season-auto-off = Do not renew by itself
flash-season-renewed = Thank you. Please read the contract of the new season.
flash-season-paused = Noted: not this season.
flash-season-released = The tree is given up.
flash-season-auto-on = It renews by itself from now on.
flash-season-auto-off = It no longer renews by itself.
rejection-renewal-not-offered = The next season of this tree is not offered yet.
rejection-renewal-answered = You have answered already.
rejection-renewal-released = This tree was given up.
rejection-renewal-not-due = It is too early: not before { $at }.
rejection-renewal-not-automatic = It does not renew by itself.
rejection-renewal-not-reminded = It renews by itself only { $days } days after a reminder.
