package com.example.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Stores an order in DynamoDB, and answers with what is stored. */
public final class Stores implements RequestHandler<Order, Order> {

  private static final Logger LOGGER = LoggerFactory.getLogger(Stores.class);
  private static final String TABLE = "orders";

  private final DynamoDbClient client =
      DynamoDbClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();

  @Override
  public Order handleRequest(Order order, Context context) {
    if (order.itemCount() < 0) {
      createTable();
      return order;
    }
    Map<String, AttributeValue> key = Map.of("id", AttributeValue.fromS(order.orderId()));
    client.putItem(put ->
        put.tableName(TABLE)
            .item(
                Map.of(
                    "id", AttributeValue.fromS(order.orderId()),
                    "count", AttributeValue.fromN(Integer.toString(order.itemCount())),
                    "names", AttributeValue.fromSs(order.itemNames()))));
    LOGGER.info("stored {}", order.orderId());
    Map<String, AttributeValue> stored =
        client.getItem(get -> get.tableName(TABLE).key(key).consistentRead(true)).item();
    return new Order(
        stored.get("id").s(),
        Integer.parseInt(stored.get("count").n()),
        List.copyOf(stored.get("names").ss()));
  }

  private void createTable() {
    client.createTable(create ->
        create
            .tableName(TABLE)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(key -> key.attributeName("id").keyType(KeyType.HASH))
            .attributeDefinitions(
                id -> id.attributeName("id").attributeType(ScalarAttributeType.S)));
  }
}
