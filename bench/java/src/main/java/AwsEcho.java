import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The echo function as AWS's Java runtime interface client takes it. */
public final class AwsEcho implements RequestStreamHandler {

  /** Called by the client. */
  public AwsEcho() {}

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    event.transferTo(response);
  }
}
