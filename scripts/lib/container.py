"""How weights and pieces lie in data/encoder and data/verifier: safetensors with matrices of 8 bits, and SentencePiece models."""

import json

import numpy as np
from sentencepiece import sentencepiece_model_pb2 as proto


def dense(tensors, name, matrix, full):
    """A matrix (inputs, outputs): as it is, or in 8 bits with a step for each output.

    8-bit weights lie as the kernels read them: 16 outputs side by side, 4 inputs of each together.
    """
    if full:
        tensors[name] = matrix
        return
    step = np.abs(matrix).max(axis=0) / np.float32(127)
    inputs, outputs = matrix.shape
    eight = np.rint(matrix / step).astype(np.int8)
    tensors[name] = eight.reshape(inputs // 4, 4, outputs // 16, 16).transpose(2, 0, 3, 1)
    tensors[f"{name}.step"] = step


def write_safetensors(path, tensors):
    """The container, with its data at a multiple of 64 (the safetensors package pads to 8)."""
    codes = {"float32": "F32", "int8": "I8", "uint8": "U8", "uint32": "U32"}
    header, at = {}, 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": codes[str(tensor.dtype)], "shape": tensor.shape, "data_offsets": [at, at + tensor.nbytes]}
        at += tensor.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-(8 + len(text)) % 64)
    parts = [np.ascontiguousarray(tensor).tobytes() for tensor in tensors.values()]
    path.write_bytes(b"".join([len(text).to_bytes(8, "little"), text, *parts]))


def pruned(model, kept):
    """The vocabulary of the kept pieces alone; the normaliser's data as they are."""
    small = proto.ModelProto()
    small.CopyFrom(model)
    del small.pieces[:]
    small.pieces.extend(model.pieces[i] for i in kept)
    small.trainer_spec.vocab_size = len(kept)
    return small.SerializeToString(deterministic=True)
