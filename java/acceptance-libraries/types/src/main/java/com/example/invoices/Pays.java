package com.example.invoices;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.math.BigDecimal;

/** Takes a bean with setters, and answers with a value from a builder. */
public final class Pays implements RequestHandler<Invoice, Invoice.Receipt> {

  @Override
  public Invoice.Receipt handleRequest(Invoice invoice, Context context) {
    invoice.setPaid(true);
    Invoice.Receipt.ReceiptBuilder receipt =
        Invoice.Receipt.builder().number(invoice.getNumber()).invoice(invoice);
    BigDecimal total = BigDecimal.ZERO;
    for (Invoice.Line line : invoice.getLines()) {
      receipt.text(line.getText());
      total = total.add(line.getAmount());
    }
    return receipt.total(total).build();
  }
}
