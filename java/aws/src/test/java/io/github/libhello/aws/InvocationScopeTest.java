package io.github.libhello.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.amazonaws.services.lambda.runtime.LambdaRuntimeInternal;
import io.github.libhello.InvocationContext;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InvocationScopeTest {

  @AfterEach
  void asBefore() {
    LambdaRuntimeInternal.setUseLog4jAppender(false);
    ThreadContext.VALUES.clear();
  }

  private static void enter() {
    InvocationScope.enter(new InvocationContext("the-id", null, null, null, null, null, null));
    InvocationScope.leave();
  }

  @Test
  void tellsLog4jTheRequestIdWhereAwsAppenderIsUsed() {
    LambdaRuntimeInternal.setUseLog4jAppender(true);
    enter();
    assertEquals("the-id", ThreadContext.VALUES.get("AWSRequestId"));
  }

  @Test
  void leavesLog4jAloneElsewhere() {
    enter();
    assertNull(ThreadContext.VALUES.get("AWSRequestId"));
  }
}
