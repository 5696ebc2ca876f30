//! The real `pomona` binary: its command line, and the server it becomes, in a data folder that goes with the test.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError},
    thread::JoinHandle,
    time::Duration,
};

/// How long the program may take to say what is waited for; a bound for a test that would otherwise hang.
const WAIT_MAX: Duration = Duration::from_secs(60);
/// Standard output and standard error.
const PIPES: usize = 2;
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
        self.start(&["serve"])
    }

    /// Starts a command that serves and waits until it does.
    #[must_use]
    pub fn start(&self, args: &[&str]) -> Serving {
        Serving::start(self.command(args))
    }
}

/// The server as a child process; killed if the test ends before it does.
pub struct Serving {
    child: Child,
    /// Where it listens: `http://127.0.0.1:…`.
    pub base: String,
    heard: Arc<Heard>,
    readers: Vec<JoinHandle<()>>,
}

/// What a program wrote, for whoever waits for a word of it.
#[derive(Default)]
struct Heard {
    state: Mutex<HeardState>,
    news: Condvar,
}

#[derive(Default)]
struct HeardState {
    text: String,
    /// Pipes that have come to their end.
    ended: usize,
}

impl Serving {
    fn start(mut command: Command) -> Self {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let heard = Arc::<Heard>::default();
        let pipes: [Box<dyn Read + Send>; PIPES] = [
            Box::new(child.stdout.take().expect("piped")),
            Box::new(child.stderr.take().expect("piped")),
        ];
        let readers = pipes.map(|pipe| {
            let heard = Arc::clone(&heard);
            std::thread::spawn(move || heard.listen(pipe))
        });
        let mut serving = Self {
            child,
            base: String::new(),
            heard,
            readers: readers.into(),
        };
        serving.base = serving.heard.wait(address_in).unwrap_or_else(|told| {
            panic!("no address was told:\n{told}");
        });
        serving
    }

    /// What the program wrote so far.
    #[must_use]
    pub fn told(&self) -> String {
        self.heard.lock().text.clone()
    }

    /// What the program wrote, once a text is part of it.
    #[track_caller]
    #[must_use]
    pub fn told_with(&self, text: &str) -> String {
        let found = self
            .heard
            .wait(|told| told.contains(text).then(|| told.to_owned()));
        found.unwrap_or_else(|told| panic!("{text:?} was not told:\n{told}"))
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

impl Heard {
    fn lock(&self) -> MutexGuard<'_, HeardState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what comes out of a pipe until its end.
    fn listen(&self, pipe: Box<dyn Read + Send>) {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            self.lock().text.extend([line.as_str(), "\n"]);
            self.news.notify_all();
        }
        self.lock().ended += 1;
        self.news.notify_all();
    }

    /// What is found in the text once it is there; the text, when the program ended or the time is up before.
    fn wait<T>(&self, find: impl Fn(&str) -> Option<T>) -> Result<T, String> {
        let missing = |state: &mut HeardState| find(&state.text).is_none() && state.ended < PIPES;
        let outcome = self.news.wait_timeout_while(self.lock(), WAIT_MAX, missing);
        let (state, _) = outcome.unwrap_or_else(PoisonError::into_inner);
        find(&state.text).ok_or_else(|| state.text.clone())
    }
}

/// The address in a text such as `listens on http://127.0.0.1:4711/`, once the line is whole.
fn address_in(told: &str) -> Option<String> {
    let start = told.find("127.0.0.1:")?;
    let rest = &told[start..];
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
