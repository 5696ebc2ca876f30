//! The doors over HTTP, against a server on a free port and a folder of its own.

mod web;
