//! Facade.
#![no_std]
