# The farmer's pages that work without network. "%n" is filled in by a script on the phone.
# Keys and arguments are the same in every language; a test makes sure.

## the program on a phone

app-name = Pomona in the orchard
app-description = Photograph trees without network; they are sent when there is one.

## under the tree

off-title = Under the tree
off-lead = Works without network. What you keep stays on this phone until it is sent.
off-open = Photos under the tree
off-open-hint = Also works without network
off-tree = Which tree
off-code = Code on the tag
off-code-hint = 8 characters
off-code-wrong = Mistyped: one character does not fit. Compare with the tag.
off-code-unknown = Not on this phone’s list. It is checked when it is sent.
off-scan = Scan the tag
off-scan-stop = Stop the camera
off-scan-hold = Hold the code of the tag in front of the camera
off-scan-denied = The camera could not be opened. Type the code, or photograph the tag.
off-tag = Photograph the tag instead
off-tag-kept = The tag is photographed. Type its code later, in “On this phone”.
off-tag-remove = Without the tag’s photo
off-photos = Photos
off-photos-hint = Up to { $count }, each at most { $size }
off-photos-take = Take a photo
off-photos-album = From the album
off-photo = Photo %n
off-photo-remove = Remove photo %n
off-photo-large = Too large: at most { $size }. It was not kept.
off-photo-many = At most { $count } photos. The rest were not kept.
off-stage = Stage
off-note = A note (optional)
off-place = Tell where I stand
off-place-hint = Only to check that photo and tree belong together. It is sealed and never shown.
off-place-waiting = Looking for the place …
off-place-found = Place found, to about %n m
off-place-denied = The phone does not tell the place. It works without.
off-keep = Keep it
off-kept = Kept on this phone. It is sent when there is a network.
off-need-tree = Which tree is it? Scan, type, choose one below, or photograph the tag.
off-need-photo = Take a photo or write a note.
off-not-kept = This phone has no room. Nothing was lost: the photos are still here. Send or delete something, then keep it again.
off-nearly-full = Only %n MB are left for photos on this phone. Send what waits before you take more.
off-due = Trees to see
off-due-none = No tree waits for a photo.
off-due-unknown = The list of trees comes when this page is opened with a network once.
off-due-filter = Find a tree

## what waits on the phone

off-queue-title = On this phone
off-queue-empty = Nothing waits on this phone.
off-queue-empty-hint = What you keep under a tree stands here until it is accepted.
off-queue-plain = This list needs scripts. Without them nothing waits here: a form is sent at once.
off-to-field = Take photos
off-waiting = %n to send
off-nothing-waits = Everything is sent
off-send = Send now
off-net-sending = Sending …
off-net-offline = No network now. What waits here is sent when there is one.
off-net-signed-out = You are signed out. Everything is still here; sign in and it is sent.
off-net-later = The server asks to wait a little. It is sent by itself.
off-net-done = All that waited is sent.
off-sign-in = Sign in
off-state-stored = On this phone
off-state-sending = Sending
off-state-sent = Sent, being checked
off-state-flagged = Sent, a person looks at it
off-state-accepted = Accepted
off-state-refused = Not accepted
off-state-code = The code is missing
off-state-other = Taken by somebody else
off-other-hint = Whoever took it signs in on this phone and it is sent.
off-sent-part = %n of %m MB
off-refused-holds = Nothing is lost: your photos are still on this phone.
off-refused-unknown = It could not be taken. Send it again, or delete it.
off-tree-unknown = No tree of yours has this code. Compare with the tag, and send it again.
off-again = Send again
off-leave-out = Leave photo %n out
off-code-save = Keep the code
off-retake = Take new photos of this tree
off-delete = Delete from this phone …
off-delete-sure = Delete for good
off-done = Accepted ones leave this list by themselves.
off-forget = Take it off the list

## leaving

off-leave-title = %n on this phone are not sent
off-leave-text = Signing out deletes what is kept on this phone.
off-leave-stay = See what waits
off-leave-go = Sign out and delete

## why a piece of a photo is not taken

rejection-upload-differs = This photo was announced with other content.
rejection-upload-missing = A photo of it has not arrived yet. It is sent again.
rejection-upload-unfinished = A photo of it has not arrived whole yet. It goes on by itself.
rejection-upload-offset-differs = The photo goes on at another place.
rejection-upload-offset-missing = It was not said where this piece belongs.
rejection-upload-too-long = More came than was announced.
rejection-upload-hash-differs = The photo was changed on its way. It is sent again.
rejection-uploads-too-many = At most { $max } photos can be on their way at once. Wait until some have arrived.
rejection-uploads-full = There is no room for more photos at the moment. Please try again later.
