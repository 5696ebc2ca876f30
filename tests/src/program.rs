//! The real `pomona` binary: its command line, and the server it becomes, in a data folder that goes with the test.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::{Arc, LazyLock, Mutex, PoisonError, mpsc},
    thread::JoinHandle,
    time::Duration,
};

/// How long the program may take until it serves; a bound for a test that would otherwise hang.
const START_MAX: Duration = Duration::from_secs(60);
/// What people and QR codes call the program in these suites.
const PUBLIC_URL: &str = "https://pomona.example";

/// The binary under test: the one that `POMONA_BINARY` names, or ours, built once for each run of the suite so that it
/// is never older than the source.
static BINARY: LazyLock<PathBuf> =
    LazyLock::new(|| std::env::var_os("POMONA_BINARY").map_or_else(build, PathBuf::from));

fn build() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--locked", "--offline", "-p", "pomona"]);
    let built = cargo.current_dir(&workspace).status().expect("cargo runs");
    assert!(built.success(), "the pomona binary does not build");
    let own = std::env::current_exe().expect("the test knows where it is");
    // target/debug/deps/e2e-… stands two folders below what it was built with.
    let folder = own.ancestors().nth(2).expect("a target folder");
    folder.join(format!("pomona{}", std::env::consts::EXE_SUFFIX))
}

/// A data folder with settings of its own, gone when dropped.
pub struct Folder {
    data: tempfile::TempDir,
    settings: Vec<(String, String)>,
}

impl Folder {
    /// An empty folder, to be served with a clock that an operator moves.
    #[must_use]
    pub fn sandbox() -> Self {
        let folder = Self::with_real_clock();
        folder.set("POMONA_SANDBOX__CLOCK", "true")
    }

    /// An empty folder, to be served with the system's clock.
    #[must_use]
    pub fn with_real_clock() -> Self {
        let data = tempfile::tempdir().expect("a temporary folder");
        let folder = Self {
            data,
            settings: Vec::new(),
        };
        let folder = folder
            .set("POMONA_BIND", "127.0.0.1:0")
            .set("POMONA_PUBLIC_URL", PUBLIC_URL)
            .set("POMONA_SERVER__WORKERS", "2")
            .set("POMONA_LOG__FILTER", "warn");
        // Forty people of one test share one address.
        let folder = folder
            .set("POMONA_LIMITS__DOOR_BURST_REQUESTS", "1000")
            .set("POMONA_LIMITS__PERSON_BURST_REQUESTS", "100000")
            .set("POMONA_LIMITS__ADDRESS_BURST_REQUESTS", "100000");
        folder
            .set("POMONA_PAYMENTS__ACCOUNT_HOLDER", "三标合作社")
            .set("POMONA_PAYMENTS__ACCOUNT_BANK", "寻乌农商银行")
            .set("POMONA_PAYMENTS__ACCOUNT_NUMBER", "6222 0000 1111 2222")
    }

    /// The same with another setting in the environment.
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.data.path()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&*BINARY);
        let inherited = std::env::vars_os().map(|(name, _)| name);
        for name in inherited.filter(|name| name.to_string_lossy().starts_with("POMONA_")) {
            command.env_remove(name);
        }
        let settings = self.settings.iter().map(|(name, value)| (name, value));
        command
            .envs(settings)
            .arg("--data")
            .arg(self.path())
            .args(args);
        command.current_dir(self.path());
        command
    }

    /// Runs a command to its end with `input` on its standard input.
    #[must_use]
    pub fn run(&self, args: &[&str], input: &str) -> Output {
        let mut command = self.command(args);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let mut typed = child.stdin.take().expect("piped");
        // A command that reads nothing may have ended before this is written.
        drop(typed.write_all(input.as_bytes()));
        drop(typed);
        child.wait_with_output().expect("the binary ends")
    }

    /// The standard output of a command that must succeed.
    #[track_caller]
    #[must_use]
    pub fn done(&self, args: &[&str], input: &str) -> String {
        let output = self.run(args, input);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "pomona {args:?}: {}\n{told}",
            output.status
        );
        String::from_utf8(output.stdout).expect("results are UTF-8")
    }

    /// Starts the server and waits until it serves.
    #[must_use]
    pub fn serve(&self) -> Serving {
        Serving::start(self.command(&["serve"]))
    }
}

/// The server as a child process; killed if the test ends before it does.
pub struct Serving {
    child: Child,
    /// Where it listens: `http://127.0.0.1:…`.
    pub base: String,
    told: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
}

impl Serving {
    fn start(mut command: Command) -> Self {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let told = Arc::new(Mutex::new(String::new()));
        let (found, address) = mpsc::channel();
        let pipes: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().expect("piped")),
            Box::new(child.stderr.take().expect("piped")),
        ];
        let readers = pipes.map(|pipe| {
            let (told, found) = (Arc::clone(&told), found.clone());
            std::thread::spawn(move || listen(pipe, &told, &found))
        });
        drop(found);
        let base = address.recv_timeout(START_MAX);
        let mut serving = Self {
            child,
            base: String::new(),
            told,
            readers: readers.into(),
        };
        match base {
            Ok(base) => serving.base = base,
            Err(error) => panic!("no address was told ({error}):\n{}", serving.told()),
        }
        serving
    }

    /// What the program wrote so far.
    #[must_use]
    pub fn told(&self) -> String {
        self.told
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Asks it to end (SIGTERM) and waits; it must end well.
    #[track_caller]
    pub fn stop(mut self) {
        let status = self.end("-TERM");
        assert!(status.success(), "ended with {status}:\n{}", self.told());
    }

    /// Ends it as a power cut would (SIGKILL).
    pub fn kill(mut self) {
        let status = self.end("-KILL");
        assert!(!status.success(), "a killed program does not end well");
    }

    fn end(&mut self, signal: &str) -> ExitStatus {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status();
        assert!(
            sent.is_ok_and(|status| status.success()),
            "kill {signal} {id}"
        );
        let status = self.child.wait().expect("a child ends");
        for reader in self.readers.drain(..) {
            reader.join().expect("a reader ends with its pipe");
        }
        status
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to do.
        drop(self.child.kill());
        drop(self.child.wait());
        if std::thread::panicking() {
            let told = self.told();
            let tail = told.len().saturating_sub(8_000);
            let tail = (tail..told.len())
                .find(|at| told.is_char_boundary(*at))
                .unwrap_or(0);
            eprintln!("the program wrote:\n{}", &told[tail..]);
        }
    }
}

/// Keeps what the program writes and finds the address it listens on.
fn listen(pipe: Box<dyn Read + Send>, told: &Mutex<String>, found: &mpsc::Sender<String>) {
    for line in BufReader::new(pipe).lines().map_while(Result::ok) {
        if let Some(base) = address_in(&line) {
            // Only the first is waited for.
            drop(found.send(base));
        }
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        told.push_str(&line);
        told.push('\n');
    }
}

/// The address in a line such as `listening on http://127.0.0.1:4711`.
fn address_in(line: &str) -> Option<String> {
    let start = line.find("127.0.0.1:")?;
    let rest = &line[start..];
    let port: String = rest["127.0.0.1:".len()..]
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    (!port.is_empty() && port != "0").then(|| format!("http://127.0.0.1:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_in_a_line() {
        let line = "INFO listening on http://127.0.0.1:4711/ now";
        assert_eq!(address_in(line).as_deref(), Some("http://127.0.0.1:4711"));
        assert_eq!(address_in("bind 127.0.0.1:0"), None);
        assert_eq!(address_in("serving"), None);
    }
}
