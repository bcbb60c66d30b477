package com.example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.LinkedHashMap;
import java.util.Map;
import org.example.prices.Price;

/** Untyped JSON; with a price in it, an object of a class that no signature names. */
public final class Maps implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    Map<String, Object> answer = new LinkedHashMap<>(event);
    if (event.get("cents") instanceof Integer cents) {
      answer.put("price", new Price(cents));
    }
    if (event.get("item") instanceof String name) {
      answer.put("item", new Order.Item(name, 1));
    }
    return answer;
  }
}
