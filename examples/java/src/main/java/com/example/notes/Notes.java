package com.example.notes;

import java.util.List;
import java.util.Optional;

/** Where notes are kept. */
interface Notes {

  /** At most a hundred, in no order. */
  List<Note> list();

  Optional<Note> find(String id);

  /** Whether there was none of that id. */
  boolean put(Note note);

  /** Whether there was one of that id. */
  boolean remove(String id);
}
