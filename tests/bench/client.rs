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

/// Name of the threads that send requests, so that their time is not counted as the server's.
const THREADS: &str = "bench-client";
/// Length of a tick of `/proc/self/stat`: Linux counts a hundred a second for programs.
const TICK_MILLIS: u64 = 10;
/// How long the threads of a load that is over may take to end.
const CLIENTS_END_MAX: Duration = Duration::from_secs(1);

/// What a load run saw.
pub(crate) struct Load {
    /// Answers a second.
    pub(crate) rate: f64,
    /// Processor time of everything but the client, per answer.
    pub(crate) cpu: Duration,
    /// The latency that 99 of 100 answers stayed below.
    pub(crate) p99: Duration,
    /// Every answer.
    pub(crate) answers: Vec<Answer>,
}

/// One answer.
#[derive(Clone, Copy)]
pub(crate) struct Answer {
    /// On which connection.
    pub(crate) connection: usize,
    /// To which of its requests.
    pub(crate) number: usize,
    /// HTTP status.
    pub(crate) status: u16,
    /// From the first byte sent to the last received.
    pub(crate) took: Duration,
}

impl Load {
    /// Answers outside 2xx and 3xx.
    pub(crate) fn failed(&self) -> usize {
        self.with_status(|status| !(200..400).contains(&status))
    }

    /// How many answers had such a status.
    pub(crate) fn with_status(&self, fits: impl Fn(u16) -> bool) -> usize {
        let answers = self.answers.iter();
        answers.filter(|answer| fits(answer.status)).count()
    }
}

/// Sends requests on `connections` connections; `request(connection, n)` makes the bytes of the n-th, `None` ends it.
/// All connections stand before the first request is sent.
pub(crate) async fn load(
    server: SocketAddr,
    connections: usize,
    request: impl Fn(usize, usize) -> Option<Vec<u8>> + Clone + Send + 'static,
) -> anyhow::Result<Load> {
    let clients = tokio::runtime::Builder::new_multi_thread()
        .thread_name(THREADS)
        .enable_all()
        .build()?;
    let mut streams = Vec::with_capacity(connections);
    for _ in 0..connections {
        streams.push(clients.spawn(TcpStream::connect(server)).await??);
    }
    let (started, spent) = (Instant::now(), server_time()?);
    let tasks: Vec<_> = streams
        .into_iter()
        .enumerate()
        .map(|(connection, stream)| {
            let request = request.clone();
            clients.spawn(async move { one_connection(stream, connection, request).await })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.extend(task.await??);
    }
    let rate = answers.len() as f64 / started.elapsed().as_secs_f64();
    let spent = server_time()?.saturating_sub(spent);
    tokio::task::spawn_blocking(move || clients.shutdown_timeout(CLIENTS_END_MAX)).await?;
    let cpu = spent / u32::try_from(answers.len().max(1))?;
    answers.sort_unstable_by_key(|answer: &Answer| answer.took);
    let slow = answers.get(answers.len() * 99 / 100);
    let p99 = slow.map(|answer| answer.took).unwrap_or_default();
    Ok(Load {
        rate,
        cpu,
        p99,
        answers,
    })
}

/// Processor time of the whole process less that of the client's threads, from `/proc` (Linux).
fn server_time() -> anyhow::Result<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // The second field, the name in brackets, may hold spaces; user and system time are the 14th and 15th.
    let (_, fields) = stat.rsplit_once(") ").unwrap_or_default();
    let ticks: u64 = fields
        .split(' ')
        .skip(11)
        .take(2)
        .map(|ticks| ticks.parse().unwrap_or(0))
        .sum();
    let all = Duration::from_millis(ticks * TICK_MILLIS);
    let mut clients = 0;
    for thread in std::fs::read_dir("/proc/self/task")? {
        let thread = thread?.path();
        // A thread may end while it is looked at.
        let (Ok(name), Ok(times)) = (
            std::fs::read_to_string(thread.join("comm")),
            std::fs::read_to_string(thread.join("schedstat")),
        ) else {
            continue;
        };
        if name.trim() == THREADS {
            clients += times
                .split(' ')
                .next()
                .and_then(|nanos| nanos.parse().ok())
                .unwrap_or(0);
        }
    }
    Ok(all.saturating_sub(Duration::from_nanos(clients)))
}

async fn one_connection(
    mut stream: TcpStream,
    connection: usize,
    request: impl Fn(usize, usize) -> Option<Vec<u8>>,
) -> anyhow::Result<Vec<Answer>> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(64 * 1024);
    let mut answers = Vec::new();
    while let Some(bytes) = request(connection, answers.len()) {
        let started = Instant::now();
        stream.write_all(&bytes).await?;
        let status = read_answer(&mut stream, &mut buffer).await?;
        answers.push(Answer {
            connection,
            number: answers.len(),
            status,
            took: started.elapsed(),
        });
    }
    Ok(answers)
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
