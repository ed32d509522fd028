//! CPF, the Brazilian taxpayer's number that serves as a Pix key: two check digits, each a sum modulo 11.
//!
//! Source: Receita Federal do Brasil, Instrução Normativa RFB 2.172/2024.

use super::Proof;

/// Proves a CPF.
pub(crate) fn cpf(text: &str) -> Option<Proof> {
    let value: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits: Vec<u32> = value.chars().filter_map(|c| c.to_digit(10)).collect();
    let check = |count: usize| {
        let sum: u32 =
            digits[..count].iter().zip((2..=count as u32 + 1).rev()).map(|(digit, weight)| digit * weight).sum();
        sum * 10 % 11 % 10 == digits[count]
    };
    let is_cpf = digits.len() == 11 && digits.iter().any(|d| *d != digits[0]) && check(9) && check(10);
    is_cpf.then_some(Proof { value, length: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_check_digits_count() {
        assert_eq!(cpf("529.982.247-25").unwrap().value, "52998224725");
        for text in ["529.982.247-24", "529.982.247-15", "111.111.111-11", "529982247"] {
            assert_eq!(cpf(text), None, "{text}");
        }
    }
}
