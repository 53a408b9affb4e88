//! Models from a server that means well, and from servers that do not.
// where the server of a test fails, the test does
#![allow(clippy::unwrap_used)]

use crate::support::{self, cotejo};
use cotejo::internals::{Limits, Mirror};
use cotejo::translate::Direction;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const MODEL: &[u8] = b"a model";

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn record(kind: &str, name: &str) -> Value {
    json!({"name": name, "fileType": kind, "sourceLanguage": "es", "targetLanguage": "en", "version": "3.0",
        "decompressedHash": sum(MODEL), "attachment": {"location": format!("files/{name}")}})
}

fn files() -> [Value; 2] {
    [record("model", "model.esen.bin"), record("vocab", "vocab.esen.spm")]
}

/// The records, of which the model's has another value.
fn with(key: &str, value: Value) -> Vec<u8> {
    let [mut model, vocabulary] = files();
    model[key] = value;
    json!({"data": [model, vocabulary]}).to_string().into_bytes()
}

fn sound() -> Vec<u8> {
    json!({ "data": files() }).to_string().into_bytes()
}

/// An answer: status line and headers, then the body as it is.
fn says(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {head}connection: close\r\n\r\n").as_bytes(), body].concat()
}

fn gives(body: &[u8]) -> Vec<u8> {
    says(&format!("200 OK\r\ncontent-length: {}\r\n", body.len()), body)
}

fn packed() -> Vec<u8> {
    gives(&zstd::encode_all(MODEL, 1).unwrap())
}

/// A server on this machine, and the lines that were asked of it.
struct Server {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// `answer` is given the head of each request; where it gives nothing, the server is silent for as long as the test lasts.
    fn start(answer: impl Fn(&str) -> Option<Vec<u8>> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = asked.clone();
        std::thread::spawn(move || {
            let mut silent = Vec::new();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let (mut head, mut reader) = (String::new(), BufReader::new(stream.try_clone().unwrap()));
                while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap() > 0 {}
                seen.lock().unwrap().push(head.lines().next().unwrap_or_default().to_owned());
                match answer(&head) {
                    // a client that has heard enough goes
                    Some(bytes) => drop(stream.write_all(&bytes)),
                    None => silent.push(stream),
                }
            }
        });
        Self { url, asked }
    }

    /// These records, and for every other address this answer.
    fn of(records: Vec<u8>, file: Vec<u8>) -> Self {
        Self::start(move |head| Some(if head.contains("/records ") { gives(&records) } else { file.clone() }))
    }
}

const LIMITS: Limits = Limits {
    list: 100_000,
    packed: 10_000,
    unpacked: 100_000,
    silence: Duration::from_millis(300),
    whole: Duration::from_secs(60),
    attempts: 3,
    pause: Duration::from_millis(1),
};

/// What `models get es-en` says of the server, into a folder deep below the one that is looked through afterwards.
fn refused(server: &Server) -> String {
    let outer = tempfile::tempdir().unwrap();
    let root = outer.path().join("a/b/models");
    let error = Mirror::new(&server.url, LIMITS).get(&Direction::new("es", "en"), &root).err().unwrap().to_string();
    assert_eq!(all_files(outer.path()), Vec::<PathBuf>::new(), "{error}");
    assert!(!root.join("es-en").exists(), "{error}");
    error
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap());
    entries.filter(|entry| !entry.file_type().is_dir()).map(|entry| entry.path().strip_prefix(folder).unwrap().to_owned()).collect()
}

#[test]
fn models_are_fetched_with_their_checksums() {
    let folder = tempfile::tempdir().unwrap();
    let models = |mirror: &str, command: &[&str]| -> support::Ended {
        let args = ["models"].into_iter().chain(command.iter().copied());
        cotejo(args).env("COTEJO_MODELS", folder.path()).env("COTEJO_MODELS_URL", mirror).output().unwrap().into()
    };
    let good = Server::of(sound(), packed());
    let ended = models(&good.url, &["get", "es-en"]);
    let place = folder.path().join("es-en");
    assert_eq!((ended.code, ended.stdout.trim()), (Some(0), place.display().to_string().as_str()), "{}", ended.stderr);
    assert_eq!(all_files(&place), ["SHA256SUMS", "model.esen.bin", "vocab.esen.spm"].map(PathBuf::from));
    assert_eq!(models(&good.url, &["list", "--available"]).stdout, "es-en\n");
    assert!(models("", &["list"]).stdout.ends_with("\tsound\n"));
    // what is there is not fetched again
    good.asked.lock().unwrap().clear();
    assert_eq!(models(&good.url, &["get", "es-en"]).code, Some(0));
    assert_eq!(good.asked.lock().unwrap().len(), 1);
    fs::write(place.join("model.esen.bin"), "another").unwrap();
    assert!(models("", &["list"]).stdout.ends_with("\tbroken\n"));
    let used: support::Ended =
        cotejo(["translate", "--translator", "firefox", support::SEED_PATH]).env("COTEJO_MODELS", folder.path()).output().unwrap().into();
    assert!(used.code == Some(4) && used.stderr.contains("model.esen.bin: is not the file that was fetched"), "{}", used.stderr);
    assert!(used.stderr.contains("cotejo models get"), "{}", used.stderr);
    // another model: the old one's files go
    let newer = json!({"data": [record("model", "model.new.bin"), record("vocab", "vocab.esen.spm")]}).to_string();
    assert_eq!(models(&Server::of(newer.into_bytes(), packed()).url, &["get", "es-en"]).code, Some(0));
    assert_eq!(all_files(&place), ["SHA256SUMS", "model.new.bin", "vocab.esen.spm"].map(PathBuf::from));
    let gone = models("http://127.0.0.1:9", &["get", "es-en"]);
    assert!(gone.code == Some(4) && gone.stderr.contains("without a network"), "{}", gone.stderr);
    assert_eq!(models("", &["path"]).stdout.trim(), folder.path().display().to_string());
    let ended = models(&good.url, &["get", "/x-en"]);
    assert!(ended.code == Some(2) && ended.stderr.contains("not a pair of languages"), "{}", ended.stderr);
}

#[test]
fn a_name_does_not_leave_the_folder() {
    for name in
        ["./../../ESCAPED-model.bin", "/tmp/model.esen.bin", "model./../../../x.bin", "model.\u{1b}[31mX\n.bin", "C:model.bin", ".."]
    {
        let server = Server::of(with("name", name.into()), packed());
        let error = refused(&server);
        assert!(error.contains("has no name that a model has") && error.contains("COTEJO_MODELS_URL"), "{error}");
        assert!(!error.contains(char::is_control), "{error:?}");
        assert_eq!(server.asked.lock().unwrap().len(), 1, "no file is asked for");
        assert!(Mirror::new(&server.url, LIMITS).available().unwrap().is_empty());
    }
    let error = refused(&Server::of(with("attachment", json!({"location": "../../x"})), packed()));
    assert!(error.contains("no place on the server"), "{error}");
}

#[test]
fn without_a_checksum_no_model() {
    for none in [Value::Null, "".into(), 7.into(), "0".into()] {
        let error = refused(&Server::of(with("decompressedHash", none), packed()));
        assert!(error.contains("has no SHA-256") || error.contains("it has no model for es-en"), "{error}");
    }
    let error = refused(&Server::of(with("decompressedHash", "0".repeat(64).into()), packed()));
    assert!(error.contains(&format!("its SHA-256 is {}, and 0000", sum(MODEL))), "{error}");
}

#[test]
fn everything_that_is_sent_has_a_limit() {
    let nested = refused(&Server::of(vec![b'['; 90_000], packed()));
    assert!(nested.contains("what came is not a list of models"), "{nested}");
    assert!(refused(&Server::of(b"\0garbage{".to_vec(), packed())).contains("not a list of models"));
    for head in ["200 OK\r\n", "200 OK\r\ncontent-length: 200000\r\n"] {
        let list = Server::start(move |_| Some(says(head, &[b' '; 200_000])));
        assert!(refused(&list).contains("it sends more than 100000 bytes"));
        let file = Server::of(sound(), says(head, &[b' '; 200_000]));
        assert!(refused(&file).contains("it sends more than 10000 bytes"));
    }
    let bomb = zstd::encode_all(&vec![0; 1_000_000][..], 1).unwrap();
    assert!(bomb.len() < 10_000);
    let error = refused(&Server::of(sound(), gives(&bomb)));
    assert!(error.contains("it unpacks to more than 100000 bytes"), "{error}");
    let error = refused(&Server::of(with("decompressedSize", 6.into()), packed()));
    assert!(error.contains("it unpacks to more than 6 bytes"), "{error}");
    let error = refused(&Server::of(with("decompressedSize", 1_000_000.into()), packed()));
    assert!(error.contains("no model has so many"), "{error}");
    assert!(refused(&Server::of(sound(), gives(b"no archive"))).contains("it cannot be unpacked"));
}

#[test]
fn a_redirect_leads_to_the_web_and_ends() {
    let to =
        |place: &'static str| Server::start(move |_| Some(says(&format!("302 Found\r\nlocation: {place}\r\ncontent-length: 0\r\n"), b"")));
    for place in ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://x", "http://", ""] {
        let error = refused(&to(place));
        assert!(error.contains("it sends on to") && error.contains("not followed"), "{place}: {error}");
    }
    assert!(refused(&to("/v1/again/records")).contains("it sends on more than 5 times"));
    let server = Server::start(|head| {
        Some(match head {
            _ if head.contains("/elsewhere ") => packed(),
            _ if head.contains("/records ") => gives(&sound()),
            _ => says("302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n", b""),
        })
    });
    let folder = tempfile::tempdir().unwrap();
    assert!(Mirror::new(&server.url, LIMITS).get(&Direction::new("es", "en"), folder.path()).is_ok());
}

#[test]
fn a_silent_server_is_left_and_a_broken_transfer_goes_on() {
    let silent = Server::start(|_| None);
    assert!(refused(&silent).contains("timeout"), "{}", refused(&silent));
    let server = Server::start(|head| {
        Some(if head.contains("/records ") { gives(&sound()) } else { says("200 OK\r\ncontent-length: 99\r\n", b"x") })
    });
    assert!(refused(&server).contains("broke off after 1 bytes"), "{}", refused(&server));
    // half, and then the rest
    let server = Server::start(|head| {
        let whole = zstd::encode_all(MODEL, 1).unwrap();
        let (first, rest) = whole.split_at(5);
        Some(match head {
            _ if head.contains("/records ") => gives(&sound()),
            _ if head.contains("bytes=5-") => says(&format!("206 Partial Content\r\ncontent-length: {}\r\n", rest.len()), rest),
            _ => says(&format!("200 OK\r\ncontent-length: {}\r\n", whole.len()), first),
        })
    });
    let folder = tempfile::tempdir().unwrap();
    let place = Mirror::new(&server.url, LIMITS).get(&Direction::new("es", "en"), folder.path()).unwrap();
    assert_eq!(fs::read(place.join("vocab.esen.spm")).unwrap(), MODEL);
}
