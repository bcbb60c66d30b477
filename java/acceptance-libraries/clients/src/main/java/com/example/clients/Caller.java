package com.example.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CompletionException;
import java.util.zip.CRC32;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponseStreamUpdate;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamCompleteEvent;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LogType;

/**
 * Calls a function by AWS's SDK, and prints each event of the stream when it comes: {@code Caller
 * ENDPOINT FUNCTION EVENT FILE}. The file is made once there is a piece. Its sister is {@code
 * boto3/call.py}.
 */
public final class Caller {

  private static final int SHORT = 100;

  private final Path gate;
  private final CRC32 sum = new CRC32();
  private long bytes;

  private Caller(Path gate) {
    this.gate = gate;
  }

  /**
   * Makes one call.
   *
   * @param args endpoint, function, event and file
   */
  public static void main(String[] args) {
    Caller caller = new Caller(Path.of(args[3]));
    InvokeWithResponseStreamResponseHandler.Visitor visitor =
        InvokeWithResponseStreamResponseHandler.Visitor.builder()
            .onPayloadChunk(caller::piece)
            .onInvokeComplete(caller::complete)
            .build();
    try (LambdaAsyncClient client =
        LambdaAsyncClient.builder()
            .endpointOverride(URI.create(args[0]))
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      client
          .invokeWithResponseStream(
              call ->
                  call.functionName(args[1])
                      .payload(SdkBytes.fromUtf8String(args[2]))
                      .logType(LogType.TAIL),
              InvokeWithResponseStreamResponseHandler.builder().subscriber(visitor).build())
          .join();
    } catch (CompletionException failed) {
      if (!(failed.getCause() instanceof LambdaException refused)) {
        throw failed;
      }
      System.out.println(
          "refused " + refused.statusCode() + ' ' + refused.awsErrorDetails().errorCode());
    }
  }

  private void piece(InvokeResponseStreamUpdate piece) {
    byte[] payload = piece.payload().asByteArray();
    bytes += payload.length;
    sum.update(payload);
    if (payload.length < SHORT) {
      System.out.println("piece " + new String(payload, StandardCharsets.UTF_8));
    }
    try {
      if (!Files.exists(gate)) {
        Files.createFile(gate);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void complete(InvokeWithResponseStreamCompleteEvent complete) {
    System.out.printf("total %d %08x%n", bytes, sum.getValue());
    if (complete.errorCode() != null) {
      System.out.println("error " + complete.errorCode() + ' ' + complete.errorDetails());
    }
    byte[] log = Base64.getDecoder().decode(complete.logResult());
    System.out.print(new String(log, StandardCharsets.UTF_8));
  }
}
