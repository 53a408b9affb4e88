"""Many articles: order, memory, errors, threads."""
import itertools
import pathlib
import signal
import subprocess
import sys
import threading
import time

import cotejo_captions as cotejo
import pytest
from conftest import SEED


def test_order_is_kept_for_any_number_of_threads(article):
    articles = [{"id": str(n), "text": article if n % 3 else "Nothing here."} for n in range(24)]
    alone = [cotejo.pairs(one) for one in articles]
    for jobs in (1, 2, 5):
        assert list(cotejo.pairs_many(articles, jobs=jobs)) == alone
    assert list(cotejo.pairs_many(iter(articles))) == alone


def test_articles_without_end_are_taken_as_rows_are(article):
    taken = 0

    def endless():
        nonlocal taken
        for taken in itertools.count(1):
            yield article

    many = cotejo.pairs_many(endless(), jobs=2)
    for given in range(1, 41):
        assert len(next(many)) == 2
        assert taken <= given + 2 * 16
    assert taken > 40, "nothing was read ahead"


def test_little_is_read_ahead_of_large_articles():
    taken = 0

    def large():
        nonlocal taken
        for taken in itertools.count(1):
            yield "No caption stands here. " * (24 << 20 >> 5)

    many = cotejo.pairs_many(large(), jobs=2)
    for given in range(1, 9):
        next(many)
        assert taken <= given + 5


def test_memory_stays_where_it_is():
    """A quarter of a gigabyte goes through in a process that may have so much more only in part."""
    script = """
import resource, sys, cotejo_captions as cotejo
text = "The mayor opened the park. " * 40_000
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
many = cotejo.pairs_many((text for _ in range(250)), jobs=2)
for _ in range(120): next(many)
before = peak()
for _ in many: pass
print(peak() - before)
"""
    grown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(grown.stdout) < 60, "megabytes"


def test_with_one_thread_nothing_is_read_ahead(article):
    source = iter([article, article])
    many = cotejo.pairs_many(source, jobs=1)
    next(many)
    assert len(list(source)) == 1


def test_a_slow_source_holds_the_first_rows_back_by_one_article_at_most(article):
    def slow():
        yield article
        yield article
        time.sleep(30)
        yield article

    started = time.monotonic()
    next(cotejo.pairs_many(slow(), jobs=2))
    assert time.monotonic() - started < 20


def test_an_error_has_its_place_and_the_rest_is_done(article, tmp_path):
    bad = [article, b"\0\1", article, tmp_path / "nowhere.txt", None, article]
    for jobs in (1, 3):
        found = list(cotejo.pairs_many(bad, jobs=jobs, errors="yield"))
        assert [len(rows) for rows in (found[0], found[2], found[5])] == [2, 2, 2]
        value, system, kind = found[1], found[3], found[4]
        assert isinstance(value, ValueError) and isinstance(value, cotejo.ArticleError) and value.index == 1 and value.article == "1"
        assert isinstance(system, OSError) and system.index == 3 and system.errno == 2 and system.article.endswith("nowhere.txt")
        assert isinstance(kind, TypeError) and kind.index == 4
        assert str(value).startswith("article 1: 1: not a text: byte 0 is NUL; give")
        many = cotejo.pairs_many(bad, jobs=jobs)
        assert len(next(many)) == 2
        with pytest.raises(ValueError, match="article 1"):
            next(many)
        assert len(next(many)) == 2
        with pytest.raises(OSError, match="no such file"):
            next(many)
        with pytest.raises(TypeError):
            next(many)
        assert len(next(many)) == 2 and next(many, None) is None and next(many, None) is None


def test_what_the_source_raises_comes_behind_its_articles(article):
    def breaking():
        yield article
        yield article
        raise ConnectionError("gone")

    for jobs in (1, 2):
        many = cotejo.pairs_many(breaking(), jobs=jobs, errors="yield")
        assert [len(next(many)), len(next(many))] == [2, 2]
        with pytest.raises(ConnectionError, match="gone"):
            next(many)
        assert next(many, None) is None


@pytest.mark.parametrize("options", [{"jobs": 0}, {"jobs": 5000}, {"errors": "ignore"}, {"format": "xml"}])
def test_options_that_are_not_valid(options):
    with pytest.raises(ValueError, match=f"`{next(iter(options))}` is"):
        cotejo.pairs_many([], **options)


def test_no_iterable():
    with pytest.raises(TypeError):
        cotejo.pairs_many(5)


def test_other_threads_run_meanwhile():
    """A thread that counts is not held up while another works for a second or more, in one call."""
    long = SEED.read_text(encoding="utf-8") * 400
    for work in (lambda: cotejo.pairs(long), lambda: list(cotejo.pairs_many([long], jobs=1)), lambda: list(cotejo.pairs_many([long], jobs=2))):
        pauses, done = [], threading.Event()

        def watch():
            last = time.perf_counter()
            while not done.is_set():
                time.sleep(0.001)
                now = time.perf_counter()
                pauses.append(now - last)
                last = now

        watcher = threading.Thread(target=watch)
        started = time.perf_counter()
        watcher.start()
        work()
        took = time.perf_counter() - started
        done.set()
        watcher.join()
        assert took > 0.2 and max(pauses) < took / 2, (took, max(pauses))


@pytest.mark.skipif(not pathlib.Path("/proc/self/task").exists(), reason="no /proc")
def test_threads_end_with_their_iterator():
    script = """
import itertools, os, sys, cotejo_captions as cotejo
threads = lambda: len(os.listdir("/proc/self/task"))
many = cotejo.pairs_many(itertools.repeat(open(sys.argv[1], encoding="utf-8").read()), jobs=4)
next(many)
print(threads())
del many
print(threads())
"""
    counted = subprocess.run([sys.executable, "-c", script, SEED], capture_output=True, text=True, check=True)
    assert counted.stdout == "5\n1\n"


def test_ctrl_c_ends_the_wait():
    """KeyboardInterrupt comes while a very long article is worked on by threads."""
    script = """
import sys, cotejo_captions as cotejo
text = open(sys.argv[1], encoding="utf-8").read() * 3000
print("ready", flush=True)
try:
    next(cotejo.pairs_many([text, text], jobs=2))
except KeyboardInterrupt:
    print("interrupted", flush=True)
    import os; os._exit(7)
"""
    child = subprocess.Popen([sys.executable, "-c", script, SEED], stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "ready\n"
    time.sleep(0.7)
    child.send_signal(signal.SIGINT)
    assert child.stdout.readline() == "interrupted\n"
    assert child.wait(20) == 7


@pytest.mark.parametrize("copies", [1, 1000])
def test_a_process_ends_in_the_middle(copies):
    """Also where a thread is still at a very long article."""
    script = """
import itertools, sys, cotejo_captions as cotejo
text = open(sys.argv[1], encoding="utf-8").read()
many = cotejo.pairs_many(itertools.chain([text], itertools.repeat(text * int(sys.argv[2]))), jobs=2)
next(many)
"""
    ended = subprocess.run([sys.executable, "-c", script, SEED, str(copies)], capture_output=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, b"")
