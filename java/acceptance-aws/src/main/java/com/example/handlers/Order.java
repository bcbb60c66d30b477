package com.example.handlers;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bean with what beans have. */
public class Order {

  private String id;
  private State state;
  private Date placed;
  private Instant paid;
  private LocalDate due;
  private Optional<String> note = Optional.empty();
  private List<Item> items = List.of();
  private Map<String, Item> byName = Map.of();
  private double[] weights = {};

  public enum State {
    OPEN,
    PAID
  }

  public record Item(String name, int count) {}

  public sealed interface Payment permits Cash, Card {}

  public record Cash(int cents) implements Payment {}

  public record Card(String number, State state) implements Payment {}

  public record Receipt(
      String order,
      State state,
      Instant at,
      List<Payment> payments,
      Optional<LocalDate> due,
      Object any) {}

  public String getId() {
    return id;
  }

  public void setId(String id) {
    this.id = id;
  }

  public State getState() {
    return state;
  }

  public void setState(State state) {
    this.state = state;
  }

  public Date getPlaced() {
    return placed;
  }

  public void setPlaced(Date placed) {
    this.placed = placed;
  }

  public Instant getPaid() {
    return paid;
  }

  public void setPaid(Instant paid) {
    this.paid = paid;
  }

  public LocalDate getDue() {
    return due;
  }

  public void setDue(LocalDate due) {
    this.due = due;
  }

  public Optional<String> getNote() {
    return note;
  }

  public void setNote(Optional<String> note) {
    this.note = note;
  }

  public List<Item> getItems() {
    return items;
  }

  public void setItems(List<Item> items) {
    this.items = items;
  }

  public Map<String, Item> getByName() {
    return byName;
  }

  public void setByName(Map<String, Item> byName) {
    this.byName = byName;
  }

  public double[] getWeights() {
    return weights;
  }

  public void setWeights(double[] weights) {
    this.weights = weights;
  }
}
