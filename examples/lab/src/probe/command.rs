//! `--probe`: the same report without a browser and without the lab's servers.

use std::{ffi::OsString, process::ExitCode};

use super::{
    conclude::{self, Verdict},
    input::{BodyKind, Credentials, Engine, Input, Problem},
    target::Targets,
};

/// The options of `--probe`, as far as they have been read.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    input: Input,
    /// The first option that makes no sense alone.
    stray: Option<String>,
    asked: bool,
}

impl Arguments {
    /// Takes `option` with its value from `rest` if it is one of a probe; says whether it was.
    ///
    /// # Errors
    /// In words: what to write.
    pub(crate) fn take(
        &mut self,
        option: &str,
        rest: &mut impl Iterator<Item = OsString>,
    ) -> Result<bool, String> {
        let mut value = |what: &str| {
            let value = rest.next().ok_or_else(|| format!("`{option}` needs {what}"))?;
            value.into_string().map_err(|_| format!("the value of `{option}` is no UTF-8"))
        };
        match option {
            "--probe" => {
                if self.asked {
                    return Err("`--probe` is there twice; one address is asked at a time".to_owned());
                }
                self.asked = true;
                self.input.url = value("an address, such as `http://localhost:8080/orders`")?;
                return Ok(true);
            }
            "--origin" => self.input.origin = value("an origin, such as `http://localhost:5173`")?,
            "--method" => self.input.method = value("a method, such as `PUT`")?,
            "--header" => self.input.headers.push(value("a line, such as `'x-tag: tea'`")?),
            "--body" => {
                self.input.body = value("a text")?;
                self.input.kind = BodyKind::Text;
            }
            "--credentials" => self.input.credentials = Credentials::Include,
            "--engine" => {
                let word = value("one of `standard`, `chromium`, `firefox` and `webkit`")?;
                self.input.engine = Engine::from_word(&word)?;
            }
            _ => return Ok(false),
        }
        self.stray.get_or_insert_with(|| option.to_owned());
        Ok(true)
    }

    /// The probe, if one was asked for; its page is `origin` unless an option says otherwise.
    ///
    /// # Errors
    /// When options of a probe stand without one.
    pub(crate) fn finish(mut self, origin: &str) -> Result<Option<Input>, String> {
        match self.stray {
            Some(stray) if !self.asked => {
                Err(format!("`{stray}` belongs to a probe; write `--probe URL` too"))
            }
            _ if !self.asked => Ok(None),
            _ => {
                if self.input.origin.is_empty() {
                    origin.clone_into(&mut self.input.origin);
                }
                Ok(Some(self.input))
            }
        }
    }
}

/// Asks and prints the report. The exit code is 0 when a page could read the answer, 1 when it is blocked, 2 when
/// there is none.
///
/// # Errors
/// What is wrong with the input, a line each.
pub(crate) async fn run(input: &Input) -> Result<ExitCode, String> {
    let targets = Targets::loopback();
    let in_words = |problems: Vec<Problem>| {
        problems.into_iter().map(|problem| problem.text).collect::<Vec<_>>().join("\nlab: ")
    };
    let probe = input.check(targets).map_err(in_words)?;
    let concluded = conclude::ask(probe, targets, String::new(), None).await?;
    println!("{}", concluded.report);
    Ok(match concluded.verdict {
        Verdict::Readable => ExitCode::SUCCESS,
        Verdict::Blocked | Verdict::Opaque => ExitCode::FAILURE,
        Verdict::Unreachable | Verdict::Unknown => ExitCode::from(2),
    })
}
