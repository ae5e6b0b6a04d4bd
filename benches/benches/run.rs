//! probe
use benches::{cases::CASES, count, measure, rows};
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    actix_web::rt::System::new().block_on(async {
        if let [count::COUNTED, id] = arguments[..] {
            let case = CASES.iter().find(|c| c.id == id).unwrap();
            count::answer(&mut rows::rows(case).await);
            return;
        }
        for case in CASES.iter().filter(|c| arguments.get(0).is_none_or(|a| c.id.contains(a))) {
            println!("== {}", case.id);
            let mut rows = rows::rows(case).await;
            for row in &mut rows {
                let answer = row.runner.answer();
                let m = rows::mistake(case, row, &answer);
                if arguments.len() > 1 { println!("{} {:?} {:#?}", row.label.name, m, answer); }
                else if m.is_some() { println!("!! {} {:?} {:?}", row.label.name, m, answer); }
            }
            let t = std::time::Instant::now();
            let costs = measure::rows(&mut rows);
            let t1 = t.elapsed();
            let t = std::time::Instant::now();
            let i = count::instructions(case.id);
            println!("{t1:?} {:?}", t.elapsed());
            match i { Ok(i) => { println!("{}", i.len());
            for ((r, c), i) in rows.iter().zip(costs).zip(i) { println!("{:24} {:>10?} {:4} {:6} {}", r.label.name, c.time, c.allocations, c.bytes, i); } }, Err(e) => println!("{e}") }
        }
    });
}
