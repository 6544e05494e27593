//! Tests of the whole workbench.
