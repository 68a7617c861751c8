//! A client that costs next to nothing: requests are bytes, and of an answer only the status and
//! the length are read.

use std::io::{Error, ErrorKind, Result};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection that is kept alive.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer<'a> {
    pub status: u16,
    pub body: &'a [u8],
}

impl Connection {
    pub async fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(8 * 1024) })
    }

    /// Sends a request and waits for its whole answer.
    pub async fn call(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        let (status, length) = read_head(&self.buffer[..head])
            .ok_or_else(|| Error::new(ErrorKind::InvalidData, "not an answer"))?;
        while self.buffer.len() < head + length {
            self.more().await?;
        }
        Ok(Answer { status, body: &self.buffer[head..head + length] })
    }

    async fn more(&mut self) -> Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// The status and the length of the body; `content-length: 0` is not always sent.
fn read_head(head: &[u8]) -> Option<(u16, usize)> {
    let head = std::str::from_utf8(head).ok()?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let length = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok());
    Some((status, length.unwrap_or(0)))
}

/// A GET with a token.
pub fn get(path: &str, token: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: leerkring\r\nAuthorization: Bearer {token}\r\n\r\n")
        .into_bytes()
}

/// A POST of JSON with a token and a key under which it may be repeated.
pub fn post(into: &mut Vec<u8>, path: &str, token: &str, key: u64, body: &str) {
    use std::io::Write;
    into.clear();
    write!(
        into,
        "POST {path} HTTP/1.1\r\nHost: leerkring\r\nAuthorization: Bearer {token}\r\n\
         Idempotency-Key: benchmark-{key:020}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("memory");
}
