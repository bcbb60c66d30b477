package io.github.libhello.aws;

import com.amazonaws.services.lambda.runtime.Context;
import java.security.CodeSource;

/**
 * Names an aws-lambda-java-core that is too old, in place of a {@link NoSuchMethodError} at some
 * event: Maven takes the version that is nearest, and other libraries bring old ones.
 */
final class CoreVersion {

  private CoreVersion() {}

  /**
   * Checks it.
   *
   * @throws IllegalStateException when it is older than 1.4.0; the message says where it is
   */
  static void check() {
    for (String getter : new String[] {"getTenantId", "getXrayTraceId"}) {
      try {
        Context.class.getMethod(getter);
      } catch (NoSuchMethodException old) {
        CodeSource source = Context.class.getProtectionDomain().getCodeSource();
        throw new IllegalStateException(
            "aws-lambda-java-core is older than 1.4.0 ("
                + (source == null ? "its place is not known" : source.getLocation())
                + "): depend on com.amazonaws:aws-lambda-java-core:1.4.0 in your own project",
            old);
      }
    }
  }
}
