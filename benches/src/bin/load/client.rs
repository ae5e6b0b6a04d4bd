//! The load generator: connections that are kept alive, each of which asks again as soon as it has an answer.
//!
//! Requests are bytes that were made before, answers are compared as bytes: it must cost less than what it measures.

use std::{
    cell::RefCell,
    io,
    net::SocketAddr,
    rc::Rc,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::LocalSet,
    time::timeout,
};

use crate::judge::{Judge, Verdict};

/// What came of a turn.
#[derive(Debug, Default)]
pub(crate) struct Load {
    /// How long each right answer took, in no order.
    pub(crate) times: Vec<Duration>,
    /// From the first request that counts to the last answer.
    pub(crate) time: Duration,
    /// Wrong answers, and connections that broke.
    pub(crate) wrong: Vec<String>,
}

/// What the connections of a turn share; they run on one thread.
struct Shared {
    judge: RefCell<Judge>,
    load: RefCell<Load>,
}

/// How long a turn may take beyond its time, before whatever has no answer is a wrong one.
const PATIENCE: Duration = Duration::from_secs(30);

/// Asks for `time`.
pub(crate) async fn load(
    address: SocketAddr,
    request: &[u8],
    judge: Judge,
    connections: usize,
    time: Duration,
) -> Load {
    let shared = Rc::new(Shared { judge: RefCell::new(judge), load: RefCell::default() });
    let mut streams = Vec::new();
    for _ in 0..connections {
        // The first answer of a connection pays for its beginning, so it does not count.
        let opened = async {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            let mut connection = Connection { stream, buffer: Vec::with_capacity(4096) };
            connection.ask(request, &shared).await.map(|_| connection)
        };
        match timeout(PATIENCE, opened).await {
            Ok(Ok(connection)) => streams.push(connection),
            Ok(Err(error)) => shared.wrong(error.to_string()),
            Err(_) => shared.wrong("no first answer in time".to_owned()),
        }
    }
    let start = Instant::now();
    let end = start + time;
    let tasks = LocalSet::new();
    for mut connection in streams {
        let (shared, request) = (Rc::clone(&shared), request.to_vec());
        tasks.spawn_local(async move {
            if let Err(error) = connection.converse(&request, end, &shared).await {
                shared.wrong(error.to_string());
            }
        });
    }
    if timeout(time + PATIENCE, tasks).await.is_err() {
        shared.wrong("no answer in time".to_owned());
    }
    let mut load = shared.load.take();
    load.time = start.elapsed();
    load
}

impl Shared {
    fn wrong(&self, why: String) {
        self.load.borrow_mut().wrong.push(why);
    }
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn converse(&mut self, request: &[u8], end: Instant, shared: &Shared) -> io::Result<()> {
        let mut asked = Instant::now();
        while asked < end {
            let is_right = self.ask(request, shared).await?;
            let answered = Instant::now();
            if is_right {
                shared.load.borrow_mut().times.push(answered - asked);
            }
            asked = answered;
        }
        Ok(())
    }

    /// Asks once; whether the answer is right.
    async fn ask(&mut self, request: &[u8], shared: &Shared) -> io::Result<bool> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            match shared.judge.borrow_mut().judge(&self.buffer) {
                Verdict::Right => return Ok(true),
                Verdict::Wrong(why) => {
                    shared.wrong(why);
                    return Ok(false);
                }
                Verdict::Incomplete => {}
            }
        }
    }
}
