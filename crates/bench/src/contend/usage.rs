//! What a process has used: memory and processor time. Linux tells; elsewhere there is nothing to report.

/// Resident memory now and at its peak, in KiB.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Memory {
    pub(super) now_kib: Option<u64>,
    pub(super) peak_kib: Option<u64>,
}

impl Memory {
    pub(super) fn of_this_process() -> Self {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse().ok()
        };
        Self {
            now_kib: field("VmRSS:"),
            peak_kib: field("VmHWM:"),
        }
    }
}

/// Processor time of this process, in microseconds.
#[cfg(target_os = "linux")]
#[expect(clippy::unnecessary_wraps, reason = "other systems do not tell")]
#[expect(clippy::cast_precision_loss, reason = "seconds and nanoseconds of one run")]
pub(super) fn processor_us() -> Option<f64> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3)
}

/// Processor time of this process, in microseconds.
#[cfg(not(target_os = "linux"))]
pub(super) fn processor_us() -> Option<f64> {
    None
}
