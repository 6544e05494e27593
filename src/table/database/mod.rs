//! Databases into tables: a SQLite file, a query of a PostgreSQL server. Nothing is ever written to them.
//!
//! | file | what lives there |
//! |--|--|
//! | `column` | values one after the other into a column of the storage that holds them |
//! | `statement` | queries: a single one, and only one that reads |
//! | `sqlite` | a SQLite file |
//! | `connection` | connections to PostgreSQL, encrypted, nothing secret told |
//! | `postgres` | the rows of a query of a PostgreSQL server |

mod column;
mod connection;
pub(super) mod postgres;
pub(super) mod sqlite;
mod statement;
