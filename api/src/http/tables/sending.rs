//! A table as a stream of pieces: page by page, as fast as the client reads and no slower than it
//! may.

use std::rc::Rc;
use std::time::Duration;

use actix_web::web::Bytes;
use futures_util::{Stream, TryStreamExt, stream};
use leerkring_persistence::page::Position;
use leerkring_persistence::{Page, PageRequest};
use tokio::time::Instant;

use super::{AT_ONCE, Tabled};
use crate::error::Error;
use crate::tables::Writer;

/// How long a client may take over a piece. Whoever takes nothing at all is cut off by the server
/// (`crate::server`); this is about whoever takes a little now and then.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// Why a table has no end.
#[derive(Debug, thiserror::Error)]
pub enum BrokenOff {
    #[error(transparent)]
    Unreadable(#[from] Error),
    #[error("the client took too long over a piece")]
    TooSlow,
}

impl BrokenOff {
    fn log(&self) {
        match self {
            Self::Unreadable(error) => tracing::error!(%error, "a table breaks off"),
            Self::TooSlow => tracing::info!("a table breaks off: {self}"),
        }
    }
}

/// The rows of these items as bytes.
pub fn written<T: Tabled>(writer: &mut Writer, items: Vec<T>) -> Result<Bytes, Error> {
    for row in items.into_iter().flat_map(T::rows) {
        writer.row(&row)?;
    }
    Ok(writer.take()?.into())
}

/// What comes after the first page: page by page, then the end.
pub fn following<T, F>(
    writer: Writer,
    next: Option<Position>,
    read: F,
) -> impl Stream<Item = Result<Bytes, Error>>
where
    T: Tabled,
    F: AsyncFn(PageRequest) -> Result<Page<T>, Error>,
{
    let read = Rc::new(read);
    stream::try_unfold(Some((writer, next)), move |state| {
        let read = read.clone();
        async move {
            let Some((mut writer, next)) = state else { return Ok(None) };
            let Some(after) = next else {
                return Ok(Some((writer.finish()?.into(), None)));
            };
            let request = PageRequest { limit: AT_ONCE, after: Some(after), count: false };
            let page = read(request).await?;
            let piece = written(&mut writer, page.items)?;
            Ok(Some((piece, Some((writer, page.next)))))
        }
    })
}

/// The first piece and the others, for as long as the client is in time. A piece is asked for when
/// there is room for it: how long that takes is how long the client took over the one before.
pub fn in_time(
    start: Bytes,
    rest: impl Stream<Item = Result<Bytes, Error>>,
    patience: Duration,
) -> impl Stream<Item = Result<Bytes, BrokenOff>> {
    let state = (Some(start), Box::pin(rest), Instant::now());
    let pieces = stream::try_unfold(state, move |(start, mut rest, given)| async move {
        if patience < given.elapsed() {
            return Err(BrokenOff::TooSlow);
        }
        let piece = match start {
            Some(start) => Some(start),
            None => rest.try_next().await?,
        };
        Ok(piece.map(|piece| (piece, (None, rest, Instant::now()))))
    });
    pieces.inspect_err(BrokenOff::log)
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt;

    use super::*;

    fn endless() -> impl Stream<Item = Result<Bytes, Error>> {
        stream::repeat_with(|| Ok(Bytes::from_static(b"row\r\n")))
    }

    #[tokio::test]
    async fn a_client_that_is_in_time_gets_piece_after_piece() {
        let pieces = in_time(Bytes::from_static(b"head\r\n"), endless(), PATIENCE);
        let some: Vec<_> = pieces.take(3).map(Result::unwrap).collect().await;
        assert_eq!(some, ["head\r\n", "row\r\n", "row\r\n"]);
    }

    #[tokio::test]
    async fn a_client_that_takes_too_long_over_a_piece_is_cut_off() {
        let patience = Duration::from_millis(20);
        let mut pieces = Box::pin(in_time(Bytes::from_static(b"head\r\n"), endless(), patience));
        assert!(pieces.next().await.unwrap().is_ok());
        tokio::time::sleep(patience * 2).await;
        assert!(matches!(pieces.next().await, Some(Err(BrokenOff::TooSlow))));
        assert!(pieces.next().await.is_none());
    }
}
