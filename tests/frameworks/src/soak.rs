//! Many connections at once, kept alive, with a mix of the table's requests: no wrong answer, no error, no growth.
//!
//! `cargo run --release -p frameworks -- soak [SECONDS] [CONNECTIONS]` runs it against every stack. Loopback only, and
//! it stops by itself.

use std::{
    fmt, fs, io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::Mutex,
    time::{sleep, timeout},
};

use crate::{
    Stack,
    client::{self, Answer},
    exchange::{Exchange, Expected, Form},
    table::TABLE,
};

/// What came of a soak.
#[derive(Debug)]
pub struct Soak {
    stack: &'static str,
    connections: usize,
    answers: u64,
    wrong: Vec<String>,
    /// Resident memory in kB: after a third of the time, and at the end.
    memory: (u64, u64),
}

/// One request and all that must come of it.
#[derive(Debug)]
struct Step {
    exchange: &'static Exchange,
    bytes: Vec<u8>,
    expected: Expected,
}

/// How long an answer may take: everything shares two cores.
const PATIENCE: Duration = Duration::from_secs(30);

impl Soak {
    /// Whether every answer was right, and the memory did not grow by more than a twentieth (and 8 MB) after the start.
    #[must_use]
    pub fn holds(&self) -> bool {
        let (early, late) = self.memory;
        self.wrong.is_empty() && self.answers > 0 && late <= early + early / 20 + 8 * 1024
    }
}

impl fmt::Display for Soak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (early, late) = self.memory;
        write!(
            f,
            "{:<10} {} connections, {} answers, {} wrong, memory {early} kB after a third of the time, {late} kB at the end",
            self.stack,
            self.connections,
            self.answers,
            self.wrong.len()
        )?;
        for wrong in self.wrong.iter().take(5) {
            write!(f, "\n  {wrong}")?;
        }
        Ok(())
    }
}

/// Runs a mix of the table's requests against a stack.
///
/// # Errors
/// Those of the sockets before the first request.
pub fn soak(stack: &Stack, connections: usize, time: Duration) -> io::Result<Soak> {
    let server = (stack.start)(Form::Routes)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    Ok(runtime.block_on(run(stack, server.address, connections, time)))
}

async fn run(stack: &Stack, address: SocketAddr, connections: usize, time: Duration) -> Soak {
    let steps: Arc<[Step]> = steps(stack).into();
    let answers = Arc::new(AtomicU64::new(0));
    let wrong = Arc::new(Mutex::new(Vec::new()));
    let end = Instant::now() + time;
    let mut tasks = Vec::new();
    for number in 0..connections {
        let (steps, answers, wrong) = (Arc::clone(&steps), Arc::clone(&answers), Arc::clone(&wrong));
        tasks.push(tokio::spawn(async move {
            if let Err(why) = converse(address, &steps, number, end, &answers).await {
                wrong.lock().await.push(why);
            }
        }));
    }
    sleep(time / 3).await;
    let early = resident();
    for task in tasks {
        if let Err(error) = task.await {
            wrong.lock().await.push(error.to_string());
        }
    }
    let wrong = std::mem::take(&mut *wrong.lock().await);
    let answers = answers.load(Ordering::Relaxed);
    Soak { stack: stack.name, connections, answers, wrong, memory: (early, resident()) }
}

/// The exchanges that a connection survives.
fn steps(stack: &Stack) -> Vec<Step> {
    let fits = |exchange: &&'static Exchange| {
        let ends = exchange.expected.status == 101
            || exchange.request.lines.iter().any(|(name, value)| *name == "Upgrade" || value.len() > 4096)
            || exchange.request.method == "HEAD";
        exchange.forms.contains(&Form::Routes) && !ends
    };
    let mut steps = Vec::new();
    for exchange in TABLE.iter().filter(fits) {
        let exception = stack.exceptions.iter().find(|exception| {
            exception.name == exchange.name && exception.form.is_none_or(|form| form == Form::Routes)
        });
        let expected = match exception {
            None => exchange.expected,
            Some(exception) => match exception.expected {
                Some(expected) => expected,
                None => continue,
            },
        };
        let bytes = client::bytes_kept_alive(&exchange.request);
        steps.push(Step { exchange, bytes, expected });
    }
    steps
}

async fn converse(
    address: SocketAddr,
    steps: &[Step],
    number: usize,
    end: Instant,
    answers: &AtomicU64,
) -> Result<(), String> {
    let connect = timeout(PATIENCE, TcpStream::connect(address)).await;
    let mut stream =
        connect.map_err(|_| "no connection in time".to_owned())?.map_err(|error| error.to_string())?;
    let mut buffer = Vec::new();
    // Each connection begins somewhere else.
    for step in steps.iter().cycle().skip(number % steps.len().max(1)) {
        if Instant::now() >= end {
            return Ok(());
        }
        let exchange = async {
            stream.write_all(&step.bytes).await?;
            read(&mut stream, &mut buffer).await
        };
        let what = |why: &str| format!("`{}`: {why}", step.exchange.name);
        let answer = timeout(PATIENCE, exchange).await.map_err(|_| what("no answer in time"))?;
        let (answer, is_last) = answer.map_err(|error| what(&error.to_string()))?;
        let expected: Vec<(String, String)> = step
            .expected
            .cors
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        if answer.status != step.expected.status
            || answer.cors() != expected
            || answer.vary() != step.expected.vary
        {
            return Err(what(&format!("{} {:?} {:?}", answer.status, answer.cors(), answer.vary())));
        }
        answers.fetch_add(1, Ordering::Relaxed);
        if is_last {
            // A server may end a connection after an error; the page would open the next.
            stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
            buffer.clear();
        }
    }
    Ok(())
}

/// Reads one answer, and whether the server ends the connection behind it.
async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<(Answer, bool)> {
    let mut chunk = [0; 4096];
    loop {
        if let Some(length) = client::complete(buffer) {
            let rest = buffer.split_off(length);
            let answer = client::parse(&std::mem::replace(buffer, rest))?;
            let is_last = answer.values("connection").any(|value| value.eq_ignore_ascii_case("close"));
            return Ok((answer, is_last));
        }
        match stream.read(&mut chunk).await? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            length => buffer.extend(chunk.iter().take(length)),
        }
    }
}

/// The resident memory of this process in kB; 0 where the system does not say.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse().ok()).unwrap_or_default()
}
