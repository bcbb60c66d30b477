package com.example.notes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NotesHandlerTest {

  private final NotesHandler handler = new NotesHandler(new NotesInMemory());

  @Test
  void keepsNotes() {
    APIGatewayV2HTTPResponse created = ask("PUT", "/notes/tea", "{\"text\":\"Earl Grey\"}");
    assertEquals(201, created.getStatusCode());
    assertEquals("{\"id\":\"tea\",\"text\":\"Earl Grey\"}", created.getBody());
    assertEquals(200, ask("PUT", "/notes/tea", "{\"text\":\"Assam\"}").getStatusCode());
    assertEquals("{\"id\":\"tea\",\"text\":\"Assam\"}", ask("GET", "/notes/tea", null).getBody());
    assertEquals(
        "{\"notes\":[{\"id\":\"tea\",\"text\":\"Assam\"}]}", ask("GET", "/notes", null).getBody());
    assertEquals(204, ask("DELETE", "/notes/tea", null).getStatusCode());
    assertEquals(404, ask("GET", "/notes/tea", null).getStatusCode());
    assertEquals(404, ask("DELETE", "/notes/tea", null).getStatusCode());
  }

  @Test
  void namesWhatHasNoName() {
    String body = ask("POST", "/notes", "{\"text\":\"coffee\"}").getBody();
    String id = JsonParser.parseString(body).getAsJsonObject().get("id").getAsString();
    assertEquals(body, ask("GET", "/notes/" + id, null).getBody());
  }

  @Test
  void readsBodiesInBase64() {
    String body =
        Base64.getEncoder().encodeToString("{\"text\":\"tea\"}".getBytes(StandardCharsets.UTF_8));
    APIGatewayV2HTTPEvent event = event("PUT", "/notes/1", body);
    event.setIsBase64Encoded(true);
    assertEquals(201, handler.handleRequest(event, null).getStatusCode());
  }

  @Test
  void rejectsWhatIsNoNote() {
    for (String body :
        new String[] {null, "", "{", "[]", "{}", "{\"text\":1}", "{\"text\":null}"}) {
      assertEquals(400, ask("PUT", "/notes/1", body).getStatusCode());
    }
    assertEquals(405, ask("DELETE", "/notes", null).getStatusCode());
    assertEquals(405, ask("PATCH", "/notes/1", null).getStatusCode());
    assertEquals(404, ask("GET", "/", null).getStatusCode());
  }

  private APIGatewayV2HTTPResponse ask(String method, String path, String body) {
    return handler.handleRequest(event(method, path, body), null);
  }

  private static APIGatewayV2HTTPEvent event(String method, String path, String body) {
    return APIGatewayV2HTTPEvent.builder()
        .withRawPath(path)
        .withBody(body)
        .withRequestContext(
            RequestContext.builder()
                .withHttp(RequestContext.Http.builder().withMethod(method).build())
                .build())
        .build();
  }

  private static final class NotesInMemory implements Notes {

    private final Map<String, Note> notes = new HashMap<>();

    @Override
    public List<Note> list() {
      return List.copyOf(notes.values());
    }

    @Override
    public Optional<Note> find(String id) {
      return Optional.ofNullable(notes.get(id));
    }

    @Override
    public boolean put(Note note) {
      return notes.put(note.id(), note) == null;
    }

    @Override
    public boolean remove(String id) {
      return notes.remove(id) != null;
    }
  }
}
