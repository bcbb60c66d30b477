//! The Runtime API and the Extensions API towards the function.
//!
//! One task per connection, all on one thread. Each request is matched to a [`Route`], gets its place in the
//! script and the record, and is answered as the contract says unless the script says otherwise.

mod answers;
mod extensions;
mod next;
mod route;

use crate::{
    environment::{Environment, State},
    http::{Body, Connection, Head, Reply},
    recorded::RecordedCall,
    script::{CallKind, Cut, Misbehaviour},
    wire,
};
use bytes::Bytes;
use route::Route;
use std::{io, sync::Arc};
use tokio::net::{TcpListener, TcpStream};

/// Accepts connections of the function for as long as the runtime thread lives.
pub(crate) async fn serve(environment: Arc<Environment>, listener: TcpListener) {
    for number in 0.. {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(serve_connection(Arc::clone(&environment), stream, number));
            }
            // Out of file descriptors, most likely; a pause is the only thing that can help.
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(10)).await,
        }
    }
}

/// Counts a connection for as long as it is served.
struct Counted {
    environment: Arc<Environment>,
    generation: u64,
}

impl Counted {
    fn new(environment: &Arc<Environment>) -> Self {
        let mut state = environment.state();
        state.connections += 1;
        Counted {
            environment: Arc::clone(environment),
            generation: state.generation,
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut state = self.environment.state();
        if state.generation == self.generation {
            state.connections -= 1;
            drop(state);
            self.environment.announce();
        }
    }
}

async fn serve_connection(environment: Arc<Environment>, stream: TcpStream, number: u64) {
    let counted = Counted::new(&environment);
    let Ok(connection) = Connection::new(stream, number) else {
        return;
    };
    let mut session = Session {
        environment: &environment,
        connection,
        generation: counted.generation,
    };
    // A connection that breaks is the function's affair; what hung on it has been taken back already.
    let _ = session.serve().await;
}

/// One connection being served.
struct Session<'a> {
    environment: &'a Arc<Environment>,
    connection: Connection,
    generation: u64,
}

/// Whether the connection is good for another request.
type KeepAlive = bool;

impl Session<'_> {
    async fn serve(&mut self) -> io::Result<()> {
        loop {
            let head = match self.connection.read_head().await {
                Ok(Some(head)) => head,
                Ok(None) => return Ok(()),
                Err(error) => {
                    let refusal = Reply::refusal(400, "MalformedRequest", &error.to_string());
                    self.connection.reply(refusal, None).await?;
                    return Ok(());
                }
            };
            // The process of this connection may have ended, and another may have taken its place.
            if self.state_of_this_process().is_none() {
                return Ok(());
            }
            let keep = self.answer(&head).await?;
            if !keep || !head.keep_alive {
                return Ok(());
            }
        }
    }

    /// The state, if the process that made this connection is still the current one.
    fn state_of_this_process(&self) -> Option<std::sync::MutexGuard<'_, State>> {
        Some(self.environment.state()).filter(|state| state.generation == self.generation)
    }

    async fn answer(&mut self, head: &Head) -> io::Result<KeepAlive> {
        let route = Route::of(&head.method, &head.target);
        let misbehaviour = self.environment.script.take(route.kind());
        let misbehaviour = misbehaviour.as_ref();
        match misbehaviour.and_then(|misbehaviour| misbehaviour.cut) {
            Some(Cut::CloseBeforeBody) => return Ok(self.cut_before_body(head, &route, false)),
            Some(Cut::ResetBeforeBody) => return Ok(self.cut_before_body(head, &route, true)),
            _ => {}
        }
        match route {
            Route::Next => self.next(head, misbehaviour).await,
            Route::Response { request_id } => self.response(head, request_id, misbehaviour).await,
            Route::Error { request_id } => self.error(head, request_id, misbehaviour).await,
            Route::InitError | Route::RestoreError => self.init_error(head, &route, misbehaviour).await,
            Route::RestoreNext => self.restore_next(head, misbehaviour).await,
            Route::ExtensionRegister => self.register_extension(head, misbehaviour).await,
            Route::ExtensionNext => self.extension_next(head, misbehaviour).await,
            Route::ExtensionReport => {
                self.read_body(head, CallKind::Other, wire::RESPONSE_LIMIT).await;
                self.reply(Reply::accepted(), misbehaviour).await
            }
            Route::Unknown => {
                self.read_body(head, CallKind::Other, wire::RESPONSE_LIMIT).await;
                let message = format!("{} {} is no call of the Runtime API", head.method, head.target);
                self.reply(Reply::refusal(404, "NotFound", &message), misbehaviour)
                    .await
            }
        }
    }

    /// Ends the connection with the body unread; an answer call also ends its invocation.
    fn cut_before_body(&mut self, head: &Head, route: &Route<'_>, reset: bool) -> KeepAlive {
        self.record(head, route.kind(), &Body::default());
        if reset {
            self.connection.reset_on_drop();
        }
        match route {
            Route::Response { request_id } => self.refuse(head, request_id, None, Bytes::new(), false),
            Route::Error { request_id } => self.refuse(head, request_id, None, Bytes::new(), true),
            _ => {}
        }
        false
    }

    async fn reply(&mut self, reply: Reply, misbehaviour: Option<&Misbehaviour>) -> io::Result<KeepAlive> {
        let (_, keep) = self.connection.reply(reply, misbehaviour).await?;
        Ok(keep)
    }

    async fn read_body(&mut self, head: &Head, kind: CallKind, limit: usize) -> Body {
        let body = self.connection.read_body(head, limit).await;
        self.record(head, kind, &body);
        body
    }

    fn record(&self, head: &Head, kind: CallKind, body: &Body) {
        let recorder = &self.environment.recorder;
        if !recorder.is_on() {
            return;
        }
        let small = body.bytes.len() <= recorder.body_limit && body.bytes.len() == body.length;
        recorder.record(RecordedCall {
            kind,
            method: head.method.clone(),
            path: head.target.clone(),
            headers: head.headers.clone(),
            trailers: body.trailers.clone(),
            body_length: body.length,
            // A copy, because the original shares the buffer that the next body is to be read into.
            body: small.then(|| Bytes::copy_from_slice(&body.bytes)),
            connection: self.connection.number,
            arrived: self.connection.last_read,
        });
    }
}
