//! A table of hashes, and the bytes that it is read from.

use std::borrow::Cow;

/// A set of hashes that tells the slot of each.
///
/// The trainer has arranged the hashes so that each has a slot of its own: the upper bits of a hash choose a shift, and
/// the hash with its shift chooses the slot. So a look-up takes two reads and one comparison, whatever the hash. The
/// slot holds only the lower half of its hash: of the hashes that are not in the set one in 65,000 is found in it all
/// the same, which a tagger can live with.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) shifts: Cow<'static, [u16]>,
    pub(crate) prints: Cow<'static, [u16]>,
}

impl Table {
    /// Reads a table: how many shifts, how many slots, all shifts, all slots.
    pub(crate) fn read(bytes: &mut Bytes<'_>) -> Option<Self> {
        let (shifts, slots) = (bytes.number()?, bytes.number()?);
        Some(Self { shifts: bytes.pairs(shifts as usize)?.into(), prints: bytes.pairs(slots as usize)?.into() })
    }

    /// The slot of a hash.
    pub(crate) fn find(&self, hash: u32) -> Option<usize> {
        let (slot, known) = self.look(hash);
        known.then_some(slot)
    }

    /// The slot that a hash has if it is in the set, and whether it is.
    pub(crate) fn look(&self, hash: u32) -> (usize, bool) {
        let shift = self.shifts.get(part(hash, self.shifts.len())).copied().unwrap_or_default();
        let slot = slot(hash, shift, self.prints.len());
        (slot, self.prints.get(slot).is_some_and(|&other| other == print(hash)))
    }

    /// How many slots there are.
    pub(crate) fn len(&self) -> usize {
        self.prints.len()
    }
}

/// The slot of a hash under a shift, among `slots`.
pub(crate) const fn slot(hash: u32, shift: u16, slots: usize) -> usize {
    part((hash ^ (shift as u32).wrapping_mul(0x9e37_79b9)).wrapping_mul(0x85eb_ca6b), slots)
}

/// Which of `parts` equal parts of all numbers a hash lies in.
pub(crate) const fn part(hash: u32, parts: usize) -> usize {
    ((hash as u64 * parts as u64) >> 32) as usize
}

/// What a slot holds of its hash.
pub(crate) const fn print(hash: u32) -> u16 {
    (hash & 0xffff) as u16
}

/// The bytes of a model, taken from the front.
#[derive(Debug)]
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl<'a> Bytes<'a> {
    /// The next `len` bytes.
    pub(crate) fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }

    /// The next number of four bytes.
    pub(crate) fn number(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    /// The next `len` numbers of two bytes.
    pub(crate) fn pairs(&mut self, len: usize) -> Option<Vec<u16>> {
        let bytes = self.take(len.checked_mul(2)?)?;
        Some(bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect())
    }

    /// The next `len` numbers of eight bytes.
    pub(crate) fn longs(&mut self, len: usize) -> Option<Vec<u64>> {
        let bytes = self.take(len.checked_mul(8)?)?;
        Some(bytes.as_chunks().0.iter().map(|&eight| u64::from_le_bytes(eight)).collect())
    }
}

/// A number that changes with any of the bytes.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = 0x243f_6a88_85a3_08d3_u64 ^ bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut eight = [0; 8];
        eight[..chunk.len()].copy_from_slice(chunk);
        sum = (sum.rotate_left(26) ^ u64::from_le_bytes(eight)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    (sum >> 32) as u32
}
