//! The one integration-test binary.
mod detectors;
mod tables;
