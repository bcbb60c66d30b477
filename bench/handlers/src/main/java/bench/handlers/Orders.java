package bench.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.util.Map;

/** Answers an HTTP request from what the event says, as most functions behind API Gateway do. */
public final class Orders
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

  /** Called by the client. */
  public Orders() {}

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    var request = event.getRequestContext().getHttp();
    String body =
        "{\"method\":\"%s\",\"path\":\"%s\",\"order\":\"%s\",\"language\":\"%s\"}"
            .formatted(
                request.getMethod(),
                event.getRawPath(),
                event.getPathParameters().get("id"),
                event.getHeaders().get("accept-language"));
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(200)
        .withHeaders(Map.of("content-type", "application/json"))
        .withBody(body)
        .build();
  }
}
