package io.github.libhello.aws;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import io.github.libhello.InvocationContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * AWS's context of an invocation. The two headers that are JSON are read when they are first asked
 * for, as few handlers do; any caller can set the client context, so one that is broken must not
 * fail the others.
 */
final class HandlerContext implements Context {

  private final InvocationContext invocation;
  private @Nullable CognitoIdentity identity;
  private @Nullable ClientContext client;

  HandlerContext(InvocationContext invocation) {
    this.invocation = invocation;
  }

  @Override
  public String getAwsRequestId() {
    return invocation.requestId();
  }

  @Override
  public @Nullable String getLogGroupName() {
    return FunctionFacts.logGroup;
  }

  @Override
  public @Nullable String getLogStreamName() {
    return FunctionFacts.logStream;
  }

  @Override
  public @Nullable String getFunctionName() {
    return FunctionFacts.name;
  }

  @Override
  public @Nullable String getFunctionVersion() {
    return FunctionFacts.version;
  }

  @Override
  public @Nullable String getInvokedFunctionArn() {
    return invocation.invokedFunctionArn();
  }

  /**
   * Reads it from its header.
   *
   * @throws IllegalArgumentException when it is not what Lambda sends
   */
  @Override
  public @Nullable CognitoIdentity getIdentity() {
    String json = invocation.cognitoIdentity();
    if (identity == null && json != null) {
      identity = CallerJson.identity(json);
    }
    return identity;
  }

  /**
   * Reads it from its header.
   *
   * @throws IllegalArgumentException when the caller sent what is no client context
   */
  @Override
  public @Nullable ClientContext getClientContext() {
    String json = invocation.clientContext();
    if (client == null && json != null) {
      client = CallerJson.clientContext(json);
    }
    return client;
  }

  /**
   * The time left.
   *
   * @return never negative; the largest number where Lambda gave no deadline
   */
  @Override
  public int getRemainingTimeInMillis() {
    Duration left = invocation.remainingTime();
    return left == null ? Integer.MAX_VALUE : (int) Math.min(left.toMillis(), Integer.MAX_VALUE);
  }

  @Override
  public int getMemoryLimitInMB() {
    return FunctionFacts.memoryMb;
  }

  @Override
  public LambdaLogger getLogger() {
    return LambdaRuntime.getLogger();
  }

  @Override
  public @Nullable String getTenantId() {
    return invocation.tenantId();
  }

  @Override
  public @Nullable String getXrayTraceId() {
    return invocation.traceId();
  }
}
