# Sourced by the shell commands: goes to the repository's root, knows the program under test ($cotejo), and ends a command that was started
# without its packages.
# shellcheck shell=bash
wanted=$(sed -n '2,/^[^#]/s/^# venv: //p' "$0")
started=$(cd -P "$(dirname "$0")" && pwd)/$(basename "$0" .sh)
cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
if [ -n "$wanted" ] && [ "${VIRTUAL_ENV:-}" != "$PWD/target/venv/$wanted" ]; then
    echo "${started#"$PWD/"}.sh needs the packages of scripts/requirements/$wanted.txt; start it by: scripts/dev $(basename "$(dirname "$started")") $(basename "$started")" >&2
    exit 1
fi
cotejo=${COTEJO:-$PWD/target/release/cotejo}
export COTEJO=$cotejo
