package com.example.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Puts the names of an order into S3, and answers with the object. */
public final class Archives implements RequestHandler<Order, String> {

  private static final String BUCKET = "archive";

  private final S3Client client =
      S3Client.builder()
          .httpClientBuilder(UrlConnectionHttpClient.builder())
          .forcePathStyle(true)
          .build();

  @Override
  public String handleRequest(Order order, Context context) {
    client.createBucket(create -> create.bucket(BUCKET));
    client.putObject(
        put -> put.bucket(BUCKET).key(order.orderId()),
        RequestBody.fromString(String.join(",", order.itemNames())));
    return client.getObjectAsBytes(get -> get.bucket(BUCKET).key(order.orderId())).asUtf8String();
  }
}
