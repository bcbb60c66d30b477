package io.github.libhello.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.api.client.logging.LambdaContextLogger;
import com.amazonaws.services.lambda.runtime.api.client.logging.StdOutLogSink;
import com.amazonaws.services.lambda.runtime.logging.LogFormat;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FunctionLoggerTest {

  private static String written(LambdaLogger logger) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      logger.log("a line\n");
      logger.log((String) null);
      logger.log("Zoë".getBytes(StandardCharsets.UTF_8));
      logger.log((byte[]) null);
      for (LogLevel level : LogLevel.values()) {
        logger.log("of level", level);
        logger.log("bytes".getBytes(StandardCharsets.UTF_8), level);
      }
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesTextAsAwsDoes() throws Exception {
    try (LambdaContextLogger aws =
        new LambdaContextLogger(new StdOutLogSink(), LogLevel.UNDEFINED, LogFormat.TEXT)) {
      assertEquals(written(aws), written(new FunctionLogger()));
    }
  }
}
