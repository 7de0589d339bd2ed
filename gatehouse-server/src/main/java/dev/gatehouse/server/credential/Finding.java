package dev.gatehouse.server.credential;

/** What a presented link is at this moment; looking uses nothing up. */
public sealed interface Finding permits Finding.Open, DeadLink {
  /** It works. */
  record Open(Link link) implements Finding {}
}
