//! A program in a process of its own, and the CPU time of processes.

use std::{
    env, fs,
    io::{self, BufRead, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::apps::App;

/// A program that is being served; dropping it ends it.
#[derive(Debug)]
pub(crate) struct Served {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    child: Child,
}

/// The CPU time of a process so far; `None` where the system does not say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage(Option<Duration>);

impl Served {
    /// Starts this program again, to serve `app`.
    pub(crate) fn start(app: &App) -> io::Result<Self> {
        let mut child = Command::new(env::current_exe()?)
            .args(["--serve", app.name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let address =
            line.trim().parse().map_err(|_| io::Error::other(format!("{} does not start", app.name)))?;
        Ok(Self { address, child })
    }

    /// Its CPU time so far.
    pub(crate) fn usage(&self) -> Usage {
        Usage::of(&self.child.id().to_string())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Usage {
    /// The CPU time of this process so far.
    pub(crate) fn own() -> Self {
        Self::of("self")
    }

    /// The time between two of one process.
    pub(crate) fn since(self, before: Self) -> Option<Duration> {
        self.0?.checked_sub(before.0?)
    }

    /// The sum over the threads: the kernel's count of nanoseconds on a CPU, where `/proc/../stat` has hundredths of
    /// a second.
    fn of(process: &str) -> Self {
        let sum = || -> Option<Duration> {
            let mut sum = Duration::ZERO;
            for thread in fs::read_dir(format!("/proc/{process}/task")).ok()? {
                let text = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
                sum += Duration::from_nanos(text.split_whitespace().next()?.parse().ok()?);
            }
            Some(sum)
        };
        Self(sum())
    }
}
