//! The Runtime API and the Extensions API towards the function.
//!
//! One task per connection, all on one thread. Each request is matched to a [`Route`], gets its place in the
//! script and the record, and is answered as the contract says unless the script says otherwise.

mod answers;
mod extensions;
mod next;
mod restore;
mod route;

use crate::{
    access::{Access, Clients, Denied},
    bounds::{MAX_BODY_TIME, MAX_CONNECTIONS, MAX_OTHER_BODY_BYTES, MAX_TURNED_AWAY},
    environment::{Environment, State},
    http::{Body, BodyEnd, Broken, Connection, Fault, Head, Reply},
    recorded::RecordedCall,
    script::{CallKind, Cut, Misbehaviour},
};
use bytes::Bytes;
use route::Route;
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

/// Accepts connections of the function for as long as the runtime thread lives.
pub(crate) async fn serve(environment: Arc<Environment>, listener: TcpListener) {
    let served = MAX_CONNECTIONS + 2 * usize::from(environment.settings.concurrency);
    let served = Arc::new(Semaphore::new(served));
    let turned_away = Arc::new(Semaphore::new(MAX_TURNED_AWAY));
    for number in 0.. {
        match listener.accept().await {
            Ok((stream, _)) => {
                if let Ok(permit) = Arc::clone(&served).try_acquire_owned() {
                    let serving = serve_connection(Arc::clone(&environment), stream, number);
                    tokio::spawn(async move {
                        serving.await;
                        drop(permit);
                    });
                } else if let Ok(permit) = Arc::clone(&turned_away).try_acquire_owned() {
                    tokio::spawn(async move {
                        turn_away(stream, number).await;
                        drop(permit);
                    });
                }
            }
            // Out of file descriptors, most likely; a pause is the only thing that can help.
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(10)).await,
        }
    }
}

/// Says that there are too many connections.
async fn turn_away(stream: TcpStream, number: u64) {
    if let Ok(mut connection) = Connection::new(stream, number) {
        connection.refuse(Fault::TooManyConnections.reply()).await;
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
    let (Ok(address), Ok(connection)) = (stream.local_addr(), Connection::new(stream, number)) else {
        return;
    };
    let mut session = Session {
        environment: &environment,
        connection,
        address,
        generation: counted.generation,
        refusal: None,
        broken: false,
    };
    // A connection that breaks is the function's affair; what hung on it has been taken back already.
    let _ = session.serve().await;
}

/// One connection being served.
struct Session<'a> {
    environment: &'a Arc<Environment>,
    connection: Connection,
    /// Its end on this side.
    address: SocketAddr,
    generation: u64,
    /// What the call is answered with in any case, because of its body.
    refusal: Option<Reply>,
    /// Whether a body was not read to its end, so that nothing can be read after it.
    broken: bool,
}

/// Whether the connection is good for another request.
type KeepAlive = bool;

impl Session<'_> {
    async fn serve(&mut self) -> io::Result<()> {
        loop {
            let head = match self.connection.read_head().await {
                Ok(Some(head)) => head,
                Ok(None) => return Ok(()),
                Err(Broken::Connection(error)) => return Err(error),
                Err(Broken::Request(fault)) => {
                    self.connection.refuse(fault.reply()).await;
                    return Ok(());
                }
            };
            // Before anything is recorded or the script is asked: it is not the function's call.
            if let Err(denied) = self.check(&head) {
                let refusal = Reply::refusal(denied.status(), "Emulator.Forbidden", &denied.to_string());
                self.connection.refuse(refusal).await;
                return Ok(());
            }
            // The process of this connection may have ended, and another may have taken its place.
            if self.state_of_this_process().is_none() {
                return Ok(());
            }
            let keep = self.answer(&head).await? && !self.broken;
            if !keep || !head.keep_alive {
                return Ok(());
            }
        }
    }

    fn check(&self, head: &Head) -> Result<(), Denied> {
        let access = Access {
            clients: Clients::Functions,
            address: self.address,
            allowed_hosts: &[],
        };
        access.check(|name| head.headers.get_all(name).collect(), None)
    }

    /// The state, if the process that made this connection is still the current one.
    fn state_of_this_process(&self) -> Option<std::sync::MutexGuard<'_, State>> {
        Some(self.environment.state()).filter(|state| state.generation == self.generation)
    }

    async fn answer(&mut self, head: &Head) -> io::Result<KeepAlive> {
        let route = Route::of(&head.method, &head.target);
        let misbehaviour = self.environment.script.take(route.kind());
        let misbehaviour = misbehaviour.as_ref();
        self.connection.reading = misbehaviour
            .map(|misbehaviour| misbehaviour.reading)
            .unwrap_or_default();
        if misbehaviour.is_some_and(|misbehaviour| misbehaviour.kills) {
            self.record(head, route.kind(), &Body::default());
            if let Some(process) = self.environment.process() {
                process.end(None).await;
            }
            return Ok(false);
        }
        let cut = misbehaviour.and_then(|misbehaviour| misbehaviour.cut);
        match cut.filter(|_| self.connection.reading.until.is_none()) {
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
                self.read_body(head, CallKind::Other, MAX_OTHER_BODY_BYTES).await;
                self.reply(Reply::accepted(), misbehaviour).await
            }
            Route::Unknown => {
                self.read_body(head, CallKind::Other, MAX_OTHER_BODY_BYTES).await;
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
        let reply = self.refusal.take().unwrap_or(reply);
        if self.broken && misbehaviour.is_none() {
            self.connection.refuse(reply).await;
            return Ok(false);
        }
        let (_, keep) = self.connection.reply(reply, misbehaviour).await?;
        Ok(keep)
    }

    async fn read_body(&mut self, head: &Head, kind: CallKind, limit: usize) -> Body {
        self.read_body_in(head, kind, limit, MAX_BODY_TIME).await
    }

    /// Reads the body of an answer: whole if it opens an invocation, and within the time that it has.
    async fn read_answer(&mut self, head: &Head, kind: CallKind, limit: usize, opened: bool) -> Body {
        let (limit, time) = if opened {
            (limit, self.environment.settings.timeout + MAX_BODY_TIME)
        } else {
            (self.environment.recorder.body_limit, MAX_BODY_TIME)
        };
        self.read_body_in(head, kind, limit, time).await
    }

    async fn read_body_in(&mut self, head: &Head, kind: CallKind, limit: usize, time: Duration) -> Body {
        let body = self.connection.read_body(head, limit, time).await;
        self.record(head, kind, &body);
        match body.end {
            BodyEnd::Whole => {}
            BodyEnd::TooLarge if matches!(kind, CallKind::Other | CallKind::ExtensionRegister) => {
                self.refusal = Some(Fault::BodyTooLarge.reply());
            }
            BodyEnd::TooLarge => {}
            BodyEnd::Truncated | BodyEnd::Stopped => self.broken = true,
            BodyEnd::Refused(fault) => {
                self.broken = true;
                self.refusal = Some(fault.reply());
            }
        }
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
