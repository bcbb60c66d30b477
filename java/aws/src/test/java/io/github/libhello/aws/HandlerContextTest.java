package io.github.libhello.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import io.github.libhello.InvocationContext;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HandlerContextTest {

  private static Context of(@Nullable String clientContext, @Nullable String identity) {
    return new HandlerContext(
        new InvocationContext(
            "the-id",
            Instant.now().plusSeconds(100),
            "the-arn",
            "Root=1",
            clientContext,
            identity,
            "tenant"));
  }

  @Test
  void tellsWhatLambdaSays() {
    Context context = of(null, null);
    assertEquals("the-id", context.getAwsRequestId());
    assertEquals("the-arn", context.getInvokedFunctionArn());
    assertEquals("tenant", context.getTenantId());
    assertEquals("Root=1", context.getXrayTraceId());
    assertSame(LambdaRuntime.getLogger(), context.getLogger());
    int left = context.getRemainingTimeInMillis();
    assertTrue(left > 0 && left <= 100_000, () -> "" + left);
    assertNull(context.getIdentity());
    assertNull(context.getClientContext());
  }

  @Test
  void hasAllTimeWithoutADeadlineAndNoneAfterIt() {
    assertEquals(
        Integer.MAX_VALUE,
        new HandlerContext(new InvocationContext("", null, null, null, null, null, null))
            .getRemainingTimeInMillis());
    assertEquals(
        0,
        new HandlerContext(new InvocationContext("", Instant.EPOCH, null, null, null, null, null))
            .getRemainingTimeInMillis());
  }

  @Test
  void readsTheClientContext() {
    ClientContext client =
        of(
                "{\"client\":{\"installation_id\":\"i\",\"app_title\":\"t\",\"app_version_name\":\"1\","
                    + "\"app_version_code\":\"2\",\"app_package_name\":\"p\"},\"custom\":{\"k\":\"v\",\"n\":17,"
                    + "\"none\":null},\"env\":{\"locale\":\"de\"},\"services\":{\"a\":{\"b\":[1]}}}",
                null)
            .getClientContext();
    Client app = client.getClient();
    assertEquals("i", app.getInstallationId());
    assertEquals("t", app.getAppTitle());
    assertEquals("1", app.getAppVersionName());
    assertEquals("2", app.getAppVersionCode());
    assertEquals("p", app.getAppPackageName());
    assertEquals("v", client.getCustom().get("k"));
    assertEquals("17", client.getCustom().get("n"));
    assertTrue(client.getCustom().containsKey("none"));
    assertEquals(Map.of("locale", "de"), client.getEnvironment());
    ClientContext empty = of("{}", null).getClientContext();
    assertNull(empty.getClient());
    assertNull(empty.getCustom());
    assertNull(empty.getEnvironment());
  }

  @Test
  void rejectsAClientContextThatIsNone() {
    for (String broken :
        new String[] {"[]", "x", "{\"custom\":{\"k\":{}}}", "{\"custom\":", "17"}) {
      Context context = of(broken, null);
      assertThrows(IllegalArgumentException.class, context::getClientContext, broken);
      assertEquals("the-id", context.getAwsRequestId());
    }
  }

  @Test
  void readsTheIdentity() {
    CognitoIdentity identity =
        of(null, "{\"cognitoIdentityId\":\"id\",\"cognitoIdentityPoolId\":\"pool\"}").getIdentity();
    assertEquals("id", identity.getIdentityId());
    assertEquals("pool", identity.getIdentityPoolId());
    assertThrows(IllegalArgumentException.class, () -> of(null, "no").getIdentity());
  }
}
