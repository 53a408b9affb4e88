"""What scripts/check/annotators.sh does in each tool's own environment: `annotator_tools.py doccano|argilla`.

Exports the founding article and those of tests/data/audit, gives the file to the tool's own reader, answers in its own objects, writes its
own export, imports that, and compares the decisions with what was answered. Ends with 1 where anything differs.
"""
import io
import json
import os
import pathlib
import sys
import tempfile
import zipfile
from importlib.metadata import version

import faulty_articles
from annotators import SEED, VERDICTS, cotejo


def imported(tool, path, *args):
    """The decisions in an export: (article, pair, action, after), sorted."""
    lines = cotejo("import", "--from", tool, *args, path).splitlines()
    return sorted((d["article"], d["pair_id"], d["action"], d["after"]) for d in map(json.loads, lines))


def answers(count):
    """A content and whether the English is edited, task by task."""
    return [(list(VERDICTS)[at % 3], at % 4 == 0) for at in range(count)]


def doccano(folder, articles):
    """Through doccano's import and export tasks, on a database of its own."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.production", "DATABASE_URL": f"sqlite:///{folder}/doccano.db", "HOME": str(folder),
        "MEDIA_ROOT": str(folder / "media"),
    }
    import backend

    sys.path.insert(0, str(pathlib.Path(backend.__file__).parent))
    import logging

    import django

    logging.disable(logging.WARNING)
    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    settings.MEDIA_ROOT = str(folder / "media")
    call_command("migrate", verbosity=0)
    call_command("create_roles", stdout=io.StringIO())
    from data_export.celery_tasks import export_dataset
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import create_file_format
    from data_import.pipeline.readers import FileName
    from examples.models import Comment, Example
    from labels.models import TextLabel
    from projects.models import ProjectType, Seq2seqProject

    eva = get_user_model().objects.create_user("eva")
    project = Seq2seqProject.objects.create(
        name="Cotejo", project_type=ProjectType.SEQ2SEQ, created_by=eva, collaborative_annotation=True
    )
    project.add_admin()
    tasks = folder / "tasks.jsonl"
    cotejo("export", "--to", "doccano", "-o", tasks, *articles)
    sent = [json.loads(line) for line in tasks.read_text().splitlines()]
    names = [FileName(full_path=str(tasks), generated_name="tasks.jsonl", upload_name="tasks.jsonl")]
    dataset = load_dataset(ProjectType.SEQ2SEQ, create_file_format("JSONL"), names, project, encoding="utf_8", column_data="text", column_label="label")
    dataset.save(eva, batch_size=1000)
    assert not dataset.errors, [error.dict() for error in dataset.errors]
    examples = list(Example.objects.filter(project=project).order_by("id"))
    assert [example.text for example in examples] == [line["text"] for line in sent]
    wanted = []
    for example, line, (content, edit) in zip(examples, sent, answers(len(sent))):
        label = TextLabel.objects.get(example=example)
        assert label.text == line["en"]
        key = (line["article"], line["pair_id"])
        if edit:
            label.text = f"{label.text} «Edited».\n"
            label.save()
            wanted.append((*key, "edit-en", label.text.strip()))
        Comment.objects.create(example=example, user=eva, text=content)
        wanted.append((*key, "verdict", VERDICTS[content]))
    with zipfile.ZipFile(export_dataset(project.id, "JSONL", confirmed_only=False)) as archive:
        archive.extract("all.jsonl", folder)
    return sent, imported("doccano", folder / "all.jsonl"), sorted(wanted)


def argilla(folder, articles):
    """Through Argilla's readers and writers of records and settings; no server, so that its client is a stand-in."""
    from unittest.mock import MagicMock
    from uuid import uuid4

    import argilla as rg
    from argilla.client import Argilla
    from argilla.records._io import JsonIO

    Argilla._get_default = classmethod(lambda cls: MagicMock())
    cotejo("export", "--to", "argilla", "-o", f"{folder}/", *articles)
    sent = json.loads((folder / "argilla.json").read_text())
    settings = rg.Settings.from_json(folder / "argilla-settings.json")
    settings.validate()
    questions = {question.name for question in settings.questions}
    fields = {field.name for field in settings.fields}
    records = JsonIO._records_from_json(folder / "argilla.json")
    user, wanted = uuid4(), []
    for record, line, (content, edit) in zip(records, sent, answers(len(sent)), strict=True):
        assert set(record.fields) == fields and {s.question_name for s in record.suggestions} <= questions
        assert record.suggestions.to_dict() == line["suggestions"] and record.metadata.to_dict() == line["metadata"]
        key = (line["metadata"]["article"], line["metadata"]["pair_id"])
        for question, value in [("languages", "right"), ("content", content), ("quality", 4)]:
            record.responses.add(rg.Response(question, value, user_id=user))
        wanted += [(*key, "verdict", VERDICTS[content]), (*key, "note", "quality 4 of 5")]
        if edit:
            record.responses.add(rg.Response("english", "Edited.", user_id=user))
            wanted.append((*key, "edit-en", "Edited."))
    JsonIO.to_json(records, folder / "answered.json")
    return sent, imported("argilla", folder / "answered.json"), sorted(wanted)


def main():
    tool = sys.argv[1]
    print(f"{tool} {version(tool)}, {cotejo('--version').strip()}")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        articles = [SEED, faulty_articles.write(folder / "articles.jsonl")]
        sent, found, wanted = {"doccano": doccano, "argilla": argilla}[tool](folder, articles)
    assert found == wanted, next((pair for pair in zip(found, wanted) if pair[0] != pair[1]), (len(found), len(wanted)))
    print(f"  {len(sent)} tasks read by {tool}'s own code, {len(wanted)} of {len(wanted)} decisions back")


if __name__ == "__main__":
    main()
