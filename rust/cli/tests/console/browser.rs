//! A browser that is driven through WebDriver, as far as these tests need it.
//!
//! The protocol is JSON in a dozen calls. The crates that speak it bring 45 others, two generations of `http`
//! among them, for what is here in a hundred lines.

use crate::{function::PATIENCE, http::Client};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// The key under which an element's id comes.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A size as of a window on a desk.
pub(crate) const DESK: (u32, u32) = (1440, 900);

/// A browser with one window.
pub(crate) struct Browser {
    driver: Child,
    address: SocketAddr,
    session: String,
}

impl Browser {
    pub(crate) fn start((width, height): (u32, u32)) -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is not installed");
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let told = lines
            .by_ref()
            .map(Result::unwrap)
            .find(|line| line.contains("started successfully on port "));
        let told = told.expect("chromedriver did not start");
        let port: u16 = told
            .rsplit(' ')
            .next()
            .unwrap()
            .trim_end_matches('.')
            .parse()
            .unwrap();
        // Whatever it says later must find a reader.
        thread::spawn(move || lines.for_each(drop));
        let mut browser = Browser {
            driver,
            address: ([127, 0, 0, 1], port).into(),
            session: String::new(),
        };
        let arguments = [
            "--headless=new",
            // Root has no sandbox, and a container often none either.
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--hide-scrollbars",
        ];
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
        } } });
        let started = browser.call("POST", "/session", &capabilities);
        browser.session = format!("/session/{}", started["sessionId"].as_str().unwrap());
        browser.size(width, height, 1);
        browser
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = match method {
            "POST" => body.to_string(),
            _ => String::new(),
        };
        let path = format!("{}{path}", self.session);
        let reply = Client::to(self.address).call(method, &path, "", body.as_bytes());
        assert_eq!(reply.status, 200, "{method} {path} {body}: {}", reply.text());
        reply.json()["value"].clone()
    }

    pub(crate) fn open(&self, address: &str) {
        self.call("POST", "/url", &json!({ "url": address }));
    }

    /// What a function with this body returns within the page.
    pub(crate) fn run(&self, script: &str) -> Value {
        self.call("POST", "/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// What this expression is within the page.
    pub(crate) fn value(&self, expression: &str) -> Value {
        self.run(&format!("return {expression}"))
    }

    /// The text of the first element of this selector; empty if there is none.
    pub(crate) fn text(&self, selector: &str) -> String {
        let text = self.value(&format!("document.querySelector({selector:?})?.innerText ?? ''"));
        text.as_str().unwrap().to_owned()
    }

    /// Waits until this expression is true within the page.
    pub(crate) fn until(&self, expression: &str) {
        let start = Instant::now();
        while self.value(&format!("Boolean({expression})")) != true {
            assert!(
                start.elapsed() < PATIENCE,
                "never true: {expression}\n{}",
                self.text("body")
            );
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until an element of this selector contains this text.
    pub(crate) fn until_text(&self, selector: &str, text: &str) {
        self.until(&format!(
            "[...document.querySelectorAll({selector:?})].some((each) => each.innerText.includes({text:?}))"
        ));
    }

    /// Clicks in the middle of the first element of this selector, as a hand would: it must be visible and
    /// nothing be above it.
    pub(crate) fn click(&self, selector: &str) {
        let found = self.call(
            "POST",
            "/element",
            &json!({ "using": "css selector", "value": selector }),
        );
        let element = found[ELEMENT].as_str().unwrap();
        self.call("POST", &format!("/element/{element}/click"), &json!({}));
    }

    /// Presses and releases these keys one after the other; a name in WebDriver's private area is a key without a
    /// character.
    pub(crate) fn keys(&self, keys: &str) {
        let actions: Vec<_> = keys
            .chars()
            .flat_map(|key| {
                [
                    json!({ "type": "keyDown", "value": key }),
                    json!({ "type": "keyUp", "value": key }),
                ]
            })
            .collect();
        self.perform(&actions);
    }

    /// Presses a key while another one is held.
    pub(crate) fn chord(&self, held: char, key: char) {
        let event = |kind: &str, key: char| json!({ "type": kind, "value": key });
        self.perform(&[
            event("keyDown", held),
            event("keyDown", key),
            event("keyUp", key),
            event("keyUp", held),
        ]);
    }

    fn perform(&self, actions: &[Value]) {
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.call("POST", "/actions", &json!({ "actions": [keyboard] }));
    }

    fn devtools(&self, command: &str, parameters: &Value) {
        let call = json!({ "cmd": command, "params": parameters });
        self.call("POST", "/goog/cdp/execute", &call);
    }

    /// Gives the page this size.
    pub(crate) fn size(&self, width: u32, height: u32, scale: u32) {
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false }),
        );
    }

    /// Makes the system dark, or light.
    pub(crate) fn scheme(&self, scheme: &str) {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        self.devtools("Emulation.setEmulatedMedia", &json!({ "features": [feature] }));
    }

    /// Keeps a picture of what is seen, in the folder that `LIBHELLO_PICTURES` names, if it does.
    pub(crate) fn picture(&self, name: &str) {
        let Some(folder) = env::var_os("LIBHELLO_PICTURES").map(PathBuf::from) else {
            return;
        };
        let picture = self.call("GET", "/screenshot", &Value::Null);
        fs::create_dir_all(&folder).unwrap();
        let png = STANDARD.decode(picture.as_str().unwrap()).unwrap();
        fs::write(folder.join(name), png).unwrap();
    }

    /// What went wrong within the page so far: errors of scripts, refused requests, violations of its policy.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.call("POST", "/se/log", &json!({ "type": "browser" }));
        let entries = log.as_array().unwrap().iter();
        entries
            .map(|entry| format!("{} {}", entry["level"], entry["message"]))
            .collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser would outlive its driver.
        if let Ok(mut driver) = TcpStream::connect(self.address) {
            let _ = write!(
                driver,
                "DELETE {} HTTP/1.1\r\nHost: {}\r\n\r\n",
                self.session, self.address
            );
            let _ = driver.set_read_timeout(Some(PATIENCE));
            let _ = driver.read(&mut [0; 1024]);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
