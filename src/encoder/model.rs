//! The model's container: a safetensors file. Shapes, with V pieces, G groups of rows, E = 512, and weights W that are
//! either `F32` (inputs, outputs) or `I8` (outputs / 16, inputs / 4, 16, 4) with a tensor `NAME.step` (outputs), the size of
//! a step of each output:
//!
//! | tensor | shape | what |
//! |---|---|---|
//! | `table` | U8 (V, 384) | embeddings, 512 values of 6 bits a row: byte i holds value i and above it two bits of value 384 + i % 128 |
//! | `table.original` | U32 (V) | a piece's number in the unpruned vocabulary; modulo G the group of its row |
//! | `table.scale`, `table.low` | F32 (G) | embedding = value * scale + low |
//! | `proj` + `.bias` `.gamma` `.beta` | W (512, 768) | projection for the three n-gram orders side by side, and the norm over all 768 |
//! | `convN.1`, `convN.2` + `.bias` | W (N * 256, 256) | for N = 2, 3, 5: windows of N tokens, 0, 1, 2 of them to the left |
//! | `norm.gamma`, `norm.beta` | F32 (1280) | norm of embedding and the three branches |
//! | `cnn` + `.bias` | W (1280, 512) | projection of the sum |
//! | `d0` `p1` `d1` `d2` `p3` `d3` | W | the last layers: 512-320, 512-320, 320-320, 320-512, 320-512, 512-512 |
//! | `eps` | F32 (1) | of the norms |

use super::dense::{Dense, Weights};
use super::error::Error;
use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use std::ops::Range;

/// Numbers of an embedding, and of a sentence's vector.
pub(crate) const WIDTH: usize = 512;
/// Numbers of a token in a branch.
pub(crate) const BRANCH: usize = 256;
/// Numbers of a token before the sum.
pub(crate) const FEATURES: usize = WIDTH + 3 * BRANCH;
/// Bytes of a row of the table.
const ROW: usize = 384;
/// Window lengths of the branches and how much of each lies to the left.
pub(crate) const ORDERS: [(usize, usize); 3] = [(2, 0), (3, 1), (5, 2)];

/// Bytes that begin at a multiple of 64, where vectors of weights do not straddle cache lines.
pub(crate) enum Aligned {
    /// In the program.
    Embedded(&'static [u8]),
    /// Read from a file, after this many bytes of padding.
    Read(Vec<u8>, usize),
}

impl Aligned {
    /// A copy of a file's bytes.
    pub(crate) fn copy(bytes: &[u8]) -> Self {
        let mut filled: Vec<u8> = Vec::with_capacity(bytes.len() + 64);
        let filling = filled.as_ptr().align_offset(64).min(64);
        filled.resize(filling, 0);
        filled.extend_from_slice(bytes);
        Self::Read(filled, filling)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Embedded(bytes) => bytes,
            Self::Read(bytes, filling) => &bytes[*filling..],
        }
    }
}

/// A branch: two convolutions of the same window.
pub(crate) struct Branch {
    pub(crate) first: Dense,
    pub(crate) second: Dense,
}

/// The weights, where they lie.
pub(crate) struct Model {
    bytes: Aligned,
    table: Range<usize>,
    original: Range<usize>,
    pub(crate) scale: Vec<f32>,
    pub(crate) low: Vec<f32>,
    pub(crate) proj: Dense,
    /// What `low` of each group adds to the projection of a row of steps (empty in full precision).
    pub(crate) low_projected: Vec<Vec<f32>>,
    pub(crate) proj_norm: [Vec<f32>; 2],
    pub(crate) branches: [Branch; 3],
    pub(crate) norm: [Vec<f32>; 2],
    pub(crate) cnn: Dense,
    pub(crate) d0: Dense,
    pub(crate) p1: Dense,
    pub(crate) d1: Dense,
    pub(crate) d2: Dense,
    pub(crate) p3: Dense,
    pub(crate) d3: Dense,
    pub(crate) eps: f32,
}

impl Model {
    /// Reads a container; `file` is its name in messages. Weights in 8 bits stay where they are.
    ///
    /// # Errors
    /// [`Error::Container`] and [`Error::Tensor`].
    pub(crate) fn new(bytes: Aligned, file: &str) -> Result<Self, Error> {
        let reader = Reader::open(bytes.bytes(), file)?;
        let table = reader.view("table", Dtype::U8)?;
        let [rows, ROW] = *table.shape() else { return Err(reader.wrong("table", format!("shape {:?}, not [V, {ROW}]", table.shape()))) };
        let original = reader.sized("table.original", Dtype::U32, &[rows])?;
        let scale = reader.floats("table.scale", None)?;
        let low = reader.floats("table.low", Some(scale.len()))?;
        if scale.is_empty() {
            return Err(reader.wrong("table.scale", "empty".to_owned()));
        }
        let proj = reader.dense("proj", WIDTH, 3 * BRANCH, Some("proj.bias"))?;
        let sums = proj.column_sums(bytes.bytes());
        let low_projected = if sums.is_empty() { Vec::new() } else { low.iter().map(|l| sums.iter().map(|s| l * s).collect()).collect() };
        let branch = |(n, _): (usize, usize)| -> Result<Branch, Error> {
            let [first, second] = ["1", "2"].map(|i| {
                let name = format!("conv{n}.{i}");
                reader.dense(&name, n * BRANCH, BRANCH, Some(&format!("{name}.bias")))
            });
            Ok(Branch { first: first?, second: second? })
        };
        let [two, three, five] = ORDERS.map(branch);
        let eps = reader.floats("eps", Some(1))?[0];
        Ok(Self {
            table: reader.range(&table),
            original: reader.range(&original),
            scale,
            low,
            low_projected,
            proj_norm: [reader.floats("proj.gamma", Some(3 * BRANCH))?, reader.floats("proj.beta", Some(3 * BRANCH))?],
            branches: [two?, three?, five?],
            norm: [reader.floats("norm.gamma", Some(FEATURES))?, reader.floats("norm.beta", Some(FEATURES))?],
            cnn: reader.dense("cnn", FEATURES, WIDTH, Some("cnn.bias"))?,
            d0: reader.dense("d0", WIDTH, 320, None)?,
            p1: reader.dense("p1", WIDTH, 320, None)?,
            d1: reader.dense("d1", 320, 320, None)?,
            d2: reader.dense("d2", 320, WIDTH, None)?,
            p3: reader.dense("p3", 320, WIDTH, None)?,
            d3: reader.dense("d3", WIDTH, WIDTH, None)?,
            proj,
            eps,
            bytes,
        })
    }

    /// The file's bytes, in which ranges of weights lie.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.bytes()
    }

    /// How many pieces have an embedding.
    pub(crate) fn len(&self) -> usize {
        self.table.len() / ROW
    }

    /// The packed row of a piece and its group.
    #[inline(always)]
    pub(crate) fn row(&self, id: u32) -> (&[u8], usize) {
        let bytes = self.bytes();
        let at = self.table.start + id as usize * ROW;
        (&bytes[at..at + ROW], self.original(id) as usize % self.scale.len())
    }

    /// A piece's number in the unpruned vocabulary.
    #[inline(always)]
    pub(crate) fn original(&self, id: u32) -> u32 {
        let at = self.original.start + id as usize * 4;
        let b = &self.bytes()[at..at + 4];
        u32::from_le_bytes([b[0], b[1], b[2], b[3]])
    }
}

/// Reads tensors and says what is wrong with them.
pub(crate) struct Reader<'a> {
    tensors: SafeTensors<'a>,
    whole: &'a [u8],
    file: &'a str,
}

impl<'a> Reader<'a> {
    /// The tensors of a container; `file` is its name in messages.
    ///
    /// # Errors
    /// [`Error::Container`].
    pub(crate) fn open(whole: &'a [u8], file: &'a str) -> Result<Self, Error> {
        let tensors =
            SafeTensors::deserialize(whole).map_err(|cause| Error::Container { file: file.to_owned(), cause: cause.to_string() })?;
        Ok(Self { tensors, whole, file })
    }

    /// Whether there is such a tensor.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.tensors.tensor(name).is_ok()
    }

    /// What is wrong with a tensor.
    pub(crate) fn wrong(&self, tensor: &str, cause: String) -> Error {
        Error::Tensor { file: self.file.to_owned(), tensor: tensor.to_owned(), cause }
    }

    /// A tensor of this type.
    pub(crate) fn view(&self, name: &str, dtype: Dtype) -> Result<TensorView<'a>, Error> {
        let view = self.tensors.tensor(name).map_err(|_| self.wrong(name, "missing".to_owned()))?;
        if view.dtype() != dtype {
            return Err(self.wrong(name, format!("type {:?}, not {dtype:?}", view.dtype())));
        }
        Ok(view)
    }

    /// A tensor of this type and shape.
    pub(crate) fn sized(&self, name: &str, dtype: Dtype, shape: &[usize]) -> Result<TensorView<'a>, Error> {
        let view = self.view(name, dtype)?;
        if view.shape() != shape {
            return Err(self.wrong(name, format!("shape {:?}, not {shape:?}", view.shape())));
        }
        Ok(view)
    }

    /// Where a tensor lies in the file.
    pub(crate) fn range(&self, view: &TensorView<'a>) -> Range<usize> {
        // a view is a part of `whole`, so the difference of the addresses is its offset
        let start = view.data().as_ptr() as usize - self.whole.as_ptr() as usize;
        start..start + view.data().len()
    }

    /// Numbers, of which there must be so many.
    pub(crate) fn floats(&self, name: &str, length: Option<usize>) -> Result<Vec<f32>, Error> {
        let view = self.view(name, Dtype::F32)?;
        if view.shape().len() != 1 || length.is_some_and(|n| view.shape() != [n]) {
            return Err(self.wrong(name, format!("shape {:?}, not [{}]", view.shape(), length.map_or("G".to_owned(), |n| n.to_string()))));
        }
        self.decoded(name, &view)
    }

    fn decoded(&self, name: &str, view: &TensorView<'a>) -> Result<Vec<f32>, Error> {
        let numbers: Vec<f32> = view.data().chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        if numbers.iter().any(|n| !n.is_finite()) {
            return Err(self.wrong(name, "holds an infinity or what is no number".to_owned()));
        }
        Ok(numbers)
    }

    /// A layer.
    pub(crate) fn dense(&self, name: &str, inputs: usize, outputs: usize, bias: Option<&str>) -> Result<Dense, Error> {
        let bias = bias.map_or(Ok(Vec::new()), |bias| self.floats(bias, Some(outputs)))?;
        let eight = self.tensors.tensor(name).is_ok_and(|view| view.dtype() == Dtype::I8);
        let weights = if eight {
            let view = self.sized(name, Dtype::I8, &[outputs / 16, inputs / 4, 16, 4])?;
            if view.data().contains(&0x80) {
                return Err(self.wrong(name, "holds -128; steps are -127..=127".to_owned()));
            }
            Weights::Eight { at: self.range(&view), step: self.floats(&format!("{name}.step"), Some(outputs))? }
        } else {
            Weights::Full(self.decoded(name, &self.sized(name, Dtype::F32, &[inputs, outputs])?)?)
        };
        Ok(Dense { weights, bias, inputs, outputs })
    }
}
