//! The command line.

use std::{env, ffi::OsString, path::PathBuf};

use crate::{
    probe::{Input, command},
    stage::{Addresses, FIRST_PORT, Page},
};

/// What `--help` prints.
pub(crate) const HELP: &str = "\
The CORS lab: every experiment in a real browser, on servers that are real.

cargo run -p lab -- [OPTIONS]
  (none)            start the servers on loopback and print the address to open
  --check           run all experiments without a browser and print one table
  --export FILE     the same, and write the results as one static page
  --browser-report  wait until a browser has loaded the page once and print its table
  --matrix FILE     wait until a browser has loaded /matrix once and write what it saw of every policy
                    times every fetch, beside what the model of each browser sees
  --matrix-model FILE
                    the same without a browser
  --port N          use the six ports from N on (default 4400, or CORS_LAB_PORT)
  --help            print this

cargo run -p lab -- --probe URL [OPTIONS]: would a browser let a page read what your server answers?
  URL               of a server on this computer, such as http://localhost:8080/orders
  --origin O        the page's origin (default: the lab's page, http://localhost:4400)
  --method M        default GET, or POST with a body
  --header H        'name: value'; again for each header
  --body TEXT       sent as text/plain unless a header says otherwise
  --credentials     as `credentials: \"include\"`; there are no cookies here, but the rules are stricter
  --engine E        standard, chromium, firefox or webkit (default standard)

Exit code: 0 when everything came out as stated, 1 when not, 2 when the lab could not be set up.
Of a probe: 0 when the page can read the answer, 1 when it is blocked, 2 when the server cannot be asked.
";

/// What is to be done, and where.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) task: Task,
    pub(crate) addresses: Addresses,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Serve,
    Check,
    Export(PathBuf),
    BrowserReport,
    Matrix(PathBuf),
    MatrixModel(PathBuf),
    Probe(Box<Input>),
    Help,
}

impl Options {
    /// Reads the command line and the environment.
    ///
    /// # Errors
    /// In words: what is wrong, and what to write instead.
    pub(crate) fn from_environment() -> Result<Self, String> {
        Self::parse(env::args_os().skip(1), env::var("CORS_LAB_PORT").ok())
    }

    fn parse(
        mut arguments: impl Iterator<Item = OsString>,
        variable: Option<String>,
    ) -> Result<Self, String> {
        let mut task = None;
        let mut probe = command::Arguments::default();
        let mut port = variable.map(|text| number("CORS_LAB_PORT", &text)).transpose()?;
        while let Some(argument) = arguments.next() {
            let argument = argument.to_string_lossy();
            if probe.take(&argument, &mut arguments)? {
                continue;
            }
            let wanted = match argument.as_ref() {
                "--check" => Task::Check,
                "--browser-report" => Task::BrowserReport,
                "--help" | "-h" => Task::Help,
                "--export" | "--matrix" | "--matrix-model" => {
                    let file: PathBuf =
                        arguments.next().ok_or_else(|| format!("`{argument}` needs a file name"))?.into();
                    match argument.as_ref() {
                        "--export" => Task::Export(file),
                        "--matrix" => Task::Matrix(file),
                        _ => Task::MatrixModel(file),
                    }
                }
                "--port" => {
                    let text = arguments.next().ok_or("`--port` needs a number")?;
                    port = Some(number("--port", &text.to_string_lossy())?);
                    continue;
                }
                unknown => return Err(format!("unknown option `{unknown}`; `--help` lists all")),
            };
            if task.replace(wanted).is_some() {
                return Err(format!("`{argument}` cannot be combined with another task"));
            }
        }
        let addresses =
            Addresses::from_port(port.unwrap_or(FIRST_PORT)).map_err(|error| error.to_string())?;
        let probe = probe.finish(&addresses.origin(Page::App))?;
        if probe.is_some_and(|probe| task.replace(Task::Probe(Box::new(probe))).is_some()) {
            return Err("`--probe` cannot be combined with another task".to_owned());
        }
        Ok(Self { task: task.unwrap_or(Task::Serve), addresses })
    }
}

fn number(name: &str, text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| format!("`{name}` takes a port number, not `{text}`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::input::{BodyKind, Credentials, Engine};

    fn parse(arguments: &[&str], variable: Option<&str>) -> Result<Options, String> {
        Options::parse(arguments.iter().map(OsString::from), variable.map(str::to_owned))
    }

    #[test]
    fn tasks_and_ports() {
        let options = parse(&["--port", "5500", "--check"], Some("6000")).unwrap();
        assert_eq!(options.task, Task::Check);
        assert_eq!(options.addresses.origin(Page::App), "http://localhost:5500");
        let options = parse(&[], Some("6000")).unwrap();
        assert_eq!(options.task, Task::Serve);
        assert_eq!(options.addresses.origin(Page::App), "http://localhost:6000");
        assert_eq!(parse(&["--export", "a b"], None).unwrap().task, Task::Export("a b".into()));
    }

    #[test]
    fn a_probe_and_its_options() {
        let probe = |arguments: &[&str]| match parse(arguments, None).unwrap().task {
            Task::Probe(input) => *input,
            other => panic!("{other:?}"),
        };
        let plain = probe(&["--probe", "http://localhost:1/"]);
        assert_eq!(
            (plain.url.as_str(), plain.origin.as_str()),
            ("http://localhost:1/", "http://localhost:4400")
        );
        assert_eq!(plain.kind, BodyKind::None);
        let full = probe(&[
            "--method",
            "PUT",
            "--header",
            "x-a: 1",
            "--header",
            "x-b: 2",
            "--body",
            "tea",
            "--credentials",
            "--engine",
            "firefox",
            "--origin",
            "https://app.example.com",
            "--probe",
            "http://localhost:1/",
        ]);
        let expected = Input {
            url: "http://localhost:1/".to_owned(),
            method: "PUT".to_owned(),
            headers: vec!["x-a: 1".to_owned(), "x-b: 2".to_owned()],
            kind: BodyKind::Text,
            body: "tea".to_owned(),
            credentials: Credentials::Include,
            origin: "https://app.example.com".to_owned(),
            engine: Engine::Firefox,
        };
        assert_eq!(full, expected);
    }

    #[test]
    fn help_lists_every_option_and_nothing_else() {
        for option in HELP.lines().filter_map(|line| line.trim().strip_prefix("--")?.split(' ').next()) {
            let option = format!("--{option}");
            let known = match parse(&[&option], None) {
                Ok(_) => true,
                Err(error) => !error.starts_with("unknown option"),
            };
            assert!(known, "{option}");
        }
        for option in
            ["probe URL", "origin O", "method M", "header H", "body TEXT", "credentials", "engine E"]
        {
            assert!(HELP.contains(&format!("--{option}")), "{option}");
        }
        assert!(
            HELP.contains("Of a probe: 0 when the page can read the answer, 1 when it is blocked, 2 when")
        );
    }

    #[test]
    fn errors_say_what_to_write() {
        for (arguments, message) in [
            (&["--chek"][..], "unknown option `--chek`; `--help` lists all"),
            (&["--export"], "`--export` needs a file name"),
            (&["--matrix"], "`--matrix` needs a file name"),
            (&["--port", "x"], "`--port` takes a port number, not `x`"),
            (&["--port", "0"], "the lab needs six ports in a row, which `0` does not start"),
            (&["--check", "--help"], "`--help` cannot be combined with another task"),
            (&["--probe"], "`--probe` needs an address, such as `http://localhost:8080/orders`"),
            (&["--probe", "a", "--probe", "b"], "`--probe` is there twice; one address is asked at a time"),
            (&["--probe", "a", "--check"], "`--probe` cannot be combined with another task"),
            (&["--method", "PUT"], "`--method` belongs to a probe; write `--probe URL` too"),
            (&["--probe", "a", "--header"], "`--header` needs a line, such as `'x-tag: tea'`"),
            (&["--probe", "a", "--origin"], "`--origin` needs an origin, such as `http://localhost:5173`"),
            (
                &["--probe", "a", "--engine", "ie"],
                "`--engine` takes `standard`, `chromium`, `firefox` or `webkit`, not `ie`",
            ),
        ] {
            assert_eq!(parse(arguments, None).unwrap_err(), message);
        }
    }
}
