package io.github.libhello.aws;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonFactory;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonParser;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonToken;
import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two headers in which a caller's SDK says who calls, as JSON. */
final class CallerJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private CallerJson() {}

  static CognitoIdentity identity(String json) {
    try (JsonParser in = FACTORY.createParser(json)) {
      require(in.nextToken() == JsonToken.START_OBJECT);
      Map<String, @Nullable String> fields = texts(in);
      return new Identity(fields.get("cognitoIdentityId"), fields.get("cognitoIdentityPoolId"));
    } catch (IOException | IllegalArgumentException broken) {
      throw new IllegalArgumentException(
          "the Cognito identity is not what Lambda sends: " + json, broken);
    }
  }

  static ClientContext clientContext(String json) {
    Map<String, Map<String, @Nullable String>> parts = new LinkedHashMap<>();
    try (JsonParser in = FACTORY.createParser(json)) {
      require(in.nextToken() == JsonToken.START_OBJECT);
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        if (in.nextToken() == JsonToken.START_OBJECT && isPart(name)) {
          parts.put(name, texts(in));
        } else {
          in.skipChildren();
        }
      }
    } catch (IOException | IllegalArgumentException broken) {
      throw new IllegalArgumentException("the client context is none: " + json, broken);
    }
    Map<String, @Nullable String> client = parts.get("client");
    return new Caller(
        client == null ? null : new App(client), parts.get("custom"), parts.get("env"));
  }

  /** SDKs put other parts in, such as services, which have another form. */
  private static boolean isPart(String name) {
    return name.equals("client") || name.equals("custom") || name.equals("env");
  }

  /** Numbers and truth values as texts, as AWS's client has them. */
  private static Map<String, @Nullable String> texts(JsonParser in) throws IOException {
    Map<String, @Nullable String> texts = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      require(value.isScalarValue());
      texts.put(name, value == JsonToken.VALUE_NULL ? null : in.getText());
    }
    return texts;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not an object of texts");
    }
  }

  private record Identity(@Nullable String id, @Nullable String pool) implements CognitoIdentity {

    @Override
    public @Nullable String getIdentityId() {
      return id;
    }

    @Override
    public @Nullable String getIdentityPoolId() {
      return pool;
    }
  }

  private record Caller(
      @Nullable Client client,
      @Nullable Map<String, @Nullable String> custom,
      @Nullable Map<String, @Nullable String> environment)
      implements ClientContext {

    @Override
    public @Nullable Client getClient() {
      return client;
    }

    @Override
    @SuppressWarnings(
        "NullAway") // A text of the caller's may be null; AWS's interface doesn't say.
    public @Nullable Map<String, String> getCustom() {
      return custom;
    }

    @Override
    @SuppressWarnings(
        "NullAway") // A text of the caller's may be null; AWS's interface doesn't say.
    public @Nullable Map<String, String> getEnvironment() {
      return environment;
    }
  }

  private record App(Map<String, @Nullable String> fields) implements Client {

    @Override
    public @Nullable String getInstallationId() {
      return fields.get("installation_id");
    }

    @Override
    public @Nullable String getAppTitle() {
      return fields.get("app_title");
    }

    @Override
    public @Nullable String getAppVersionName() {
      return fields.get("app_version_name");
    }

    @Override
    public @Nullable String getAppVersionCode() {
      return fields.get("app_version_code");
    }

    @Override
    public @Nullable String getAppPackageName() {
      return fields.get("app_package_name");
    }
  }
}
