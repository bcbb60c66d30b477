package com.example.notes;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The resources {@code /notes} and {@code /notes/{id}} of an HTTP API or a function URL. */
public final class NotesHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

  private static final String COLLECTION = "/notes";

  private final Notes notes;

  /** With the table that the function's environment names. */
  public NotesHandler() {
    this(DynamoNotes.ofEnvironment());
  }

  NotesHandler(Notes notes) {
    this.notes = notes;
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    String method = event.getRequestContext().getHttp().getMethod();
    String path = event.getRawPath();
    if (path.equals(COLLECTION)) {
      return switch (method) {
        case "GET" -> list();
        case "POST" -> create(event);
        default -> problem(405, "the methods of " + COLLECTION + " are GET and POST");
      };
    }
    if (path.startsWith(COLLECTION + "/")) {
      String id = path.substring(COLLECTION.length() + 1);
      return switch (method) {
        case "GET" -> notes.find(id).map(note -> json(200, toJson(note))).orElseGet(() -> none(id));
        case "PUT" -> put(id, event);
        case "DELETE" -> notes.remove(id) ? response(204, null) : none(id);
        default -> problem(405, "the methods of a note are GET, PUT and DELETE");
      };
    }
    return problem(404, "there is no " + path);
  }

  private APIGatewayV2HTTPResponse list() {
    JsonArray items = new JsonArray();
    notes.list().forEach(note -> items.add(toJson(note)));
    JsonObject list = new JsonObject();
    list.add("notes", items);
    return json(200, list);
  }

  private APIGatewayV2HTTPResponse create(APIGatewayV2HTTPEvent event) {
    String id = UUID.randomUUID().toString();
    return put(id, event);
  }

  private APIGatewayV2HTTPResponse put(String id, APIGatewayV2HTTPEvent event) {
    Optional<String> text = textOf(event);
    if (text.isEmpty()) {
      return problem(400, "the body must be a JSON object with a string \"text\"");
    }
    Note note = new Note(id, text.get());
    return json(notes.put(note) ? 201 : 200, toJson(note));
  }

  private static Optional<String> textOf(APIGatewayV2HTTPEvent event) {
    String body = event.getBody() == null ? "" : event.getBody();
    if (event.getIsBase64Encoded()) {
      body = new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
    }
    try {
      if (JsonParser.parseString(body) instanceof JsonObject object) {
        JsonElement text = object.get("text");
        if (text != null && text.isJsonPrimitive() && text.getAsJsonPrimitive().isString()) {
          return Optional.of(text.getAsString());
        }
      }
    } catch (JsonParseException broken) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static JsonObject toJson(Note note) {
    JsonObject object = new JsonObject();
    object.addProperty("id", note.id());
    object.addProperty("text", note.text());
    return object;
  }

  private static APIGatewayV2HTTPResponse none(String id) {
    return problem(404, "there is no note " + id);
  }

  private static APIGatewayV2HTTPResponse problem(int status, String detail) {
    JsonObject object = new JsonObject();
    object.addProperty("detail", detail);
    return json(status, object);
  }

  private static APIGatewayV2HTTPResponse json(int status, JsonElement body) {
    return response(status, body.toString());
  }

  private static APIGatewayV2HTTPResponse response(int status, String body) {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(status)
        .withHeaders(body == null ? Map.of() : Map.of("Content-Type", "application/json"))
        .withBody(body)
        .build();
  }
}
