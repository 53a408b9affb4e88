"""The options of a Pairer, and faults."""
import pickle
import threading

import cotejo_captions as cotejo
import pytest
from cotejo_captions import _native
from conftest import SEED


def test_each_option_does_something(article, tmp_path):
    plain = cotejo.pairs(article)
    assert cotejo.Pairer().pairs(article) == plain
    assert [row.similarity for row in cotejo.Pairer(fast=True).pairs(article)] == [None, None]
    assert [row.score for row in cotejo.Pairer(verify=False).pairs(article)] != [row.score for row in plain]
    assert "photo-old" in plain[0].findings
    assert "photo-old" not in cotejo.Pairer(ignore=["photo-old"]).pairs(article)[0].findings
    assert cotejo.Pairer(only=["people"]).pairs(article)[0].findings == "name-accent"
    severe = cotejo.Pairer(severity={"people": "error"}).examine(article).findings
    assert {finding.severity for finding in severe if finding.code == "name-accent"} == {"error"}
    assert [row.relation for row in cotejo.Pairer(relation=["partial"]).pairs(article)] == ["partial"]
    assert len(cotejo.Pairer(forms=["credit", "markup"]).pairs(article)) == 0
    assert len(cotejo.Pairer(min_score=0.02).pairs(article)) == 1
    near = cotejo.Pairer(candidates=1).pairs(article)
    assert len(near) == 2
    with pytest.raises(ValueError, match="larger than 100 bytes; raise the limit with `max_bytes`"):
        cotejo.Pairer(max_bytes=100).pairs(article)


def test_a_newsroom_s_file(tmp_path):
    text = "Lomas :: 3ENE2016 :: El alcalde inauguró dos parques. [ANA RUIZ x FARO]\nThe mayor opened two parks. Photo: Ana Ruiz"
    config = tmp_path / "cotejo.toml"
    config.write_text('[agencies]\n"Faro Imagen" = ["FARO"]\n[forms]\n"Faro Imagen" = ["{place} :: {day}{MONTH}{year} :: {body} [{PERSON} x {AGENCY}]"]\n')
    assert [row.agency for row in cotejo.Pairer(config=config).pairs(text)] == ["Faro Imagen"]
    assert [row.agency for row in cotejo.pairs(text)] != ["Faro Imagen"]
    config.write_text("[audit]\nonyl = []\n")
    with pytest.raises(ValueError, match="line 2"):
        cotejo.Pairer(config=config)


@pytest.mark.parametrize(
    "options, said",
    [
        ({"candidates": 0}, "`candidates` is 0"),
        ({"candidates": -1}, "`candidates` is -1"),
        ({"min_score": 1.5}, "`min_score` is 1.5"),
        ({"min_score": float("nan")}, "`min_score` is NaN"),
        ({"relation": ["same"]}, "`same` is none of translation, partial, mismatch, unpaired"),
        ({"forms": ["same"]}, "`same` is none of agency"),
        ({"only": ["poeple"]}, "no check is called `poeple`"),
        ({"severity": {"people": "bad"}}, "`bad` is none of note, warning, error"),
        ({"translator": "babelfish:x"}, "`translator`: "),
        ({"translator": 5}, "`translator` is the name of an engine"),
    ],
)
def test_options_that_are_not_valid(options, said):
    with pytest.raises(ValueError) as error:
        cotejo.Pairer(**options)
    assert said in str(error.value)


def test_options_that_are_not_there(tmp_path):
    with pytest.raises(TypeError, match="no option `treshold`"):
        cotejo.Pairer(treshold=1)
    with pytest.raises(TypeError):
        cotejo.Pairer(relation="partial")
    for option in ("config", "encoder", "model"):
        with pytest.raises(FileNotFoundError):
            cotejo.Pairer(**{option: tmp_path / "nowhere"})
    (tmp_path / "model.csv").write_text("no,model\n1,2\n")
    with pytest.raises(ValueError, match="model.csv: line"):
        cotejo.Pairer(model=tmp_path / "model.csv")
    with pytest.raises(ValueError, match="encoder.safetensors: cannot be read"):
        cotejo.Pairer(encoder=tmp_path)


def test_a_pairer_is_shown_and_pickled(article):
    pairer = cotejo.Pairer(relation=["partial"], min_score=0.01)
    assert repr(pairer) == "Pairer(relation=['partial'], min_score=0.01)"
    again = pickle.loads(pickle.dumps(pairer))
    assert repr(again) == repr(pairer) and again.pairs(article) == pairer.pairs(article)


def test_a_translator_of_one_s_own(article):
    asked = []

    def dictionary(texts):
        asked.extend(texts)
        return [None if "parque" in text.lower() else "At a press conference, the undersecretary spoke." for text in texts]

    pairer = cotejo.Pairer(translator=dictionary)
    rows = pairer.pairs(article)
    assert [row.mt for row in rows] == ["At a press conference, the undersecretary spoke.", None]
    assert [row.mt_engine for row in rows] == ["dictionary", None]
    assert rows.columns[-2:] == ["mt", "mt_engine"] and len(asked) >= 2
    assert rows.to_pyarrow()["mt_engine"].to_pylist() == ["dictionary", None]
    assert "machine" in pairer.examine(article).pairs[0].evidence
    assert list(pairer.pairs_many([article] * 3, jobs=2)) == [pairer.pairs(article, id=str(n)) for n in range(3)]


def test_what_a_translator_raises_reaches_the_caller(article):
    def broken(texts):
        raise ConnectionError("no line")

    pairer = cotejo.Pairer(translator=broken)
    for call in (pairer.pairs, pairer.examine, lambda text: next(pairer.pairs_many([text], jobs=2))):
        with pytest.raises(ConnectionError, match="no line"):
            call(article)
    with pytest.raises(ValueError, match="gave 1 answers to"):
        cotejo.Pairer(translator=lambda texts: ["one"]).pairs(article)


@pytest.mark.parametrize(
    "given, kind, said",
    [
        (None, TypeError, "not NoneType"),
        ({"text": 5}, TypeError, "not int"),
        ({"body": "a"}, ValueError, "no `text`, but "),
        (b"\x89PNG\r\n\x1a\n\0", ValueError, "a picture"),
        (b"%PDF-1.7\n", ValueError, "PDF"),
        ("a\udc80b", ValueError, "character 1 of the text is a lone surrogate"),
        (SEED.parent, OSError, "a folder"),
    ],
)
def test_what_is_no_article(given, kind, said):
    for call in (cotejo.pairs, cotejo.examine):
        with pytest.raises(kind) as error:
            call(given)
        assert isinstance(error.value, cotejo.ArticleError) and said in str(error.value)
        assert pickle.loads(pickle.dumps(error.value)).args == error.value.args


def test_one_pairer_serves_threads(article):
    pairer, found = cotejo.Pairer(), []
    threads = [threading.Thread(target=lambda: found.extend(len(pairer.pairs(article)) for _ in range(5))) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert found == [2] * 20


def test_a_panic_is_an_error_with_its_place(capfd):
    with pytest.raises(cotejo.ArticleInternalError, match=r"article 3: a fault of Cotejo.*src/lib\.rs:\d+:\d+.*on purpose.*report it") as error:
        _native.panics()
    assert isinstance(error.value, RuntimeError) and error.value.index == 3
    assert capfd.readouterr().err == ""
