# Where fruit comes from, and what was declared wrong.
# Keys and arguments are the same in every language; a test makes sure.

## where a parcel's or a lot's fruit comes from

trace-lot = Lot { $lot }
trace-lot-lead = When and where this fruit was picked, and from which trees.
trace-parcel = Box { $code }
trace-parcel-lead = The way of this box, and the trees its fruit really grew on.
trace-way = The way of this box
trace-packed = Packed
trace-handed-over = Given to the carrier
trace-delivered = Delivered
trace-origin = Where it grew
trace-trees = Picked from
trace-file = For your own records
trace-file-text = The whole history in a form that traceability programs read: GS1 EPCIS 2.0. It names trees, places and days, and no person.
trace-download = Download as EPCIS 2.0

## what was told was wrong

correction-link = Correct
correction-of = Correct
correction-title = Correct a record
correction-lead = Nothing is erased: the old record stays visible as wrong, with your reason, and what holds follows it.
correction-back = Back
correction-told = What was told
correction-what = What was wrong?
correction-what-hint = Of what never happened only the reason counts; the other fields are not needed.
correction-reason = Why
correction-reason-hint = One sentence. Everybody can read it, so name nobody.
correction-submit = Declare it wrong
correction-withdrawn = Never happened
mistake-incorrect-data = It was otherwise than told.
mistake-did-not-occur = It never happened.
flash-fact-corrected = It is corrected. Both can be read on the tree's page.
observation-withdrawn = Never happened
rejection-observation-withdrawn = This record was declared never to have happened. That is final.
rejection-observation-not-accepted = Only an accepted record can be corrected.
rejection-nothing-corrected = The correction says what the record says already.
rejection-lot-withdrawn = This lot was declared never to have been picked. That is final.
