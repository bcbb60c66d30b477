//! What a processor and its Linux can have otherwise than those that the JDK's classes were compiled for: flags of
//! calls, layouts of structures, traps, threads.

use acceptance::{Function, Target, for_targets};

for_targets!([jvm: Jvm Runtime, image: Image Runtime], [works_as_java_has_it]);

fn works_as_java_has_it(target: Target) {
    let function = Function::start(target);
    assert_eq!(function.respond_text("scenario:platform:"), "");
    function.goes_on();
}
