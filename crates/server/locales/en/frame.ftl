# What stands around every page: brand, counts, tables, the account, errors, short news.
# Keys and arguments are the same in every language; a test makes sure.

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
