//! Letters as files: the mailbox of the demo, of development and of tests.

use std::io;
use std::path::Path;

use lettre::Message;
use uuid::Uuid;

/// Makes the directory where it is missing, for nobody but this user: letters open accounts.
pub(super) fn make_directory(directory: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

/// Writes the letter, so that whoever sees the file sees all of it; the same letter again takes
/// the place of the first.
pub(super) async fn write(directory: &Path, id: Uuid, letter: &Message) -> io::Result<()> {
    make_directory(directory)?;
    let (made, named) = (directory.join(format!(".{id}")), directory.join(format!("{id}.eml")));
    let mut options = tokio::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    options.mode(0o600);
    let mut file = options.open(&made).await?;
    tokio::io::AsyncWriteExt::write_all(&mut file, &letter.formatted()).await?;
    tokio::io::AsyncWriteExt::flush(&mut file).await?;
    tokio::fs::rename(made, named).await
}

/// Removes the letter, where it was written.
pub(super) fn remove(directory: &Path, id: Uuid) {
    match std::fs::remove_file(directory.join(format!("{id}.eml"))) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::error!(letter = %id, %error, "the file of a letter that was deleted is still there");
        }
        _ => {}
    }
}
