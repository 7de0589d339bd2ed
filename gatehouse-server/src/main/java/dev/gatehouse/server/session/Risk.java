package dev.gatehouse.server.session;

/** How suspicious a session is. */
public enum Risk {
  LOW,
  MEDIUM,
  HIGH
}
