//! Runs the built programs under the emulator, each on every target that a user can run it on.
//!
//! A *target* is a virtual machine and an entry of the library: the JVM with `-Xcheck:jni` or a native image,
//! `LambdaRuntime` or the natives of class `Test`. The cases in `tests/` are written once and hold for all
//! targets; [`for_each_target!`] makes a test of each pair.

mod function;
mod heavy;
mod target;

pub use function::{Function, text_vectors};
pub use heavy::{HeavyPermit, heavy_permit};
pub use target::{MEMORY_MB, Machine, Program, Target, image_heap_mb, required_env, root};

/// Makes a module of tests for each of the four targets out of functions that take a [`Target`].
#[macro_export]
macro_rules! for_each_target {
    ($($case:ident),* $(,)?) => {
        $crate::for_targets!(
            [
                jvm_runtime: Jvm Runtime,
                jvm_natives: Jvm Natives,
                image_runtime: Image Runtime,
                image_natives: Image Natives
            ],
            [$($case),*]
        );
    };
}

/// Makes a module of tests for each of these targets, `[name: Machine Program, ...]`, out of functions that
/// take a [`Target`]. Images are left out where the feature `images` is off.
#[macro_export]
macro_rules! for_targets {
    ([$($module:ident: $machine:ident $program:ident),* $(,)?], $cases:tt $(,)?) => {
        $($crate::for_target!($module $machine $program $cases);)*
    };
}

/// One module of [`for_targets!`].
#[doc(hidden)]
#[macro_export]
macro_rules! for_target {
    ($module:ident Image $program:ident $cases:tt) => {
        #[cfg(feature = "images")]
        $crate::for_target!(@ $module Image $program $cases);
    };
    ($module:ident Jvm $program:ident $cases:tt) => {
        $crate::for_target!(@ $module Jvm $program $cases);
    };
    (@ $module:ident $machine:ident $program:ident [$($case:ident),* $(,)?]) => {
        mod $module {
            use $crate::{Machine, Program, Target};
            $(
                #[test]
                fn $case() {
                    super::$case(Target { machine: Machine::$machine, program: Program::$program });
                }
            )*
        }
    };
}
