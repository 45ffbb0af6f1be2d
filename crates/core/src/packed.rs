//! Tables that are read where they stand: in the program itself, or in memory where they were made.

use std::borrow::Cow;

use bytemuck::AnyBitPattern;

/// Numbers that stand in the program as they were stored, or in memory where they were made at run time.
pub(crate) type Numbers = Cow<'static, [u32]>;

/// Bytes of the one kind or the other.
pub(crate) type Bytes = Cow<'static, [u8]>;

/// What every table begins at a multiple of, so that numbers of any size can be read in place.
const ALIGNED: usize = 8;

/// A number that can be stored, with its lowest byte first.
pub(crate) trait Number: AnyBitPattern {
    /// Appends its bytes.
    fn store(self, out: &mut Vec<u8>);
    /// Turns a number that was read as it stands into what it is on this processor.
    fn restored(self) -> Self;
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Number for $number {
            fn store(self, out: &mut Vec<u8>) {
                out.extend(self.to_le_bytes());
            }
            fn restored(self) -> Self {
                <$number>::from_le(self)
            }
        })*
    };
}
numbers!(u8, u16, u32, u64);

/// Puts tables one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    /// Appends a table of numbers.
    pub(crate) fn table<T: Number>(&mut self, numbers: &[T]) {
        (numbers.len() as u64).store(&mut self.0);
        numbers.iter().for_each(|number| number.store(&mut self.0));
        self.0.resize(self.0.len().next_multiple_of(ALIGNED), 0);
    }

    /// All tables as bytes.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Takes tables in the order in which they were written.
#[derive(Debug)]
pub(crate) struct Reader(pub(crate) &'static [u8]);

impl Reader {
    /// The next table; nothing where the bytes end before it does. It is read where it stands if the bytes begin at a
    /// multiple of eight in memory and the processor has the lowest byte first, as nearly all have; otherwise it is
    /// copied.
    pub(crate) fn table<T: Number>(&mut self) -> Option<Cow<'static, [T]>> {
        let length = usize::try_from(u64::from_le_bytes(self.take(ALIGNED)?.try_into().ok()?)).ok()?;
        let size = length.checked_mul(size_of::<T>())?;
        let bytes = self.take(size.checked_next_multiple_of(ALIGNED)?)?.get(..size)?;
        match bytemuck::try_cast_slice(bytes) {
            Ok(numbers) if cfg!(target_endian = "little") => Some(Cow::Borrowed(numbers)),
            _ => Some(
                bytes
                    .chunks_exact(size_of::<T>())
                    .map(|one| bytemuck::pod_read_unaligned::<T>(one).restored())
                    .collect(),
            ),
        }
    }

    /// The next table, of bytes.
    pub(crate) fn bytes(&mut self) -> Option<&'static [u8]> {
        match self.table::<u8>()? {
            Cow::Borrowed(bytes) => Some(bytes),
            // Bytes can be read at any place and in any order.
            Cow::Owned(bytes) => Some(bytes.leak()),
        }
    }

    fn take(&mut self, length: usize) -> Option<&'static [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_come_back_as_they_were() {
        let mut writer = Writer::default();
        writer.table(b"abcde");
        writer.table(&[7_u32, u32::MAX]);
        writer.table(&[1_u64 << 40]);
        writer.table::<u16>(&[]);
        let bytes: &'static [u8] = writer.into_bytes().leak();
        let mut reader = Reader(bytes);
        assert_eq!(reader.bytes(), Some(&b"abcde"[..]));
        assert_eq!(reader.table::<u32>().as_deref(), Some(&[7, u32::MAX][..]));
        assert_eq!(reader.table::<u64>().as_deref(), Some(&[1 << 40][..]));
        assert_eq!(reader.table::<u16>().as_deref(), Some(&[][..]));
        assert!(reader.table::<u32>().is_none());
        assert!(Reader(&bytes[..12]).bytes().is_none(), "a table that is cut off is none");
    }

    #[test]
    fn tables_at_odd_places_are_copied() {
        let mut writer = Writer::default();
        writer.table(&[1_u32, 2]);
        let odd: &'static [u8] = [vec![0], writer.into_bytes()].concat().leak();
        assert_eq!(Reader(&odd[1..]).table::<u32>().as_deref(), Some(&[1, 2][..]));
    }
}
