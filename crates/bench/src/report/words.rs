//! The sentences of the report.

pub(super) const INTRODUCTION: &str = "\
# Benchmarks

Latchkey's pipeline beside what people use today: in one run, on one server, on one machine. Made by
`cargo xtask bench`, which installs what it needs, measures, and writes this page (`--quick` takes about a minute and
leaves this page alone). Numbers are medians over rounds; in brackets are the quarters below and above which a quarter
of the rounds lie.
";

pub(super) const NOT_FULL: &str = "
**This is not a full run: too short to judge by.**
";

pub(super) const CONTENDERS: &str = "
## Who takes part

Everybody talks HTTP/1.1 to the same server on the loopback interface, with its connections kept alive, and reads
every answer to its end. The server is a process of its own: the protocol of the default profile on bare hyper, which
looks tokens up instead of computing signatures, so that the clients are what is measured. Each contender is a process
of its own too. They take turns, round by round, in changing order. All built in Rust are built as the app is shipped
(optimised for size, with link-time optimisation).

| contender | what it does |
| --- | --- |
| reqwest | The floor. Nothing but the HTTP client, set up as the pipeline sets up its own, with the token in a string. In a storm it knows beforehand what to do: refresh at the first 401, once, and send again what was refused; calls that begin later have the new token. It has no session, no trace, no time-outs, and handles no error |
| Latchkey | `Pipeline::call`, with everything the app has: trace, time-outs, redaction, session in a memory store |
| reqwest with time-outs | The floor with a time-out for the answer and one between two pieces of a body, as the pipeline has them |
| reqwest-middleware, naive refresh | A middleware that attaches the token, and on a 401 refreshes and sends again; signs out when the refresh fails |
| axios, copied interceptor | The response interceptor that is found first: on a 401 without `_retry` refresh, and send again; signs out when the refresh fails |
| axios, copied interceptor with queue | The longer one with `isRefreshing` and `failedQueue` |
| axios-auth-refresh | The package as its manual shows it; signs out when the server refuses the refresh. `deduplicateRefresh` (earlier called `pauseInstanceWhileRefreshing`) is on, its default |
| axios-auth-refresh, deduplicateRefresh: false | The same, off |
";

pub(super) const SHORT: &str = include_str!("short.md");

pub(super) const STEADY: &str = "\
## (a) Steady state

The token is good; loops make `GET /api/me`, the next as soon as the answer is read. \"Processor\" is the time that the
contender's process kept a core busy per call, in both user and kernel mode: the number that depends least on what
else the machine does. \"Against reqwest\" compares calls per second in the same round: 0.97 is 3% fewer.
";

pub(super) const STORM: &str = "\
## (b) Expiry storm, with rotation

The token is expired at the server, and all calls are made at once. The server accepts each refresh token once.
\"Wrong sign-outs\" is how often the user was signed out although the session could have lived. \"After the refresh\" is
the time from the answer to the first refresh to the last call that succeeded. Storms of 1 and 100 calls are repeated in
one process, the first one not counted in the times; the largest has a fresh process each time, which opens all its
connections. A time is only worth comparing where all calls succeed.
";

pub(super) const TORN: &str = "\
## (c) Torn refresh answers

The token expires again and again, one call each time; 5% of the refresh answers are torn. A call that fails is made
once more, as a person would. Sessions in which it then succeeds have survived; in the others the user must sign in. What
can be survived depends on the server, so there are four cases:

1. The connection is cut before the server has looked at the refresh token: the old pair is still good.
2. The server has made the new pair, then the connection is cut. The spent token is accepted once more and brings the
   same pair, as many servers do for some seconds.
3. The same without that grace: the pair is lost, and nobody can survive it.
4. The server has made the new pair; the head of the answer arrives with both tokens, then the body breaks off. No
   grace.
";

pub(super) const REPLAY: &str = "\
## (d) Replay of a large body

A body of 10 MiB meets an expired token and has to be sent twice. Memory is what was resident at the peak, and how much
that is above what was resident before the body was there. In a body from memory, the 10 MiB themselves count.
";
