//! Lines of any input, in constant memory.

use std::io::{self, BufRead, BufReader, Read};

/// Read at once: large enough that system calls do not show.
const READ_BYTES: usize = 256 << 10;
/// A longer line is no message (Kafka's own records end near 1 MiB): it is skipped, not held.
pub(super) const LINE_BYTES_MAX: usize = 16 << 20;

/// One line, without its end.
pub(super) enum Line<'a> {
    Whole(&'a [u8]),
    TooLong,
}

/// Reads lines into one buffer, which is as long as the longest line at most.
pub(super) struct Lines<R> {
    reader: BufReader<R>,
    line: Vec<u8>,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader: BufReader::with_capacity(READ_BYTES, reader), line: Vec::new() }
    }

    /// Whether the next line may make us wait: the time to hand over what is written.
    pub(super) fn may_wait(&self) -> bool {
        memchr::memchr(b'\n', self.reader.buffer()).is_none()
    }

    /// The next line and the bytes it took; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<(Line<'_>, usize)>> {
        self.line.clear();
        let mut taken = 0;
        let mut too_long = false;
        loop {
            let bytes = match self.reader.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if bytes.is_empty() && taken == 0 {
                return Ok(None);
            }
            let end = memchr::memchr(b'\n', bytes);
            let part = &bytes[..end.unwrap_or(bytes.len())];
            too_long |= self.line.len() + part.len() > LINE_BYTES_MAX;
            if !too_long {
                self.line.extend_from_slice(part);
            }
            let ended = end.is_some() || bytes.is_empty();
            let read = part.len() + usize::from(end.is_some());
            self.reader.consume(read);
            taken += read;
            if ended {
                let line = if too_long { Line::TooLong } else { Line::Whole(&self.line) };
                return Ok(Some((line, taken)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LINE_BYTES_MAX, Line, Lines};

    #[track_caller]
    fn check(input: &[u8], expected: &[Option<&[u8]>]) {
        let mut lines = Lines::new(input);
        for line in expected {
            match (lines.next().unwrap().map(|(line, _)| line), line) {
                (Some(Line::Whole(read)), Some(line)) => assert_eq!(read, *line),
                (Some(Line::TooLong), None) => {}
                _ => panic!("another line was expected"),
            }
        }
        assert!(lines.next().unwrap().is_none());
    }

    #[test]
    fn lines_end_where_they_should() {
        check(b"", &[]);
        check(b"\n", &[Some(b"")]);
        check(b"a\n\nb", &[Some(b"a"), Some(b""), Some(b"b")]);
        check(b"a\r\nb\n", &[Some(b"a\r"), Some(b"b")]);
        let long =
            [vec![b'x'; LINE_BYTES_MAX], b"\n".to_vec(), vec![b'y'; LINE_BYTES_MAX + 1], b"\nz".to_vec()].concat();
        check(&long, &[Some(&long[..LINE_BYTES_MAX]), None, Some(b"z")]);
    }
}
