package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HelloHandlerTest {

  @Test
  void greetsByName() {
    APIGatewayV2HTTPEvent event =
        APIGatewayV2HTTPEvent.builder().withQueryStringParameters(Map.of("name", "Ada")).build();
    assertEquals("Hello, Ada!", new HelloHandler().handleRequest(event, null).getBody());
  }

  @Test
  void greetsTheWorldWithoutAName() {
    APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
    assertEquals("Hello, world!", new HelloHandler().handleRequest(event, null).getBody());
  }
}
