"""The verifier's network: the lower layers of multilingual-e5-small over `<s> es </s> </s> en </s>`, with a head that says what the two
texts have to do with each other and one that says of each piece whether the other side says it."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from base import LAYERS

RELATIONS = ("translation", "partial", "mismatch")
TAGS = ("said", "not said", "contradicted")
FLOOR = -9.0


class Layer(nn.Module):
    """A layer of BERT: attention, then two dense layers; each is added to its input and normed."""

    def __init__(self, base, number):
        super().__init__()
        width, self.heads = base.width, base.heads
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, base.inner), nn.Linear(base.inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, base.eps), nn.LayerNorm(width, base.eps)
        matrix = lambda name, outputs: base.matrix(f"l{number}.{name}.w", outputs)
        floats = lambda name: base.floats(f"l{number}.{name}")
        fill(self.qkv, np.concatenate([matrix(n, width) for n in "qkv"]), np.concatenate([floats(f"{n}.b") for n in "qkv"]))
        fill(self.out, matrix("ao", width), floats("ao.b"))
        fill(self.up, matrix("fi", base.inner), floats("fi.b"))
        fill(self.down, matrix("fo", width), floats("fo.b"))
        fill(self.norm1, floats("aln.w"), floats("aln.b"))
        fill(self.norm2, floats("oln.w"), floats("oln.b"))

    def forward(self, x, mask):
        texts, pieces, width = x.shape
        q, k, v = self.qkv(x).view(texts, pieces, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        # not scaled_dot_product_attention: on the CPU the way back through it is slower than through these
        shares = (q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5 + mask).softmax(-1)
        seen = (shares.to(v.dtype) @ v).transpose(1, 2).reshape(texts, pieces, width)
        x = self.norm1(x + self.out(seen))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


def fill(module, weight, bias):
    module.weight.data, module.bias.data = torch.tensor(weight), torch.tensor(bias)


class Network(nn.Module):
    """`kept`: the numbers of the pieces in the base; a piece's new number is its place there."""

    def __init__(self, base, table):
        super().__init__()
        width = base.width
        self.register_buffer("table", torch.tensor(table), persistent=False)
        self.register_buffer("places", torch.tensor(base.floats("emb.pos").reshape(-1, width) + base.floats("emb.type")[:width]), persistent=False)
        self.side = nn.Parameter(torch.zeros(2, width))
        self.norm = nn.LayerNorm(width, base.eps)
        fill(self.norm, base.floats("emb.ln.w"), base.floats("emb.ln.b"))
        self.layers = nn.ModuleList(Layer(base, number) for number in range(LAYERS))
        self.tag = nn.Linear(width, 3)
        self.hidden, self.relation = nn.Linear(2 * width + 6, width), nn.Linear(width, 3)

    def forward(self, ids, sides, mask):
        """Logits of the relation (texts x 3) and of the tags (texts x pieces x 3)."""
        h = self.norm(self.table[ids] + self.places[: ids.shape[1]] + self.side[sides])
        hidden = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None, :]
        if torch.is_autocast_enabled("cpu"):
            h, hidden = h.bfloat16(), hidden.bfloat16()
        for layer in self.layers:
            h = layer(h, hidden)
        h = h.float()
        tags = self.tag(h).float()
        weight = mask.float()[..., None]
        mean = (h * weight).sum(1) / weight.sum(1)
        features = torch.cat([h[:, 0], mean, worst(tags, sides, mask)], -1)
        hidden = torch.tanh(self.hidden(features))
        return self.relation(hidden).float(), tags


def worst(tags, sides, mask):
    """What the tags say, the worst piece of each side: most likely not said, most likely contradicted, least likely said."""
    logs, found = tags.log_softmax(-1), []
    for side in (0, 1):
        own = (mask & (sides == side))[..., None]
        most = logs[..., 1:].masked_fill(~own, FLOOR).amax(1)
        least = logs[..., :1].masked_fill(~own, 0.0).amin(1).clamp(min=FLOOR)
        found += [most, least]
    return torch.cat(found, -1)
