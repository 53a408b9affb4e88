//! A newsroom's own tables in `cotejo.toml`, and the column `form`.

use crate::support::{file, folder, run, run_with_input};
use cotejo::{Article, Cotejo, Form, House};
use std::fs;

/// Beside it the program reads nothing of this without the tables.
const ARTICLE: &str = "\
The mayor opened a park in Reynosa on Monday and left soon after that, people who were there said.

Reynosa :: 03MARZO2016 :: El alcalde inauguró el parque de la colonia. [ANA RUIZ x FARO]
The mayor opened the park of the neighbourhood. Photo: Faro Imagen/Ana Ruiz

Los vecinos llenan cubetas en una toma de agua de la colonia. Foto: Luz Mar Noticias
Residents fill buckets at a water tap of the neighbourhood. Photo: Luz Mar Noticias
";

const TABLES: &str = "\
photographers = ['Luz Mar Noticias']
[agencies]
'Faro Imagen' = ['FARO']
[forms]
FARO = ['{place} :: {day}{MONTH}{year} :: {body} [{PERSON} x {AGENCY}]']
";

#[test]
fn tables_beside_the_input() {
    let folder = folder();
    let article = file(&folder, "a.txt", ARTICLE);
    file(&folder, "cotejo.toml", TABLES);
    let fields = |arguments: &[&str]| -> Vec<[String; 6]> {
        let ended = run(["pair"].iter().chain(arguments));
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        ended.rows().iter().map(|row| [4, 15, 16, 17, 18, 23].map(|at| row[at].to_owned())).collect()
    };
    let first = ["El alcalde inauguró el parque de la colonia.", "2016-03-03", "Reynosa", "Faro Imagen", "ANA RUIZ", "agency"];
    let second = ["Los vecinos llenan cubetas en una toma de agua de la colonia.", "", "", "", "Luz Mar Noticias", "credit"];
    assert_eq!(fields(&[&article]), [first, second]);
    // on any number of threads, and for the library too
    assert_eq!(fields(&["-j", "3", &article]), [first, second]);
    let mut house = House::default();
    house.add_agency("Faro Imagen", ["FARO"]);
    house.add_photographer("Luz Mar Noticias");
    house.add_form("{place} :: {day}{MONTH}{year} :: {body} [{PERSON} x {AGENCY}]").unwrap();
    let rows = Cotejo::builder().house(house).build().unwrap().rows(&Article::from_text("a", ARTICLE));
    assert_eq!(rows.iter().map(|row| row.form.unwrap()).collect::<Vec<_>>(), [Form::Agency, Form::Credit]);
    // and not without them
    assert!(fields(&["--no-config", &article]).iter().all(|row| row[3] != "Faro Imagen" && row[4] != "Luz Mar Noticias"));
    // another file of settings, by name
    let other = file(&folder, "other.toml", "photographers = ['Luz Mar Noticias']\n");
    assert_eq!(fields(&["--config", &other, &article]).last().unwrap()[4], "Luz Mar Noticias");
    // the language of the passage and its part in the page are those of the caption
    let seen = run(["detect", &article]);
    assert!(seen.stdout.contains("caption,Reynosa :: 03MARZO2016"), "{}", seen.stdout);
    // the photographer of the two agrees
    let found = run(["audit", "--only", "photo", &article]);
    assert!(!found.stdout.contains("agency-differs"), "{}", found.stdout);
}

#[test]
fn tables_in_files_and_forms_of_rows() {
    let folder = folder();
    let article = file(&folder, "a.txt", ARTICLE);
    file(&folder, "agencies.csv", "name,aliases\nFaro Imagen,FARO\n");
    file(&folder, "forms.csv", "form,agency,language,seen\n{place} :: {day}{MONTH}{year} :: {body} [{PERSON} x {AGENCY}],FARO,es,faro\n");
    file(&folder, "cotejo.toml", "agencies = 'agencies.csv'\nforms = 'forms.csv'\n[pair]\nforms = ['agency']\n");
    let ended = run(["pair", &article]);
    assert_eq!((ended.rows().len(), &ended.rows()[0][17]), (1, "Faro Imagen"));
    assert!(ended.summary.contains("1 left out: 1 on another --forms"), "{}", ended.summary);
    // what is said on the command line counts more
    assert_eq!(run(["pair", "--forms", "credit,language", &article]).rows().len(), 1);
    assert_eq!(run(["pair", "--forms", "agency,credit", &article]).rows().len(), 2);
    fs::write(folder.path().join("forms.csv"), "form\n{person}\n").unwrap();
    let ended = run(["pair", &article]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("forms.csv:2: `{person}` has no {body}"), "{}", ended.stderr);
}

#[test]
fn what_a_caption_was_known_by() {
    let page = "<html><body><article><p>The mayor opened a park in Reynosa on Monday and left soon after that, people said.</p>\
        <figure><img src=a.jpg><figcaption>El alcalde inauguró ayer el parque de la colonia y saludó a los vecinos.</figcaption></figure>\
        <figure><img src=b.jpg><figcaption>Los vecinos llenan cubetas en una toma de agua. <cite>Ana Ruiz</cite></figcaption></figure>\
        <figure><img src=c.jpg><figcaption>Los maestros marchan por la avenida. Foto: Notimex/Ana Ruiz</figcaption></figure>\
        <figure><img src=d.jpg><figcaption>Los maestros vuelven por la avenida. Foto: Especial</figcaption></figure></article></body></html>";
    let ended = run_with_input(["pair", "--input-format", "html"], page.as_bytes());
    let forms: Vec<String> = ended.rows().iter().map(|row| row[23].to_owned()).collect();
    assert_eq!(forms, ["markup", "markup", "agency", "credit"], "{}", ended.stdout);
    let text = "The teachers have come from Oaxaca, they said on Monday.\n\nEl alcalde saludó a los maestros en la plaza. (Ana Ruiz)\n\n\
        The mayor greeted the teachers in the square. Photo: Reforma/Ana Ruiz\n\n\
        Pie de foto: El alcalde se fue de la plaza con los maestros de Oaxaca.\n";
    let ended = run_with_input(["pair"], text.as_bytes());
    let forms: Vec<String> = ended.rows().iter().map(|row| row[23].to_owned()).collect();
    assert_eq!(forms.last().map(String::as_str), Some("markup"), "{}", ended.stdout);
}

#[test]
fn the_style_of_the_house() {
    let folder = folder();
    let article = file(
        &folder,
        "a.txt",
        "The mayor opened a park in Reynosa on Monday and left soon after that, people who were there said.\n\n\
         La alcaldesa Irene Salcedo Núñez inauguró un parque en la colonia Lomas, que costó 12 por ciento menos. FOTO: ANA RUIZ/EFE\n\
         Governor Irene Salcedo Núñez opened a park in the Lomas colony, which cost 12 percent less. Photo: Ana Ruiz/EFE\n",
    );
    file(&folder, "people.csv", "name,aliases,es,en\nIrene Salcedo Núñez,,alcaldesa,mayor\n");
    file(
        &folder,
        "terms.tbx",
        "<tbx><text><body><conceptEntry>\
         <langSec xml:lang='es'><termSec><term>colonia</term></termSec></langSec>\
         <langSec xml:lang='en'><termSec><term>neighborhood</term></termSec></langSec>\
         </conceptEntry></body></text></tbx>",
    );
    let settings =
        "terms = 'terms.tbx'\npeople = 'people.csv'\n[[patterns]]\nmatch = '(\\d+) percent'\nseverity = 'note'\nreplace = '$1%'\n";
    let path = file(&folder, "cotejo.toml", settings);
    let found = run(["audit", "--only", "house", "--format", "csv", "--fail-on", "never", &article]);
    let mut codes: Vec<String> = found.rows().iter().map(|row| format!("{} {}", &row[6], &row[5])).collect();
    codes.sort();
    assert_eq!(codes, ["house-pattern note", "house-person warning", "house-term warning"], "{}", found.stdout);
    file(&folder, "terms.csv", "es,en\ncolonia,\n");
    // what is wrong with a list is told with its place, and nothing is audited
    for (settings, said) in [
        ("[[patterns]]\nmatch = '('\n", "cotejo.toml:2:9: `(` is no regular expression: unclosed group"),
        ("people = 'none.csv'\n", "none.csv: cannot be read"),
        ("terms = 'terms.csv'\n", "terms.csv:2: a term needs `avoid`, or `es` and `en`"),
    ] {
        fs::write(&path, settings).unwrap();
        let ended = run(["audit", &article]);
        assert_eq!(ended.code, Some(2), "{}", ended.stdout);
        assert!(ended.stderr.contains(said), "{}", ended.stderr);
    }
}
