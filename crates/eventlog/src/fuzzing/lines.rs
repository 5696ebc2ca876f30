//! Lines of a log from elsewhere, of any content: refused, or read in to the very log they describe.
//! Hashes are made right where the fuzzer could not.

use crate::chain::{Chain, Tail};
use crate::log::Log;
use crate::position::GlobalPosition;
use crate::transfer::{self, Header, LogPoint};

/// The lines as they are, and with right hashes.
pub fn log_lines(data: &[u8]) {
    read_in(data);
    if let Some(lines) = relinked(data).filter(|lines| lines != data) {
        read_in(&lines);
    }
}

/// What was read in is a sound log that ends where the lines say, and comes out as the same lines as
/// often as it is carried on; what was refused leaves a sound log all the same.
fn read_in(lines: &[u8]) {
    let log = Log::in_memory();
    let read = transfer::import(&mut &*lines, &log, &mut |_, _| ());
    // What was handed in before a line was refused may still be on its way.
    let report = log.verify(|_, _| ()).expect("a sound log");
    assert!(report.last_position <= log.durable_position());
    let Ok(header) = read else { return };
    assert_eq!(log.end(), header.until);
    let first = written_out(&log);
    let copy = Log::in_memory();
    let again = transfer::import(&mut &*first, &copy, &mut |_, _| ());
    assert_eq!(again.expect("our own lines").until, header.until);
    assert_eq!(written_out(&copy), first);
}

fn written_out(log: &Log) -> Vec<u8> {
    let mut lines = Vec::new();
    transfer::export(log, GlobalPosition::START, &mut lines, &mut |_, _| ())
        .expect("a sound log can be written out");
    lines
}

/// The same events under right hashes; `None` when a line is none.
fn relinked(data: &[u8]) -> Option<Vec<u8>> {
    let mut lines = data.split(|byte| *byte == b'\n');
    let mut header: Header = serde_json::from_slice(lines.next()?).ok()?;
    let mut chain = Chain::from(Tail::from(header.after));
    let mut events = Vec::new();
    for line in lines.filter(|line| !line.is_empty()) {
        let read = transfer::decode(line).ok()?;
        let (part, event) = (read.part(), read.event());
        chain.link(&part, &event);
        transfer::encode(&mut events, read.position, &part, &event, chain.tail.link)?;
    }
    header.until = LogPoint::from(chain.tail);
    let mut relinked = Vec::new();
    transfer::write_header(&mut relinked, &header).ok()?;
    relinked.extend_from_slice(&events);
    Some(relinked)
}
