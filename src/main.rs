//! The command `cotejo`: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    cotejo::cli::main()
}
