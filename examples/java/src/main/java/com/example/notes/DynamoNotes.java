package com.example.notes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** Notes in a table of DynamoDB, whose key is the string {@code id}. */
final class DynamoNotes implements Notes {

  private static final int PAGE = 100;

  private final DynamoDbClient client;
  private final String table;

  private DynamoNotes(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /** The client is made once for a process: its connection serves all invocations. */
  static DynamoNotes ofEnvironment() {
    String table = System.getenv("NOTES_TABLE");
    if (table == null) {
      throw new IllegalStateException("the function has no environment variable NOTES_TABLE");
    }
    DynamoDbClient client =
        DynamoDbClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    return new DynamoNotes(client, table);
  }

  @Override
  public List<Note> list() {
    return client.scan(scan -> scan.tableName(table).limit(PAGE)).items().stream()
        .map(DynamoNotes::note)
        .toList();
  }

  @Override
  public Optional<Note> find(String id) {
    Map<String, AttributeValue> item =
        client.getItem(get -> get.tableName(table).key(key(id)).consistentRead(true)).item();
    return item.isEmpty() ? Optional.empty() : Optional.of(note(item));
  }

  @Override
  public boolean put(Note note) {
    Map<String, AttributeValue> item =
        Map.of(
            "id", AttributeValue.fromS(note.id()),
            "text", AttributeValue.fromS(note.text()));
    return client
        .putItem(put -> put.tableName(table).item(item).returnValues(ReturnValue.ALL_OLD))
        .attributes()
        .isEmpty();
  }

  @Override
  public boolean remove(String id) {
    return !client
        .deleteItem(
            delete -> delete.tableName(table).key(key(id)).returnValues(ReturnValue.ALL_OLD))
        .attributes()
        .isEmpty();
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("id", AttributeValue.fromS(id));
  }

  private static Note note(Map<String, AttributeValue> item) {
    return new Note(item.get("id").s(), item.get("text").s());
  }
}
