//! The smallest HTTP/1.1 load generator: raw keep-alive connections, one request after the other on each, so that the
//! client costs little of the two cores it shares with the server.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What a load run saw.
pub(crate) struct Load {
    /// Answers a second.
    pub(crate) rate: f64,
    /// The latency that 99 of 100 answers stayed below.
    pub(crate) p99: Duration,
    /// Answers outside 2xx and 3xx.
    pub(crate) failed: usize,
}

/// Sends requests on `connections` connections; `request(connection, n)` makes the bytes of the n-th, `None` ends it.
pub(crate) async fn load(
    server: SocketAddr,
    connections: usize,
    request: impl Fn(usize, usize) -> Option<Vec<u8>> + Clone + Send + 'static,
) -> anyhow::Result<Load> {
    let started = Instant::now();
    let tasks: Vec<_> = (0..connections)
        .map(|connection| {
            let request = request.clone();
            tokio::spawn(async move { one_connection(server, connection, request).await })
        })
        .collect();
    let mut latencies = Vec::new();
    let mut failed = 0;
    for task in tasks {
        let (seen, bad) = task.await??;
        latencies.extend(seen);
        failed += bad;
    }
    let rate = latencies.len() as f64 / started.elapsed().as_secs_f64();
    latencies.sort_unstable();
    let p99 = latencies
        .get(latencies.len() * 99 / 100)
        .copied()
        .unwrap_or_default();
    Ok(Load { rate, p99, failed })
}

async fn one_connection(
    server: SocketAddr,
    connection: usize,
    request: impl Fn(usize, usize) -> Option<Vec<u8>>,
) -> anyhow::Result<(Vec<Duration>, usize)> {
    let mut stream = TcpStream::connect(server).await?;
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(64 * 1024);
    let (mut latencies, mut failed) = (Vec::new(), 0);
    let mut number = 0;
    while let Some(bytes) = request(connection, number) {
        let started = Instant::now();
        stream.write_all(&bytes).await?;
        let status = read_answer(&mut stream, &mut buffer).await?;
        latencies.push(started.elapsed());
        failed += usize::from(!(200..400).contains(&status));
        number += 1;
    }
    Ok((latencies, failed))
}

/// Reads one answer with a known length and returns its status.
async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> anyhow::Result<u16> {
    buffer.clear();
    loop {
        if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = std::str::from_utf8(&buffer[..end])?;
            let status = head.split(' ').nth(1).unwrap_or_default().parse()?;
            let length = head
                .lines()
                .find_map(|line| {
                    let (name, value) = line.split_once(':')?;
                    name.eq_ignore_ascii_case("content-length")
                        .then(|| value.trim().parse::<usize>())
                })
                .unwrap_or(Ok(0))?;
            while buffer.len() < end + 4 + length {
                fill(stream, buffer).await?;
            }
            return Ok(status);
        }
        fill(stream, buffer).await?;
    }
}

async fn fill(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> anyhow::Result<()> {
    let read = stream.read_buf(buffer).await?;
    anyhow::ensure!(read > 0, "the server closed the connection");
    Ok(())
}
