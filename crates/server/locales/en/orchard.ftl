# Farm and depot: the farmer, the packer, the register of orchards.
# Keys and arguments are the same in every language; a test makes sure.

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
