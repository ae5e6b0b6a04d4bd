//! `cargo run -p suffixes -- LIST` turns a `public_suffix_list.dat` into `cors-core/data/public_suffixes.txt`.
//!
//! `tools/suffixes/renew` fetches the list from a published package and runs this.

use std::{fmt::Write as _, fs, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(list), None) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: cargo run -p suffixes -- public_suffix_list.dat");
        return ExitCode::from(2);
    };
    match renew(Path::new(&list)) {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn renew(list: &Path) -> Result<String, String> {
    let text = fs::read_to_string(list).map_err(|error| format!("{}: {error}", list.display()))?;
    let version = text.lines().find_map(|line| line.strip_prefix("// VERSION: "));
    let version = version.ok_or("the list names no version")?;
    let date = version.get(..10).ok_or("the version begins with no date")?;
    let mut rules = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")) {
        let (mark, name) = match line.strip_prefix('!') {
            Some(name) => ("!", name),
            None => ("", line),
        };
        let labels: Result<Vec<String>, String> = name
            .rsplit('.')
            .map(|label| match label {
                "*" => Ok("*".to_owned()),
                label => idna::domain_to_ascii(label).map_err(|error| format!("{line}: {error}")),
            })
            .collect();
        rules.push(format!("{}{mark}", labels?.join(".")));
    }
    rules.sort_unstable();
    rules.dedup();
    let mut text = String::new();
    writeln!(text, "{date}").map_err(|error| error.to_string())?;
    for rule in &rules {
        writeln!(text, "{rule}").map_err(|error| error.to_string())?;
    }
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cors-core/data/public_suffixes.txt");
    fs::write(&target, &text).map_err(|error| format!("{}: {error}", target.display()))?;
    Ok(format!("{} rules of {date}, {} bytes", rules.len(), text.len()))
}
