//! Who was erased, as lines outside the database: a copy of the database that is put back brings
//! people back who were erased after it was made, together with a list that does not know so.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

use chrono::SecondsFormat;
use leerkring_domain::kernel::Code;
use leerkring_persistence::erasures::{Erasure, Kind};

/// A file to which each erasure of this server adds its lines.
#[derive(Debug)]
pub struct ErasureList {
    path: PathBuf,
}

impl ErasureList {
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Adds `erasures`, which stand in the database already.
    pub fn add(&self, erasures: &[Erasure]) {
        let lines: String = erasures.iter().map(|erasure| line(erasure) + "\n").collect();
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written =
            options.open(&self.path).and_then(|mut file| file.write_all(lines.as_bytes()));
        if let Err(error) = written {
            let path = self.path.display();
            tracing::error!(%path, %error, "an erasure is only in the database; keep a copy: leerkring erase list");
        }
    }
}

/// `2026-07-01T10:00:00Z address HASH`
pub fn line(erasure: &Erasure) -> String {
    let at = erasure.erased_at.to_rfc3339_opts(SecondsFormat::Millis, true);
    format!("{at} {} {}", erasure.kind.code(), erasure.hash)
}

/// Reads lines as they were written.
///
/// # Errors
/// The number of the first line that is none.
pub fn read(text: &str) -> Result<Vec<Erasure>, usize> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(place, line)| erasure(line).ok_or(place + 1)).collect()
}

fn erasure(line: &str) -> Option<Erasure> {
    let mut words = line.split_whitespace();
    let erased_at = words.next()?.parse().ok()?;
    let kind = Kind::from_code(words.next()?)?;
    let hash = words.next()?.to_owned();
    words.next().is_none().then_some(Erasure { kind, hash, erased_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let erased_at = "2026-07-01T10:00:00.5Z".parse().unwrap();
        let one = Erasure { kind: Kind::Address, hash: "aB-_".to_owned(), erased_at };
        assert_eq!(read(&format!("{}\n\n", line(&one))).unwrap(), [one]);
        assert_eq!(read("\nyesterday address x"), Err(2));
        assert_eq!(read("2026-07-01T10:00:00Z nobody x"), Err(1));
    }
}
