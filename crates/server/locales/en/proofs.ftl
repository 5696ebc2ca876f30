# What is proven of a tree's history.
# Keys and arguments are the same in every language; a test makes sure.

## a tree's history, proven

proof-title = Prove this history
proof-lead = Once this tree's records are sealed, whoever changes one is found out, ourselves included. Here is what that proves, and how to check it yourself.
proof-link = Prove this history
proof-sealed = { $count ->
        [one] { $count } record is sealed
       *[other] { $count } records are sealed
    }
proof-sealed-text = Together with the first { $size } entries of the whole log they stand under one signed seal. Change a single word and the seal no longer fits.
proof-download = Download history and proof
proof-download-text = One file, checked offline, without us. It holds no names, phone numbers or addresses.
proof-broken = The seal is out of use
proof-broken-text = The log is not the one that was signed before, so we sign nothing more and give out no proofs. Ask the orchard; a file you kept is still good.
proof-paused = Sealing is paused
proof-paused-text = We cannot compare the log with the seals we gave out before just now, so we sign nothing and give out no proofs until we can. A file you kept is still good.
proof-no-seal = Being sealed
proof-no-seal-text = The first seal is ready in a few seconds. Please look again.
proof-proven = What is proven
proof-proven-words = Each record stands in the log at its number, and not a word of it was changed since it was sealed.
proof-proven-order = Between two seals nothing was slipped in, taken out or moved: a new seal must prove that it contains all under the one you kept.
proof-proven-photos = The fingerprint of each original photograph is in its record. Another picture would not fit.
proof-proven-later = Keep the downloaded file and you hold a copy of this history: put it beside a later one and any change shows.
proof-unproven = What is not proven
proof-unproven-truth = That what was written was true on the day. People wrote it; the seal only says that it has not changed since.
proof-unproven-clock = The exact time. The clock is the orchard's; an outsider knows that a record was there when they were given a seal.
proof-unproven-people = Who adopted, and where boxes went. Records about people stay closed: they are proven to be there and unchanged, and nobody can read them.
proof-records = This tree's records
proof-records-text = { $count ->
        [one] { $count } of them is in the file word for word; the others are about people, and only their fingerprint is.
       *[other] { $count } of them are in the file word for word; the others are about people, and only their fingerprints are.
    }
proof-open = Open to read
proof-closed = Closed
proof-soon = Sealed soon
proof-one = Proof
proof-of = Proof of log entry { $position }
proof-check = Check it yourself
proof-check-key = First compare the key. Do not trust this page alone: it must read the same on the board in the orchard, with a friend, or in what you downloaded before.
proof-check-run = Then check the file, offline: with this program, or with any that knows C2SP tlog-proof.
proof-check-command = The command that checks the file
proof-check-keep = Keep the seal as it is now. Later it shows whether the log still goes on from it.
proof-keep = Save the seal
proof-details = Technical details
proof-origin = Name of the log
proof-size = Entries
proof-root = Fingerprint of all
proof-details-text = An RFC 6962 Merkle tree with C2SP checkpoints signed by Ed25519; all tiles are public under /log/tile/.
proof-file-what = The history of tree { $code }. Every record has a proof, all against one signed seal (checkpoint). Where there is a record it can be read word for word (base64); where there is none it is about people, and only its fingerprint (commitment) is given.
proof-file-check = To check: pomona proof check pomona-{ $code }.json --vkey 'KEY'. Get the key from elsewhere and compare it with vkey in this file.
proof-file-elsewhere = Without this program: each proof is a C2SP tlog-proof whose entry is the 32 bytes of the commitment; the SHA-256 of a decoded record is its commitment.
proof-file-keep = It proves that the records stood in the log when it was sealed and have not changed since; it does not prove that what was written was true. Keep this file.
