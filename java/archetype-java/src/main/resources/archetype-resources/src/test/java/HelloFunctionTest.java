package ${package};

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.libhello.junit.Event;
import io.github.libhello.junit.Lambda;
import io.github.libhello.junit.LambdaTest;
import org.junit.jupiter.api.Test;

@LambdaTest(HelloHandler.class)
final class HelloFunctionTest {

  @Test
  void greets(Lambda function, @Event("events/hello.json") String event) {
    String response = function.invoke(event).response();
    assertTrue(response.contains("Hello, Ada!"), response);
  }
}
