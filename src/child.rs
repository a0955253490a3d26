//! This program once more, in a process of its own, for work that may take more than it should: what it takes is
//! bounded, and when it fails, only it fails.
//!
//! What the work is, nobody here knows: arguments and input go in, the child's output comes back as a stream.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Cursor, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// Memory that a child may take, in bytes.
pub const MEMORY: u64 = 1 << 30;
/// Bytes handed over at once.
const CHUNK: usize = 1 << 16;
/// Chunks that may lie ready.
const N_READY: usize = 4;

/// Whom Ctrl-C reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interruption {
    /// This process and the child.
    Both,
    /// Only this process, which ends the child in its turn.
    Parent,
}

/// What a child is given to read.
pub enum Given {
    /// A file.
    File(File),
    /// What is held in memory.
    Bytes(Vec<u8>),
}

impl Given {
    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        match self {
            Self::File(file) => file.metadata().map_or(0, |facts| facts.len()),
            Self::Bytes(bytes) => bytes.len() as u64,
        }
    }
}

/// A child, to be read from. It ends with its reader.
pub struct Child {
    process: std::process::Child,
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Cursor<Vec<u8>>,
    /// How long it may still be waited for.
    left: Duration,
}

impl Child {
    /// Starts a program of our own; it is waited for so long in all, however often.
    ///
    /// # Errors
    ///
    /// When no process or no thread can be started.
    pub fn start<A: AsRef<OsStr>>(
        program: &Path,
        arguments: impl IntoIterator<Item = A>,
        given: Option<Given>,
        interruption: Interruption,
        time: Duration,
    ) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::null());
        if interruption == Interruption::Parent {
            alone(&mut command);
        }
        let bytes = match given {
            None => {
                command.stdin(Stdio::null());
                None
            }
            Some(Given::File(file)) => {
                command.stdin(file);
                None
            }
            Some(Given::Bytes(bytes)) => {
                command.stdin(Stdio::piped());
                Some(bytes)
            }
        };
        let mut process = command.spawn()?;
        let input = process.stdin.take();
        let mut output = process.stdout.take().expect("the pipe was asked for");
        let (ready, chunks) = sync_channel(N_READY);
        let child = Self { process, chunks, chunk: Cursor::default(), left: time };
        if let (Some(mut input), Some(bytes)) = (input, bytes) {
            // A child that ended has read enough.
            thread::Builder::new().spawn(move || drop(input.write_all(&bytes)))?;
        }
        thread::Builder::new().spawn(move || {
            loop {
                let mut chunk = vec![0; CHUNK];
                let read = output.read(&mut chunk).map(|n| {
                    chunk.truncate(n);
                    chunk
                });
                let is_last = !read.as_ref().is_ok_and(|chunk| !chunk.is_empty());
                if ready.send(read).is_err() || is_last {
                    break;
                }
            }
        })?;
        Ok(child)
    }
}

impl Read for Child {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.chunk.position() == self.chunk.get_ref().len() as u64 {
            let start = Instant::now();
            let chunk = self.chunks.recv_timeout(self.left);
            self.left = self.left.saturating_sub(start.elapsed());
            self.chunk = Cursor::new(match chunk {
                Ok(chunk) => chunk?,
                Err(RecvTimeoutError::Disconnected) => Vec::new(),
                Err(RecvTimeoutError::Timeout) => return Err(io::ErrorKind::TimedOut.into()),
            });
        }
        self.chunk.read(buffer)
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Keeps Ctrl-C from a child.
#[cfg(unix)]
fn alone(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

/// Keeps Ctrl-C from a child.
#[cfg(windows)]
fn alone(command: &mut Command) {
    const CREATE_NEW_PROCESS_GROUP: u32 = 0x200;
    std::os::windows::process::CommandExt::creation_flags(command, CREATE_NEW_PROCESS_GROUP);
}

#[cfg(not(any(unix, windows)))]
fn alone(_: &mut Command) {}

/// Bounds what this process may take: so many bytes of addresses, and so many seconds of work. What it has taken
/// already may be too much, as allocators keep a stock, and so it begins once more with the same arguments.
///
/// # Errors
///
/// When it cannot begin again.
#[cfg(unix)]
pub fn bound<A: AsRef<OsStr>>(
    program: &Path,
    arguments: impl IntoIterator<Item = A>,
    memory: u64,
    seconds: Option<u64>,
) -> io::Result<()> {
    use rlimit::Resource;
    // Whether a limit that was higher is set now. Where none can be set, the checks beforehand and the patience of the
    // parent still hold.
    let set = |resource: Resource, most: u64| {
        let changes =
            resource.get().is_ok_and(|(soft, hard)| soft > most && resource.set(most, hard.min(most)).is_ok());
        changes && resource.get().is_ok_and(|(soft, _)| soft == most)
    };
    // Nobody looks at the memory of a child that died of a forged file.
    set(Resource::CORE, 0);
    if let Some(seconds) = seconds {
        set(Resource::CPU, seconds);
    }
    if set(Resource::AS, memory) {
        return Err(std::os::unix::process::CommandExt::exec(Command::new(program).args(arguments)));
    }
    Ok(())
}

/// There are no such bounds here: the checks beforehand and the patience of the parent still hold.
///
/// # Errors
///
/// None.
#[cfg(not(unix))]
pub fn bound<A: AsRef<OsStr>>(_: &Path, _: impl IntoIterator<Item = A>, _: u64, _: Option<u64>) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_child_is_given_its_input_and_waited_for_no_longer_than_said() {
        let start = |program: &str, arguments: &[&str], given, time| {
            Child::start(Path::new(program), arguments, given, Interruption::Both, time).unwrap()
        };
        let given = vec![b'a'; 1 << 20];
        let mut taken = Vec::new();
        start("cat", &[], Some(Given::Bytes(given.clone())), Duration::MAX).read_to_end(&mut taken).unwrap();
        assert!(taken == given);
        let began = Instant::now();
        let mut late = start("sleep", &["60"], None, Duration::from_millis(50));
        assert_eq!(late.read(&mut [0; 8]).unwrap_err().kind(), io::ErrorKind::TimedOut);
        drop(late);
        assert!(began.elapsed() < Duration::from_secs(30), "it was waited for nevertheless");
        assert!(Child::start(Path::new("/nowhere"), [""; 0], None, Interruption::Both, Duration::MAX).is_err());
    }
}
