//! Copying over the line: OSC 52 asks the terminal the person sits at, wherever the program runs. Nothing is asked back.

/// The most that is copied, in bytes: xterm takes no more.
pub const MOST: usize = 50_000;
/// Bytes of one piece through GNU screen.
const PIECE: usize = 240;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What lies between the program and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Nothing that reads along.
    Nothing,
    /// tmux: takes the request itself (`set-clipboard on`) or hands a wrapped one through (`allow-passthrough on`).
    Tmux,
    /// GNU screen: hands wrapped pieces through.
    Screen,
}

impl Between {
    /// As the environment tells.
    pub fn of(env: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| env(name).filter(|value| !value.is_empty());
        if set("TMUX").is_some() {
            Between::Tmux
        } else if set("STY").is_some() {
            Between::Screen
        } else {
            Between::Nothing
        }
    }

    /// The bytes that put a text on the clipboard.
    pub fn copying(self, text: &str) -> Vec<u8> {
        let plain = format!("\x1b]52;c;{}\x07", base64(text.as_bytes()));
        match self {
            Between::Nothing => plain.into_bytes(),
            Between::Tmux => {
                let doubled = plain.replace('\x1b', "\x1b\x1b");
                format!("{plain}\x1bPtmux;{doubled}\x1b\\").into_bytes()
            }
            Between::Screen => {
                let wrapped = |piece: &[u8]| [b"\x1bP", piece, b"\x1b\\"].concat();
                plain.as_bytes().chunks(PIECE).flat_map(wrapped).collect()
            }
        }
    }
}

/// RFC 4648.
fn base64(bytes: &[u8]) -> String {
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let [a, b, c] = [0, 1, 2].map(|i| u32::from(three.get(i).copied().unwrap_or(0)));
        let bits = a << 16 | b << 8 | c;
        for letter in 0..4 {
            let is_there = letter <= three.len();
            let index = (bits >> (18 - 6 * letter)) & 63;
            out.push(match is_there {
                true => char::from(LETTERS[index as usize]),
                false => '=',
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_the_rfc() {
        let examples = ["", "f", "fo", "foo", "foob", "fooba", "foobar"];
        let coded = [
            "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy",
        ];
        for (text, wanted) in examples.iter().zip(coded) {
            assert_eq!(base64(text.as_bytes()), wanted);
        }
    }

    #[test]
    fn every_way_reaches_the_terminal() {
        let of = |name: &'static str| Between::of(move |n| (n == name).then(|| "x".to_owned()));
        assert_eq!(of("SSH_TTY").copying("é"), b"\x1b]52;c;w6k=\x07");
        let tmux = String::from_utf8(of("TMUX").copying("a")).unwrap();
        assert!(tmux.ends_with("\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\"));
        let screen = of("STY").copying(&"long ".repeat(200));
        let pieces = screen.split(|b| *b == b'\\').filter(|p| !p.is_empty());
        assert!(pieces.clone().count() > 3);
        assert!(
            pieces
                .clone()
                .all(|p| p.starts_with(b"\x1bP") && p.len() < 256)
        );
    }
}
