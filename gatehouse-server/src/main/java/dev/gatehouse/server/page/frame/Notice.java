package dev.gatehouse.server.page.frame;

import java.util.Locale;

/** Something that has just been done, told once at the top of the next page. */
public enum Notice {
  PASSWORD_CHANGED,
  EMAIL_CHANGED,
  SESSION_ENDED,
  OTHER_SESSIONS_ENDED,
  ACCESS_ENDED,
  ACCESS_WITHDRAWN;

  /** Key of its text. */
  public String key() {
    return "notice." + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
