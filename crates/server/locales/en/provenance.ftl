# One photo and what is known of it; photos that a person decides about.
# Keys and arguments are the same in every language; a test makes sure.

flag-near-photo = This photo looks like another one
photo-title = A photo
photo-checks = What was checked
photo-said = The person who decided wrote:
photo-taken = Taken, by the camera’s clock
photo-taken-unknown = the file does not say
photo-received = Reached us
photo-size = Original file
photo-clean-new = Neither this file nor a picture that looks like it was used for another tree
photo-clean-time = The time it was taken fits the time it was sent
photo-clean-place = The place is in the orchard, or the file names none
photo-decided = A person looked at both pictures and accepted it
photo-hash = Hash of the original file
photo-hash-text = SHA-256 of the file as it came from the camera. It stands in the log: whoever has the file can reckon it anew, and one changed pixel gives another one.
photo-proof = Proof of the log
review-title = Photos to decide about
review-count = { $count ->
    [0] No photo waits
    [one] One photo waits
   *[other] { $count } photos wait
}
review-lead = A question is not a verdict. Look at both pictures, ask the farmer if you are not sure, and say why you decide so.
review-none = Nothing raises a question just now.
review-made = Made
review-received = received
review-asked = In question
review-earlier = Earlier
review-same-detail = The file is the same, byte for byte.
review-near-detail = { $percent } % of what is compared is the same. Copies that were cropped, lightened or encoded anew look like this; so may two honest pictures of neighbours.
review-time-detail = Taken { $taken } by the camera’s clock, received { $received }.
review-far-detail = The camera was about { $kilometres } km from the orchard.
review-accept-reason = Why it may count
review-accept-hint = Everybody can read it in the tree’s history
review-refuse-hint = The farmer reads it
review-link = Look at both pictures

## silence

rejection-not-silent = The next photo is promised until { $until }. Please wait for it.
rejection-asked-already = The farmer was asked on { $at }. Please wait; you can ask again after { $again_at }.
rejection-season-over = The season is over since { $on }; no more photos are promised.
rejection-photo-promise-invalid = A photo can be promised every { $least } to { $most } days.
letter-kind-photo-asked = Photo asked for
letter-photo-asked-subject = Adopters wait for a photo of { $tree }
letter-photo-asked-text = Hello { $name },

    The last photo of { $tree } is from { $day }. Its adopters were promised one every { $days } days, and one of them asks how it is.

    One photo from under the tree is enough. We ask at most once in { $days } days.
letter-photo-asked-action = Today’s trees
inbox-kind-silent-tree = A tree without news
inbox-do-silent-tree = Its adopters were promised photos; ask the farmer.
owner-farmer = farmer
silence-last = Last photo { $days } days ago; one every { $every } days was promised.
silence-never = No photo yet; one every { $every } days was promised.
silence-asked = The farmer was reminded on { $day }.
silence-ask = Ask the farmer for a photo
silence-ask-name = Ask the farmer for a photo of { $tree }
silence-wait = You can ask again after { $day }.
silence-title = Adopters wait for a photo
silence-text = More days have passed than were promised. One photo from under the tree is enough.
silence-list = Trees without news
silence-since = The last photo is from { $day }; one every { $every } days was promised.
silence-promise = Photos
silence-promise-text = A photo of each adopted tree at least every { $every } days
silence-every = A photo every so many days
silence-every-hint = From { $least } to { $most }. Adopters may remind the farmer when it is late.
flash-farmer-asked = The farmer is asked.
silence-none = Every promise of photos is kept.
