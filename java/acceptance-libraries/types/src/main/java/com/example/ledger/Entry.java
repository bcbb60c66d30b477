package com.example.ledger;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntUnaryOperator;

/** What AWS's mapper has a form for. */
public record Entry(
    UUID id,
    BigDecimal amount,
    Currency currency,
    Locale locale,
    URI link,
    Times times,
    Map<Level, Set<String>> notes,
    Optional<Page<Level>> page,
    OptionalInt count,
    byte[] data,
    char sign) {

  /** Dates, times and what lies between them. */
  public record Times(
      Date date,
      Calendar calendar,
      LocalDateTime local,
      LocalTime time,
      OffsetDateTime offset,
      ZonedDateTime zoned,
      YearMonth month,
      ZoneId zone,
      Duration duration,
      Period period) {}

  /** An enum of which one constant has a class of its own, and all hold more than numbers. */
  public enum Level {
    LOW(new Bounds(0, 9), amount -> amount),
    HIGH(new Bounds(10, 19), amount -> 2 * amount) {
      @Override
      public int weight() {
        return 2;
      }
    };

    private final Bounds bounds;
    private final IntUnaryOperator price;

    Level(Bounds bounds, IntUnaryOperator price) {
      this.bounds = bounds;
      this.price = price;
    }

    /** What it costs. */
    public int price() {
      return price.applyAsInt(bounds.least());
    }

    /** What it counts. */
    public int weight() {
      return 1;
    }
  }

  /** What an enum's constants hold. */
  public record Bounds(int least, int most) {}

  /** A generic record. */
  public record Page<T>(List<T> items, int next) {}
}
