package com.example.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.File;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Asks S3 for a bucket once there is a file of the order's name, and answers with the trace id that
 * AWS's SDK has put into the request.
 */
public final class Traces implements RequestHandler<Order, String> {

  private final S3Client client =
      S3Client.builder().httpClient(new NoService()).forcePathStyle(true).build();

  @Override
  public String handleRequest(Order order, Context context) {
    File file = new File(order.orderId());
    try {
      while (!file.exists()) {
        Thread.sleep(3);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return client.headBucket(head -> head.bucket("orders")).bucketRegion();
  }

  /** Sends nothing: every bucket is in a region that has the name of the request's trace id. */
  private static final class NoService implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      String traceId = request.httpRequest().firstMatchingHeader("X-Amzn-Trace-Id").orElse("none");
      SdkHttpResponse found =
          SdkHttpResponse.builder()
              .statusCode(200)
              .putHeader("x-amz-bucket-region", traceId)
              .build();
      return new Answered(HttpExecuteResponse.builder().response(found).build());
    }

    @Override
    public void close() {}
  }

  private record Answered(HttpExecuteResponse response) implements ExecutableHttpRequest {

    @Override
    public HttpExecuteResponse call() {
      return response;
    }

    @Override
    public void abort() {}
  }
}
