//! Patience with clients that stop reading. An answer of which the client takes nothing is neither
//! sent nor dropped by the framework: the kernel ends the connection, and with it the answer.

use std::any::Any;
use std::time::Duration;

use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream;

/// Ends a connection once its client has taken nothing of what was sent for as long as `patience`,
/// whether it is gone (nothing is acknowledged) or does not read (its window stays shut): RFC 5482.
pub fn with_readers(patience: Duration) -> impl Fn(&dyn Any, &mut Extensions) + Send + Sync {
    move |connection, _| {
        let Some(connection) = connection.downcast_ref::<TcpStream>() else { return };
        if let Err(error) = bound(connection, patience) {
            tracing::warn!(%error, "a connection without a bound on how long it is not read");
        }
    }
}

#[cfg(target_os = "linux")]
fn bound(connection: &TcpStream, patience: Duration) -> std::io::Result<()> {
    socket2::SockRef::from(connection).set_tcp_user_timeout(Some(patience))
}

/// Other systems end what is not acknowledged in their own time, and keep what is not read.
#[cfg(not(target_os = "linux"))]
fn bound(_: &TcpStream, _: Duration) -> std::io::Result<()> {
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::sync::mpsc::{Sender, channel};
    use std::time::Instant;

    use actix_web::dev::ServerHandle;
    use actix_web::web::{self, Bytes};
    use actix_web::{App, Error, HttpResponse, HttpServer};
    use futures_util::stream;

    use super::*;

    const PATIENCE: Duration = Duration::from_millis(500);

    /// Tells when an answer is dropped.
    struct Dropped(Sender<()>);

    impl Drop for Dropped {
        fn drop(&mut self) {
            let _ = self.0.send(());
        }
    }

    /// Answers without end, of which the end is told.
    fn serve(listener: TcpListener, tell: Sender<()>) -> std::io::Result<ServerHandle> {
        static PIECE: [u8; 4096] = [b'x'; 4096];
        let endless = move || {
            let dropped = Dropped(tell.clone());
            let pieces = stream::repeat_with(move || {
                let _ = &dropped;
                Ok::<_, Error>(Bytes::from_static(&PIECE))
            });
            async move { HttpResponse::Ok().streaming(pieces) }
        };
        let app = move || App::new().route("/", web::get().to(endless.clone()));
        let server = HttpServer::new(app).on_connect(with_readers(PATIENCE)).workers(1);
        let server = server.disable_signals().listen(listener)?.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Ok(handle)
    }

    #[test]
    fn an_answer_that_is_not_read_breaks_off_and_is_dropped() {
        let (tell, told) = channel();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let not_reading = move || {
            let mut client = std::net::TcpStream::connect(address).unwrap();
            client.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
            let dropped = told.recv_timeout(Duration::from_secs(20));
            let mut sent = Vec::new();
            let end = client.read_to_end(&mut sent);
            (dropped.is_ok(), end.is_err() || !sent.ends_with(b"0\r\n\r\n"))
        };

        let begun = Instant::now();
        let (is_dropped, is_broken_off) = actix_web::rt::System::new().block_on(async {
            let handle = serve(listener, tell).unwrap();
            let came = web::block(not_reading).await.unwrap();
            handle.stop(false).await;
            came
        });

        assert!(is_dropped && is_broken_off);
        assert!(PATIENCE <= begun.elapsed(), "{:?}", begun.elapsed());
    }
}
