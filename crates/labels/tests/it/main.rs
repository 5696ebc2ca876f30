//! What a person with a phone does to our labels: scan them. The judge is a decoder that shares no
//! code with the encoder.

mod judged;
mod print;
mod qr;
mod scan;
mod tag;
