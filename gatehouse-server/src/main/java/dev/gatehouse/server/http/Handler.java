package dev.gatehouse.server.http;

import dev.gatehouse.server.kernel.Refusal;

/** Answers one request. */
@FunctionalInterface
public interface Handler {
  /** Answers, or refuses; a refusal is written by the error writer and by nothing else. */
  Answer handle(Exchange exchange) throws Refusal;
}
