package com.example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.google.gson.Gson;
import java.util.Map;

/** A handler with a Gson of its own, on a class of its own. */
public final class WithGson implements RequestHandler<Map<String, Object>, String> {

  private final Gson gson = new Gson();

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    return gson.toJson(gson.fromJson(gson.toJson(event), Zoo.class));
  }
}
