//! Runs the built programs under the emulator, each in every way that a user can run it.
//!
//! A *way* is a virtual machine and a face of the library: the JVM with `-Xcheck:jni` or a native
//! image, `LambdaRuntime` or the natives of class `Test`. The cases in `tests/` are written once and
//! hold for all ways; [`in_every_way!`] makes a test of each pair.

mod function;
mod ways;

pub use function::{Function, text_vectors};
pub use ways::{Machine, Program, Way, root};

/// Makes a module of tests for each way out of functions that take a [`Way`].
#[macro_export]
macro_rules! in_every_way {
    ($($case:ident),* $(,)?) => {
        $crate::in_a_way!(jvm_runtime, Jvm, Runtime, $($case),*);
        $crate::in_a_way!(jvm_natives, Jvm, Natives, $($case),*);
        #[cfg(feature = "images")]
        $crate::in_a_way!(image_runtime, Image, Runtime, $($case),*);
        #[cfg(feature = "images")]
        $crate::in_a_way!(image_natives, Image, Natives, $($case),*);
    };
}

/// Makes a module of tests for one way.
#[macro_export]
macro_rules! in_a_way {
    ($module:ident, $machine:ident, $program:ident, $($case:ident),*) => {
        mod $module {
            use $crate::{Machine, Program, Way};
            $(
                #[test]
                fn $case() {
                    super::$case(Way { machine: Machine::$machine, program: Program::$program });
                }
            )*
        }
    };
}
