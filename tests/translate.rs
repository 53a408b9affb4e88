//! Translation as a user meets it: servers that misbehave, columns in every format, models from a mirror, memory over runs.
// where the server of a test fails, the test does
#![allow(clippy::unwrap_used)]

use crate::support::{self, SEED_PATH, cotejo, run};
use cotejo::internals::{Protocol, Server};
use cotejo::translate::{Direction, RequestPolicy, Translate};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How the server answers a request.
#[derive(Clone, Copy)]
enum Reply {
    /// As LibreTranslate does: every text in capitals.
    Capitals,
    /// A status, headers and a body.
    Says(u16, &'static str, &'static str),
    /// Nothing for that long.
    Silent(Duration),
    /// Half an answer.
    Breaks,
}

/// A server that gives these replies in order, the last one for good.
struct Mock {
    url: String,
    /// The requests: head and body.
    requests: Arc<Mutex<Vec<(String, String)>>>,
}

impl Mock {
    fn start(replies: &[Reply]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (replies, seen) = (replies.to_vec(), requests.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = read(&stream);
                let number = seen.lock().unwrap().len();
                seen.lock().unwrap().push(request.clone());
                answer(&mut stream, &request.1, &replies[number.min(replies.len() - 1)]);
            }
        });
        Self { url, requests }
    }

    fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

fn read(stream: &TcpStream) -> (String, String) {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap() > 0 {}
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length:").map(|n| n.trim().parse().unwrap()));
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).unwrap();
    (head, String::from_utf8(body).unwrap())
}

fn answer(stream: &mut TcpStream, request: &str, reply: &Reply) {
    let (status, headers, body) = match reply {
        Reply::Capitals => {
            let request: serde_json::Value = serde_json::from_str(request).unwrap();
            let capitals: Vec<String> = request["q"].as_array().unwrap().iter().map(|q| q.as_str().unwrap().to_uppercase()).collect();
            (200, "", serde_json::json!({ "translatedText": capitals }).to_string())
        }
        Reply::Says(status, headers, body) => (*status, *headers, (*body).to_owned()),
        Reply::Silent(time) => return std::thread::sleep(*time),
        Reply::Breaks => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"transl").unwrap();
            return;
        }
    };
    // a client that has gone is part of some tests
    let _ = write!(stream, "HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
}

/// Short times.
fn policy() -> RequestPolicy {
    let mut policy = RequestPolicy::default();
    policy.timeout = Duration::from_millis(700);
    policy.attempts = 3;
    policy.pause = Duration::from_millis(5);
    policy.longest_wait = Duration::from_secs(5);
    policy.interval = Duration::ZERO;
    policy.gives_up_after = 2;
    policy.rest = Duration::from_millis(500);
    policy
}

fn ask(mock: &Mock, protocol: Protocol, texts: &[&str]) -> Vec<Result<String, String>> {
    let server = Server::new(protocol, &mock.url, Direction::new("es", "en"), policy());
    server.translate(texts).into_iter().map(|found| found.map_err(|error| error.to_string())).collect()
}

const LIBRE: Protocol = Protocol::LibreTranslate;

#[test]
fn many_texts_are_few_requests_in_order() {
    let mock = Mock::start(&[Reply::Capitals]);
    let texts: Vec<String> = (0..50).map(|n| format!("línea {n}")).collect();
    let found = ask(&mock, LIBRE, &texts.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(found, texts.iter().map(|text| Ok(text.to_uppercase())).collect::<Vec<_>>());
    assert_eq!(mock.count(), 3);
    let (head, body) = mock.requests.lock().unwrap()[0].clone();
    assert!(head.starts_with("POST /translate ") && body.contains("\"source\":\"es\"") && !body.contains("api_key"), "{head}{body}");
}

#[test]
fn a_server_that_is_ill_for_a_while_loses_nothing() {
    for ill in [
        Reply::Says(500, "", "oops"),
        Reply::Says(503, "retry-after: 0\r\n", ""),
        Reply::Silent(Duration::from_millis(900)),
        Reply::Breaks,
        Reply::Silent(Duration::ZERO),
    ] {
        let mock = Mock::start(&[ill, ill, Reply::Capitals]);
        assert_eq!(ask(&mock, LIBRE, &["uno", "dos"]), [Ok("UNO".to_owned()), Ok("DOS".to_owned())]);
        assert_eq!(mock.count(), 3);
    }
}

#[test]
fn a_server_that_stays_ill_is_told() {
    for (ill, told) in [
        (Reply::Says(500, "", "the model\nis broken"), "status 500: the model is broken"),
        (Reply::Silent(Duration::from_secs(1)), "timeout"),
        (Reply::Breaks, "broke off"),
    ] {
        let mock = Mock::start(&[ill]);
        let error = ask(&mock, LIBRE, &["uno"])[0].clone().unwrap_err();
        assert!(error.contains(told) && error.starts_with("libretranslate:127.0.0.1:"), "{error}");
        assert_eq!(mock.count(), 3);
    }
}

#[test]
fn a_dead_server_is_left_alone_for_a_while() {
    let ill = Reply::Says(503, "", "closed");
    let mock = Mock::start(&[ill, ill, ill, ill, ill, ill, Reply::Capitals]);
    let server = Server::new(LIBRE, &mock.url, Direction::new("es", "en"), policy());
    let error = || server.translate(&["uno"])[0].as_ref().unwrap_err().to_string();
    assert!(error().contains("503") && error().contains("503"));
    for _ in 0..10 {
        let error = error();
        assert!(error.contains("given up 2 times running"), "{error}");
    }
    assert_eq!(mock.count(), 6);
    std::thread::sleep(policy().rest);
    assert_eq!(server.translate(&["uno"])[0].as_ref().unwrap(), "UNO");
    assert!(server.translate(&["dos"])[0].is_ok());
}

#[test]
fn too_many_requests_wait_as_long_as_the_server_says() {
    let mock = Mock::start(&[Reply::Says(429, "Retry-After: 1\r\n", "slow down"), Reply::Capitals]);
    let start = Instant::now();
    assert_eq!(ask(&mock, LIBRE, &["uno"]), [Ok("UNO".to_owned())]);
    assert!(start.elapsed() >= Duration::from_secs(1));
    let mock = Mock::start(&[Reply::Says(429, "Retry-After: 3600\r\n", "come tomorrow")]);
    let error = ask(&mock, LIBRE, &["uno"])[0].clone().unwrap_err();
    assert!(error.contains("no request for 3600 s"), "{error}");
    assert_eq!(mock.count(), 1);
}

#[test]
fn what_is_no_answer_is_not_asked_for_again() {
    for (reply, told) in [
        (Reply::Says(200, "", "<html>login</html>"), "an answer that is not libretranslate's: <html>login</html>"),
        (Reply::Says(200, "", "{\"translatedText\": [\"ONE\"]}"), "2 texts went out, 1 came back"),
        (Reply::Says(200, "", "{\"translatedText\": [1, 2]}"), "an answer that is not"),
        (Reply::Says(403, "", "{\"error\": \"invalid API key\"}"), "status 403: {\"error\": \"invalid API key\"}"),
    ] {
        let mock = Mock::start(&[reply]);
        let error = ask(&mock, LIBRE, &["uno", "dos"])[1].clone().unwrap_err();
        assert!(error.contains(told), "{error}");
        assert_eq!(mock.count(), 1);
    }
}

#[test]
fn the_other_two_protocols() {
    let apy = Mock::start(&[Reply::Says(200, "", "{\"responseData\": {\"translatedText\": \"One\"}, \"responseStatus\": 200}")]);
    assert_eq!(ask(&apy, Protocol::Apy, &["uno", "un"]), [Ok("One".to_owned()), Ok("One".to_owned())]);
    let requests = apy.requests.lock().unwrap().clone();
    assert_eq!(requests.len(), 2);
    assert!(requests[0].1.contains("langpair=spa%7Ceng") && requests[0].1.contains("q=uno"), "{}", requests[0].1);
    let deepl = Mock::start(&[Reply::Says(200, "", "{\"translations\": [{\"text\": \"One\"}]}")]);
    assert_eq!(ask(&deepl, Protocol::DeepL, &["uno"]), [Ok("One".to_owned())]);
    let (head, body) = deepl.requests.lock().unwrap()[0].clone();
    assert!(head.starts_with("POST /v2/translate ") && head.to_lowercase().contains("authorization: deepl-auth-key"), "{head}");
    assert!(body.contains("\"target_lang\":\"EN-US\""), "{body}");
}

#[test]
fn requests_keep_their_distance() {
    let mock = Mock::start(&[Reply::Capitals]);
    let mut policy = RequestPolicy::default();
    policy.interval = Duration::from_millis(100);
    let server = Server::new(LIBRE, &mock.url, Direction::new("es", "en"), policy);
    let start = Instant::now();
    std::thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(|| assert!(server.translate(&["uno"])[0].is_ok())))));
    assert!(start.elapsed() >= Duration::from_millis(300));
}

fn server(mock: &Mock) -> String {
    format!("libretranslate:{}", mock.url)
}

#[test]
fn rows_get_two_columns_and_stay_as_they_were() {
    let mock = Mock::start(&[Reply::Capitals]);
    let plain = run(["pair", "--format", "jsonl", SEED_PATH]);
    let with = run(["pair", "--format", "jsonl", "--translate", "--translator", &server(&mock), SEED_PATH]);
    assert_eq!(with.code, Some(0), "{}", with.stderr);
    assert!(with.stderr.contains("translated by libretranslate:127.0.0.1"), "{}", with.stderr);
    let rows = |text: &str| text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()).collect::<Vec<_>>();
    for (before, row) in rows(&plain.stdout).iter().zip(rows(&with.stdout)) {
        assert_eq!((before.as_object().unwrap().len(), row.as_object().unwrap().len()), (24, 26));
        assert_eq!((&before["pair_id"], &before["es"], &before["en"]), (&row["pair_id"], &row["es"], &row["en"]));
        // protected: the capitals are the engine's, the names are not
        let mt = row["mt"].as_str().unwrap();
        assert!(mt.contains("Cifrían") || mt.contains("Miguel Ángel Osorio Chong"), "{mt}");
        assert!(row["mt_engine"].as_str().unwrap().starts_with("libretranslate:"));
    }
}

#[test]
fn a_server_that_fails_costs_the_translation_and_no_row() {
    let mock = Mock::start(&[Reply::Says(400, "", "no such language")]);
    let ended = run(["pair", "--translate", "--translator", &server(&mock), SEED_PATH]);
    assert_eq!((ended.code, ended.rows().len()), (Some(0), 2), "{}", ended.stderr);
    assert!(ended.stderr.contains("not translated: ") && ended.stderr.contains("no such language"), "{}", ended.stderr);
    assert!(ended.rows().iter().all(|row| row.len() == 26 && row[24].is_empty()));
}

#[test]
fn nothing_is_translated_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (mock, out) = (Mock::start(&[Reply::Capitals]), folder.path().join("out/"));
    let args = |out: &std::path::Path| {
        let place = format!("{}/", out.display());
        ["pair", "--translate", "--translator", &server(&mock), "-o", &place, SEED_PATH].map(str::to_owned)
    };
    assert_eq!(run(args(&out)).code, Some(0));
    let (asked, first) = (mock.count(), fs::read(out.join("pairs.csv")).unwrap());
    assert!(asked > 0);
    assert_eq!(run(args(&out)).code, Some(0));
    assert_eq!((mock.count(), fs::read(out.join("pairs.csv")).unwrap()), (asked, first));
    let card = fs::read_to_string(out.join("README.md")).unwrap();
    assert!(card.contains("`mt_engine`"), "{card}");
}

#[test]
fn a_run_that_goes_on_keeps_its_translations() {
    let folder = tempfile::tempdir().unwrap();
    let (mock, out) = (Mock::start(&[Reply::Capitals]), folder.path().join("rows.parquet"));
    let out = out.display().to_string();
    let ended = run(["pair", "--resume", "--translate", "--translator", &server(&mock), "-o", &out, SEED_PATH]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
}

#[test]
fn lines_stay_beside_each_other() {
    let mock = Mock::start(&[Reply::Capitals]);
    let ended = support::run_with_input(["translate", "--lines", "--translator", &server(&mock)], "uno\n\ndos\n".as_bytes());
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), "UNO\n\nDOS\n"), "{}", ended.stderr);
}

#[test]
fn wrong_names_and_missing_engines_are_told() {
    let told = |translator: &str| {
        let empty = tempfile::tempdir().unwrap();
        let command = ["translate", "--translator", translator, SEED_PATH];
        let ended: support::Ended = cotejo(command).env("COTEJO_MODELS", empty.path()).env("PATH", "").output().unwrap().into();
        (ended.code, ended.stderr)
    };
    let (code, text) = told("google");
    assert!(code == Some(2) && text.contains("google: no such translator; there are auto, firefox"), "{text}");
    let (code, text) = told("firefox");
    assert!(code == Some(4) && text.contains("there is no such model") && text.contains("cotejo models get"), "{text}");
    let (code, text) = told("apertium:eng-xyz");
    assert!(code == Some(4) && text.contains("no mode eng-xyz"), "{text}");
}

#[test]
fn what_is_not_translated_is_told_in_order_and_ends_with_a_code_of_its_own() {
    let mock = Mock::start(&[Reply::Says(400, "", "no such language")]);
    let lines = |input: &str| support::run_with_input(["translate", "--lines", "-j2", "--translator", &server(&mock)], input.as_bytes());
    let ended = lines("uno\n\ndos\ntres\ncuatro\n");
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(4), "\n\n\n\n\n"), "{}", ended.stderr);
    let told: Vec<&str> =
        ended.stderr.lines().filter_map(|line| line.strip_prefix("error: <stdin>:")?.split_once(": not").map(|t| t.0)).collect();
    assert!(told.is_sorted() && told.contains(&"1") && told.contains(&"5"), "{}", ended.stderr);
    let ended = run(["translate", "--translator", &server(&mock), SEED_PATH]);
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    assert!(ended.rows().iter().all(|row| row[3].is_empty() && row[4].is_empty()), "{}", ended.stdout);
    // a part
    let mock = Mock::start(&[Reply::Capitals, Reply::Says(400, "", "enough")]);
    let many: String = (0..30).map(|n| format!("línea {n}\n")).collect();
    let ended = support::run_with_input(["translate", "--lines", "-j1", "--translator", &server(&mock)], many.as_bytes());
    assert!(ended.code == Some(3) && ended.stdout.starts_with("LÍNEA 0\n"), "{}", ended.stderr);
}

#[test]
fn an_address_that_is_none_is_a_wrong_use() {
    let ended = run(["translate", "--translator", "libretranslate:foo", SEED_PATH]);
    assert!(ended.code == Some(2) && ended.stderr.contains("begins with http://"), "{}", ended.stderr);
    let ended = run(["pair", "--no-protection", SEED_PATH]);
    assert!(ended.code == Some(2) && ended.stderr.contains("--translate"), "{}", ended.stderr);
}
