package dev.gatehouse.launcher;

import java.util.Locale;

/** What a command does to one organisation. */
enum TenantChange {
  SHOW("Shows one organisation; one that was erased is found by its id alone.", ""),
  SUSPEND(
      "Shuts everybody of it out at once: sessions, tokens, links and machines. Nothing is lost.",
      "Suspend it? Everybody of it is signed out."),
  RESUME("Lets its people sign in again; what was ended stays ended.", ""),
  DELETE(
      "Suspends it, and erases it when the realm's time of grace is over; until then it may resume.",
      "Delete it? Everybody of it is signed out, and after the time of grace its data are gone.");

  private final String description;
  private final String question;

  TenantChange(String description, String question) {
    this.description = description;
    this.question = question;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String description() {
    return description;
  }

  /** What is asked before; empty where nothing is lost. */
  String question() {
    return question;
  }
}
