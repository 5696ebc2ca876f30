# The register of orchards: trees, tags, places; files of them.
import-written = Everything in the file counts now.
import-kept-out = Nothing was taken: one refused line keeps the whole file out. Mend the lines below and send it again.
import-only-tried = This was a check only. Nothing was written; press “{ import-submit }” to take the file.
import-try = Check only
import-geojson = GeoJSON (RFC 7946) works too: a Point is a tree with these columns as properties, a Polygon the outline of the block its property “block” names.
row-surveyed = Place or rootstock new
row-outlined = Outline new
field-file-too-large = This file is too large. Please split it.
field-geojson-malformed = This is not a GeoJSON FeatureCollection.
field-geojson-system = The coordinates are of another system. Please export in WGS 84 (EPSG:4326).
field-geojson-feature = This is not a feature with properties.
field-geojson-geometry = Only points (trees) and polygons (blocks) are read.
field-outline-with-holes = An outline is one ring without holes.
rejection-block-unknown = There is no such block.
rejection-outline-invalid = An outline has 3 to 200 corners, and its sides do not cross.
rejection-rootstock-invalid = A rootstock has 1 to 40 characters.
rejection-spot-invalid = This place is not on the globe.
register-title = Register of trees
register-find = Name, code, variety or rootstock
register-show = Find
register-lack = Lacks
register-total = { $count ->
    [one] { $count } tree
   *[other] { $count } trees
}
register-none = No tree is like this.
register-next = More trees
register-map = See them on the map
register-csv = As CSV
register-geojson = As GeoJSON
register-files = Take the register with you
register-on = on { $rootstock }
register-unknown = not known yet
register-rootstock = Rootstock
register-spot = Place (WGS 84)
register-facts = What is known
register-page = Its public page
register-on-map = On the map
register-survey = Say more of it
register-survey-text = What you leave empty stays as it is known. Degrees as 24.9832100.
register-survey-save = Save
register-tags = Its tags
register-tags-text = A code leads to this tree for ever, also when its tag is lost or replaced.
register-tag-issued = Since
register-lost = The tag is lost
register-found = It hangs again
tag-lost-since = Lost since { $when }.
tag-replaced-on = Replaced on { $when }.
tag-replaced-because = Replaced on { $when }: { $reason }
tag-state-hangs = Hangs
tag-state-lost = Lost
tag-state-replaced = Replaced
lack-tag = Tag lost
lack-photo = No accepted photo
lack-spot = No place
flash-tree-surveyed = Noted.
flash-tag-lost = The tag is noted as lost. Its code still leads to the tree.
flash-tag-found = Good: the tag hangs again.
old-tag = This is an old tag, replaced on { $when }. The tree now carries { $code }.
old-tag-lost = This tag was reported lost. If you have it in your hand, please give it to the orchard.
rejection-trees-unproven = No tree was offered: some have no accepted photo, or one that is too old. They are listed below; photograph them first.
exist-title = Do these trees exist?
exist-rule = { $count ->
    [one] Only a tree with an accepted photo of the last day is offered.
   *[other] Only a tree with an accepted photo of the last { $count } days is offered.
}
exist-proven = { $count } shown
exist-lacking = { $count } not shown
exist-what-to-do = Ask the farmer to photograph these trees; once the photo is accepted they can be offered.
exist-old = Newest photo: { $when }
exist-offered = Offered nevertheless
exist-withdraw = Take out
exist-withdraw-tree = Take { $tree } out of the offer
exist-photograph = Photograph
exist-photograph-tree = Photograph { $tree }
exist-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
flash-tree-withdrawn = The tree is no longer offered.
fruit-promises = What this lot gave of what was promised
import-busy = Reading every line …
register-correct = Something is wrong?
register-correct-text = The wrong words stay in the record, marked as wrong with your reason; offers and papers follow what holds.
register-correct-reason = What was wrong
register-correct-save = Correct it
diary-facts-corrected = Corrected: { $variety }, planted { $planted }. { $reason }
flash-tree-corrected = Corrected. Everything that follows from it follows.
