/** Handlers as users write them, in a package that is not the runtime's own. */
package io.github.libhello.cases;
