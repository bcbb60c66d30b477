package com.example.notes;

/** A text with the name that it has in the URL. */
record Note(String id, String text) {}
