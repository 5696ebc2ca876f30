# Losses, what may be chosen for missing fruit, and what cancelling comes to.

## losses

loss-list-title = Losses
loss-none = No loss was declared.
loss-declare = Declare a loss
loss-declare-lead = First look at who would be affected. Nothing is recorded until you send photos.
loss-what = What happened
loss-block = Whole block
loss-block-none = Single trees (codes below)
loss-block-hint = All trees that stand in it now.
loss-codes = Codes of single trees
loss-codes-hint = From the tags, with spaces between them. Leave empty for a whole block.
loss-degree = Lost, per cent
loss-season = Harvest year
loss-look = Who would be affected?
loss-look-hint = This only looks; nothing is declared.
loss-preview = Who would be affected
loss-tree = Tree
loss-promised = Promised
loss-missing = Missing
loss-worth = Worth
loss-default = Without a choice
loss-borne = The buyer bears it
loss-evidence = Evidence
loss-photos = Photos
loss-photos-hint = 1 to 9 photos of the damage. Everybody who is affected sees them.
loss-note = In your own words
loss-note-hint = Buyers read this.
loss-submit = Declare the loss
loss-happened = What is known
loss-progress = How the choices stand
loss-assess = Assess
loss-assess-lead = Say what each tree will give this season. Everybody who misses fruit is then offered what their contract allows.
loss-each = Each tree gives, kg
loss-days = Days to choose
loss-assess-submit = Assess and offer remedies
loss-correct = Correct by a counter-fact
loss-correct-lead = What was declared stays on record. Open offers are withdrawn and made anew; what was done stays, and people are told.
loss-finding = What is true
loss-finding-incorrect-data = The trees give something else
loss-finding-did-not-occur = There was no such loss
loss-why = Why it is known now
loss-correct-submit = Correct
loss-offers = Offers
loss-adoption = Adoption
loss-state-declared = To be assessed
loss-state-assessed = Assessed
loss-state-corrected = Corrected
loss-scope = { $count ->
    [one] { $count } tree
   *[other] { $count } trees
  }, about { $degree } % lost
loss-corrected = Corrected: { $note }
loss-fact-trees = Trees
loss-fact-adoptions = Adoptions on them
loss-fact-touched = Miss something
loss-fact-each = Each tree gives
loss-declared-on = Declared
loss-choose-by = To choose until
loss-bar = { $count } · { $amount }
loss-cause = Cause
loss-cause-frost = Frost
loss-cause-hail = Hail
loss-cause-drought = Drought
loss-cause-flood = Flood
loss-cause-storm = Storm
loss-cause-heat = Heat
loss-cause-pest = Pests
loss-cause-disease = Disease
loss-cause-fire = Fire
loss-cause-fruit-drop = Fruit drop
loss-cause-other = Something else

## remedies

remedy-title = Missing fruit
remedy-none = Nothing is missing.
remedy-story = { $cause } hit { $trees } trees of { $orchard }, yours among them. Declared on { $day }.
remedy-stands = The loss turned out smaller: { $weight } less are missing than were made good. What was done stays.
remedy-borne = Your contract lets you share the risk of the tree: { $weight } less will come.
remedy-choose = What shall be done?
remedy-missing = { $weight } are missing, worth { $amount }.
remedy-deadline = Please choose before { $until }. Otherwise: { $default }.
remedy-frozen = The payment is disputed. The choice waits until that is decided.
remedy-default = Without a choice
remedy-once = You choose once. What you choose happens at once.
remedy-past = Before
remedy-open = Not chosen yet
remedy-withdrawn = Withdrawn
remedy-defaulted = { $name } (no choice)
remedy-take = Choose: { $name }
remedy-top-up = Fruit of other trees
remedy-substitute = Other fruit
remedy-carry-over = Next season
remedy-credit = Credit
remedy-refund = Money back
remedy-means-top-up = { $weight } come from other trees of the same orchard, { $until }. The boxes name those trees.
remedy-means-substitute = { $weight } come of another variety or orchard, { $until }. The boxes say so.
remedy-means-carry-over = { $weight } come with your adoption of { $season }. If they do not, { $amount } go back to you.
remedy-means-credit = { $amount } are kept for your next adoption. You can have it paid out at any time.
remedy-means-refund = { $amount } go back by the way you paid.

## cancelling

unwind-title = Cancel the adoption
unwind-back = Keep it
unwind-sum = What it comes to
unwind-steps = What happens, step by step
unwind-confirm = Cancel exactly like this
unwind-nothing-yet = Nothing happens until you confirm.
unwind-changed = Something changed meanwhile. Nothing was done; this is how it stands now.
unwind-refund-total = Back to you
unwind-credit-total = Credit again
unwind-kept-total = Kept for boxes on their way
unwind-end-adoption = The adoption ends.
unwind-free-share = Somebody else can adopt this part of the tree.
unwind-keep-share = Fruit of it is packed, so nobody else adopts this part this season.
unwind-cancel-boxes = { $count ->
    [one] { $count } box
   *[other] { $count } boxes
  } with { $weight } are not packed.
unwind-box-delivered = Box { $nth } was delivered and stays paid.
unwind-box-packed = Box { $nth } is packed and still comes; { $amount } are kept for it.
unwind-withdraw-offer = The open choice about missing fruit is withdrawn.
unwind-forget-fruit = { $weight } of other trees are no longer looked for.
unwind-return-carried = { $amount } for fruit of the next season come back first.
unwind-refund = { $amount } go back by the way they came.
unwind-return-credit = { $amount } become credit again.
unwind-fee-buyer = The payment channel keeps { $amount }, which is taken off.
unwind-fee-ours = The payment channel keeps { $amount }; you do not bear it.
unwind-went-back = { $amount } went back before.
unwind-was-credited = { $amount } became credit before and stay.
unwind-wait-dispute = The payment is disputed; money moves when that is decided.
unwind-plate = The nameplate comes down.

## rules

box-cancelled = Not packed
flash-loss-declared = The loss is declared.
flash-loss-assessed = Assessed. Offers are on their way.
flash-loss-corrected = Corrected. Everybody who is affected is told.
flash-remedy-chosen = Chosen.
next-remedies = Choose what shall be done
rejection-offer-unknown = There is no such offer.
rejection-remedy-already-chosen = You have chosen already.
rejection-remedy-already-defaulted = The time to choose was over, and what the contract says has happened.
rejection-offer-withdrawn = This offer was withdrawn. Please look at the newest one.
rejection-remedy-not-offered = This is not among what is offered.
rejection-choice-over = The time to choose is over.
rejection-choice-open = There is still time to choose.
rejection-no-fruit-chosen = No fruit was chosen here.
rejection-given-up-too-large = Not so much fruit was to be found.
rejection-loss-unknown = There is no such loss.
rejection-loss-exists = This loss exists with other facts.
rejection-degree-invalid = A loss is 1 to 100 per cent.
rejection-loss-trees-invalid = A loss is of 1 to { $max } trees.
rejection-evidence-missing = Please add a photo of the damage.
rejection-evidence-too-large = At most { $max } photos, please.
rejection-note-missing = Please say why.
rejection-exception-invalid = One of the trees is not of this loss, or is named twice.
rejection-exceptions-too-large = At most { $max } trees may differ.
rejection-expected-too-large = No tree gives so much.
rejection-choose-by-invalid = People have { $min } to { $max } days to choose.
rejection-loss-already-assessed = It is assessed already. What is wrong is corrected.
rejection-loss-not-assessed = It is not assessed yet.
rejection-lot-not-divided = This lot is not divided yet.
rejection-box-cancelled = This box is cancelled.
rejection-carry-over-unknown = Nothing was carried over here.
rejection-carry-over-exists = Something else was carried over here.
rejection-carry-over-settled = What was carried over is settled.
garden-carried-over = { $weight } are owed to you from the next season, until { $until }; they come with your next adoption in this orchard. If none comes, their value goes back.
garden-carried-along = { $weight } of this season come with your next adoption.
garden-carried-in = { $weight } of an earlier season come on top of what is promised.
account-liabilities-buyers-carried-over = Owed from next season’s harvest
account-liabilities-buyers-surplus = Came without being asked for
