//! The report, in Markdown: a section of `docs/benchmarks.md`.

use std::fmt::Write as _;

use super::{
    results::{Results, Setting},
    series::Course,
};
use crate::fault::Fault;

pub(super) fn markdown(results: &Results) -> String {
    let mut page = introduction(results);
    let _ = writeln!(page, "\n| aim | measured | met |\n| --- | --- | --- |");
    for aim in results.aims() {
        let met = if aim.met { "yes" } else { "**no**" };
        let _ = writeln!(page, "| {} | {} | {met} |", aim.name, aim.measured);
    }
    let _ = writeln!(page, "\n{}", figures(results));
    let _ = writeln!(page, "{}", course(results));
    let _ = writeln!(page, "{}", faults(results));
    let _ = write!(page, "{}", failures(results));
    page
}

fn introduction(results: &Results) -> String {
    let Setting {
        concurrency,
        pause_ms,
        percent,
        outage_every_ms,
        time_out_ms,
        life_ms,
        ..
    } = results.setting;
    let rate = whole(results.calls) / results.took_s;
    let share = format!("{percent}%");
    let (life, outage, every) = (
        seconds(life_ms),
        seconds(outage_every_ms) * percent / 100.0,
        seconds(outage_every_ms),
    );
    format!(
        "\
The pipeline with its store on disk, sealed, in one process; in another one the practice API, behind a relay that makes
the faults and keeps a ledger. {concurrency} calls at once for each of two users, each loop resting about {pause_ms} ms
after a call: {rate:.0} calls a second. Access tokens live {life} s, time-outs are {} s. Each kind of fault hits {share}
of the requests that it can hit, and for {outage} s of every {every} s connections are refused. The worker tells what
became of each call, the server what it met and how often it was carried out; a third process compares the two.

- A **lost call** neither succeeds, with the answer to this very call, nor fails with the very reason that its fault,
  or the fault of the refresh that it needed, leads to; or it hangs; or it was carried out more than once.
- A sign-out is **wrong** unless the server has refused a refresh token as spent, and the answer that spent it, with the
  only copy of the new pair, was lost on its way. Such an **end is unavoidable** for anybody: the user signs in again.
  So it can be for the first user, whose server takes each refresh token once. The second one's server gives a new
  pair for a spent token as long as the answer was lost: there every end is wrong.
- Two settings differ from the default profile: `refresh.on_server_error = \"keep\"` and
  `refusals.unauthorized = \"return\"`. By default a 5xx that stays, and a 401 with a code that nobody knows, end the
  session, as the rules of that kind of server want it; here neither is the server's word.
",
        seconds(time_out_ms)
    )
}

fn figures(results: &Results) -> String {
    let setting = results.setting;
    let mut table = String::from("| | |\n| --- | ---: |\n");
    let mut row = |name: &str, value: String| {
        let _ = writeln!(table, "| {name} | {value} |");
    };
    row("date", date(setting.today_ms));
    row("calls were made for", format!("{} s", setting.seconds));
    row("calls", results.calls.to_string());
    row("succeeded", results.succeeded.to_string());
    let failed: u64 = results.failed.iter().map(|(_, times)| times).sum();
    row("failed for a reason", failed.to_string());
    row("lost", results.lost_calls.to_string());
    row(
        "refreshes asked for, and granted",
        format!("{}, {}", results.refreshes, results.renewed),
    );
    row("faults", results.faults.values().sum::<u64>().to_string());
    row(
        "faults of refreshes",
        results.refresh_faults.values().sum::<u64>().to_string(),
    );
    row("outages", results.outages.to_string());
    row("wrong sign-outs", results.wrong_sign_outs.to_string());
    row("unavoidable ends", results.unavoidable_ends.to_string());
    row("sign-ins", results.sign_ins.to_string());
    row(
        "times that a process did not get to run for a second",
        results.stalls.to_string(),
    );
    table
}

fn course(results: &Results) -> String {
    let mut table = String::from(
        "The worker's process; middle of the first tenth, the second and the last third. Growth is over the last two \
         thirds,\nby the median of the slopes between all pairs of samples.\n\n\
         | | start | middle | end | highest | growth |\n| --- | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let mut row = |name: &str, course: Option<Course>, per: f64, digits: usize| {
        let _ = match course {
            None => writeln!(table, "| {name} | not measured | | | | |"),
            Some(it) => writeln!(
                table,
                "| {name} | {:.digits$} | {:.digits$} | {:.digits$} | {:.digits$} | {:+.2} |",
                it.start / per,
                it.middle / per,
                it.end / per,
                it.highest / per,
                it.growth / per
            ),
        };
    };
    row("resident memory, MiB", results.memory, 1_024.0, 1);
    row("open files", results.files, 1.0, 0);
    row("tasks", results.tasks, 1.0, 0);
    table
}

fn faults(results: &Results) -> String {
    let mut table = String::from("| fault | calls | refreshes |\n| --- | ---: | ---: |\n");
    for fault in Fault::ALL {
        let times = |of: &std::collections::BTreeMap<Fault, u64>| of.get(&fault).copied().unwrap_or_default();
        let refreshes = if Fault::OF_REFRESHES.contains(&fault) {
            times(&results.refresh_faults).to_string()
        } else {
            String::new()
        };
        let _ = writeln!(
            table,
            "| {} | {} | {refreshes} |",
            fault.name(),
            times(&results.faults)
        );
    }
    table
}

fn failures(results: &Results) -> String {
    let mut table = String::from("| calls that failed for a reason | |\n| --- | ---: |\n");
    for (outcome, times) in &results.failed {
        let name = match outcome.as_str() {
            "Page" => "a network's sign-in page",
            "Network(Connect)" => "no connection",
            "Network(TimeOut)" => "no answer in time",
            "Network(Torn)" => "the connection broke off",
            "Network(Malformed)" => "not HTTP",
            "RefreshFailed" => "the refresh brought nothing",
            "Paused" => "the pause after a failed refresh",
            "NoSession" => "signed out, until the next sign-in",
            other => match other
                .strip_prefix("Status(")
                .and_then(|rest| rest.strip_suffix(')'))
            {
                Some(status) => &format!("status {status}"),
                None => other,
            },
        };
        let _ = writeln!(table, "| {name} | {times} |");
    }
    table
}

#[expect(clippy::cast_precision_loss, reason = "counts and times are far below 2^52")]
fn whole(value: u64) -> f64 {
    value as f64
}

fn seconds(ms: u64) -> f64 {
    whole(ms) / 1_000.0
}

/// The day in UTC.
fn date(ms: u64) -> String {
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_millis(ms);
    let text = httpdate::fmt_http_date(time);
    // `Thu, 26 Nov 2026 23:00:00 GMT`
    text.get(5..16).unwrap_or_default().to_owned()
}
