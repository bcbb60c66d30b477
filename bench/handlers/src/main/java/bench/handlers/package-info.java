/** Handlers that are measured under libHello and under AWS's Java client. */
@NullMarked
package bench.handlers;

import org.jspecify.annotations.NullMarked;
