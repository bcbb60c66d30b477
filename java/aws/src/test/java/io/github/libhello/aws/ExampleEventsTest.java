package io.github.libhello.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonNode;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The example events of the local Lambda, read and written by AWS's own runtime: nothing is lost
 * for which its class has a property.
 */
class ExampleEventsTest {

  private static final Path EXAMPLES = Path.of("..", "..", "rust", "emulator", "examples");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What AWS's classes drop, or write in another form, of what its services send. */
  private static final Map<String, Set<String>> NOT_AS_SENT =
      Map.ofEntries(
          Map.entry(
              "apigw-authorizer-v2", Set.of("/requestContext/time", "/requestContext/timeEpoch")),
          Map.entry("appsync-authorizer", Set.of("/requestContext/queryString")),
          Map.entry(
              "cloudfront",
              Set.of(
                  "/Records/0/cf/config/distributionDomainName",
                  "/Records/0/cf/config/eventType",
                  "/Records/0/cf/config/requestId",
                  "/Records/0/cf/request/querystring")),
          Map.entry("cloudwatch-alarm", Set.of("/alarmData/state/reasonData")),
          Map.entry("kafka-msk", Set.of("/records/orders-0/0/headers/0/source")),
          Map.entry("kafka-self-managed", Set.of("/records/orders-0/0/headers/0/source")),
          Map.entry(
              "lex",
              Set.of("/currentIntent/slotDetails", "/inputTranscript", "/requestAttributes")),
          Map.entry(
              "rabbitmq", Set.of("/rmqMessagesByQueue/orders::~1/0/basicProperties/expiration")),
          Map.entry("s3-object-lambda", Set.of("/userIdentity/sessionContext", "/xAmzRequestId")));

  record Example(String name, String type) {}

  static Stream<Example> examples() throws IOException {
    JsonNode index = JSON.readTree(EXAMPLES.resolve("index.json").toFile());
    return StreamSupport.stream(index.spliterator(), false)
        .filter(each -> !each.get("class").isNull())
        .map(each -> new Example(each.get("name").asText(), each.get("class").asText()));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void areReadWhole(Example example) throws Exception {
    byte[] event = Files.readAllBytes(EXAMPLES.resolve(example.name() + ".json"));
    List<String> echoed = Runtime.aws().echo(Class.forName(example.type()), event);
    assertEquals("response", echoed.getFirst(), () -> String.join("\n", echoed));
    Set<String> lost = new TreeSet<>();
    compare("", JSON.readTree(event), JSON.readTree(echoed.getLast()), lost);
    Set<String> expected = new TreeSet<>(NOT_AS_SENT.getOrDefault(example.name(), Set.of()));
    assertEquals(expected, lost, echoed::getLast);
  }

  @Test
  void areThereForEveryEvent() throws Exception {
    Set<String> with = new HashSet<>(examples().map(Example::type).toList());
    List<String> without =
        EventClassesTest.eventClasses()
            .filter(
                type -> !with.contains(type.getName()) && !Modifier.isAbstract(type.getModifiers()))
            .map(Class::getSimpleName)
            .filter(name -> !name.contains("Response"))
            .toList();
    // What S3Event is made of.
    assertEquals(List.of("S3EventNotification"), without);
  }

  private static void compare(String path, JsonNode sent, JsonNode read, Set<String> lost) {
    if (sent.isContainerNode() && read.isContainerNode()) {
      for (int i = 0; sent.isArray() && i < sent.size(); i++) {
        compare(path + "/" + i, sent.get(i), read.path(i), lost);
      }
      for (Map.Entry<String, JsonNode> each : sent.properties()) {
        String name = each.getKey().replace("/", "~1");
        compare(path + "/" + name, each.getValue(), read.path(each.getKey()), lost);
      }
    } else if (!same(sent, read)) {
      lost.add(path);
    }
  }

  /** Nothing may be null or empty, and an instant and a number have several forms. */
  private static boolean same(JsonNode sent, JsonNode read) {
    if (read.isMissingNode()) {
      return sent.isNull() || (sent.isContainerNode() && sent.isEmpty());
    }
    if (sent.isNumber() && read.isNumber()) {
      return sent.decimalValue().compareTo(read.decimalValue()) == 0;
    }
    return sent.equals(read) || instant(sent).isPresent() && instant(sent).equals(instant(read));
  }

  private static Optional<Instant> instant(JsonNode node) {
    try {
      return Optional.of(Instant.parse(node.asText()));
    } catch (DateTimeParseException other) {
      return Optional.empty();
    }
  }
}
