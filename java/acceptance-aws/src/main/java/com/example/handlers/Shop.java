package com.example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.example.handlers.Order.Card;
import com.example.handlers.Order.Cash;
import com.example.handlers.Order.Item;
import com.example.handlers.Order.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** Handlers that are methods; marked by nothing, they are named when the image is built. */
public final class Shop {

  public Order same(Order order) {
    return order;
  }

  public static Receipt receipt(Order order, Context context) {
    return new Receipt(
        order.getId(),
        order.getState(),
        order.getPaid(),
        List.of(new Cash(100), new Card("4111", order.getState())),
        Optional.ofNullable(order.getDue()),
        new Item("unnamed", 1));
  }

  public void lines(InputStream in, OutputStream out) throws IOException {
    in.transferTo(out);
    out.write('\n');
  }

  public void nothing(Order order) {}
}
