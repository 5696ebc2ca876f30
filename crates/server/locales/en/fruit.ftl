# How fruit is divided, why a box holds what it holds, the balance of a lot.
# Keys and arguments are the same in every language; a test makes sure.

## why a box holds what it holds

fruit-why-title = Why { $box } holds what it holds
fruit-why-lead = { $tree }: from the promise to the door, every gram is on record.
fruit-chain = What happened
fruit-chain-none = Nothing has happened yet.
fruit-record = Record { $number } of the log
fruit-own-tree = Grew on your tree: { $tree }
fruit-other-tree = Grew on another tree: { $tree }
fruit-lots = Where this fruit comes from
fruit-lots-none = Nothing is picked yet.
fruit-promised = Promised
fruit-owed = Owed now
fruit-allocated = Allocated
fruit-packed = Packed
fruit-delivered = Delivered
fruit-surplus = Surplus
fruit-lost = Sorted out
fruit-net = Net weight
gram-promised = Promised
gram-kept = Kept after sharing with friends
gram-reduced = Made good otherwise, so less
gram-carried-in = Owed from an earlier season, so more
gram-expected = Expected after a loss
gram-allocated = Allocated
gram-released = Topped up from surplus
gram-planned = Planned for this box
gram-packed = Packed into this box
gram-delivered = Delivered
gram-box-cancelled = This box was cancelled

## how fruit is divided

policy-own-tree-1 = To each what the own tree bore (own-tree/1)
policy-pooled-block-1 = The block together, the same for every tree (pooled-block/1)
policy-pro-rata-1 = The block together, by what each misses (pro-rata/1)
policy-guaranteed-minimum-1 = Of the own tree, topped up to the guarantee from surplus (guaranteed-minimum/1)
harvest-rule-own-tree = What the own tree bears, up to the promise
harvest-rule-pooled-block = The trees of a block together, the same for every tree, up to the promise
harvest-rule-pro-rata = The trees of a block together, in proportion to what each still misses
harvest-rule-guaranteed-minimum = What the own tree bears, with a guarantee
fruit-guaranteed = What the own tree bears; below { $weight } it is topped up to { $weight } from other trees' surplus, and those trees are named
fruit-rule = How the harvest is divided
fruit-rule-text = It stands once the sale is open; buyers read it before they pay.
fruit-guarantee = Guarantee (grams)
fruit-guarantee-hint = Only with a guarantee; at most the promise

## one lot

fruit-balance = Balance
fruit-gross = Gross
fruit-tare = Crates
fruit-undivided = Not divided yet
fruit-lose = Sort out bad fruit
fruit-lose-hint = Before the division every tree bears its part by weight; afterwards it comes out of the surplus, and nobody's share changes.
fruit-lose-submit = Record it
fruit-cause = Cause
fruit-grams = Grams
fruit-shares = To whom it went
fruit-shares-none = Not divided yet.
fruit-part = Part
fruit-of-others = Of that from other trees
fruit-sum = Sum
spoil-rot = Rot
spoil-bruise = Bruises
spoil-pest = Pests or disease
spoil-shrinkage = Shrinkage
spoil-sample = Taken as a sample
flash-lot-loss-recorded = What was sorted out is recorded.
rejection-loss-empty = Say how many grams were sorted out.
rejection-loss-above-available = At most { $available } g can be sorted out. The rest belongs to people.
rejection-lost-more-than-weighed = { $lost } g of this lot were sorted out already, more than the corrected weights leave. Check the weight of each tree.
rejection-policies-differ = The trees of this lot belong to offers that divide by different rules. Nothing was divided. Correct the weighing and record one lot for each offer.
rejection-guarantee-invalid = A guarantee is of something, at most the promised { $promised } g.

## printing

print-certificate = Certificate
print-net = Net { $weight }
print-invitation = Scan to see the trees
print-sheet = PDF for A4 sheets, with marks to cut along
print-roll = PDF for a label printer, one a page
print-crates = Labels for its crates (PDF)
print-parcel = Print its label (PDF)

## treatments and work

care-title = Treatments and work
care-lead = What was put on the trees and when they may be picked. Nothing is picked of a tree that waits.
care-treat = Note a treatment
care-treat-hint = As the label says: registration number, dilution, waiting period.
care-work = Note work
care-entries = Entries
care-none = Nothing is noted yet.
care-on = Day
care-product = Product with registration number
care-dose = Dose
care-waiting-days = Waiting period (days)
care-trees = Codes of trees
care-trees-hint = Empty for all of the block
care-kind = Work
care-note = Note
care-note-hint = The weather, for example
care-submit = Note it
care-waits = Not picked until { $day } is over
care-over = Waiting period is over
care-withdraw = It never happened
care-tree = Treatments
care-tree-line = { $product }, { $dose }
work-pruning = Pruning
work-fertilising = Fertilising
work-watering = Watering
work-weeding = Weeding
work-thinning = Thinning
work-bagging = Bagging
work-weather = Weather
flash-care-noted = It is noted.
rejection-product-invalid = Name the product, in at most 60 characters.
rejection-dose-invalid = Say the dose, in at most 60 characters.
rejection-waiting-days-invalid = A waiting period has at most { $max } days. Check the label.
rejection-treated-trees-invalid = Name each tree once, at most { $max }; leave it empty for the whole block.
rejection-done-in-future = That day has not come. Note it once it is done.
rejection-done-too-long-ago = What was done can be noted for { $max } days.
rejection-too-many-entries = The block has { $max } entries and takes no more.
rejection-treatment-unknown = There is no such treatment.
rejection-in-waiting-period = A tree of this lot waits after a treatment until { $until }; the lot was not recorded. Pick after that day, or check the treatment.
care-some-trees = { $count ->
    [one] one tree
   *[other] { $count } trees
}

## feeds

feed-follow = Follow this diary
feed-days = Add its days to a calendar
feed-sale-ends = Last day to adopt: { $tree }
feed-fruit-comes = Fruit is sent: { $tree }
