//! Starting an engine without a display, a network and a user.

use std::{
    env, fs, io,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use cors_core::testing::Profile;

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

    /// Whether `CORS_BROWSERS` says that it must not be missing.
    #[must_use]
    pub fn is_demanded(self) -> bool {
        env::var("CORS_BROWSERS").is_ok_and(|list| list.split(',').any(|name| name.trim() == self.name()))
    }

    /// Opens `address` with an empty profile in `home`, and writes what the engine says to `log`.
    ///
    /// # Errors
    /// When the program does not start.
    pub fn open(self, address: &str, home: &Path, log: &Path) -> io::Result<Running> {
        // What an earlier run has left there would be a cache.
        if home.exists() {
            fs::remove_dir_all(home)?;
        }
        fs::create_dir_all(home)?;
        let log = fs::File::create(log)?;
        let mut command = match self {
            Self::Chromium => {
                let mut command = Command::new("chromium");
                command.args(CHROMIUM).arg(format!("--user-data-dir={}", home.display()));
                command
            }
            Self::Firefox => {
                fs::write(home.join("user.js"), FIREFOX)?;
                let mut command = Command::new("firefox-esr");
                command.args(["--headless", "--no-remote", "--profile"]).arg(home);
                command
            }
            Self::Webkit => {
                let mut command = Command::new("xvfb-run");
                command.arg("-a").arg(mini_browser().unwrap_or_default()).args(WEBKIT);
                command.envs(WEBKIT_ENVIRONMENT);
                command
            }
        };
        command
            .arg(address)
            .env("HOME", home)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            // Engines are families of processes.
            .process_group(0)
            .spawn()
            .map(Running)
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
