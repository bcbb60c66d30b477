package io.github.libhello;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Lambda says about an invocation: the headers of the Runtime API's {@code
 * /runtime/invocation/next}. A header that is missing or empty is {@code null} here.
 *
 * @param requestId {@code Lambda-Runtime-Aws-Request-Id}
 * @param deadline when Lambda stops waiting for the answer, from {@code Lambda-Runtime-Deadline-Ms}
 * @param invokedFunctionArn {@code Lambda-Runtime-Invoked-Function-Arn}: function, version or alias
 * @param traceId {@code Lambda-Runtime-Trace-Id}, the AWS X-Ray tracing header
 * @param clientContext {@code Lambda-Runtime-Client-Context}: JSON that any caller can set,
 *     unchecked
 * @param cognitoIdentity {@code Lambda-Runtime-Cognito-Identity}: JSON
 * @param tenantId {@code Lambda-Runtime-Aws-Tenant-Id}, for functions with tenant isolation
 */
public record InvocationContext(
    String requestId,
    @Nullable Instant deadline,
    @Nullable String invokedFunctionArn,
    @Nullable String traceId,
    @Nullable String clientContext,
    @Nullable String cognitoIdentity,
    @Nullable String tenantId) {

  /**
   * The time left until the deadline, by the system's clock.
   *
   * @return zero when the deadline has passed, {@code null} when Lambda gave none
   */
  public @Nullable Duration remainingTime() {
    if (deadline == null) {
      return null;
    }
    Duration left = Duration.between(Instant.now(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
