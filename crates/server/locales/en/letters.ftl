# Letters, addresses, consent.
# Keys and arguments are the same in every language; a test makes sure.

rejection-email-missing = There is no address to verify.
rejection-email-differs = This link has expired, or another address was given since. Please ask for a new letter in your account.
rejection-too-many-addresses = Too many addresses in one day. Please try again tomorrow.
rejection-letter-unknown = There is no such letter.
rejection-letter-exists = Another letter has this id.
rejection-letter-not-due = The letter is not due yet.
rejection-letter-in-flight = The letter is being sent.
rejection-letter-not-in-flight = The letter is not being sent.
rejection-letter-settled = The letter is settled.
rejection-letter-not-given-up = Only a letter that was given up can be sent again.

## pages

letters-title = The letters I get
letters-text = Payments, parcels, refunds: what matters comes by letter.
letters-open = Address and choices
letters-email = E-mail
letters-verified = verified
letters-unverified = not verified
letters-address = E-mail address
letters-address-hint = We send a letter there; follow the link in it
letters-verify = Send the letter
letters-remove = Write me no letters at all
letters-wanted = Which ones
letters-service = What concerns your own adoptions comes as long as there is an address. What follows comes only if you agree.
letters-at-once = A change counts at once. Each of these letters ends with a link to end them too.
consent-news = Once a week: new photos of my trees
consent-offers = When an orchard I know opens a new season
flash-email-given = The letter is on its way. Please follow its link.
flash-email-removed = No more letters to you.
flash-letters-chosen = Noted; it counts at once.
flash-letter-again = It will be sent again.
link-verify-title = Confirm the address
link-verify-text = Is this address yours? Once confirmed, letters about your adoptions come here.
link-verify-button = It is mine
link-verified-title = The address is confirmed
link-verified-text = From now on letters come here.
link-unsubscribe-title = No more of these letters
link-unsubscribe-text = One click, and no more letters of this kind. What concerns your own adoptions still comes.
link-unsubscribe-button = End them
link-unsubscribed-title = Ended
link-unsubscribed-text = No more letters of this kind. You can turn them on again in your account.
letter-why-service = You get this because it concerns your own account or adoption.
letter-why-news = You get this because you agreed to weekly photos of your trees.
letter-why-offers = You get this because you agreed to hear of new seasons.
letter-choose = Choose which letters you get: { $url }
letter-unsubscribe = End letters of this kind
mail-title = Letters
mail-text = Only counts and troubles are shown, no addresses and no words.
mail-way-folder = Letters are put into the folder outbox of the data folder.
mail-way-smtp = Letters go to the mail server.
mail-troubles = In trouble
mail-no-troubles = Everything goes out.
mail-counts = By kind
mail-none = No letters yet.
mail-kind = Kind
mail-waiting = Waiting
mail-sent = Sent
mail-given-up = Given up
mail-dropped = Dropped
mail-attempts = { $count } attempts
mail-again-at = again at
mail-again = Try again
mail-again-name = Try { $id } again
letter-failure-unreachable = The mail server did not answer.
letter-failure-deferred = The mail server asked to come later.
letter-failure-refused = The mail server refused: no such address, or it does not want the letter.
letter-failure-unwritable = The letter could not be written, or is too large.
letter-failure-uncertain = The program ended while sending; nobody knows whether it arrived. Sent again, it may arrive twice.

## kinds

letter-kind-verify-email = Address check
letter-kind-email-changed = Address changed
letter-kind-order-held = Awaiting payment
letter-kind-adoption-confirmed = Adoption confirmed
letter-kind-hold-ended = Hold ended
letter-kind-paid-too-late = Paid too late
letter-kind-adoption-cancelled = Adoption cancelled
letter-kind-refund-settled = Refund settled
letter-kind-paid-beside = Paid more than asked
letter-kind-campaign-succeeded = Campaign succeeded
letter-kind-place-offered = Place offered
letter-kind-nameplate-rejected = Nameplate refused
letter-kind-parcel-sent = Parcel sent
letter-kind-adoption-given = Adoption accepted
letter-kind-adoption-received = Adoption received
letter-kind-handover-ended = Not accepted
letter-kind-renewal-offered = Next season
letter-kind-renewal-reminder = Renewal reminder
letter-kind-remedy-offered = Remedy offered
letter-kind-remedy-reminder = Remedy reminder
letter-kind-remedy-withdrawn = Remedy withdrawn
letter-kind-remedy-defaulted = Remedy by the contract
letter-kind-remedy-stands = Remedy stays
letter-kind-shortfall-borne = Risk shared
letter-kind-news = Weekly photos
letter-kind-season-opened = New season

## the letters

letter-verify-email-subject = Is this address yours?
letter-verify-email-text = Hello { $name },

    Somebody gave this address on Pomona. If it was you, please follow the link below within three days.

    If it was not, do nothing: we will not write again.
letter-verify-email-action = Confirm the address
letter-email-changed-subject = Your letters go elsewhere now
letter-email-changed-text = Hello { $name },

    The address in your account was just changed. From now on letters no longer come here.

    If this was not you, please sign in at once and look.
letter-email-changed-action = Look at the account
letter-order-held-subject = { $tree } is kept for you: please pay
letter-order-held-text = Hello { $name },

    The contract is accepted, and { $tree } of { $campaign } is kept for you until { $until }.

    Please transfer { $price } with the reference { $reference }.
letter-order-held-action = How to pay
letter-adoption-confirmed-subject = { $tree } is yours
letter-adoption-confirmed-text = Hello { $name },

    The money has arrived, and { $tree } is yours for this season. Its fruit is sent { $ship }.

    Your contract comes with this letter, and stays in your garden.
letter-adoption-confirmed-action = See the contract
letter-hold-ended-subject = The hold on { $tree } has ended
letter-hold-ended-text = Hello { $name },

    No payment had arrived in time, so { $tree } is no longer kept for you.

    If you have paid already, do not worry: if the tree is still free it is yours, otherwise the money goes back.
letter-hold-ended-action = See other trees
letter-paid-too-late-subject = The payment came too late and goes back
letter-paid-too-late-text = Hello { $name },

    When your payment arrived, { $tree } already belonged to somebody else. All of the money goes back; you need not do anything.
letter-paid-too-late-action = See how it goes
letter-adoption-cancelled-subject = The adoption of { $tree } is cancelled
letter-adoption-cancelled-text = Hello { $name },

    The adoption of { $tree } in { $campaign } is cancelled. What was paid goes back, and we write again when it has arrived.
letter-adoption-cancelled-action = See the details
letter-refund-settled-subject = { $amount } is back with you
letter-refund-settled-text = Hello { $name },

    The refund of { $amount } for { $tree } has been paid. Depending on the channel it can take a day or two to show.
letter-refund-settled-action = See the money
letter-paid-beside-subject = { $amount } came that was not asked for
letter-paid-beside-text = Hello { $name },

    { $amount } arrived for { $tree }, and that is not what was asked for: another amount, or the same once more. It is yours and goes back to you; there is nothing you need to do. Your adoption stands as it did.
letter-paid-beside-action = See the money
letter-campaign-succeeded-subject = { $campaign } has made it
letter-campaign-succeeded-text = Hello { $name },

    { $campaign } reached its goal, and your { $tree } is certain. Thank you.
letter-campaign-succeeded-action = To my garden
letter-place-offered-subject = Your turn: { $tree } is free
letter-place-offered-text = Hello { $name },

    A tree you waited for in { $campaign } is free: { $tree }, kept for you until { $until }.

    After that it is the next person’s turn.
letter-place-offered-action = See the contract
letter-nameplate-rejected-subject = The words for your nameplate need a change
letter-nameplate-rejected-text = Hello { $name },

    The words for the plate on { $tree } were not accepted: { $reason }

    Please choose others.
letter-nameplate-rejected-action = Choose others
letter-parcel-sent-subject = Your fruit is on its way
letter-parcel-sent-text = Hello { $name },

    A box of { $tree } is with the carrier, tracking number { $tracking }.
letter-parcel-sent-action = See the parcel
letter-adoption-given-subject = { $tree } has found its new holder
letter-adoption-given-text = Hello { $name },

    The adoption of { $tree } that you passed on was accepted, and is theirs for this season.
letter-adoption-given-action = To my garden
letter-adoption-received-subject = { $tree } is yours
letter-adoption-received-text = Hello { $name },

    You accepted the adoption of { $tree }. Its fruit is sent { $ship }.

    The contract comes with this letter, and stays in your garden.
letter-adoption-received-action = See the contract
letter-handover-ended-subject = { $tree } was not accepted
letter-handover-ended-text = Hello { $name },

    Nobody accepted the adoption of { $tree }. What you chose for this case is done; you see it in your garden.
letter-handover-ended-action = To my garden
letter-renewal-offered-subject = The next season of { $tree }: you are asked first
letter-renewal-offered-text = Hello { $name },

    The next season of { $tree } is open, and kept for you first until { $day }.

    Whether you go on is yours to choose.
letter-renewal-offered-action = Choose
letter-renewal-reminder-subject = { $tree } renews by itself on { $day }
letter-renewal-reminder-text = Hello { $name },

    You chose to renew by itself: { $tree } goes on to the next season on { $day }, and only then is there something to pay.

    If you do not want that, one step on the page below stops it, without a reason.
letter-renewal-reminder-action = See or stop it
letter-remedy-offered-subject = Less fruit than promised from { $tree }: you choose what is done
letter-remedy-offered-text = Hello { $name },

    After a loss on the tree, { $weight } of { $tree } are missing, worth { $amount }.

    Please choose before { $day } what shall be done about it. Without a choice: { $default }.
letter-remedy-offered-action = Choose
letter-remedy-reminder-subject = Your choice about { $tree } ends on { $day }
letter-remedy-reminder-text = Hello { $name },

    { $weight } of { $tree } are missing, and you have not chosen yet. The choice ends on { $day }.

    Without a choice your contract says: { $default }.
letter-remedy-reminder-action = Choose
letter-remedy-withdrawn-subject = { $tree }: the loss was corrected
letter-remedy-withdrawn-text = Hello { $name },

    The loss on { $tree } was looked at again: nothing is missing for which you would have to choose. You are owed what was promised.
letter-remedy-withdrawn-action = See it
letter-remedy-defaulted-subject = { $tree }: done as your contract says
letter-remedy-defaulted-text = Hello { $name },

    The time to choose about { $tree } is over. For the missing { $weight } it was done as your contract says: { $taken }.
letter-remedy-defaulted-action = See it
letter-remedy-stands-subject = { $tree }: what was made good stays
letter-remedy-stands-text = Hello { $name },

    The loss on { $tree } turned out smaller than was thought. What was made good for you stays as it is.
letter-remedy-stands-action = See it
letter-shortfall-borne-subject = { $tree } gives less this season
letter-shortfall-borne-text = Hello { $name },

    After a loss { $tree } gives less than promised. By your contract you share this risk of the tree: less fruit will come. What was found, and what you will get, is on the page below.
letter-shortfall-borne-action = See it
letter-news-subject = New photos of your trees this week
letter-news-text = Hello { $name },

    These trees were photographed this week:

    { $news }
letter-news-action = To my garden
letter-season-opened-subject = A new season at { $farm }
letter-season-opened-text = Hello { $name },

    { $farm }, where you have adopted before, opens a new season: { $campaign }.
letter-season-opened-action = Have a look
