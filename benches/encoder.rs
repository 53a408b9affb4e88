//! Speed of the encoder: load, tokenizer, one sentence alone, an article's sentences, two vectors.
#![allow(missing_docs)]

use cotejo::encoder::Encoder;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

/// Sentences of news length, written for this file.
const SENTENCES: [&str; 6] = [
    "The governor said on Tuesday that the new hospital, which cost 2,400 million pesos, will open its doors before the end of the year.",
    "El gobernador dijo el martes que el nuevo hospital, que costó 2,400 millones de pesos, abrirá sus puertas antes de que termine el año.",
    "Residents of the northern districts have complained for months about the lack of water and the state of the roads.",
    "Vecinos de las colonias del norte se han quejado durante meses por la falta de agua y el mal estado de las calles.",
    "Roberto Campa Cifrián, undersecretary of Human Rights, gave a press conference about the report of the experts.",
    "El subsecretario de Derechos Humanos, Roberto Campa Cifrián, ofreció una conferencia de prensa sobre el informe de los expertos.",
];

fn encoder(c: &mut Criterion) {
    let encoder = Encoder::embedded();
    let article: Vec<&str> = SENTENCES.into_iter().cycle().take(60).collect();
    let mut group = c.benchmark_group("encoder");
    group.throughput(Throughput::Elements(1));
    group.bench_function("tokenizer, one sentence", |b| b.iter(|| encoder.pieces(black_box(SENTENCES[0]))));
    group.bench_function("one sentence alone", |b| b.iter(|| encoder.encode(black_box(&SENTENCES[..1]))));
    group.throughput(Throughput::Elements(60));
    group.bench_function("sixty sentences", |b| b.iter(|| encoder.encode(black_box(&article))));
    let vectors = encoder.encode(&SENTENCES);
    group.throughput(Throughput::Elements(1));
    group.bench_function("cosine", |b| b.iter(|| black_box(&vectors[0]).cosine(black_box(&vectors[1]))));
    group.sample_size(10);
    group.bench_function("open a folder", |b| b.iter(|| Encoder::open("data/encoder".as_ref()).map(drop)));
    group.finish();
}

criterion_group!(benches, encoder);
criterion_main!(benches);
