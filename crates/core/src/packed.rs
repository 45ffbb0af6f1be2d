//! Tables of numbers that are read where they stand: in the program itself, or in memory where they were made.

use std::borrow::Cow;

/// Numbers that stand in the program as they were stored, or in memory where they were made at run time.
pub(crate) type Numbers = Cow<'static, [u32]>;

/// Bytes of the one kind or the other.
pub(crate) type Bytes = Cow<'static, [u8]>;

/// Puts tables one behind the other. Numbers are stored with their lowest byte first, and every table begins at a
/// multiple of four bytes.
#[derive(Debug, Default)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    /// Appends a table of numbers.
    pub(crate) fn numbers(&mut self, numbers: &[u32]) {
        self.length(numbers.len());
        self.0.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }

    /// Appends a table of bytes.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.0.extend_from_slice(bytes);
        self.0.resize(self.0.len().next_multiple_of(4), 0);
    }

    fn length(&mut self, length: usize) {
        self.0.extend(u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
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
    /// The next table, of numbers; nothing where the bytes end before it does. It is read where it stands if the bytes
    /// begin at a multiple of four in memory and the processor has the lowest byte first, as nearly all have;
    /// otherwise it is copied.
    pub(crate) fn numbers(&mut self) -> Option<Numbers> {
        let length = self.length()?.checked_mul(4)?;
        let bytes = self.take(length)?;
        match bytemuck::try_cast_slice(bytes) {
            Ok(numbers) if cfg!(target_endian = "little") => Some(Cow::Borrowed(numbers)),
            _ => Some(bytes.as_chunks().0.iter().map(|chunk| u32::from_le_bytes(*chunk)).collect()),
        }
    }

    /// The next table, of bytes.
    pub(crate) fn bytes(&mut self) -> Option<&'static [u8]> {
        let length = self.length()?;
        let bytes = self.take(length.checked_next_multiple_of(4)?)?;
        bytes.get(..length)
    }

    fn length(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?) as usize)
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
        writer.bytes(b"abcde");
        writer.numbers(&[7, u32::MAX]);
        writer.numbers(&[]);
        let bytes: &'static [u8] = writer.into_bytes().leak();
        let mut reader = Reader(bytes);
        assert_eq!(reader.bytes(), Some(&b"abcde"[..]));
        assert_eq!(reader.numbers().as_deref(), Some(&[7, u32::MAX][..]));
        assert_eq!(reader.numbers().as_deref(), Some(&[][..]));
        assert!(reader.numbers().is_none());
        assert!(Reader(&bytes[..9]).bytes().is_none(), "a table that is cut off is none");
    }

    #[test]
    fn tables_at_odd_places_are_copied() {
        let mut writer = Writer::default();
        writer.numbers(&[1, 2]);
        let odd: &'static [u8] = [vec![0], writer.into_bytes()].concat().leak();
        assert_eq!(Reader(&odd[1..]).numbers().as_deref(), Some(&[1, 2][..]));
    }
}
