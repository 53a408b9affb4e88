//! A review server in a process of its own, and a client that says exactly what it is told to.
#![allow(missing_docs, unreachable_pub, clippy::unwrap_used)]

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

pub struct Server {
    pub child: Child,
    pub address: SocketAddr,
    /// What stands behind `/` in the printed address.
    pub query: String,
}

impl Server {
    /// `cotejo review --db DB --port 0` with further arguments; waits until it answers.
    pub fn start(db: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cotejo"));
        command.args(["review", "--port", "0", "--reviewer", "Eva", "--db"]).arg(db).args(arguments);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("http://").unwrap_or_else(|| panic!("an address, not {line:?}"));
        let (address, query) = url.split_once('/').unwrap();
        let address: SocketAddr = address.parse().unwrap();
        Self { child, address: SocketAddr::new([127, 0, 0, 1].into(), address.port()), query: query.to_owned() }
    }

    /// What stands behind `?token=`.
    pub fn token(&self) -> &str {
        self.query.strip_prefix("?token=").unwrap_or_default()
    }

    pub fn client(&self) -> Client {
        let mut client = Client { address: self.address, token: self.token().to_owned(), csrf: String::new() };
        client.csrf = client.get("/api/hello").json()["csrf"].as_str().unwrap().to_owned();
        client
    }

    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

/// Sends bytes as they are and reads the answer; `None` where the connection broke.
pub fn send(address: SocketAddr, request: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    // a server that refuses early may close before all is sent
    let _ = stream.write_all(request);
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok());
    let status = head.split(' ').nth(1)?.parse().ok()?;
    // an answer that was cut off is none
    length.is_none_or(|length| length == body.len()).then(|| Answer { status, head: head.to_owned(), body: body.to_owned() })
}

#[derive(Debug, Clone)]
pub struct Client {
    pub address: SocketAddr,
    /// Shown with every request that has no other `Authorization`; nothing where it is empty.
    pub token: String,
    pub csrf: String,
}

impl Client {
    /// Who knows nothing but the address.
    pub fn stranger(address: SocketAddr) -> Self {
        Self { address, token: String::new(), csrf: String::new() }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "").unwrap()
    }

    /// A request with `Host`; `headers` are added.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Option<Answer> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        let host = self.address.to_string();
        let bearer = format!("Bearer {}", self.token);
        let usual = [("Host", host.as_str()), ("Authorization", bearer.as_str())];
        let usual = usual.iter().filter(|(usual, _)| !headers.iter().any(|(name, _)| name == usual));
        let usual = usual.filter(|(name, _)| *name == "Host" || !self.token.is_empty());
        usual.chain(headers).for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
        send(self.address, format!("{head}\r\n{body}").as_bytes())
    }

    pub fn post(&self, path: &str, body: &Value) -> Option<Answer> {
        let headers = [("X-Csrf-Token", self.csrf.as_str()), ("Content-Type", "application/json")];
        self.ask("POST", path, &headers, &body.to_string())
    }

    pub fn pair(&self, id: i64) -> Value {
        self.get(&format!("/api/pairs/{id}")).json()
    }

    /// Decides on a pair as it is now.
    pub fn decide(&self, id: i64, reviewer: &str, change: &Value) -> Answer {
        let version = self.pair(id)["version"].clone();
        self.post(&format!("/api/pairs/{id}/decisions"), &json!({"reviewer": reviewer, "version": version, "change": change})).unwrap()
    }
}
