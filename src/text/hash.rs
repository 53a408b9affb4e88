//! FNV-1a (Fowler, Noll and Vo): the same on every machine and in every version, and no more than that. `build.rs` includes this file.

/// FNV-1a, 64 bits.
#[allow(dead_code)] // build.rs has no use for it
pub(crate) fn fnv1a<T: Into<u64>>(parts: impl IntoIterator<Item = T>) -> u64 {
    parts.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, part| (hash ^ part.into()).wrapping_mul(0x0100_0000_01b3))
}

/// Where [`fnv1a_32`] begins.
pub(crate) const FNV_BASIS_32: u32 = 0x811c_9dc5;

/// A step of FNV-1a, 32 bits: what compiled and fitted tables are asked by.
pub(crate) fn fnv1a_32(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}
