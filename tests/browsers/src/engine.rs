//! Starting an engine without a display, a network and a user.

use std::{
    env, fs, io,
    net::{Ipv4Addr, TcpListener},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use cors_core::testing::Profile;

use crate::marionette;

/// A browser engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Engine {
    /// Chromium, of the package `chromium`.
    Chromium,
    /// Firefox, of the package `firefox-esr`.
    Firefox,
    /// `WebKitGTK`, of the packages `libwebkit2gtk-4.1-0` and `xvfb`.
    Webkit,
}

/// A process and all that it has started; ends with this value.
#[derive(Debug)]
pub struct Running(Child);

/// An engine that has a page open.
#[derive(Debug)]
pub struct Opened {
    engine: Engine,
    log: PathBuf,
    /// Where Firefox listens.
    port: u16,
    _process: Running,
}

impl Engine {
    /// All engines.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    /// The name in `CORS_BROWSERS` and in the lab's file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// The name for a reader.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::Webkit => "WebKit",
        }
    }

    /// The profile that stands for it in the model.
    #[must_use]
    pub const fn profile(self) -> Profile {
        match self {
            Self::Chromium => Profile::chromium(),
            Self::Firefox => Profile::firefox(),
            Self::Webkit => Profile::webkit(),
        }
    }

    /// What is missing on this computer; `None` where the engine can be started.
    #[must_use]
    pub fn missing(self) -> Option<&'static str> {
        let found = match self {
            Self::Chromium => on_path("chromium"),
            Self::Firefox => on_path("firefox-esr"),
            Self::Webkit => mini_browser().is_some() && on_path("xvfb-run"),
        };
        let packages = match self {
            Self::Chromium => "the package `chromium`",
            Self::Firefox => "the package `firefox-esr`",
            Self::Webkit => "the packages `libwebkit2gtk-4.1-0` and `xvfb`",
        };
        if found { None } else { Some(packages) }
    }

    /// The version that is installed, such as `156.0.8078.79`.
    #[must_use]
    pub fn version(self) -> Option<String> {
        let mut command = match self {
            Self::Chromium => Command::new("chromium"),
            Self::Firefox => Command::new("firefox-esr"),
            Self::Webkit => {
                let mut command = Command::new("xvfb-run");
                command.arg("-a").arg(mini_browser()?);
                command
            }
        };
        let output = command.arg("--version").stderr(Stdio::null()).output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let is_version = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
        let version = text.split_whitespace().find(is_version)?;
        Some(version.trim_end_matches("esr").to_owned())
    }

    /// Whether `CORS_BROWSERS` says that it must not be missing.
    #[must_use]
    pub fn is_demanded(self) -> bool {
        env::var("CORS_BROWSERS").is_ok_and(|list| list.split(',').any(|name| name.trim() == self.name()))
    }

    /// Opens `address` with an empty profile in `home`, and writes what the engine says to `log`.
    ///
    /// # Errors
    /// When the program does not start.
    pub fn open(self, address: &str, home: &Path, log: &Path) -> io::Result<Opened> {
        // What an earlier run has left there would be a cache.
        if home.exists() {
            fs::remove_dir_all(home)?;
        }
        fs::create_dir_all(home)?;
        let file = fs::File::create(log)?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut command = match self {
            Self::Chromium => {
                let mut command = Command::new("chromium");
                command.args(CHROMIUM).arg(format!("--user-data-dir={}", home.display()));
                command
            }
            Self::Firefox => {
                let preferences = format!("{FIREFOX}user_pref(\"marionette.port\", {port});\n");
                fs::write(home.join("user.js"), preferences)?;
                let mut command = Command::new("firefox-esr");
                // Its console is asked for by its remote protocol.
                command.args(["--headless", "--no-remote", "--marionette", "--remote-allow-system-access"]);
                command.arg("--profile").arg(home);
                command
            }
            Self::Webkit => {
                let mut command = Command::new("xvfb-run");
                command.arg("-a").arg(mini_browser().unwrap_or_default()).args(WEBKIT);
                command.envs(WEBKIT_ENVIRONMENT);
                command
            }
        };
        let process = command
            .arg(address)
            .env("HOME", home)
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            // Engines are families of processes.
            .process_group(0)
            .spawn()
            .map(Running)?;
        Ok(Opened { engine: self, log: log.to_owned(), port, _process: process })
    }
}

impl Opened {
    /// What the engine has written to its console until now, one message or line each.
    ///
    /// # Errors
    /// In words.
    pub fn console(&self) -> Result<Vec<String>, String> {
        if self.engine == Engine::Firefox {
            return marionette::console(self.port);
        }
        let log = fs::read(&self.log).map_err(|error| format!("{}: {error}", self.log.display()))?;
        Ok(String::from_utf8_lossy(&log).lines().map(str::to_owned).collect())
    }
}

impl Running {
    /// Takes over a child that is the first of its process group.
    #[must_use]
    pub const fn new(child: Child) -> Self {
        Self(child)
    }

    /// The first process.
    pub const fn child(&mut self) -> &mut Child {
        &mut self.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Politely, so that `xvfb-run` ends its display; then for good.
        for signal in ["-TERM", "-KILL"] {
            let group = format!("-{}", self.0.id());
            let _ = Command::new("kill").args([signal, "--", &group]).stderr(Stdio::null()).status();
            std::thread::sleep(std::time::Duration::from_millis(300));
        }
        let _ = self.0.wait();
    }
}

fn on_path(program: &str) -> bool {
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

fn mini_browser() -> Option<PathBuf> {
    let libraries = fs::read_dir("/usr/lib").ok()?;
    libraries
        .flatten()
        .map(|folder| folder.path().join("webkit2gtk-4.1/MiniBrowser"))
        .find(|program| program.is_file())
}

/// As root, without a graphics card, a network and a wizard; what pages say on their console goes to the log.
const CHROMIUM: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--enable-logging=stderr",
    "--v=0",
    "--window-size=1200,900",
];
const FIREFOX: &str = r#"user_pref("app.update.enabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("extensions.update.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
"#;
const WEBKIT: [&str; 1] = ["--enable-write-console-messages-to-stdout=true"];
const WEBKIT_ENVIRONMENT: [(&str, &str); 3] = [
    ("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1"),
    ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
    ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
];
