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
