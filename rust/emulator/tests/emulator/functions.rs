//! Several functions behind one port.

use crate::{
    function::{echo, eventually, json, refused, runs},
    http::{Client, Reply},
};
use lambda_emulator::{
    Emulator, FunctionSettings, Functions, function_url::InvokeMode, invoke_api::InvokeApi,
};
use std::net::Ipv4Addr;

fn named(name: &str) -> FunctionSettings {
    let mut settings = echo("echo");
    settings.name = name.to_owned();
    settings
}

/// Two with a URL, one without.
fn functions() -> Functions {
    let mut functions = Functions::default();
    let modes = [
        ("orders", Some(InvokeMode::Buffered)),
        ("invoices", None),
        ("stream", Some(InvokeMode::ResponseStream)),
    ];
    for (name, mode) in modes {
        let mut settings = named(name);
        settings.url = mode;
        functions.add(Emulator::start(settings).unwrap()).unwrap();
    }
    functions
}

fn serve(functions: &Functions) -> InvokeApi {
    InvokeApi::start(functions.clone(), (Ipv4Addr::LOCALHOST, 0).into()).unwrap()
}

fn invoke(api: &InvokeApi, name: &str, event: &str) -> Reply {
    let path = format!("/2015-03-31/functions/{name}/invocations");
    Client::to(api.address()).call("POST", &path, "", event.as_bytes())
}

#[test]
fn each_is_invoked_by_its_name() {
    let functions = functions();
    let api = serve(&functions);
    assert_eq!(
        functions.names().collect::<Vec<_>>(),
        ["orders", "invoices", "stream"]
    );
    for name in functions.names() {
        let reply = invoke(&api, name, r#"{"do":"show-environment"}"#);
        assert_eq!(
            json(&reply.body)["variables"]["AWS_LAMBDA_FUNCTION_NAME"],
            name,
            "{}",
            reply.text()
        );
    }
    let reply = invoke(&api, "function", "{}");
    assert_eq!(reply.status, 404);
    assert_eq!(
        reply.header("x-amzn-ErrorType").unwrap(),
        "ResourceNotFoundException"
    );
    assert!(reply.text().contains("function:function"), "{}", reply.text());
}

#[test]
fn those_with_a_url_have_it_under_their_name() {
    let functions = functions();
    let api = serve(&functions);
    let get = |path: &str| Client::to(api.address()).call("GET", path, "", b"");
    let event = get("/urls/orders/a%2Fb?c=d").json();
    assert_eq!(event["rawPath"], "/a%2Fb");
    assert_eq!(event["rawQueryString"], "c=d");
    assert_eq!(event["requestContext"]["domainPrefix"], "orders");
    assert_eq!(get("/urls/orders").json()["rawPath"], "/");
    assert_eq!(get("/urls/stream/x").json()["rawPath"], "/x");
    for path in ["/urls/invoices/", "/urls/nobody/", "/urls/"] {
        assert_eq!(get(path).status, 404, "{path}");
    }
}

#[test]
fn no_page_of_another_origin_comes_to_any() {
    let mut settings = named("orders");
    settings.url = Some(InvokeMode::Buffered);
    settings.allowed_hosts = vec!["orders.test:9000".to_owned()];
    let mut functions = functions();
    assert!(
        refused(functions.add(Emulator::start(settings.clone()).unwrap()))
            .contains("two functions called orders")
    );
    settings.name = "others".to_owned();
    functions.add(Emulator::start(settings).unwrap()).unwrap();
    let api = serve(&functions);
    let invocations = "/2015-03-31/functions/orders/invocations";
    for path in [invocations, "/urls/orders/", "/urls/others/"] {
        let mut client = Client::to(api.address());
        let reply = client.call("POST", path, "Origin: https://page.example\r\n", b"{}");
        assert_eq!(reply.status, 403, "{path}");
        let mut client = Client::to(api.address());
        client.write(format!(
            "POST {path} HTTP/1.1\r\nHost: page.example\r\nContent-Length: 2\r\n\r\n{{}}"
        ));
        assert_eq!(client.read().status, 403, "{path}");
    }
}

#[test]
fn all_are_ended_together() {
    let functions = functions();
    let api = serve(&functions);
    for name in functions.names() {
        assert_eq!(invoke(&api, name, "1").text(), "1");
    }
    let pids: Vec<u32> = functions.iter().map(|emulator| emulator.pid().unwrap()).collect();
    drop(api);
    functions.stop();
    for pid in pids {
        eventually("the process has ended", || !runs(pid));
    }
}
