//! The part of the Extensions API that an internal extension needs: register, and the next event.

use super::{KeepAlive, Session};
use crate::{
    bounds::{MAX_EXTENSION_NAME_BYTES, MAX_EXTENSIONS, MAX_OTHER_BODY_BYTES},
    environment::{Extension, Progress, invoke_event},
    http::{Body, Head, Reply},
    script::{CallKind, Misbehaviour},
    wire,
};
use std::{io, time::SystemTime};
use uuid::Uuid;

impl Session<'_> {
    pub(super) async fn register_extension(
        &mut self,
        head: &Head,
        misbehaviour: Option<&Misbehaviour>,
    ) -> io::Result<KeepAlive> {
        let body = self
            .read_body(head, CallKind::ExtensionRegister, MAX_OTHER_BODY_BYTES)
            .await;
        // One that is told it was refused must not be waited for.
        let refused = misbehaviour.is_some_and(|ordered| ordered.status.is_some());
        let reply = match refused {
            true => Reply::json(200, String::new()),
            false => self.register(head, &body).unwrap_or_else(|refusal| refusal),
        };
        self.reply(reply, misbehaviour).await
    }

    fn register(&self, head: &Head, body: &Body) -> Result<Reply, Reply> {
        let forbidden = |error_type, message: &str| Reply::refusal(403, error_type, message);
        let name = head
            .headers
            .get(wire::EXTENSION_NAME)
            .filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| forbidden("Extension.InvalidExtensionName", "Empty extension name"))?;
        if name.len() > MAX_EXTENSION_NAME_BYTES {
            let message = format!("Extension name longer than {MAX_EXTENSION_NAME_BYTES} bytes");
            return Err(forbidden("Extension.InvalidExtensionName", &message));
        }
        let request: serde_json::Value = serde_json::from_slice(&body.bytes)
            .map_err(|error| forbidden("InvalidRequestFormat", &error.to_string()))?;
        let events = request["events"].as_array().cloned().unwrap_or_default();
        if let Some(event) = events.iter().find(|event| *event != "INVOKE") {
            let message = format!("{event}: an internal extension may ask for INVOKE only");
            return Err(forbidden("Extension.InvalidEventType", &message));
        }
        let mut state = self.environment.state();
        if !matches!(state.progress, Progress::Init) {
            return Err(forbidden(
                "Extension.RegistrationClosed",
                "Extension registration closed already",
            ));
        }
        if state.extensions.iter().any(|extension| extension.name == name) {
            let message = "Extension with this name already registered";
            return Err(forbidden("Extension.InvalidExtensionState", message));
        }
        if state.extensions.len() >= MAX_EXTENSIONS {
            return Err(forbidden(
                "Extension.TooManyExtensions",
                "Extension limit (10) reached",
            ));
        }
        let extension = Extension::new(name, !events.is_empty());
        let identifier = extension.identifier.clone();
        state.extensions.push(extension);
        let settings = &self.environment.settings;
        let metadata = serde_json::json!({
            "functionName": settings.name,
            "functionVersion": "$LATEST",
            "handler": settings.handler.as_deref().unwrap_or_default(),
        });
        Ok(Reply::json(200, metadata.to_string()).header(wire::EXTENSION_IDENTIFIER, identifier))
    }

    /// Waits for the next INVOKE event; one that asked for none waits until its process ends.
    pub(super) async fn extension_next(
        &mut self,
        head: &Head,
        misbehaviour: Option<&Misbehaviour>,
    ) -> io::Result<KeepAlive> {
        self.record(head, CallKind::ExtensionNext, &Body::default());
        let identifier = head.headers.get(wire::EXTENSION_IDENTIFIER).unwrap_or_default();
        let poll = {
            let mut state = self.environment.state();
            let extension = state
                .extensions
                .iter_mut()
                .find(|extension| extension.identifier == identifier);
            extension.map(Extension::poll)
        };
        self.environment.announce();
        let invocation = match poll {
            None => {
                let message = "Unknown Lambda-Extension-Identifier";
                let refusal = Reply::refusal(403, "Extension.UnknownExtensionIdentifier", message);
                return self.reply(refusal, misbehaviour).await;
            }
            Some(Ok(invocation)) => invocation,
            Some(Err(place)) => tokio::select! {
                biased;
                invocation = place => match invocation {
                    Ok(invocation) => invocation,
                    Err(_) => return Ok(false),
                },
                () = self.connection.closed() => return Ok(false),
            },
        };
        let settings = &self.environment.settings;
        let deadline = SystemTime::now() + settings.timeout;
        let event = invoke_event(&invocation, &settings.function_arn(), deadline);
        let reply =
            Reply::json(200, event).header(wire::EXTENSION_EVENT_IDENTIFIER, Uuid::new_v4().to_string());
        self.reply(reply, misbehaviour).await
    }
}
