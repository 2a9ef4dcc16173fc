//! The hash of a script, as a Content Security Policy writes it.

use alloc::format;
use alloc::string::String;

use hmac_sha256::Hash;

/// `sha256-…`
pub(crate) fn sha256(text: &str) -> String {
    format!("sha256-{}", base64(&Hash::hash(text.as_bytes())))
}

/// RFC 4648, with the alphabet of its section 4 and with padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut three = [0; 4];
        three[1..=chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes(three);
        for position in 0..4 {
            let six = (bits >> (18 - 6 * position)) & 0x3f;
            text.push(if position > chunk.len() { '=' } else { ALPHABET[six as usize].into() });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648, section 10, and every digit of the alphabet.
    #[test]
    fn base64_has_the_standard_form() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xbf, 0, 0x10, 0x83]), "+/+/ABCD");
    }

    /// FIPS 180-2, appendix B.1, and the empty message.
    #[test]
    fn the_hash_is_the_standard_one() {
        assert_eq!(sha256("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
        assert_eq!(sha256(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
