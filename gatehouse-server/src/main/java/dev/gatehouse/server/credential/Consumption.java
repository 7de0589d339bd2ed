package dev.gatehouse.server.credential;

/** What became of using a link. */
public sealed interface Consumption permits Consumption.Consumed, DeadLink {
  /** It worked, and never will again. */
  record Consumed(Link link) implements Consumption {}
}
