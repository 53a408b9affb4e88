//! Everything that is tested through the library's public side or through the program: one module per subject.

#[cfg(feature = "review")]
mod annotate;
mod audit;
mod audit_formats;
mod bad_corpora;
mod bad_input;
mod captions;
mod characters;
mod cmd;
mod corpora;
mod datelines;
mod docs;
mod embed;
mod encoder;
mod filter;
#[cfg(feature = "translate")]
mod firefox;
mod floors;
mod formats;
mod house;
mod html;
#[cfg(unix)]
mod kept;
#[cfg(feature = "net")]
mod models;
mod name_heavy;
mod opened;
mod outputs;
mod properties;
mod records;
#[cfg(unix)]
mod resume;
#[cfg(all(unix, feature = "review"))]
mod review;
mod score;
mod seed;
mod support;
#[cfg(target_os = "linux")]
mod terminal;
#[cfg(feature = "net")]
mod translate;
mod world;
mod wrapped;

/// A file that is not named here would be passed over in silence.
#[test]
fn every_file_of_tests_is_named_here() {
    for file in std::fs::read_dir("tests").expect("the folder of the tests") {
        let name = file.expect("an entry").file_name().into_string().expect("UTF-8");
        if let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "all") {
            assert!(include_str!("all.rs").contains(&format!("\nmod {module};\n")), "{name}");
        }
    }
}
