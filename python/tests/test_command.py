"""The command that the package brings is the program: exit codes, pipes, signals."""
import os
import pathlib
import signal
import subprocess
import sys
import time

import cotejo_captions as cotejo
import pytest
from conftest import ROOT, SEED, command

PROGRAM = pathlib.Path(sys.executable).with_name("cotejo")


def test_it_says_its_version_and_its_help():
    assert command("--version").stdout == f"cotejo {cotejo.__version__}\n".encode()
    shown = command("--help")
    assert shown.returncode == 0 and b"Usage: cotejo [OPTIONS] <COMMAND>" in shown.stdout
    assert command().returncode == 2


def test_rows_go_to_standard_output(in_root):
    done = command("pair", "--no-config", "data/articles/segob.txt")
    assert done.returncode == 0 and done.stdout.count(b"\n") == 3
    piped = command("pair", "--no-config", "--format", "jsonl", "-", input=SEED.read_bytes())
    assert piped.stdout.startswith(b'{"article":"<stdin>"')
    module = subprocess.run([sys.executable, "-m", "cotejo_captions", "pair", "--no-config", "data/articles/segob.txt"], capture_output=True)
    assert module.stdout == done.stdout


@pytest.mark.skipif("COTEJO" not in os.environ, reason="COTEJO names no program to compare with")
@pytest.mark.parametrize("words", [["pair", "data/articles/segob.txt"], ["audit", "data/articles/segob.txt"], ["checks"], ["pair", "--help"], ["pear"]])
def test_it_does_what_the_program_does(words, in_root):
    alone = subprocess.run([os.environ["COTEJO"], *words], capture_output=True)
    here = command(*words)
    assert (here.returncode, here.stdout, here.stderr) == (alone.returncode, alone.stdout, alone.stderr)


def test_exit_codes(in_root, tmp_path):
    assert command("audit", "--no-config", "data/articles/segob.txt").returncode == 1
    assert command("pair", "--no-such-option").returncode == 2
    some = command("pair", "--no-config", "data/articles/segob.txt", tmp_path / "nowhere.txt")
    assert some.returncode == 3 and b"nowhere.txt: no such file or folder" in some.stderr
    assert command("pair", "--no-config", tmp_path / "nowhere.txt").returncode == 4


def test_names_that_are_no_text_are_kept(tmp_path):
    name = os.fsdecode(b"a\xff.txt")
    (tmp_path / name).write_bytes(SEED.read_bytes())
    assert command("pair", "--no-config", name, cwd=tmp_path).stdout.count(b"\n") == 3


def test_the_card_of_a_folder_has_the_command_as_it_was_typed(tmp_path):
    (tmp_path / "a.txt").write_bytes(SEED.read_bytes())
    assert command("pair", "--no-config", "--format", "parquet", "-j2", "-o", "corpus/", "a.txt", cwd=tmp_path).returncode == 0
    assert "cotejo pair --no-config --format parquet -o corpus/ a.txt\n" in (tmp_path / "corpus/README.md").read_text(encoding="utf-8")


def test_a_closed_pipe_is_no_fault():
    shell = f"yes {SEED} | head -n 300 | xargs cat | '{PROGRAM}' pair --no-config - | head -c 100; echo ${{PIPESTATUS[3]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, timeout=120)
    assert done.stdout.endswith(b"\n0\n") or done.stdout.endswith(b"0\n") and b"Traceback" not in done.stderr
    assert b"Traceback" not in done.stderr and b"panicked" not in done.stderr


def start(*words, **options):
    return subprocess.Popen([PROGRAM, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def test_ctrl_c_ends_a_run_with_what_was_begun_done():
    child = start("pair", "--no-config", "--format", "jsonl", "--input-format", "jsonl", "-")
    child.stdin.write(b'{"text": "a"}\n' * 1000)
    child.stdin.flush()
    time.sleep(1)
    child.send_signal(signal.SIGINT)
    # its input is still open
    assert child.wait(20) == 4
    _, said = child.communicate()
    assert b"stopped after" in said and b"Traceback" not in said


def test_ctrl_c_ends_a_command_that_takes_no_note_of_it():
    child = start("forms", "try", "--no-config")
    time.sleep(1)
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=20)
    assert child.returncode == -signal.SIGINT


def test_it_runs_in_any_folder_and_writes_files_whole(tmp_path):
    done = command("pair", "--no-config", "-o", "rows.csv", SEED, cwd=tmp_path)
    assert done.returncode == 0 and done.stdout == b""
    assert (tmp_path / "rows.csv").read_text(encoding="utf-8").count("\n") == 3
    assert ROOT not in tmp_path.parents
