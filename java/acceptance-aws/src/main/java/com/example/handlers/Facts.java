package com.example.handlers;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.util.Map;
import java.util.TreeMap;

/** Tells the whole context, and logs the event at every level. */
public final class Facts implements RequestHandler<String, Map<String, Object>> {

  @Override
  public Map<String, Object> handleRequest(String event, Context context) {
    LambdaLogger logger = context.getLogger();
    logger.log(event);
    for (LogLevel level : LogLevel.values()) {
      LambdaRuntime.getLogger().log(event, level);
    }
    Map<String, Object> facts = new TreeMap<>();
    facts.put("requestId", context.getAwsRequestId());
    facts.put("logGroup", context.getLogGroupName());
    facts.put("logStream", context.getLogStreamName());
    facts.put("name", context.getFunctionName());
    facts.put("version", context.getFunctionVersion());
    facts.put("arn", context.getInvokedFunctionArn());
    facts.put("memory", context.getMemoryLimitInMB());
    facts.put("timeLeft", context.getRemainingTimeInMillis() > 0);
    facts.put("tenant", context.getTenantId());
    facts.put("trace", context.getXrayTraceId());
    CognitoIdentity identity = context.getIdentity();
    if (identity != null) {
      facts.put("identity", identity.getIdentityId() + " of " + identity.getIdentityPoolId());
    }
    ClientContext caller = context.getClientContext();
    if (caller != null) {
      Client app = caller.getClient();
      facts.put(
          "app", app.getAppTitle() + " " + app.getAppVersionName() + " " + app.getInstallationId());
      facts.put("custom", caller.getCustom());
      facts.put("environment", caller.getEnvironment());
    }
    return facts;
  }
}
