//! Starts a server for one test: port 0, a folder that goes with it, a settable clock.

use std::net::{SocketAddr, TcpListener};

use app::{
    App, Intent,
    commands::{people, sign_in},
    ports::SettableClock,
};
use community::member::{Locale, Role};
use kernel::PersonId;
use server::{Config, Time, assemble, run};
use tokio::{sync::oneshot, task::JoinHandle};

use crate::caller::{self, Caller, Seen};

/// When every test begins.
pub(crate) const START: &str = "2026-04-01T00:00:00Z";
/// A password that the vault takes.
pub(crate) const PASSWORD: &str = "orange-blossom-42";

/// The default settings with this data folder.
pub(crate) fn config_in(folder: &tempfile::TempDir) -> Config {
    Config {
        data: folder.path().to_owned(),
        ..Config::default()
    }
}

/// A server that runs until the test is over.
pub(crate) struct TestServer {
    pub(crate) address: SocketAddr,
    pub(crate) app: App,
    pub(crate) clock: SettableClock,
    pub(crate) seen: Seen,
    stop: oneshot::Sender<()>,
    running: JoinHandle<std::io::Result<()>>,
    pub(crate) folder: tempfile::TempDir,
}

impl TestServer {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    pub(crate) async fn start_with(adjust: impl FnOnce(&mut Config)) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), adjust).await
    }

    pub(crate) async fn start_in(
        folder: tempfile::TempDir,
        adjust: impl FnOnce(&mut Config),
    ) -> Self {
        let mut config = config_in(&folder);
        config.server.workers = 1;
        config.server.public_url = "http://pomona.test".to_owned();
        config.sandbox.clock = true;
        adjust(&mut config);
        let clock = SettableClock::new(START.parse().unwrap());
        let parts = assemble(config, Time::Settable(clock.clone())).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, app) = (listener.local_addr().unwrap(), parts.app.clone());
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async {
            // A test that ends early drops the sender: that stops the server as well.
            let _ = stopped.await;
        };
        let running = tokio::spawn(run(listener, parts, shutdown));
        Self {
            address,
            app,
            clock,
            seen: Seen::default(),
            stop,
            running,
            folder,
        }
    }

    /// Somebody who asks without signing in.
    pub(crate) fn visitor(&self) -> Caller {
        Caller::new(self.address, None, &self.seen)
    }

    /// A member with these roles beside buyer, and the token they ask with.
    pub(crate) async fn member(&self, login: &str, roles: &[Role]) -> (PersonId, Caller) {
        let intent = Intent::of_system(&format!("sign-up {login}"), self.app.now());
        let wish = people::SignUp {
            login: login.to_owned(),
            password: PASSWORD.to_owned(),
            name: format!("Name of {login}"),
            locale: Locale::En,
        };
        let (person, _) = people::sign_up(&self.app, &intent, wish).await.unwrap();
        for role in roles {
            self.grant(person, *role).await;
        }
        let position = self.app.handed_out(self.app.log().durable_position());
        caller::note(&self.seen, &position.to_string());
        let identity = sign_in::identity_of(&self.app, person).unwrap();
        let token = sign_in::issue_token(&self.app, &identity, "test").unwrap();
        (
            person,
            Caller::new(
                self.address,
                Some(token.secret.expose().to_owned()),
                &self.seen,
            ),
        )
    }

    pub(crate) async fn grant(&self, person: PersonId, role: Role) {
        let intent = Intent::of_system(&format!("grant {person} {role:?}"), self.app.now());
        people::grant_role_as_system(&self.app, &intent, person, role)
            .await
            .unwrap();
    }

    pub(crate) async fn operator(&self) -> Caller {
        self.member("operator", &[Role::Operator]).await.1
    }

    /// Stops it and gives the folder back.
    pub(crate) async fn stop(self) -> tempfile::TempDir {
        let Self {
            stop,
            running,
            folder,
            app,
            ..
        } = self;
        drop(app);
        stop.send(()).unwrap();
        running.await.unwrap().unwrap();
        folder
    }

    /// Tells it to stop and gives what it comes to.
    pub(crate) fn begin_stop(self) -> (JoinHandle<std::io::Result<()>>, tempfile::TempDir) {
        self.stop.send(()).unwrap();
        (self.running, self.folder)
    }
}
