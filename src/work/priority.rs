//! Work that gives way to the keyboard.

/// How much nicer work is than the threads that answer a person.
#[cfg(target_os = "linux")]
const NICER: i32 = 10;

/// This thread, and every pool of threads that it is the first to use, computes after those that answer a person.
pub fn give_way() {
    // Linux has a priority for each thread; elsewhere the whole program would become slow. If it is refused, work is as
    // urgent as the keyboard.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(NICER);
}
