package org.example.prices;

/** A class of another package, which no signature of a handler names. */
public class Price {

  private final int cents;

  public Price(int cents) {
    this.cents = cents;
  }

  public int getCents() {
    return cents;
  }
}
