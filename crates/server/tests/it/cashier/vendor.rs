//! A channel on this machine: takes one request after the other, notes it, and replies as the test says.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Heard {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: String,
}

/// Status, headers and body.
pub(crate) type Said = (u16, Vec<(String, String)>, String);

/// The channel.
pub(crate) struct Vendor {
    pub(crate) base: String,
    heard: Arc<Mutex<Vec<Heard>>>,
}

impl Vendor {
    /// Replies to every request until the test ends.
    pub(crate) fn start(reply: impl Fn(&Heard) -> Said + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&heard);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let Some(request) = read(&mut stream) else {
                    continue;
                };
                noted.lock().unwrap().push(request.clone());
                write(&mut stream, reply(&request));
            }
        });
        Self { base, heard }
    }

    /// Everything that arrived.
    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    /// How often something arrived that mentions all of these.
    pub(crate) fn count(&self, words: &[&str]) -> usize {
        let all = self.heard();
        let fits = |one: &&Heard| {
            let text = format!("{} {} {}", one.method, one.path, one.body);
            words.iter().all(|word| text.contains(word))
        };
        all.iter().filter(fits).count()
    }
}

fn read(stream: &mut TcpStream) -> Option<Heard> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(0, |length| length.parse().unwrap());
            if body.len() >= length {
                let mut words = head.split(' ');
                return Some(Heard {
                    method: words.next()?.to_owned(),
                    path: words.next()?.to_owned(),
                    body: body.to_owned(),
                });
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return None,
            Ok(count) => bytes.extend(&buffer[..count]),
        }
    }
}

fn write(stream: &mut TcpStream, (status, headers, body): Said) {
    let mut text = format!(
        "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n",
        body.len()
    );
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    // A sender that has seen enough may have left.
    let _ = stream.write_all(format!("{text}\r\n{body}").as_bytes());
}
