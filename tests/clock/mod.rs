//! How long work takes, whatever else the machine does.

use std::fs;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// The processor's time that this thread has taken; that of the clock where no one tells.
pub(crate) fn taken() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let clock = START.elapsed();
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|nanoseconds| nanoseconds.parse().ok()).map_or(clock, Duration::from_nanos)
}
