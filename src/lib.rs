//! vigie: a lookout for marketplace messaging.

pub mod check;
pub mod evaluate;
pub mod kind;
pub mod patterns;
pub mod private;
pub mod scan;
