//! Rules of payments, refunds and double-entry postings.
