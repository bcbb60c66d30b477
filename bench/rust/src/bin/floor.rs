//! An echo as a blocking loop over one socket: the least that any runtime can cost on this machine.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

fn main() -> io::Result<()> {
    let address = std::env::var("AWS_LAMBDA_RUNTIME_API").map_err(io::Error::other)?;
    let stream = TcpStream::connect(&address)?;
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::with_capacity(64 * 1024, stream);
    let next = format!("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let mut payload = Vec::new();
    loop {
        writer.write_all(next.as_bytes())?;
        let request_id = read_reply(&mut reader, &mut payload)?;
        let head = format!(
            "POST /2018-06-01/runtime/invocation/{request_id}/response HTTP/1.1\r\nHost: {address}\r\n\
             Content-Length: {}\r\n\r\n",
            payload.len()
        );
        if payload.len() < 4096 {
            let mut whole = head.into_bytes();
            whole.extend_from_slice(&payload);
            writer.write_all(&whole)?;
        } else {
            writer.write_all(head.as_bytes())?;
            writer.write_all(&payload)?;
        }
        read_reply(&mut reader, &mut Vec::new())?;
    }
}

/// Reads one reply into `body` and returns the request id that its head names, or nothing.
fn read_reply(reader: &mut BufReader<TcpStream>, body: &mut Vec<u8>) -> io::Result<String> {
    let (mut request_id, mut length, mut line) = (String::new(), 0, String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let Some((name, value)) = line.trim_end().split_once(':') else {
            if line.trim_end().is_empty() {
                break;
            }
            continue;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().map_err(io::Error::other)?;
        } else if name.eq_ignore_ascii_case("lambda-runtime-aws-request-id") {
            request_id = value.trim().to_owned();
        }
    }
    body.resize(length, 0);
    reader.read_exact(body)?;
    Ok(request_id)
}
