package com.example.invoices;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Fails on each event: AWS's mapper does not know the builder. */
public final class ReadsReceipt implements RequestHandler<Invoice.Receipt, String> {

  @Override
  public String handleRequest(Invoice.Receipt receipt, Context context) {
    return receipt.getNumber();
  }
}
