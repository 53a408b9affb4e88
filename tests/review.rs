//! `cotejo review` as a browser, an attacker and a kill meet it.
#![allow(clippy::unwrap_used)] // a test

use crate::support::review::{Client, Server, send};
use crate::support::{self, SEED_PATH};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A server with the founding article's two pairs.
fn with_seed(folder: &Path) -> (Server, Client) {
    let server = Server::start(&folder.join("reviews.db"), &[SEED_PATH]);
    let client = server.client();
    (server, client)
}

fn verdict(name: &str) -> Value {
    json!({"action": "verdict", "after": name})
}

#[test]
fn decisions_are_made_seen_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let (server, client) = with_seed(folder.path());
    let queue = client.get("/api/queue").json();
    assert_eq!(queue["count"], 2);
    let first = client.pair(1);
    assert_eq!(first["row"]["relation"], "partial");
    let said: String = first["es"].as_array().unwrap().iter().map(|stretch| stretch["text"].as_str().unwrap()).collect();
    assert_eq!(said, first["row"]["es"]);

    assert_eq!(client.decide(1, "Eva", &verdict("translation")).json()["verdict"], "translation");
    assert_eq!(client.get("/api/queue").json()["ids"], json!([2]));
    assert_eq!(client.get("/api/queue?status=decided&reviewer=Eva&relation=partial").json()["ids"], json!([1]));
    assert_eq!(client.get("/api/queue?status=mine&me=Max").json()["count"], 2);
    client.decide(1, "Max", &verdict("mismatch"));
    assert_eq!(client.get("/api/queue?status=disputed").json()["ids"], json!([1]));

    // an edit, then another English, on which no verdict stands yet
    assert_eq!(client.decide(1, "Eva", &json!({"action": "edit-en", "after": "Campa."})).json()["row"]["en"], "Campa.");
    let other = first["lines"].as_array().unwrap().iter().rfind(|line| line["language"] == "en").unwrap();
    let repaired = client.decide(1, "Eva", &json!({"start": other["start"]})).json();
    assert_eq!((&repaired["row"]["en"], &repaired["verdict"]), (&other["body"], &Value::Null));

    // what is taken back, is taken back; the log keeps all
    for expected in ["Campa.", first["row"]["en"].as_str().unwrap()] {
        assert_eq!(client.post("/api/undo", &json!({"reviewer": "Eva"})).unwrap().json()["row"]["en"], expected);
    }
    let last = client.post("/api/undo", &json!({"reviewer": "Eva"})).unwrap().json();
    assert_eq!((last["verdict"].as_str(), last["decisions"].as_array().unwrap().len()), (Some("mismatch"), 7));
    assert_eq!(client.post("/api/undo", &json!({"reviewer": "Eva"})).unwrap().status, 404);
    assert_eq!(client.post("/api/undo", &json!({"reviewer": "Eva", "decision": 2})).unwrap().status, 422);
    drop(server);

    // the same articles again: the pairs are there, with what was said
    let server = Server::start(&folder.path().join("reviews.db"), &[SEED_PATH]);
    let overview = server.client().get("/api/overview").json();
    assert_eq!((&overview["pairs"], &overview["decided"]), (&json!(2), &json!(1)));
}

#[test]
fn a_stale_page_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (_server, client) = with_seed(folder.path());
    let old = json!({"reviewer": "Eva", "version": 0, "change": verdict("partial")});
    assert_eq!(client.post("/api/pairs/2/decisions", &old).unwrap().status, 200);
    assert_eq!(client.post("/api/pairs/2/decisions", &old).unwrap().status, 409);
    assert_eq!(client.pair(2)["decisions"].as_array().unwrap().len(), 1);
}

#[test]
fn attacks_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (_server, client) = with_seed(folder.path());
    let host = client.address.to_string();
    let good = json!({"reviewer": "Eva", "version": 0, "change": verdict("partial")}).to_string();
    let path = "/api/pairs/1/decisions";
    let (json, csrf) = (("Content-Type", "application/json"), ("X-Csrf-Token", client.csrf.as_str()));
    let own = format!("http://{host}");
    let wrong_port = format!("http://127.0.0.1:{}", client.address.port() ^ 1);
    let status = |method, path, headers: &[(&str, &str)], body: &str| client.ask(method, path, headers, body).unwrap().status;

    // another site, also by a link to the API and from another port of this machine
    for origin in ["https://evil.example", "null", &wrong_port, "https://127.0.0.1"] {
        assert_eq!(status("POST", path, &[json, csrf, ("Origin", origin)], &good), 403, "{origin}");
        assert_eq!(status("GET", "/api/pairs/1", &[("Origin", origin)], ""), 403, "{origin}");
    }
    assert_eq!(status("GET", "/api/pairs/1", &[("Sec-Fetch-Site", "cross-site")], ""), 403);
    assert_eq!(status("GET", "/", &[("Sec-Fetch-Site", "cross-site")], ""), 200);
    // a name that somebody made point here
    for name in ["evil.example", "127.0.0.1.evil.example", "192.168.0.1", "127.0.0.1", ""] {
        let name = if name.contains('.') && name != "127.0.0.1" { format!("{name}:{}", client.address.port()) } else { name.to_owned() };
        for path in ["/", "/api/hello", "/api/pairs/1"] {
            assert_eq!(status("GET", path, &[("Host", &name)], ""), 421, "{name} {path}");
        }
    }
    // without the token that only the page can read, or as a form
    assert_eq!(status("POST", path, &[json], &good), 403);
    assert_eq!(status("POST", path, &[json, ("X-Csrf-Token", "0123456789abcdef0123456789abcdef")], &good), 403);
    assert_eq!(status("POST", "/api/undo", &[json], "{}"), 403);
    assert_eq!(status("POST", path, &[csrf, ("Content-Type", "text/plain")], &good), 415);
    // other files
    for path in [
        "/../Cargo.toml",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/api/../../x",
        "/app.js/../x",
        "/reviews.db",
        "/..\\x",
    ] {
        assert!(matches!(status("GET", path, &[], ""), 400 | 404), "{path}");
    }
    assert_eq!(status("GET", "/api/pairs/..%2f1", &[], ""), 400);
    assert_eq!(status("GET", "/api/pairs/99", &[], ""), 404);
    assert_eq!(status("PUT", path, &[json, csrf], &good), 405);
    // too much
    let long =
        |letters: usize| json!({"reviewer": "Eva", "version": 0, "change": {"action": "note", "after": "x".repeat(letters)}}).to_string();
    assert_eq!(status("POST", path, &[json, csrf], &long(1 << 20)), 413);
    assert_eq!(status("POST", path, &[json, csrf], &long(40 << 10)), 422);
    let long_path = format!("/{}", "x".repeat(100_000));
    assert_eq!(status("GET", &long_path, &[], ""), 414);
    // what makes no sense
    for (body, code) in [
        ("{", 400),
        (r#"{"reviewer":"","version":0,"change":{"action":"verdict","after":"partial"}}"#, 422),
        (r#"{"reviewer":"a\nb","version":0,"change":{"action":"verdict","after":"partial"}}"#, 422),
        (r#"{"reviewer":"Eva","version":0,"change":{"action":"verdict","after":"good"}}"#, 422),
        (r#"{"reviewer":"Eva","version":0,"change":{"action":"edit-en","after":" "}}"#, 422),
        (r#"{"reviewer":"Eva","version":0,"change":{"start":3}}"#, 422),
        (
            r#"{"reviewer":"Eva","version":0,"change":{"action":"re-pair","after":{"en":"x","en_raw":"x","en_line":1,"en_start":0,"en_end":1}}}"#,
            422,
        ),
    ] {
        assert_eq!(status("POST", path, &[json, csrf], body), code, "{body}");
    }
    assert!(send(client.address, b"\x16\x03\x01\x02\x00 no HTTP\r\n\r\n").is_none_or(|answer| answer.status == 400));

    // none of it left a trace; the page's own request does
    assert_eq!(client.pair(1)["version"], 0);
    assert_eq!(status("POST", path, &[json, csrf, ("Origin", &own), ("Sec-Fetch-Site", "same-origin")], &good), 200);
}

#[test]
fn texts_are_data_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>";
    let article = folder.path().join("evil.txt");
    let text = format!(
        "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde de la ciudad inauguró esta mañana el parque que los vecinos de la colonia habían pedido {evil} desde hace años. NOTIMEX/FOTO/ANA RUIZ/COR/POL/\nThe mayor {evil} opened the park. Photo: Notimex/Ana Ruiz\n"
    );
    std::fs::write(&article, text).unwrap();
    let server = Server::start(&folder.path().join("reviews.db"), &[article.to_str().unwrap()]);
    let client = server.client();
    assert!(client.pair(1)["row"]["es"].as_str().unwrap().contains(evil));
    client.decide(1, "<b>Eva</b>", &json!({"action": "note", "after": evil}));
    for path in ["/", "/app.js", "/view.js", "/strings.js", "/style.css", "/icon.svg", "/api/pairs/1", "/api/overview", "/nowhere"] {
        let answer = client.get(path);
        let kind = answer.header("content-type").unwrap();
        assert!(path.starts_with("/api") == kind.starts_with("application/json") || path == "/nowhere", "{path}: {kind}");
        assert!(path.starts_with("/api") || !answer.body.contains("alert("), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'") && !policy.contains("unsafe"), "{path}: {policy}");
        // no way for text to become mark-up, no file from elsewhere
        for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "https://", "style=", "onclick="] {
            assert!(path.starts_with("/api") || !answer.body.contains(word), "{path}: {word}");
        }
    }
}

/// Everything that a visitor can ask for.
const PATHS: [&str; 9] =
    ["/", "/app.js", "/view.js", "/strings.js", "/style.css", "/icon.svg", "/api/hello", "/api/overview", "/api/pairs/1"];

#[test]
fn nobody_gets_in_without_the_token() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("reviews.db");
    for listen in ["127.0.0.1", "0.0.0.0"] {
        let server = Server::start(&db, &["--listen", listen, SEED_PATH]);
        let (stranger, token) = (Client::stranger(server.address), server.token());
        assert!(token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()), "{token}");
        let wrong = "0".repeat(32);
        let tries = PATHS.map(str::to_owned).into_iter().chain(["/nowhere".to_owned(), format!("/?token={wrong}"), "/?token=".to_owned()]);
        // the token opens the page in the address, and nothing else
        let others = ["/api/hello", "/api/overview", "/app.js"].map(|path| format!("{path}?token={token}"));
        for path in tries.chain(others) {
            let answer = stranger.get(&path);
            assert_eq!(answer.status, 403, "{path}");
            assert!(answer.body.contains("cotejo review") && !answer.body.contains(token), "{path}: {}", answer.body);
            assert_eq!(answer.header("set-cookie"), None, "{path}");
            assert_eq!(answer.body.contains("<html"), !path.starts_with("/api/"), "{path}");
        }
        let change = json!({"reviewer": "Eva", "version": 0, "change": verdict("partial")});
        for (path, body) in [("/api/pairs/1/decisions", change), ("/api/undo", json!({"reviewer": "Eva"}))] {
            assert_eq!(stranger.post(path, &body).unwrap().status, 403, "{path}");
        }
        for header in
            [format!("Bearer {wrong}"), format!("Bearer {token}0"), format!("Basic {token}"), token.to_owned(), "Bearer ".to_owned()]
        {
            assert_eq!(stranger.ask("GET", "/api/hello", &[("Authorization", &header)], "").unwrap().status, 403, "{header}");
        }

        // the printed address opens the page, whose files the browser then gets by a cookie of this port; that opens nothing else
        let first = stranger.get(&format!("/{}", server.query));
        assert_eq!(first.status, 200);
        let cookie = first.header("set-cookie").unwrap();
        assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Strict") && !cookie.contains(token), "{cookie}");
        let cookie = cookie.split(';').next().unwrap();
        assert!(cookie.starts_with(&format!("cotejo-{}=", server.address.port())), "{cookie}");
        for path in PATHS {
            let with_cookie = stranger.ask("GET", path, &[("Cookie", &format!("other=1; {cookie}"))], "").unwrap();
            assert_eq!(with_cookie.status, if path.starts_with("/api/") { 403 } else { 200 }, "{path}");
            assert_eq!(server.client().get(path).status, 200, "{path}");
        }
        let foreign = format!("evil.example:{}", server.address.port());
        assert_eq!(server.client().ask("GET", "/api/hello", &[("Host", &foreign)], "").unwrap().status, 421);
    }
    let given = Server::start(&db, &["--token", "0123456789abcdef-_"]);
    assert_eq!((given.token(), given.client().get("/api/overview").status), ("0123456789abcdef-_", 200));
    let open = Server::start(&db, &["--no-token"]);
    assert_eq!((open.query.as_str(), Client::stranger(open.address).get("/api/overview").status), ("", 200));
    for wrong in [&["--token", "short"][..], &["--no-token", "--token", "0123456789abcdef"]] {
        let refused = support::run([&["review", "--db", folder.path().join("x.db").to_str().unwrap()][..], wrong].concat());
        assert_eq!(refused.code, Some(2));
    }
}

/// As many connections as a server holds.
const MOST_CONNECTIONS: usize = 256;

#[test]
fn who_connects_and_says_nothing_keeps_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let (server, client) = with_seed(folder.path());
    // a request that is under way: the program has its head, and waits for the rest of its body
    let body = json!({"reviewer": "Eva", "version": 0, "change": verdict("partial")}).to_string();
    let mut under_way = TcpStream::connect(server.address).unwrap();
    let head = format!(
        "POST /api/pairs/1/decisions HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nX-Csrf-Token: {}\r\nContent-Type: application/json\r\n\
         Expect: 100-continue\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        server.address,
        client.token,
        client.csrf,
        body.len()
    );
    under_way.write_all(head.as_bytes()).unwrap();
    let mut goes_on = [0; 25];
    under_way.read_exact(&mut goes_on).unwrap();
    assert_eq!(&goes_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    // some say nothing, some half of a head, some were answered once
    let idle: Vec<TcpStream> = (0..MOST_CONNECTIONS + 20)
        .map(|at| {
            let mut stream = TcpStream::connect(server.address).unwrap();
            match at % 3 {
                0 => {}
                1 => stream.write_all(b"GET / HTTP/1.1\r\nHost:").unwrap(),
                _ => stream.write_all(format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).as_bytes()).unwrap(),
            }
            stream
        })
        .collect();
    for _ in 0..5 {
        assert_eq!(client.get("/api/overview").status, 200);
    }
    under_way.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    under_way.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    drop(idle);
}

/// An article whose first caption has no English.
const ALONE: &str = "\
The mayor opened a park

60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque de la ciudad con vecinos. NOTIMEX/FOTO/ANA RUIZ/COR/POL/
";

#[test]
fn no_verdict_that_its_texts_contradict() {
    let folder = tempfile::tempdir().unwrap();
    let article = support::file(&folder, "alone.txt", ALONE);
    let db = folder.path().join("reviews.db");
    let server = Server::start(&db, &[&article]);
    let client = server.client();
    assert_eq!(client.pair(1)["row"]["en"], Value::Null);
    for change in [verdict("translation"), verdict("partial"), verdict("mismatch"), json!({"action": "edit-en", "after": "The mayor."})] {
        let answer = client.decide(1, "Eva", &change);
        assert_eq!(answer.status, 422, "{change}");
        assert!(answer.json()["error"].as_str().unwrap().contains("has no English"), "{answer:?}");
    }
    assert_eq!(client.pair(1)["version"], 0);
    let headline = client.pair(1)["lines"][0]["start"].clone();
    assert_eq!(client.decide(1, "Eva", &verdict("unpaired")).status, 200);
    // with an English it can be judged; when another takes the English back, what was said of it goes too
    assert_eq!(client.decide(1, "Max", &json!({"start": headline})).status, 200);
    assert_eq!(client.decide(1, "Eva", &verdict("translation")).json()["verdict"], "translation");
    let taken_back = client.post("/api/undo", &json!({"reviewer": "Max"})).unwrap().json();
    assert_eq!((&taken_back["row"]["en"], &taken_back["verdict"]), (&Value::Null, &json!("unpaired")));
    assert_eq!(client.get("/api/queue?status=disputed").json()["count"], 0);
    let rows = support::run(["pair", "--format", "jsonl", "--reviews", db.to_str().unwrap(), &article]).stdout;
    let row: Value = serde_json::from_str(&rows).unwrap();
    assert_eq!((&row["relation"], &row["score"], &row["en"]), (&json!("unpaired"), &Value::Null, &Value::Null));
}

#[test]
fn what_an_older_version_took_is_passed_over_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let article = support::file(&folder, "alone.txt", ALONE);
    let db = folder.path().join("reviews.db");
    drop(Server::start(&db, &[&article]));
    let database = rusqlite::Connection::open(&db).unwrap();
    // the file as version 1 of its schema had it, with a verdict that page took then
    database
        .execute_batch(
            "DROP VIEW contradicted; DROP VIEW verdicts; DROP VIEW standing; DROP VIEW live; DROP VIEW log; DROP TABLE decisions;",
        )
        .unwrap();
    let first = include_str!("../src/review/store/1.sql");
    database.execute_batch(&first[first.find("CREATE TABLE decisions").unwrap()..]).unwrap();
    let say =
        "INSERT INTO decisions (pair, reviewer, time, action, before, after) VALUES (1, 'Eva', '2026-01-01T00:00:00Z', ?1, 'null', ?2)";
    database.execute(say, ["verdict", "\"translation\""]).unwrap();
    database.execute(say, ["edit-en", "\"The mayor.\""]).unwrap();
    database.execute_batch("PRAGMA user_version = 1").unwrap();
    let held = |sql: &str| database.query_row(sql, [], |row| row.get::<_, Option<String>>(0)).unwrap();
    assert_eq!(held("SELECT verdict FROM pairs").as_deref(), Some("translation"));

    let ended = support::run(["pair", "--format", "jsonl", "--reviews", db.to_str().unwrap(), &article]);
    let row: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!((&row["relation"], &row["score"], &row["en"]), (&json!("unpaired"), &Value::Null, &Value::Null));
    assert!(
        ended.stderr.contains("2 decisions are passed over, since their captions have no English: verdict of Eva on"),
        "{}",
        ended.stderr
    );
    assert_eq!(held("SELECT verdict FROM pairs"), None);
    let agreement: Value = serde_json::from_str(&support::run(["agreement", "-f", "json", db.to_str().unwrap()]).stdout).unwrap();
    assert_eq!(agreement["judged"], 0);
    let server = Server::start(&db, &[]);
    let shown = server.client().pair(1);
    assert_eq!((&shown["verdict"], &shown["row"]["en"], shown["decisions"].as_array().unwrap().len()), (&Value::Null, &Value::Null, 2));
}

#[test]
fn a_pair_follows_its_article_or_says_that_it_changed() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("reviews.db");
    let first = std::fs::read_to_string(SEED_PATH).unwrap();
    let article = support::file(&folder, "segob.txt", &first);
    let marked = |shown: &Value| -> Vec<String> {
        let lines = shown["lines"].as_array().unwrap();
        let labels = shown["findings"].as_array().unwrap().iter().flat_map(|finding| finding["labels"].as_array().unwrap());
        let text = |label: &Value| {
            let [start, end] = ["start", "end"].map(|name| label[name].as_u64().unwrap() as usize);
            let at = |line: &&Value| line["start"].as_u64().unwrap() as usize <= start && end <= line["end"].as_u64().unwrap() as usize;
            let line = lines.iter().find(at).unwrap();
            let from = line["start"].as_u64().unwrap() as usize;
            line["raw"].as_str().unwrap()[start - from..end - from].to_owned()
        };
        labels.map(text).collect()
    };
    let shown = |inputs: &[&str]| {
        let server = Server::start(&db, inputs);
        server.client().pair(1)
    };
    let before = shown(&[&article]);
    let words = marked(&before);
    assert!(words.contains(&"Cifrían".to_owned()), "{words:?}");
    {
        let server = Server::start(&db, &[]);
        assert_eq!(server.client().decide(1, "Eva", &verdict("partial")).status, 200);
    }

    // lines come before it: its places follow
    support::file(&folder, "segob.txt", format!("Ñandú: más líneas\n\nOtra.\n{first}"));
    let after = shown(&[&article]);
    let added = "Ñandú: más líneas\n\nOtra.\n".len() as u64;
    for name in ["es_start", "es_end", "en_start", "en_end"] {
        assert_eq!(after["row"][name].as_u64().unwrap(), before["row"][name].as_u64().unwrap() + added, "{name}");
    }
    assert_eq!((&after["changed"], &after["verdict"]), (&json!({"es": false, "en": false}), &json!("partial")));
    assert_eq!(marked(&after), words);

    // its English is another now: it says so, and nothing wrong is marked
    let english = before["row"]["en_raw"].as_str().unwrap();
    support::file(&folder, "segob.txt", first.replace(english, "Something else stands here now, he said."));
    let other = shown(&[&article]);
    assert_eq!((&other["changed"]["en"], &other["row"]["en"]), (&json!(true), &before["row"]["en"]));
    assert!(marked(&other).iter().all(|word| words.contains(word)), "{:?}", marked(&other));
    // and so where the caption is gone
    support::file(&folder, "segob.txt", first.replace("Cifrían", "Cifrián"));
    assert_eq!(shown(&[&article])["changed"], json!({"es": true, "en": false}));

    // one name for two articles, as older versions kept them: each pair shows its own text or says that it is not there
    let twice = folder.path().join("twice.db");
    let record = |es: &str, en: &str| {
        let text =
            format!("60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- {es} NOTIMEX/FOTO/ANA RUIZ/COR/POL/\n{en} Photo: Notimex/Ana Ruiz");
        json!({"id": "a", "text": text}).to_string() + "\n"
    };
    let park = record("El alcalde inauguró el parque.", "The mayor opened the park.");
    let school = record("La gobernadora visitó la escuela de la ciudad.", "The governor visited the school of the city.");
    for text in [park, school] {
        let jsonl = support::file(&folder, "records.jsonl", text);
        drop(Server::start(&twice, &[&jsonl]));
    }
    let server = Server::start(&twice, &[]);
    let changed = [1, 2].map(|id| server.client().pair(id)["changed"]["es"].clone());
    assert_eq!(changed, [json!(true), json!(false)]);
    // and with the names that tell them apart
    let both = support::file(
        &folder,
        "both.jsonl",
        [json!({"id": "a", "text": ALONE}), json!({"id": "a#2", "text": ALONE})].map(|r| r.to_string() + "\n").concat(),
    );
    let server = Server::start(&folder.path().join("both.db"), &[&both]);
    assert_eq!([1, 2].map(|id| server.client().pair(id)["row"]["article"].clone()), [json!("a"), json!("a#2")]);
}

#[test]
fn nobody_signs_as_somebody_else() {
    let folder = tempfile::tempdir().unwrap();
    let (_server, client) = with_seed(folder.path());
    assert_eq!(client.decide(1, " Iván \u{a0} Ruiz ", &verdict("partial")).json()["decisions"][0]["reviewer"], "Iván Ruiz");
    // one person in another normal form
    assert_eq!(client.decide(1, "Iva\u{301}n Ruiz", &verdict("mismatch")).json()["decisions"][1]["reviewer"], "Iván Ruiz");
    for name in
        ["Iván\u{202e} Ruiz", "Iván Ruiz\u{200b}", "Iv\u{2066}án Ruiz", "Iván Ruiz\u{7f}", "Ivаn Ruiz", "lván Ruiz", "Iván\u{3164}Ruiz"]
    {
        let answer = client.decide(1, name, &verdict("translation"));
        assert_eq!(answer.status, 422, "{name:?}: {answer:?}");
        assert_eq!(client.post("/api/undo", &json!({"reviewer": name})).unwrap().status / 100, 4, "{name:?}");
    }
    assert_eq!(client.pair(1)["decisions"].as_array().unwrap().len(), 2);
    assert_eq!(client.get("/api/queue?status=mine&me=Iva%CC%81n++Ruiz").json()["ids"], json!([2]));
    for name in ["Eva\u{202e}", "Evа", ""] {
        let db = folder.path().join("other.db");
        let ended = support::run(["review", "--db", db.to_str().unwrap(), "--reviewer", name]);
        assert!(ended.code == Some(2) && ended.stderr.contains("the reviewer"), "{ended:?}");
        assert!(!db.exists());
    }
}

/// A number below `most`, another on every run.
fn random(most: u64) -> u64 {
    u64::from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos()) / 7 % most
}

#[test]
fn killed_during_200_decisions_every_acknowledged_one_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("reviews.db");
    drop(Server::start(&db, &[SEED_PATH]));
    // note and its pair, by the number that the server acknowledged
    let mut acknowledged: BTreeMap<i64, (i64, String)> = BTreeMap::new();
    let (mut kills, mut asked) = (0, 0);
    while acknowledged.len() < 200 || kills < 10 {
        let mut server = Server::start(&db, &[]);
        let client = server.client();
        let killer = std::thread::spawn(move || {
            let moment = 5 + random(80);
            // a failure prints it
            #[allow(clippy::print_stderr)]
            {
                eprintln!("killed after {moment} ms");
            }
            std::thread::sleep(Duration::from_millis(moment));
            server.child.kill().unwrap();
            server.child.wait().unwrap();
        });
        let mut versions =
            [1, 2].map(|id| client.ask("GET", &format!("/api/pairs/{id}"), &[], "").map_or(json!(0), |a| a.json()["version"].clone()));
        loop {
            asked += 1;
            let (id, note) = (1 + asked % 2, format!("note {asked}"));
            let body = json!({"reviewer": "Eva", "version": versions[id as usize - 1], "change": {"action": "note", "after": note}});
            let Some(answer) = client.post(&format!("/api/pairs/{id}/decisions"), &body) else { break };
            assert_eq!(answer.status, 200, "{answer:?}");
            let version = answer.json()["version"].clone();
            acknowledged.insert(version.as_i64().unwrap(), (id, note));
            versions[id as usize - 1] = version;
        }
        killer.join().unwrap();
        kills += 1;
    }
    let database = rusqlite::Connection::open(&db).unwrap();
    let text = |sql: &str| database.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(text("PRAGMA integrity_check"), "ok");
    for (id, (pair, note)) in &acknowledged {
        let sql = "SELECT pair, after ->> '$' FROM decisions WHERE id = ?1";
        let found: (i64, String) = database.query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(found, (*pair, note.clone()), "decision {id}");
    }
    // the program opens it too, and shows the last note
    let last = acknowledged.values().rfind(|(pair, _)| *pair == 1).unwrap();
    let shown = Server::start(&db, &[]).client().pair(1);
    assert!(shown["decisions"].as_array().unwrap().iter().any(|decision| decision["after"] == json!(last.1)), "{shown}");
}

#[test]
fn two_programs_and_four_reviewers_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("reviews.db");
    let servers = [Server::start(&db, &[SEED_PATH]), Server::start(&db, &[])];
    let reviewers: Vec<_> = ["Ana", "Eva", "Luz", "Max"].into_iter().zip(servers.iter().cycle()).collect();
    const EACH: usize = 25;
    let refused: usize = std::thread::scope(|scope| {
        let work = reviewers.into_iter().map(|(name, server)| {
            let client = server.client();
            scope.spawn(move || {
                let (mut done, mut refused) = (0, 0);
                while done < EACH {
                    let kind = ["translation", "partial", "mismatch"][done % 3];
                    let answer = client.decide(1 + done as i64 % 2, name, &verdict(kind));
                    match answer.status {
                        200 => done += 1,
                        409 => refused += 1,
                        _ => panic!("{answer:?}"),
                    }
                }
                refused
            })
        });
        let threads: Vec<_> = work.collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let database = rusqlite::Connection::open(&db).unwrap();
    let count = |sql: &str| database.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM decisions"), 4 * EACH as i64);
    assert_eq!(count("SELECT count(*) FROM (SELECT reviewer FROM decisions GROUP BY reviewer HAVING count(*) = 25)"), 4);
    // each decision was made on what the one before it left
    let sql = "SELECT count(*) FROM decisions d JOIN decisions b ON b.id = (SELECT max(id) FROM decisions WHERE pair = d.pair AND id < d.id) WHERE d.before <> b.after";
    assert_eq!(count(sql), 0, "{refused} were told to look again");
}

#[test]
fn decisions_cannot_be_changed_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let (server, client) = with_seed(folder.path());
    client.decide(1, "Eva", &verdict("partial"));
    server.kill();
    let database = rusqlite::Connection::open(folder.path().join("reviews.db")).unwrap();
    for sql in ["UPDATE decisions SET reviewer = 'Max'", "DELETE FROM decisions"] {
        assert!(database.execute(sql, []).is_err(), "{sql}");
    }
}

#[test]
fn ctrl_c_ends_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut server, _) = with_seed(folder.path());
    assert!(Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().unwrap().success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[test]
fn rows_come_as_people_decided() {
    let folder = tempfile::tempdir().unwrap();
    let (server, client) = with_seed(folder.path());
    let db = folder.path().join("reviews.db");
    let db = db.to_str().unwrap();
    let pair = |arguments: &[&str]| support::run([&["pair", "--reviews", db][..], arguments, &[SEED_PATH]].concat());
    let plain = support::run(["pair", SEED_PATH]);
    client.decide(1, "Eva", &json!({"action": "note", "after": "look"}));
    assert_eq!(pair(&[]).stdout, plain.stdout, "a note changes no row");

    let lines = client.pair(2)["lines"].clone();
    let other = lines.as_array().unwrap().iter().find(|line| line["line"] == 15).unwrap().clone();
    client.decide(1, "Eva", &json!({"action": "edit-es", "after": "Campa Cifrián habló."}));
    client.decide(1, "Eva", &verdict("translation"));
    client.decide(2, "Eva", &json!({"start": other["start"]}));
    // another English that nobody judged is no result yet
    let rows = pair(&["--format", "jsonl"]).stdout;
    let rows: Vec<Value> = rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (&rows[0]["relation"], &rows[0]["es"], &rows[0]["score"]),
        (&json!("translation"), &json!("Campa Cifrián habló."), &json!(1.0))
    );
    assert_eq!(rows[1]["relation"], "mismatch");
    assert_ne!(rows[1]["en_start"], other["start"]);

    client.decide(2, "Eva", &verdict("partial"));
    let row: Value = serde_json::from_str(pair(&["--format", "jsonl"]).stdout.lines().nth(1).unwrap()).unwrap();
    assert_eq!(
        (&row["relation"], &row["en"], &row["en_start"], &row["en_end"]),
        (&json!("partial"), &other["body"], &other["start"], &other["end"])
    );
    let memory = pair(&["--format", "tmx", "--relation", "translation"]).stdout;
    assert!(memory.contains("Campa Cifrián habló.") && memory.matches("<tu ").count() == 1, "{memory}");

    client.decide(2, "Eva", &verdict("unpaired"));
    let row: Value = serde_json::from_str(pair(&["--format", "jsonl"]).stdout.lines().nth(1).unwrap()).unwrap();
    assert_eq!((&row["relation"], &row["en"], &row["score"]), (&json!("unpaired"), &Value::Null, &Value::Null));

    client.decide(1, "Eva", &verdict("rejected"));
    let out = folder.path().join("corpus/");
    let ended = pair(&["-v", "-o", out.to_str().unwrap()]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(ended.stderr.contains("1 rows left out: a reviewer rejected them") && ended.summary.contains("1 caption:"), "{}", ended.stderr);
    assert!(std::fs::read_to_string(out.join("README.md")).unwrap().contains("1 rows were left out: a reviewer rejected them."));
    drop(server);
    assert_eq!(support::run(["pair", "--reviews", "nowhere.db", SEED_PATH]).code, Some(4));
}
