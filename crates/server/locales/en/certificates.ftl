# Compliance certificates: shown, issued anew, their words; and how many labels are printed.
# Keys and arguments are the same in every language; a test makes sure.

certificate-about = About this certificate
certificate-about-text = What the producer promises for this lot of fruit. Every certificate is kept, also after another took its place.
certificate-paper = Print the certificate (PDF, A5)
certificate-label = Print it as a label (PDF)
certificate-scan = Scan to verify
certificate-replaced = Another certificate took the place of this one ({ $cause }).
certificate-replaced-by = Certificate { $number } counts now
certificate-others-of-lot = Other certificates of this lot
certificate-not-in-force = Replaced
certificate-in-force = Counts
certificate-state = State
certificate-all = Certificates of this lot
certificate-see = See the certificate
certificate-reissue = Issue another certificate
certificate-reissue-lead = After mixing or packing otherwise a new certificate is due. The old one stays, marked as replaced.
certificate-reissue-hint = The new one needs a number of its own. Lots that are mixed share it.
certificate-reissue-submit = Issue it
certificate-cause = Why
certificate-others = Lots it was mixed with
certificate-others-hint = For mixing alone: one code for each lot, with spaces between. You may name { $lots }
certificate-lead = Compliance certificate { $number }
reissue-mixed = Mixed
reissue-repacked = Packed otherwise
reissue-corrected = It was wrong
flash-certificate-reissued = The new certificate is issued; the old one is marked as replaced.
flash-certificate-wording-revised = The words are in force for certificates issued from now on; earlier ones keep theirs.
field-lot-unknown = There is no such lot; check its code.
rejection-certificate-missing = This lot has no certificate yet; issue the first one.
rejection-certificate-number-used = Number { $number } was used before; take another.
rejection-mixed-lots-invalid = Mixing names 1 to { $max } other lots, each once; other causes name none.
rejection-wording-invalid = A text is empty or has more than { $max } characters.
rejection-words-missing = The title must hold the words “{ $words }”.

## the words of certificates

wording-title-page = Words of certificates
wording-title = Title
wording-promise = The promise
wording-quantity = Quantity (weight)
wording-hint = As in the official form. The title must hold the words “承诺达标合格证”.
wording-submit = Put these words in force
wording-built-in = The built-in words are in force (the ministry's sample of 2021). Change them here when the official annex does.
wording-version = Version { $version } of the words is in force.

## how many tags

tags-stock = Paper
tags-level = How much of a code may be torn
tags-level-q = Q: a quarter of it
tags-level-h = H: three tenths, for years outdoors
tags-parts = This block has { $count } trees. A file holds a thousand tags, so there are { $files } files.
tags-part = Download tags { $range } (PDF)
tags-drawing = Being drawn, one moment …
tags-failed = It could not be downloaded. Please try again.
tags-shown = The first { $shown } are shown below; the PDF holds all { $count }.
stock-a4 = A4 sheets with marks to cut along
stock-a3 = A3 sheets with marks to cut along
stock-letter = Letter sheets with marks to cut along
stock-roll = Label printer, one a page

trace-step-picked = Picked · { $lot }
trace-step-certified = Certified · { $lot }
trace-treatments = Treatments in the year before it was picked
trace-waited = waited until { $day }

## events of others

rejection-foreign-event-differs = Event { $id } was told otherwise before.
