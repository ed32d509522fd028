//! vigie: a lookout for marketplace messaging.

pub mod check;
pub mod kind;
pub mod patterns;
pub mod private;
pub mod scan;
