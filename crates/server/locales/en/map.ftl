# The drawn map of an orchard.
map-title = Map of { $orchard }
map-drawing = The map
map-list = Trees in view
map-list-none = No tree in view. Move the map or change the filter.
map-list-more = { $count ->
    [one] and { $count } more: zoom in
   *[other] and { $count } more: zoom in
}
map-label = Map, north up. { $count ->
    [one] { $count } tree in view. The same as a list follows.
   *[other] { $count } trees in view. The same as a list follows.
}
map-field = { $count ->
    [one] { $count } tree: { $states }. Go nearer.
   *[other] { $count } trees: { $states }. Go nearer.
}
map-tools = Move the map
map-nearer = Nearer
map-farther = Farther
map-west = West
map-east = East
map-north = North
map-south = South
map-north-up = North is up.
map-counted = Each field shows how many trees stand there.
map-nearer-hint = Tap where you want to go nearer.
map-metres = { $metres } m
map-none = No tree of this orchard has a place yet.
map-unplaced = { $count ->
    [one] { $count } tree has no place yet.
   *[other] { $count } trees have no place yet.
}
map-place-them = Place them
map-state = State
map-variety = Variety
map-season = Season
map-all = All
map-show = Show
map-back-campaign = Back to the campaign
map-of-campaign = See the trees on the map
plan-not-offered = Not offered
