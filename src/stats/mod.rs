//! Statistics without a subject: moments, quantiles, tests, the bootstrap.
