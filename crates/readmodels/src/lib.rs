//! Projections of the log into SQLite, one file per question.
