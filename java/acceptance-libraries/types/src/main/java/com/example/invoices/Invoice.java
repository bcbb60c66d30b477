package com.example.invoices;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import lombok.AllArgsConstructor;
import lombok.Builder;
import lombok.Data;
import lombok.NoArgsConstructor;
import lombok.Singular;
import lombok.Value;

/** A bean by Lombok. */
@Data
@Builder
@NoArgsConstructor
@AllArgsConstructor
public class Invoice {

  private String number;
  private boolean paid;
  @Builder.Default private String currency = "EUR";
  @Builder.Default private List<Line> lines = new ArrayList<>();

  /** A part of it. */
  @Data
  public static class Line {
    private String text;
    private BigDecimal amount;
  }

  /** Immutable, so it has no constructor without arguments: it can be written, and not read. */
  @Value
  @Builder
  public static class Receipt {
    String number;
    BigDecimal total;
    @Singular List<String> texts;
    Invoice invoice;
  }
}
