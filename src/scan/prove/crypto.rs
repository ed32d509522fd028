//! Crypto addresses: checksums where the coin has one, the shape where it has none that is cheap to prove.
//!
//! Sources: base58check as in Bitcoin's wiki (with the version bytes of each coin's chain parameters), BIP-173 and BIP-350
//! for bech32 and bech32m, EIP-55 for Ethereum (its letter case is not proven: many wallets write lower case), Monero's
//! standard address (95 characters), Solana's public key (32 bytes).

use sha2::{Digest, Sha256};

use super::Proof;

/// Proves a crypto address; base58 is read from the text as written, because its letter case counts.
pub(crate) fn crypto(folded: &str, original: &str) -> Option<Proof> {
    let written: String = original.chars().filter(char::is_ascii_alphanumeric).collect();
    let value = if let Some(hex) = folded.strip_prefix("0x") {
        (hex.len() == 40 && hex.bytes().all(|b| b.is_ascii_hexdigit())).then(|| folded.to_owned())
    } else if folded.split_once('1').is_some_and(|(prefix, _)| HRPS.contains(&prefix)) {
        bech32(folded).then(|| folded.to_owned())
    } else if is_base58(&written) {
        Some(written)
    } else {
        None
    };
    Some(Proof { value: value?, length: None })
}

/// The bech32 prefixes known: Bitcoin, Litecoin, Cardano.
const HRPS: [&str; 3] = ["bc", "ltc", "addr"];

/// Version bytes of base58check addresses: Bitcoin 0x00 and 0x05, Litecoin 0x30 and 0x32, Dogecoin 0x1e and 0x16, Tron 0x41, Dash 0x4c.
const VERSIONS: [u8; 8] = [0x00, 0x05, 0x30, 0x32, 0x1e, 0x16, 0x41, 0x4c];
/// The bytes of a base58check address: a version, a hash of 20 bytes, a checksum of 4.
const ADDRESS_BYTES: usize = 25;
/// The bytes of an Ed25519 public key, which is what a Solana address is.
const KEY_BYTES: usize = 32;
/// The characters of a standard Monero address.
const MONERO_CHARS: usize = 95;
/// Longer than any address here that is decoded: decoding is quadratic.
const DECODE_CHARS_MAX: usize = 44;

fn is_base58(written: &str) -> bool {
    if written.len() == MONERO_CHARS {
        return written.starts_with(['4', '8']) && written.bytes().all(|b| BITCOIN.contains(&b));
    }
    if written.len() > DECODE_CHARS_MAX {
        return false;
    }
    let ripple = written.starts_with('r')
        && decoded(written, RIPPLE).is_some_and(|bytes| bytes.first() == Some(&0) && is_checked(&bytes));
    ripple
        || decoded(written, BITCOIN).is_some_and(|bytes| match bytes.len() {
            ADDRESS_BYTES => VERSIONS.contains(&bytes[0]) && is_checked(&bytes),
            // A key has no checksum; its pattern asks for a cue.
            KEY_BYTES => true,
            _ => false,
        })
}

const BITCOIN: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const RIPPLE: &[u8; 58] = b"rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

/// The bytes that a base58 string stands for, most significant first.
fn decoded(text: &str, alphabet: &[u8; 58]) -> Option<Vec<u8>> {
    let mut bytes: Vec<u8> = Vec::with_capacity(ADDRESS_BYTES);
    for b in text.bytes() {
        let mut carry = alphabet.iter().position(|a| *a == b)?;
        for byte in &mut bytes {
            carry += usize::from(*byte) * 58;
            *byte = (carry % 256) as u8;
            carry /= 256;
        }
        while carry > 0 {
            bytes.push((carry % 256) as u8);
            carry /= 256;
        }
    }
    let zeros = text.bytes().take_while(|b| *b == alphabet[0]).count();
    bytes.resize(bytes.len() + zeros, 0);
    bytes.reverse();
    Some(bytes)
}

/// Whether the last four bytes are the first of the rest's double SHA-256.
fn is_checked(bytes: &[u8]) -> bool {
    let Some(at) = bytes.len().checked_sub(4) else { return false };
    let (body, check) = bytes.split_at(at);
    Sha256::digest(Sha256::digest(body))[..4] == *check
}

const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
/// What a bech32 sum must come to (BIP-173), and a bech32m sum (BIP-350).
const BECH32_SUMS: [u32; 2] = [1, 0x2bc8_30a3];

fn bech32(text: &str) -> bool {
    let Some((prefix, data)) = text.split_once('1') else { return false };
    let head = prefix.bytes().map(|b| u32::from(b >> 5)).chain([0]).chain(prefix.bytes().map(|b| u32::from(b & 31)));
    let mut sum = head.fold(1, polymod);
    for b in data.bytes() {
        let Some(value) = BECH32.iter().position(|a| *a == b) else { return false };
        sum = polymod(sum, value as u32);
    }
    BECH32_SUMS.contains(&sum)
}

fn polymod(sum: u32, value: u32) -> u32 {
    let top = sum >> 25;
    let generators = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let shifted = ((sum & 0x1ff_ffff) << 5) ^ value;
    generators
        .iter()
        .enumerate()
        .filter(|(bit, _)| (top >> bit) & 1 == 1)
        .fold(shifted, |sum, (_, generator)| sum ^ generator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proves(address: &str) -> bool {
        crypto(&address.to_ascii_lowercase(), address).is_some()
    }

    #[test]
    fn published_examples_of_each_coin() {
        for address in [
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",         // Bitcoin's first block
            "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",         // BIP-13 form
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", // BIP-173 form
            "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", // BIP-173
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", // BIP-350
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", // EIP-55
            "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",         // Tron
            "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",         // the XRP Ledger's genesis account
        ] {
            assert!(proves(address), "{address}");
        }
    }

    #[test]
    fn one_character_changed_is_no_address() {
        for address in [
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp",
            "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6s",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
            "1a1zp1ep5qgefi2dmptftl5slmv7divfna",
            "",
        ] {
            assert!(!proves(address), "{address}");
        }
    }

    #[test]
    fn what_is_put_between_does_not_count() {
        let address = "1A1zP1eP5QGefi2D\u{200B}MPTfTL5SLmv7DivfNa";
        assert_eq!(
            crypto("1a1zp1ep5qgefi2dmptftl5slmv7divfna", address).unwrap().value,
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
        );
    }
}
