package com.example.orders;

import java.util.List;

/** What is stored. */
public record Order(String orderId, int itemCount, List<String> itemNames) {}
