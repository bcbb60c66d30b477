package com.example.handlers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the handlers with a JSON library of their own read and write; no signature names it. */
public final class Zoo {

  private String name;
  private List<Animal> animals = new ArrayList<>();
  private Map<String, Double> prices = Map.of();

  /** Of a kind that is an enum. */
  public static class Animal {

    private String name;
    private Kind kind = Kind.OTHER;
    private int[] weights = {};

    /** What animals are. */
    public enum Kind {
      BIRD,
      OTHER
    }

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }

    public Kind getKind() {
      return kind;
    }

    public void setKind(Kind kind) {
      this.kind = kind;
    }

    public int[] getWeights() {
      return weights;
    }

    public void setWeights(int[] weights) {
      this.weights = weights;
    }
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public List<Animal> getAnimals() {
    return animals;
  }

  public void setAnimals(List<Animal> animals) {
    this.animals = animals;
  }

  public Map<String, Double> getPrices() {
    return prices;
  }

  public void setPrices(Map<String, Double> prices) {
    this.prices = prices;
  }
}
