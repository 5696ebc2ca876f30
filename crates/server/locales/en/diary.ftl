# The diary of a tree: what its page draws, feeds, pictures to send on.
# Keys and arguments are the same in every language; a test makes sure.

growth-compare = Then and now
growth-compare-slide = How much of the later picture is shown
growth-calendar = A year of the tree
growth-yields = What it gave
growth-season = Season
growth-photos = { $count ->
    [one] 1 photo in its diary
   *[other] { $count } photos in its diary
}
growth-photos-checked = Each was compared with all others, and its time and place with the orchard’s
growth-share = Send it on
growth-share-text = A picture with the tree’s photo, name and code, for messengers.
growth-share-wide = Picture for links
growth-share-square = Square picture
as-words = In words
postcard-invitation = Scan for its diary
garden-feed-title = My trees
garden-feed-text = News of all my trees, for readers of feeds and for calendars. The address is yours alone: who has it can read what it tells.
garden-feed-atom = Atom
garden-feed-json = JSON Feed
garden-feed-days = Calendar
garden-feed-weekly = By letter once a week
growth-weather = The weather there
